"""Checks by scanner: mounting, every evening, the return to the shelf."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foreign_fund.exhibitions import queries, services
from foreign_fund.exhibitions.models import ExhibitionState
from foreign_fund.exhibitions.queries import Changes
from foreign_fund.exhibitions.rules.rotating import as_of
from foreign_fund.exhibitions.rules.walking import Walk, fits
from foreign_fund.exhibitions.services import Seen
from foreign_fund.exhibitions.views.base import (
    ROW,
    SHOW,
    Answer,
    blueprint,
    done,
    shown,
    tell_found,
    wants_part,
    words,
)
from ils import clock
from ils.accounts.permissions import Permission
from ils.accounts.queries import staff_names
from ils.db import transaction
from ils.errors import InputCode, InputError, LibraryError
from ils.web.auth import current_work, require
from ils.web.errors import STATUS, explain
from ils.web.filters import day as show_day
from ils.web.session import current_session


@blueprint.get(f"/{SHOW}/checks")
@require(Permission.SEE_FOREIGN_FUND)
def checks(exhibition_id: int) -> str:
    """Show the checks so far, and begin one."""
    session = current_session()
    row = queries.exhibition_row(session, exhibition_id)
    rows = queries.walks_of(session, exhibition_id)
    staff = staff_names(session, (each.started_by for each in rows))
    return shown(
        "checks", exhibition_id, "checks", exhibition=row, rows=rows, staff=staff,
        offered=[walk for walk in Walk if fits(walk, row.state.value)],
        going=next((each for each in rows if each.finished_at is None), None), changes=_changes(exhibition_id),
    )  # fmt: skip


def _changes(exhibition_id: int) -> Changes:
    """Return which copies are to be changed because a rotation begins or ends; nothing once it is closed."""
    session = current_session()
    row = queries.exhibition_row(session, exhibition_id)
    if row.state is ExhibitionState.CLOSED:
        return Changes((), ())
    day = as_of(row.state.value, opens_on=row.opens_on, day=clock.today())
    return queries.changes_of(session, exhibition_id, day)


@blueprint.post(f"/{SHOW}/checks")
@require(Permission.FOREIGN_FUND)
def start_check(exhibition_id: int) -> Response:
    """Begin a check, or go on with the one that is going."""
    wanted = request.form.get("walk", "")
    if wanted not in set(Walk):
        raise InputError(InputCode.UNKNOWN_CHOICE, field="walk", value=wanted[:20])
    try:
        with transaction(current_session()) as session:
            begun = services.start_walk(
                session, current_work(), exhibition_id=exhibition_id, walk=Walk(wanted)
            ).id
    except LibraryError as problem:
        flash(explain(problem.code, problem.facts), "danger")
        return redirect(url_for("exhibitions.checks", exhibition_id=exhibition_id))
    return redirect(url_for("exhibitions.check", exhibition_id=exhibition_id, row_id=begun))


@blueprint.get(f"/{SHOW}/checks/{ROW}")
@require(Permission.SEE_FOREIGN_FUND)
def check(exhibition_id: int, row_id: int) -> str:
    """Show one check: the scan box while it goes on, what is wrong first."""
    view = queries.walk_view(current_session(), exhibition_id=exhibition_id, round_id=row_id)
    return shown("check", exhibition_id, "checks", walk=view, changes=_changes(exhibition_id))


@blueprint.post(f"/{SHOW}/checks/{ROW}/scan")
@require(Permission.FOREIGN_FUND)
def check_scan(exhibition_id: int, row_id: int) -> Answer:
    """Take a scan of a check: a case, or a copy that stands there."""
    code = request.form.get("code", "")
    try:
        with transaction(current_session()) as session:
            seen = services.walk_scan(
                session, current_work(), exhibition_id=exhibition_id, round_id=row_id, code=code
            )
    except LibraryError as problem:
        return _refused(exhibition_id, row_id, problem)
    if wants_part():
        view = queries.walk_view(current_session(), exhibition_id=exhibition_id, round_id=row_id)
        row = queries.exhibition_row(current_session(), exhibition_id)
        return render_template(
            "exhibitions/seen.html", seen=seen, said=_said(seen), at=clock.now(), walk=view, exhibition=row,
            **words(),
        )  # fmt: skip
    flash(_said(seen), "success" if not seen.belongs else "warning")
    tell_found(seen.found)
    return redirect(url_for("exhibitions.check", exhibition_id=exhibition_id, row_id=row_id))


def _said(seen: Seen) -> str:
    """Return what a scan said, in words."""
    if seen.item is None:
        place = " · ".join(part for part in (seen.case.section, seen.case.name) if part) if seen.case else ""
        return str(_("Here now: %(case)s", case=place))
    if seen.lent:
        return str(_("It is here, but the desk has it with a reader: take it back at the desk."))
    if seen.over:
        return str(_("Its rotation ended on %(day)s: take it down.", day=show_day(seen.over)))
    if seen.belongs:
        return str(_("It belongs to: %(place)s", place=seen.belongs))
    return str(_("seen again")) if seen.again else str(_("in its place"))


def _refused(exhibition_id: int, row_id: int, problem: LibraryError) -> Answer:
    queries.walk_view(current_session(), exhibition_id=exhibition_id, round_id=row_id)
    if wants_part():
        part = render_template("exhibitions/refused.html", problem=problem, at=clock.now())
        return part, STATUS[problem.kind]
    flash(explain(problem.code, problem.facts), "danger")
    return redirect(url_for("exhibitions.check", exhibition_id=exhibition_id, row_id=row_id))


@blueprint.post(f"/{SHOW}/checks/{ROW}/finish")
@require(Permission.FOREIGN_FUND)
def finish_check(exhibition_id: int, row_id: int) -> Response:
    """End a check."""
    found: list[bool] = []
    answer = done(
        exhibition_id,
        lambda session: found.append(
            services.finish_walk(session, current_work(), exhibition_id=exhibition_id, round_id=row_id)
        ),
        _("The check is finished. What it found stays as it was found."),
        page="checks",
    )
    if found == [False]:
        flash(_("Nothing was scanned, so nothing was checked: the check was dropped."), "warning")
        return answer
    if found:
        return redirect(url_for("exhibitions.check", exhibition_id=exhibition_id, row_id=row_id))
    return answer
