"""The report of a month: what was out, what came back, what was late and what was lost; each figure opens its loans."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _

from circulation.visits.rules import month_of
from foreign_fund.overdue.messages import PARTS
from foreign_fund.overdue.queries.months import loans_of_month, rows_of_month
from foreign_fund.overdue.rules import Part, month_rows, sum_of
from foreign_fund.overdue.views.base import asked, blueprint, tabs
from ils import clock
from ils.accounts.permissions import Permission
from ils.errors import InputCode, InputError
from ils.library.funds import load_fund
from ils.text import whole_number
from ils.web.asked import FIRST_YEAR, LAST_YEAR, asked_choice
from ils.web.auth import require
from ils.web.filters import month_name
from ils.web.session import current_session

DECEMBER = 12


def asked_month() -> tuple[date, date]:
    """Read a month of the address, 2026-04; this month without one. A month to come has no report."""
    text = request.args.get("month", "")
    if not text:
        return month_of(clock.today())
    year, _dash, number = text.partition("-")
    first, month = whole_number(year, digits=4), whole_number(number, digits=2)
    if first is None or month is None or not FIRST_YEAR <= first <= LAST_YEAR or not 1 <= month <= DECEMBER:
        raise InputError(InputCode.NOT_A_DATE, field="month", value=text[:20])
    begins, ends = month_of(date(first, month, 1))
    if begins > clock.today():
        raise InputError(InputCode.NOT_A_DATE, field="month", value=text[:20])
    return begins, ends


def month_title(first: date) -> str:
    """Return what the report of a month is called."""
    name = month_name(first.month)
    return str(
        _(
            "Copies of the foreign-literature fund with readers: %(month)s %(year)s",
            month=name,
            year=first.year,
        )
    )


def report_of(first: date, last: date) -> dict[str, Any]:
    """Return the report of a month up to today."""
    session, end = current_session(), min(last, clock.today())
    rows = month_rows(loans_of_month(session, fund=load_fund(session), first=first, last=end), first, end)
    return {"rows": rows, "sums": sum_of(rows), "first": first, "last": end}


@blueprint.get("/month")
@require(Permission.SEE_FOREIGN_FUND)
def month() -> str:
    """Show the report of a month."""
    first, last = asked_month()
    following = last + timedelta(days=1)
    return render_template(
        "foreign_overdue/month.html",
        tabs=tabs("month"),
        title=month_title(first),
        parts=PARTS,
        month=f"{first:%Y-%m}",
        previous_url=url_for("foreign_overdue.month", month=f"{first - timedelta(days=1):%Y-%m}"),
        next_url=url_for("foreign_overdue.month", month=f"{following:%Y-%m}")
        if following <= clock.today()
        else None,
        **report_of(first, last),
    )


@blueprint.get("/month/loans")
@require(Permission.CIRCULATE)
def month_loans() -> str:
    """Show the loans behind a figure of the report."""
    session = current_session()
    first, last = asked_month()
    part = Part(asked_choice("part", set(Part)) or Part.OUT_AFTER)
    language = asked("language")[:3]
    rows = rows_of_month(
        session, fund=load_fund(session), first=first, last=min(last, clock.today()), part=part,
        language=None if "language" not in request.args else "" if language == "-" else language,
    )  # fmt: skip
    return render_template(
        "foreign_overdue/month_loans.html",
        tabs=tabs("month"),
        title=month_title(first),
        month=f"{first:%Y-%m}",
        part=PARTS[part],
        language=language,
        rows=rows,
        today=clock.today(),
    )
