"""The department's own watch: which of its copies are late, with whom."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from circulation.overdue.queries import overdue
from foreign_fund.fund.queries import by_language
from foreign_fund.fund.views import pages_of, read_page
from ils import clock
from ils.accounts.permissions import Permission
from ils.library.funds import load_fund
from ils.web.auth import require
from ils.web.session import current_session

blueprint = Blueprint("foreign_overdue", __name__, template_folder="templates", url_prefix="/fund/overdue")

PAGE = 500  # one screen is one list on paper
LONGEST_CODE = 3


@blueprint.get("")
@require(Permission.SEE_FOREIGN_FUND)
def index() -> str:
    """Show the late copies of the fund, the latest first, with totals by language."""
    session, day, page = current_session(), clock.today(), read_page()
    language = request.args.get("language", "")[:LONGEST_CODE]
    fund = load_fund(session)
    found = overdue(session, day=day, fund=fund, language=language, limit=PAGE, offset=(page - 1) * PAGE)
    figures = by_language(session, fund=fund, day=day)
    return render_template(
        "foreign_overdue/index.html",
        found=found,
        day=day,
        language=language,
        totals=sorted((row for row in figures if row.overdue), key=lambda row: (-row.overdue, row.language)),
        everything=sum(row.overdue for row in figures),
        pages=pages_of(found.total, len(found.rows), page=page, size=PAGE),
    )
