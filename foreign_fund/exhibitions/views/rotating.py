"""Rotations: named in the passport, planned copies, the change by scanner, what is due in all exhibitions."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from foreign_fund.exhibitions import messages, queries, services
from foreign_fund.exhibitions.errors import ExhibitionCode, ExhibitionNotFoundError
from foreign_fund.exhibitions.forms import ArrangeForm
from foreign_fund.exhibitions.queries import PlannedCopy
from foreign_fund.exhibitions.rules.rotating import as_of
from foreign_fund.exhibitions.services import Changed
from foreign_fund.exhibitions.views.base import (
    ROW,
    SHOW,
    Answer,
    blueprint,
    done,
    may_of,
    shown,
    wants_part,
    words,
)
from foreign_fund.exhibitions.views.choosing import choose_case_to_fill, chosen_case
from ils import clock
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import InputCode, InputError, LibraryError
from ils.web.asked import typed_day
from ils.web.auth import current_work, require
from ils.web.errors import STATUS, explain
from ils.web.session import current_session


@blueprint.get("/rotations")
@require(Permission.SEE_FOREIGN_FUND)
def rotations() -> str:
    """Show which copies of which exhibitions are to be changed, today and in the days to come."""
    today = clock.today()
    return render_template(
        "exhibitions/rotations.html", turns=queries.turns(current_session(), today), day=today
    )


@blueprint.post(f"/{SHOW}/rotations")
@require(Permission.FOREIGN_FUND)
def add_rotation(exhibition_id: int) -> Response:
    """Add a rotation."""
    return _save_rotation(exhibition_id, None, _("The rotation was entered. Now scan or plan its copies."))


@blueprint.post(f"/{SHOW}/rotations/{ROW}")
@require(Permission.FOREIGN_FUND)
def change_rotation(exhibition_id: int, row_id: int) -> Response:
    """Change name and days of a rotation."""
    return _save_rotation(exhibition_id, row_id, _("Saved."))


def _save_rotation(exhibition_id: int, row_id: int | None, said: str) -> Response:
    first, last = typed_day("first_on"), typed_day("last_on")
    name = request.form.get("name", "")

    def act(session: Session) -> object:
        if first is None or last is None:
            raise InputError(InputCode.EMPTY, field="first_on" if first is None else "last_on")
        days = {"first_on": first, "last_on": last}
        if row_id is None:
            return services.add_rotation(
                session, current_work(), exhibition_id=exhibition_id, name=name, **days
            )
        return services.change_rotation(
            session, current_work(), exhibition_id=exhibition_id, rotation_id=row_id, name=name, **days
        )

    return done(exhibition_id, act, said, page="passport", _anchor="rotations")


@blueprint.post(f"/{SHOW}/rotations/{ROW}/remove")
@require(Permission.FOREIGN_FUND)
def remove_rotation(exhibition_id: int, row_id: int) -> Response:
    """Take an unused rotation away."""
    return done(
        exhibition_id,
        lambda session: services.remove_rotation(
            session, current_work(), exhibition_id=exhibition_id, rotation_id=row_id
        ),
        _("The rotation was removed."),
        page="passport",
        _anchor="rotations",
    )


@blueprint.get(f"/{SHOW}/change")
@require(Permission.SEE_FOREIGN_FUND)
def change(exhibition_id: int) -> str:
    """Show what is to be taken down and put up now, with the scan box."""
    return shown("change", exhibition_id, "checks", **_changes(exhibition_id))


def _changes(exhibition_id: int) -> dict[str, Any]:
    session = current_session()
    row = queries.exhibition_row(session, exhibition_id)
    day = as_of(row.state.value, opens_on=row.opens_on, day=clock.today())
    return {
        "exhibition": row,
        "changes": queries.changes_of(session, exhibition_id, day),
        "spans": queries.spans_of(session, exhibition_id),
        "cases": queries.cases_of(session, exhibition_id),
        "chosen": chosen_case(exhibition_id),
    }


@blueprint.post(f"/{SHOW}/change")
@require(Permission.FOREIGN_FUND)
def change_scan(exhibition_id: int) -> Answer:
    """Take a scan of the change: a case, a copy that goes down, or one that goes up."""
    code = request.form.get("code", "")
    try:
        with transaction(current_session()) as session:
            case = services.find_case(session, exhibition_id=exhibition_id, scanned=code)
            if case is not None:
                choose_case_to_fill(exhibition_id, case.id)
            else:
                changed = services.change_scan(
                    session, current_work(), exhibition_id=exhibition_id, code=code,
                    case_id=chosen_case(exhibition_id),
                )  # fmt: skip
    except LibraryError as problem:
        return _refused(exhibition_id, problem)
    said = (
        _("Copies now go to: %(case)s", case=f"{case.section} · {case.name}".strip(" ·"))
        if case
        else _said(changed)
    )
    if wants_part():
        facts = _changes(exhibition_id)
        return render_template(
            "exhibitions/changed.html", changed=None if case else changed, said=said, at=clock.now(),
            day=clock.today(), **words(), may=may_of(facts["exhibition"]), **facts,
        )  # fmt: skip
    flash(said, "success")
    return redirect(url_for("exhibitions.change", exhibition_id=exhibition_id))


def _said(changed: Changed) -> str:
    if changed.up:
        return str(_("put up: %(place)s", place=changed.place) if changed.place else _("put up"))
    return str(_("taken down: back to its shelf"))


def _refused(exhibition_id: int, problem: LibraryError) -> Answer:
    queries.exhibition_row(current_session(), exhibition_id)
    if wants_part():
        part = render_template("exhibitions/refused.html", problem=problem, at=clock.now())
        return part, STATUS[problem.kind]
    flash(explain(problem.code, problem.facts), "danger")
    return redirect(url_for("exhibitions.change", exhibition_id=exhibition_id))


@blueprint.post(f"/{SHOW}/planned/{ROW}/up")
@require(Permission.FOREIGN_FUND)
def put_up(exhibition_id: int, row_id: int) -> Response:
    """Put up a planned copy whose rotation has begun."""
    return done(
        exhibition_id,
        lambda session: services.put_up(session, current_work(), exhibition_id=exhibition_id, plan_id=row_id),
        _("The copy was put up."),
        page="change",
    )


@blueprint.post(f"/{SHOW}/planned/{ROW}/remove")
@require(Permission.FOREIGN_FUND)
def unplan(exhibition_id: int, row_id: int) -> Response:
    """Take a copy off the plan."""
    return done(
        exhibition_id,
        lambda session: services.unplan(session, current_work(), exhibition_id=exhibition_id, plan_id=row_id),
        _("The copy was taken off the plan."),
    )


@blueprint.route(f"/{SHOW}/planned/{ROW}", methods=["GET", "POST"])
@require(Permission.FOREIGN_FUND)
def planned(exhibition_id: int, row_id: int) -> Answer:
    """Say of a planned copy for which rotation it waits, where it will stand, what its label tells."""
    session = current_session()
    copy = _planned(exhibition_id, row_id)
    accesses = [(access.value, str(word)) for access, word in messages.ACCESSES.items()]
    form = ArrangeForm(obj=copy).offer(
        queries.cases_of(session, exhibition_id), accesses, queries.rotations_of(session, exhibition_id)
    )
    form.rotation_id.choices = form.rotation_id.choices[1:]
    if request.method == "GET":
        form.case_id.data, form.rotation_id.data = str(copy.case_id or ""), str(copy.rotation_id)
        return shown("planned", exhibition_id, "show", copy=copy, form=form, problem=None)
    if not form.validate():
        return shown("planned", exhibition_id, "show", copy=copy, form=form, problem=None), 400
    told = {name: value for name, value in form.told().items() if name != "position"}
    try:
        with transaction(session) as writing:
            services.arrange_planned(
                writing, current_work(), exhibition_id=exhibition_id, plan_id=row_id,
                rotation_id=form.rotation or 0, **told,
            )  # fmt: skip
    except LibraryError as problem:
        page = shown("planned", exhibition_id, "show", copy=copy, form=form, problem=problem)
        return page, STATUS[problem.kind]
    flash(_("Saved."), "success")
    return redirect(url_for("exhibitions.show", exhibition_id=exhibition_id, _anchor="planned"))


def _planned(exhibition_id: int, row_id: int) -> PlannedCopy:
    for copy in queries.planned_on(current_session(), exhibition_id):
        if copy.id == row_id:
            return copy
    raise ExhibitionNotFoundError(ExhibitionCode.PLAN_UNKNOWN, plan=row_id)
