"""The copies of an exhibition: the scan box, taking down and back, opening, closing, loans from it."""

from __future__ import annotations

from typing import Any, TypeVar

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foreign_fund.exhibitions import queries, services
from foreign_fund.exhibitions.models import ExhibitionCase, ExhibitionState
from foreign_fund.exhibitions.queries import PlannedCopy, ShownCopy
from foreign_fund.exhibitions.rules.places import place_words
from foreign_fund.exhibitions.services import Added, Planned
from foreign_fund.exhibitions.views.base import (
    ENTRY,
    PAGE,
    SHOW,
    Answer,
    blueprint,
    done,
    may_of,
    shown,
    tabs_of,
    tell_found,
    wants_part,
    words,
)
from foreign_fund.exhibitions.views.choosing import (
    choose_case_to_fill,
    choose_rotation_to_fill,
    chosen_case,
    chosen_rotation,
)
from foreign_fund.fund.views import pages_of, read_page
from ils import clock
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.text import whole_number
from ils.web.auth import can, current_work, require
from ils.web.errors import STATUS, explain
from ils.web.filters import day
from ils.web.session import current_session

WHOLE = "whole"  # asks for the copies that hang the whole time
Copy = TypeVar("Copy", ShownCopy, PlannedCopy)


@blueprint.get(f"/{SHOW}")
@require(Permission.SEE_FOREIGN_FUND)
def show(exhibition_id: int) -> str:
    """Show an exhibition: figures, scan box, copies by case."""
    return shown("show", exhibition_id, "show", **_facts(exhibition_id))


def _facts(exhibition_id: int) -> dict[str, Any]:
    db = current_session()
    row = queries.exhibition_row(db, exhibition_id)
    today, wanted = clock.at_hour(clock.today(), 0), request.args.get("rotation", "")[:10]
    return {
        "exhibition": row,
        "copies": _of_rotation(queries.copies_on(db, exhibition_id), wanted),
        "planned": _of_rotation(queries.planned_on(db, exhibition_id), wanted),
        "rotations": queries.rotations_of(db, exhibition_id),
        "spans": queries.spans_of(db, exhibition_id),
        "wanted": wanted,
        "changes": queries.changes_of(db, exhibition_id, clock.today())
        if row.state is ExhibitionState.OPEN
        else None,
        "chosen_rotation": chosen_rotation(exhibition_id),
        "taken_down": queries.copies_taken_down(db, exhibition_id),
        "pieces": queries.pieces_of(db, exhibition_id),
        "sections": queries.sections_of(db, exhibition_id),
        "cases": queries.cases_of(db, exhibition_id),
        "chosen": chosen_case(exhibition_id),
        "scans": queries.latest_scans(db, exhibition_id, since=today) if can(Permission.FOREIGN_FUND) else (),
    }


def _of_rotation(copies: tuple[Copy, ...], wanted: str) -> tuple[Copy, ...]:
    """Return the copies of one rotation, of none (the whole time), or all of them."""
    if not wanted:
        return copies
    asked = None if wanted == WHOLE else whole_number(wanted) or 0
    return tuple(copy for copy in copies if copy.rotation_id == asked)


@blueprint.post(f"/{SHOW}/case")
@require(Permission.FOREIGN_FUND)
def choose_case(exhibition_id: int) -> Response:
    """Put copies into another case from now on."""
    queries.exhibition_row(current_session(), exhibition_id)
    choose_case_to_fill(exhibition_id, whole_number(request.form.get("case_id")))
    return _back(exhibition_id)


@blueprint.post(f"/{SHOW}/rotation")
@require(Permission.FOREIGN_FUND)
def choose_rotation(exhibition_id: int) -> Response:
    """Scan copies for another rotation from now on."""
    queries.exhibition_row(current_session(), exhibition_id)
    choose_rotation_to_fill(exhibition_id, whole_number(request.form.get("rotation_id")))
    return _back(exhibition_id)


@blueprint.post(f"/{SHOW}/scan")
@require(Permission.FOREIGN_FUND)
def scan(exhibition_id: int) -> Answer:
    """Take a scan: the code of a case, or a copy that is put there; the scan box gets one line, the page its table."""
    code, section = request.form.get("code", ""), request.form.get("section", "")
    try:
        with transaction(current_session()) as db:
            case = services.find_case(db, exhibition_id=exhibition_id, scanned=code)
            if case is None:
                added = services.take_scan(
                    db, current_work(), exhibition_id=exhibition_id, code=code, section=section,
                    case_id=chosen_case(exhibition_id), rotation_id=chosen_rotation(exhibition_id),
                )  # fmt: skip
    except LibraryError as problem:
        return _refused_scan(exhibition_id, problem)
    if case is not None:
        return _case_scanned(exhibition_id, case)
    if wants_part():
        return _part("scanned", exhibition_id, added=added, waits=isinstance(added, Planned))
    _told(added)
    return _back(exhibition_id)


