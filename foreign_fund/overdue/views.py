"""The department's own watch: the workbench of overdue control with the fund fixed, and what the watch came to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from flask import Blueprint, render_template, request

from circulation.overdue.queries import figures
from circulation.overdue.rules import read_filter
from circulation.overdue.views.bench import bench_of
from foreign_fund.fund.queries import LanguageFigures, by_language
from ils import clock
from ils.accounts.permissions import Permission
from ils.library.funds import FOREIGN, Fund, load_fund
from ils.web.auth import require
from ils.web.session import current_session

blueprint = Blueprint("foreign_overdue", __name__, template_folder="templates", url_prefix="/fund/overdue")


@blueprint.get("")
@require(Permission.SEE_FOREIGN_FUND)
def index() -> str:
    """Show the readers with late copies of the fund, with the figures of the month and totals by language."""
    session, day = current_session(), clock.today()
    asked = read_filter(request.args)
    fund = load_fund(session)
    return render_template(
        "foreign_overdue/index.html",
        day=day,
        narrow=replace(asked, fund="").is_narrow,
        figures=figures(session, day=day, since=day.replace(day=1), fund=fund),
        totals=_late_by_language(fund, day),
        **bench_of(session, replace(asked, fund=FOREIGN)),
    )


def _late_by_language(fund: Fund, day: date) -> list[LanguageFigures]:
    rows = by_language(current_session(), fund=fund, day=day)
    return sorted((row for row in rows if row.overdue), key=lambda row: (-row.overdue, row.language))
