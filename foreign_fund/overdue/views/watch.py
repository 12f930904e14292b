"""The workbench of overdue control with the fund fixed, and what the watch came to."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

from flask import render_template, request

from circulation.overdue.queries import Wanted, figures, find_late
from circulation.overdue.rules import read_filter
from circulation.overdue.views.bench import bench_of
from foreign_fund.fund.queries import LanguageFigures, by_language
from foreign_fund.overdue.views.base import blueprint, tabs
from ils import clock
from ils.accounts.permissions import Permission
from ils.library.funds import FOREIGN, Fund, load_fund
from ils.web.auth import require
from ils.web.session import current_session


@blueprint.get("")
@require(Permission.SEE_FOREIGN_FUND)
def index() -> str:
    """Show the readers with late copies of the fund, the figures of the month, totals by language and category."""
    session, day = current_session(), clock.today()
    asked = read_filter(request.args)
    fund = load_fund(session)
    return render_template(
        "foreign_overdue/index.html",
        tabs=tabs("watch"),
        day=day,
        narrow=replace(asked, fund="").is_narrow,
        figures=figures(session, day=day, since=day.replace(day=1), fund=fund),
        totals=_late_by_language(fund, day),
        by_category=_late_by_category(fund, day),
        **bench_of(session, replace(asked, fund=FOREIGN)),
    )


def _late_by_language(fund: Fund, day: date) -> list[LanguageFigures]:
    rows = by_language(current_session(), fund=fund, day=day)
    return sorted((row for row in rows if row.overdue), key=lambda row: (-row.overdue, row.language))


def _late_by_category(fund: Fund, day: date) -> list[tuple[str, int]]:
    """Return the late copies by category of reader, teachers among them."""
    rows = find_late(current_session(), day=day, wanted=Wanted(fund)).rows
    return Counter(row.category for row in rows).most_common()