def _told(added: Added | Planned) -> None:
    """Say it on the next page, to a browser without scripts."""
    if isinstance(added, Planned):
        span = added.span
        waits = _(
            "waits for rotation %(rotation)s, from %(day)s", rotation=span.label, day=day(span.first_on)
        )
        flash(f"{added.number}: {waits}", "success")
        return
    flash(_("Added: %(code)s, “%(title)s”", code=added.number, title=added.item.title), "success")
    tell_found(added.found)


def _part(template: str, exhibition_id: int, **values: Any) -> str:
    facts = _facts(exhibition_id)
    row = facts["exhibition"]
    return render_template(
        f"exhibitions/{template}.html", at=clock.now(), day=clock.today(), may=may_of(row),
        views=tabs_of(row, "show"), **words(), **facts, **values,
    )  # fmt: skip


def _case_scanned(exhibition_id: int, case: ExhibitionCase) -> Answer:
    choose_case_to_fill(exhibition_id, case.id)
    said = place_words(case.section, case.name)
    if wants_part():
        return _part("case_scanned", exhibition_id, said=said)
    flash(_("Copies now go to: %(case)s", case=said), "success")
    return _back(exhibition_id)


def _refused_scan(exhibition_id: int, problem: LibraryError) -> Answer:
    queries.exhibition_row(current_session(), exhibition_id)
    if wants_part():
        part = render_template("exhibitions/refused.html", problem=problem, at=clock.now())
        return part, STATUS[problem.kind]
    flash(explain(problem.code, problem.facts), "danger")
    return _back(exhibition_id)


def _back(exhibition_id: int) -> Response:
    return redirect(url_for("exhibitions.show", exhibition_id=exhibition_id))


@blueprint.post(f"/{SHOW}/copies/{ENTRY}/remove")
@require(Permission.FOREIGN_FUND)
def remove(exhibition_id: int, entry_id: int) -> Response:
    """Take a copy down."""
    chosen = {"exhibition_id": exhibition_id, "entry_id": entry_id}
    return done(
        exhibition_id,
        lambda db: services.remove_copy(db, current_work(), **chosen),
        _("The copy was taken down. Put it back in its place."),
        page="change" if request.args.get("to") == "change" else "show",
    )


@blueprint.post(f"/{SHOW}/copies/{ENTRY}/undo")
@require(Permission.FOREIGN_FUND)
def undo(exhibition_id: int, entry_id: int) -> Response:
    """Take a mistaken scan back."""
    chosen = {"exhibition_id": exhibition_id, "entry_id": entry_id}
    return done(
        exhibition_id,
        lambda db: services.undo_copy(db, current_work(), **chosen),
        _("The scan was taken back and does not count."),
    )


@blueprint.post(f"/{SHOW}/open")
@require(Permission.FOREIGN_FUND)
def open_now(exhibition_id: int) -> Response:
    """Open the exhibition to readers."""
    return done(
        exhibition_id,
        lambda db: services.open_exhibition(db, current_work(), exhibition_id=exhibition_id),
        _("The exhibition is open. The desk now sees which copies hang in it."),
    )


@blueprint.post(f"/{SHOW}/unopen")
@require(Permission.FOREIGN_FUND)
def unopen(exhibition_id: int) -> Response:
    """Take the opening back."""
    return done(
        exhibition_id,
        lambda db: services.undo_opening(db, current_work(), exhibition_id=exhibition_id),
        _("The opening was taken back and does not count. The exhibition is in preparation again."),
    )


@blueprint.post(f"/{SHOW}/close")
@require(Permission.FOREIGN_FUND)
def close(exhibition_id: int) -> Response:
    """Close the exhibition."""
    return done(
        exhibition_id,
        lambda db: services.close_exhibition(db, current_work(), exhibition_id=exhibition_id),
        _("The exhibition is closed. Its copies go back to their places."),
    )


@blueprint.post(f"/{SHOW}/reopen")
@require(Permission.FOREIGN_FUND)
def reopen(exhibition_id: int) -> Response:
    """Go on with an exhibition closed by mistake."""
    return done(
        exhibition_id,
        lambda db: services.reopen_exhibition(db, current_work(), exhibition_id=exhibition_id),
        _("The exhibition goes on. Nothing counts a second time."),
    )


@blueprint.get(f"/{SHOW}/loans")
@require(Permission.SEE_FOREIGN_FUND)
def loans(exhibition_id: int) -> str:
    """Show the loans from an exhibition."""
    db, page = current_session(), read_page()
    row = queries.exhibition_row(db, exhibition_id)
    found = queries.loans_during(db, exhibition_id, limit=PAGE, offset=(page - 1) * PAGE)
    return render_template(
        "exhibitions/loans.html",
        exhibition=row,
        found=found,
        pages=pages_of(found.total, len(found.rows), page=page, size=PAGE),
        day=clock.today(),
    )
