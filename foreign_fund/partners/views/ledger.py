"""The exchange ledger: the balance of every partner at any date, and the entries of one."""

from __future__ import annotations

from datetime import date

from flask import render_template
from werkzeug.wrappers import Response

from foreign_fund.partners.queries.ledger import balances, ledger
from foreign_fund.partners.queries.partners import partner_row
from foreign_fund.partners.queries.shipments import without_act
from foreign_fund.partners.rules.ledger import Worth
from foreign_fund.partners.views.base import PARTNER, blueprint
from ils import clock
from ils.accounts.permissions import Permission
from ils.errors import InputCode, InputError
from ils.web.asked import asked_day
from ils.web.auth import require
from ils.web.session import current_session


def asked_span() -> tuple[date, date]:
    """Read the days of a statement: this year to today where the address names none."""
    today = clock.today()
    since = asked_day("since", near=True) or date(today.year, 1, 1)
    until = asked_day("until", near=True) or today
    if until < since:
        raise InputError(InputCode.NOT_A_DATE, field="until")
    return since, until


@blueprint.get("/ledger", endpoint="ledger")
@require(Permission.SEE_FOREIGN_FUND)
def balances_page() -> str:
    """Show what every partner owes us, or we owe, at the end of a day."""
    session, day = current_session(), asked_day("day", near=True) or clock.today()
    rows = balances(session, day)
    sent = sum((row.sent for row in rows), Worth())
    received = sum((row.received for row in rows), Worth())
    return render_template(
        "partners/ledger.html",
        rows=rows,
        day=day,
        sent=sent,
        received=received,
        rest=sent + -received,
        waiting=without_act(session),
    )


@blueprint.get(f"{PARTNER}/ledger")
@require(Permission.SEE_FOREIGN_FUND)
def statement(partner_id: int) -> str | Response:
    """Show the entries of a partner between two days, with what is owed after each."""
    session, (since, until) = current_session(), asked_span()
    row = partner_row(session, partner_id)
    opening, entries = ledger(session, partner_id, since=since, until=until)
    return render_template(
        "partners/statement.html",
        row=row,
        since=since,
        until=until,
        opening=opening,
        entries=entries,
        closing=entries[-1].after if entries else opening,
    )
