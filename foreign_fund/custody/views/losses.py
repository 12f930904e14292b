"""The fund's part of the register of lost books and of what was taken instead (practice.md §4.4)."""

from __future__ import annotations

from flask import render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from circulation.loans.messages import LOSS_STATES
from circulation.loans.models import LossState
from circulation.loans.queries.losses import years_of_losses
from circulation.loans.views.paper import TEMPLATE, register_data, register_sheet
from foreign_fund.custody.queries.losses import losses_of_fund, sums_of
from foreign_fund.custody.views.base import blueprint, fonts, institution, spoken, tabs
from ils import clock
from ils.accounts.permissions import Permission
from ils.library.funds import load_fund
from ils.printing.pdf import make_pdf
from ils.printing.xlsx import make_xlsx
from ils.web.asked import asked_choice
from ils.web.auth import require
from ils.web.files import PDF, XLSX, send
from ils.web.session import current_session

YEAR = "<int(min=2000, max=2100):year>"


@blueprint.get("/losses")
@require(Permission.CIRCULATE)
def losses() -> str:
    """Show the lost copies of the fund in a year, and what was taken instead."""
    session, this_year = current_session(), clock.today().year
    year = min(max(request.args.get("year", this_year, type=int), 2000), 2100)
    state = asked_choice("state", {each.value for each in LossState})
    fund = load_fund(session)
    rows = losses_of_fund(session, year, fund=fund, state=LossState(state) if state else None)
    years = sorted({this_year, year, *years_of_losses(session)}, reverse=True)
    return render_template(
        "custody/losses.html",
        tabs=tabs("losses"),
        rows=rows,
        sums=sums_of(rows if not state else losses_of_fund(session, year, fund=fund)),
        year=year,
        state=state,
        years=[(str(each), str(each)) for each in years],
        state_choices=[("", _("All")), *((each.value, LOSS_STATES[each]) for each in LossState)],
        loss_states=LOSS_STATES,
    )


@blueprint.get(f"/losses/{YEAR}.pdf")
@require(Permission.CIRCULATE)
def losses_paper(year: int) -> Response:
    """Send the fund's losses of a year in the columns of the register."""
    session, now = current_session(), clock.now()
    with spoken() as language:
        rows = losses_of_fund(session, year, fund=load_fund(session))
        data = register_data(rows, institution=institution(language), language=language, at=now)
        made = make_pdf(TEMPLATE, data, title=_title(year), language=language, at=now, fonts=fonts())
    return send(made, PDF, f"fund-losses-{year}.pdf")


@blueprint.get(f"/losses/{YEAR}.xlsx")
@require(Permission.CIRCULATE)
def losses_sheet(year: int) -> Response:
    """Send the fund's losses of a year as a spreadsheet."""
    session = current_session()
    with spoken() as language:
        rows = losses_of_fund(session, year, fund=load_fund(session))
        sheet = register_sheet(rows, year, institution=institution(language))
        made = make_xlsx([sheet], title=_title(year), at=clock.now())
    return send(made, XLSX, f"fund-losses-{year}.xlsx", keep=True)


def _title(year: int) -> str:
    return str(_("Losses and replacements of the foreign-literature fund, %(year)s", year=year))
