"""Screens of exhibitions: the list, the passport, the page with the scan box, loans from an exhibition."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from catalog.items.messages import STATE_TAGS as ITEM_STATE_TAGS
from catalog.items.messages import STATE_WORDS as ITEM_STATE_WORDS
from foreign_fund.exhibitions import queries, services
from foreign_fund.exhibitions.forms import ExhibitionForm
from foreign_fund.exhibitions.messages import STATE_TAGS, STATE_WORDS
from foreign_fund.exhibitions.models import ExhibitionState
from foreign_fund.exhibitions.queries import ExhibitionRow
from foreign_fund.exhibitions.rules import Act, allows
from foreign_fund.fund.views import pages_of, read_page
from ils import clock
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import InputCode, InputError, LibraryError
from ils.library.places import departments
from ils.web.auth import can, current_department, current_work, require
from ils.web.errors import STATUS, explain
from ils.web.frame import place_label
from ils.web.session import current_session

blueprint = Blueprint(
    "exhibitions", __name__, template_folder="templates", static_folder="static", url_prefix="/exhibitions"
)

PAGE = 50
USUAL_LENGTH = timedelta(days=30)

# A larger number is no address of ours, and no column could hold it.
SHOW = "<int(max=2147483647):exhibition_id>"
ENTRY = "<int(max=2147483647):entry_id>"

Answer = str | Response | tuple[str, int]


@blueprint.get("")
@require(Permission.SEE_FOREIGN_FUND)
def index() -> str:
    """Show exhibitions, all or those in one state."""
    session, page, state = current_session(), read_page(), _read_state()
    found = queries.exhibitions(session, state=state, limit=PAGE, offset=(page - 1) * PAGE)
    return render_template(
        "exhibitions/index.html",
        found=found,
        pages=pages_of(found.total, len(found.rows), page=page, size=PAGE),
        tabs=_tabs(session, state),
        day=clock.today(),
        **_words(),
    )


def _read_state() -> ExhibitionState | None:
    text = request.args.get("state", "")
    known = {state.value: state for state in ExhibitionState}
    if text and text not in known:
        raise InputError(InputCode.UNKNOWN_CHOICE, field="state", value=text[:20])
    return known.get(text)


def _tabs(session: Session, chosen: ExhibitionState | None) -> list[dict[str, Any]]:
    counts = queries.count_by_state(session)
    every = {"label": _("All"), "url": url_for("exhibitions.index"), "active": chosen is None}
    return [
        {**every, "count": sum(counts.values())},
        *(
            {
                "label": STATE_WORDS[state],
                "url": url_for("exhibitions.index", state=state.value),
                "active": chosen is state,
                "count": counts[state],
            }
            for state in ExhibitionState
        ),
    ]


def _words() -> dict[str, Any]:
    return {
        "state_words": STATE_WORDS,
        "state_tags": STATE_TAGS,
        "item_words": ITEM_STATE_WORDS,
        "item_tags": ITEM_STATE_TAGS,
    }


@blueprint.route("/new", methods=["GET", "POST"])
@require(Permission.FOREIGN_FUND)
def new() -> Answer:
    """Enter a new exhibition."""
    form = _form()
    if request.method == "GET":
        form.department.data = getattr(current_department(), "code", None)
        form.opens_on.data = clock.today()
        form.closes_on.data = clock.today() + USUAL_LENGTH
        form.lendable.data = True
        return _form_page(form)
    if not form.validate():
        return _form_page(form), 400
    try:
        with transaction(current_session()) as session:
            exhibition = services.create(session, current_work(), **form.passport())
    except LibraryError as problem:
        return _form_page(form, problem=problem), STATUS[problem.kind]
    return redirect(url_for("exhibitions.show", exhibition_id=exhibition.id))


@blueprint.route(f"/{SHOW}/edit", methods=["GET", "POST"])
@require(Permission.FOREIGN_FUND)
def edit(exhibition_id: int) -> Answer:
    """Change the passport of an exhibition."""
    row = queries.exhibition_row(current_session(), exhibition_id)
    form = _form(row)
    if request.method == "GET":
        return _form_page(form, row)
    if not form.validate():
        return _form_page(form, row), 400
    try:
        with transaction(current_session()) as session:
            services.change(session, current_work(), exhibition_id=exhibition_id, **form.passport())
    except LibraryError as problem:
        return _form_page(form, row, problem), STATUS[problem.kind]
    flash(_("The exhibition was saved."), "success")
    return redirect(url_for("exhibitions.show", exhibition_id=exhibition_id))


def _form(row: ExhibitionRow | None = None) -> ExhibitionForm:
    form = ExhibitionForm(obj=row)
    form.department.choices = [(place.code, place_label(place)) for place in departments(current_session())]
    return form


def _form_page(
    form: ExhibitionForm, row: ExhibitionRow | None = None, problem: LibraryError | None = None
) -> str:
    return render_template("exhibitions/form.html", form=form, exhibition=row, problem=problem)


@blueprint.get(f"/{SHOW}")
@require(Permission.SEE_FOREIGN_FUND)
def show(exhibition_id: int) -> str:
    """Show an exhibition: passport, scan box, copies by section."""
    return render_template("exhibitions/show.html", **_facts(exhibition_id))


def _facts(exhibition_id: int) -> dict[str, Any]:
    session, day = current_session(), clock.today()
    row = queries.exhibition_row(session, exhibition_id)
    today = clock.at_hour(day, 0)
    state = row.state.value
    may_change = can(Permission.FOREIGN_FUND)
    return {
        "exhibition": row,
        "copies": queries.copies_on(session, exhibition_id),
        "taken_down": queries.copies_taken_down(session, exhibition_id),
        "sections": queries.sections_of(session, exhibition_id),
        "scans": queries.latest_scans(session, exhibition_id, since=today) if may_change else (),
        "may": {act.value: may_change and allows(state, act) for act in Act},
        "day": day,
        **_words(),
    }


@blueprint.post(f"/{SHOW}/scan")
@require(Permission.FOREIGN_FUND)
def scan(exhibition_id: int) -> Answer:
    """Put a scanned copy on the exhibition; the scan box gets one line, the page its new table."""
    code, section = request.form.get("code", ""), request.form.get("section", "")
    try:
        with transaction(current_session()) as session:
            added = services.add_copy(
                session, current_work(), exhibition_id=exhibition_id, code=code, section=section
            )
    except LibraryError as problem:
        return _refused_scan(exhibition_id, problem)
    if _wants_part():
        return render_template(
            "exhibitions/scanned.html", added=added, at=clock.now(), **_facts(exhibition_id)
        )
    flash(_("Added: %(code)s, “%(title)s”", code=added.number, title=added.item.title), "success")
    return _back(exhibition_id)


def _refused_scan(exhibition_id: int, problem: LibraryError) -> Answer:
    queries.exhibition_row(current_session(), exhibition_id)
    if _wants_part():
        part = render_template("exhibitions/refused.html", problem=problem, at=clock.now())
        return part, STATUS[problem.kind]
    flash(explain(problem.code, problem.facts), "danger")
    return _back(exhibition_id)


def _wants_part() -> bool:
    return bool(request.headers.get("HX-Request"))


def _back(exhibition_id: int) -> Response:
    return redirect(url_for("exhibitions.show", exhibition_id=exhibition_id))


def _act(exhibition_id: int, act: Callable[[Session], object], done: str) -> Response:
    """Do one act and go back to the page, with its success or its refusal in words."""
    try:
        with transaction(current_session()) as session:
            act(session)
    except LibraryError as problem:
        flash(explain(problem.code, problem.facts), "danger")
    else:
        flash(done, "success")
    queries.exhibition_row(current_session(), exhibition_id)
    return _back(exhibition_id)


@blueprint.post(f"/{SHOW}/copies/{ENTRY}/remove")
@require(Permission.FOREIGN_FUND)
def remove(exhibition_id: int, entry_id: int) -> Response:
    """Take a copy down."""
    chosen = {"exhibition_id": exhibition_id, "entry_id": entry_id}
    return _act(
        exhibition_id,
        lambda session: services.remove_copy(session, current_work(), **chosen),
        _("The copy was taken down. Put it back in its place."),
    )


@blueprint.post(f"/{SHOW}/copies/{ENTRY}/undo")
@require(Permission.FOREIGN_FUND)
def undo(exhibition_id: int, entry_id: int) -> Response:
    """Take a mistaken scan back."""
    chosen = {"exhibition_id": exhibition_id, "entry_id": entry_id}
    return _act(
        exhibition_id,
        lambda session: services.undo_copy(session, current_work(), **chosen),
        _("The scan was taken back and does not count."),
    )


@blueprint.post(f"/{SHOW}/open")
@require(Permission.FOREIGN_FUND)
def open_now(exhibition_id: int) -> Response:
    """Open the exhibition to readers."""
    return _act(
        exhibition_id,
        lambda session: services.open_exhibition(session, current_work(), exhibition_id=exhibition_id),
        _("The exhibition is open. The desk now sees which copies hang in it."),
    )


@blueprint.post(f"/{SHOW}/unopen")
@require(Permission.FOREIGN_FUND)
def unopen(exhibition_id: int) -> Response:
    """Take the opening back."""
    return _act(
        exhibition_id,
        lambda session: services.undo_opening(session, current_work(), exhibition_id=exhibition_id),
        _("The opening was taken back and does not count. The exhibition is in preparation again."),
    )


@blueprint.post(f"/{SHOW}/close")
@require(Permission.FOREIGN_FUND)
def close(exhibition_id: int) -> Response:
    """Close the exhibition."""
    return _act(
        exhibition_id,
        lambda session: services.close_exhibition(session, current_work(), exhibition_id=exhibition_id),
        _("The exhibition is closed. Its copies go back to their places."),
    )


@blueprint.get(f"/{SHOW}/loans")
@require(Permission.SEE_FOREIGN_FUND)
def loans(exhibition_id: int) -> str:
    """Show the loans from an exhibition."""
    session, page = current_session(), read_page()
    row = queries.exhibition_row(session, exhibition_id)
    found = queries.loans_during(session, exhibition_id, limit=PAGE, offset=(page - 1) * PAGE)
    return render_template(
        "exhibitions/loans.html",
        exhibition=row,
        found=found,
        pages=pages_of(found.total, len(found.rows), page=page, size=PAGE),
        day=clock.today(),
    )
