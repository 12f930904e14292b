"""Terms that end: reminders, and what came of them."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask_babel import gettext as _

from foreign_fund.databases import queries, services
from foreign_fund.databases.messages import OUTCOMES
from foreign_fund.databases.rules import ANSWERS
from foreign_fund.databases.views.base import Answer, act, blueprint
from ils import clock
from ils.accounts.permissions import Permission
from ils.accounts.queries import staff_names
from ils.web.auth import current_work, require
from ils.web.session import current_session


@blueprint.get("/foreign/deadlines")
@require(Permission.SEE_FOREIGN_FUND)
def deadlines() -> str:
    """Show the reminders that wait, and the latest that were answered."""
    session = current_session()
    answered = queries.deadlines(session, answered=True, limit=30)
    return render_template(
        "databases/deadlines.html",
        rows=queries.deadlines(session),
        answered=answered,
        answers=[(each.value, OUTCOMES[each]) for each in ANSWERS],
        staff=staff_names(session, [row.answered_by for row in answered if row.answered_by]),
        today=clock.today(),
    )


@blueprint.post("/foreign/deadlines/look")
@require(Permission.FOREIGN_FUND)
def look() -> Answer:
    """Look at all terms now instead of tonight."""
    return act(
        url_for("databases.deadlines"),
        _("All terms were looked at."),
        lambda session: services.remind(session, current_work()),
    )


@blueprint.post("/foreign/deadlines/<int(max=2147483647):deadline_id>/answer")
@require(Permission.FOREIGN_FUND)
def answer(deadline_id: int) -> Answer:
    """Say what came of a reminder."""
    outcome, told = request.form.get("outcome", ""), request.form.get("answer", "")
    return act(
        url_for("databases.deadlines"),
        _("The reminder is answered."),
        lambda session: services.answer_deadline(
            session, current_work(), deadline_id=deadline_id, outcome=outcome, answer=told
        ),
    )
