"""Closed months and quarters: closing, what has changed since and why, opening again."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from ils import clock
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.web.auth import current_work, require
from ils.web.errors import explain
from ils.web.figures import show_acts
from ils.web.session import current_session
from ils.workplan import queries, services
from ils.workplan.errors import PlanCode, PlanInputError, PlanLineUnknownError
from ils.workplan.queries.closing import (
    ClosureFacts,
    closure,
    closures,
    differences,
    seal_holds,
    sealed_figures,
    standing,
)
from ils.workplan.queries.rows import late_acts
from ils.workplan.rules import PARTS, QUARTERS, YEAR, months_of, part_period
from ils.workplan.services.closing import close_period, reopen_period
from ils.workplan.views.base import TABS, Page, Tab, blueprint, part_label

TABS.append(Tab(_l("Closed periods"), "workplan.closings", Permission.SEE_PLAN))
MOST_LATE = 200
# A quarter stands behind its months, the year behind all.
IN_ORDER = (*(each for quarter in QUARTERS for each in (*months_of(quarter), quarter)), YEAR)


@blueprint.get("/<int:year>/closings")
@require(Permission.SEE_PLAN)
def closings(year: int) -> str:
    """List the months and quarters of a year: open, closed by whom, or not over yet."""
    services.refuse_odd_year(year)
    session, today = current_session(), clock.today()
    known = closures(session, year)
    stands = standing(session, year)
    rows = [
        {
            "part": part,
            "label": part_label(part),
            "span": part_period(year, part),
            "closing": stands.get(part),
            "over": part_period(year, part).last < today,
            "before": [each for each in known if each.part == part and each.reopened_at is not None],
        }
        for part in IN_ORDER
    ]
    return render_template(
        "workplan/closings.html",
        year=year,
        rows=rows,
        quarters=QUARTERS,
        planned=year in queries.years(session),
    )


@blueprint.post("/<int:year>/closings/<part>")
@require(Permission.PLAN)
def close(year: int, part: str) -> Response:
    """Close a part of the year."""
    _known_part(part)
    with transaction(current_session()) as session:
        closing_id = close_period(session, current_work(), year=year, part=part)
    flash(_("%(part)s of %(year)s is closed.", part=part_label(part), year=year), "success")
    return redirect(url_for("workplan.closing", closing_id=closing_id))


@blueprint.get("/closings/<int:closing_id>")
@require(Permission.SEE_PLAN)
def closing(closing_id: int) -> str:
    """Show a closing: its figures, its seal, and every difference since with its reason."""
    return _shown(closure(current_session(), closing_id))


def _shown(facts: ClosureFacts, refused: str = "", reason: str = "") -> str:
    session = current_session()
    return render_template(
        "workplan/closing.html",
        closing=facts,
        year=facts.year,
        label=part_label(facts.part),
        differences=differences(session, facts),
        figures={each.number: each for each in sealed_figures(session, facts.id)},
        lines=queries.lines_of(session, facts.year),
        holds=seal_holds(session, facts),
        refused=refused,
        reason=reason,
    )


@blueprint.post("/closings/<int:closing_id>/reopen")
@require(Permission.PLAN)
def reopen(closing_id: int) -> Page:
    """Open a closed period again, with the reason."""
    facts, reason = closure(current_session(), closing_id), request.form.get("reason", "")
    try:
        with transaction(current_session()) as session:
            reopen_period(session, current_work(), closure_id=closing_id, reason=reason)
    except LibraryError as refusal:
        return _shown(facts, explain(refusal.code, refusal.facts), reason), 422
    flash(_("%(part)s of %(year)s is open again.", part=part_label(facts.part), year=facts.year), "success")
    return redirect(url_for("workplan.closings", year=facts.year))


@blueprint.get("/closings/<int:closing_id>/lines/<number>")
@require(Permission.SEE_PLAN)
def late(closing_id: int, number: str) -> str:
    """Show the acts that changed a line's figure after the closing."""
    session = current_session()
    facts = closure(session, closing_id)
    terms = queries.line_terms(session, facts.year).get(number)
    difference = next((each for each in differences(session, facts) if each.number == number), None)
    if terms is None or difference is None:
        raise PlanLineUnknownError(PlanCode.LINE_UNKNOWN, year=facts.year, number=number[:10])
    rows = late_acts(session, terms[0], facts.span, after=facts.last_activity_id, limit=MOST_LATE)
    return render_template(
        "workplan/late.html",
        closing=facts,
        year=facts.year,
        label=part_label(facts.part),
        line=queries.find_line(session, year=facts.year, number=number),
        difference=difference,
        acts=show_acts(session, rows),
        most=MOST_LATE,
    )


def _known_part(part: str) -> None:
    if part not in PARTS:
        raise PlanInputError(PlanCode.PART_UNKNOWN, part=part[:10])
