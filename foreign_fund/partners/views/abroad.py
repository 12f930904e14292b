"""International work of a year, and what the department has in the registers that all departments share."""

from __future__ import annotations

from datetime import date

from flask import render_template, request
from flask_babel import gettext as _

from foreign_fund.partners.queries import abroad as queries
from foreign_fund.partners.views.base import blueprint
from ils import clock
from ils.accounts.permissions import Permission
from ils.library.funds import load_fund
from ils.registers.messages import REGISTERS
from ils.registers.queries.entries import EntryFilter, entries
from ils.registers.rules.kinds import Register
from ils.registers.views.base import line_url
from ils.text import whole_number
from ils.web.auth import require
from ils.web.session import current_session

LATEST = 10


@blueprint.get("/abroad")
@require(Permission.SEE_FOREIGN_FUND)
def abroad() -> str:
    """Show lines 39 and 40 of a year with the rows behind them, events abroad, and the department's own entries."""
    session, today = current_session(), clock.today()
    asked = whole_number(request.args.get("year"))
    year = asked if asked is not None and 2000 <= asked <= today.year else today.year
    since, until = date(year, 1, 1), date(year, 12, 31)
    readers = queries.foreign_readers(session, since=since, until=until)
    guests = queries.guests_by_country(session, since=since, until=until)
    agreements = entries(session, EntryFilter(Register.AGREEMENTS.value, since, until), limit=None)
    events = entries(session, EntryFilter(Register.ABROAD.value, since, until), limit=LATEST)
    departments = load_fund(session).departments
    return render_template(
        "partners/abroad.html",
        year=year,
        since=since,
        until=until,
        readers=readers,
        guests=guests,
        agreements=agreements,
        events=events,
        foreign=agreements.counted,
        persons=sum(each for _country, each in readers) + sum(each for *_rest, each in guests),
        lines={number: line_url(year, number) for number in ("39", "40")},
        own=queries.in_registers(session, departments, since=since, until=until),
        departments=departments,
        register_words=REGISTERS,
        years=[(each, str(each)) for each in range(today.year, today.year - 5, -1)],
        no_department=_("The fund has no department of its own: say what belongs to it."),
    )
