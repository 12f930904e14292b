"""The list of exhibitions and the annual table."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from foreign_fund.exhibitions import queries
from foreign_fund.exhibitions.messages import FORMS, STATE_WORDS
from foreign_fund.exhibitions.models import ExhibitionState
from foreign_fund.exhibitions.queries import YearRow
from foreign_fund.exhibitions.rules.places import Form
from foreign_fund.exhibitions.views.base import PAGE, blueprint, words
from foreign_fund.fund.views import pages_of, read_page
from ils import clock
from ils.accounts.permissions import Permission
from ils.errors import InputCode, InputError
from ils.printing.xlsx import Cell, Column, Sheet, make_xlsx
from ils.registers.views.base import institution
from ils.web.auth import require
from ils.web.files import XLSX, send
from ils.web.frame import place_name_of
from ils.web.locale import current_language
from ils.web.session import current_session

YEAR = "<int(min=2000, max=2100):year>"


@blueprint.get("")
@require(Permission.SEE_FOREIGN_FUND)
def index() -> str:
    """Show exhibitions, all or those in one state."""
    session, page, state = current_session(), read_page(), _read_state()
    found = queries.exhibitions(session, state=state, limit=PAGE, offset=(page - 1) * PAGE)
    return render_template(
        "exhibitions/index.html",
        found=found,
        pages=pages_of(found.total, len(found.rows), page=page, size=PAGE),
        tabs=_tabs(session, state),
        day=clock.today(),
        **words(),
    )


def _read_state() -> ExhibitionState | None:
    text = request.args.get("state", "")
    known = {state.value: state for state in ExhibitionState}
    if text and text not in known:
        raise InputError(InputCode.UNKNOWN_CHOICE, field="state", value=text[:20])
    return known.get(text)


def _tabs(session: Session, chosen: ExhibitionState | None) -> list[dict[str, Any]]:
    counts = queries.count_by_state(session)
    every = {"label": _("All"), "url": url_for("exhibitions.index"), "active": chosen is None}
    return [
        {**every, "count": sum(counts.values())},
        *(
            {
                "label": STATE_WORDS[state],
                "url": url_for("exhibitions.index", state=state.value),
                "active": chosen is state,
                "count": counts[state],
            }
            for state in ExhibitionState
        ),
    ]


@blueprint.get(f"/year/{YEAR}")
@require(Permission.SEE_FOREIGN_FUND)
def year_table(year: int) -> str:
    """Show the exhibitions of a year with their figures, for the plan and the annual report."""
    session = current_session()
    return render_template(
        "exhibitions/year.html",
        year=year,
        years=sorted({*queries.years_with_exhibitions(session), clock.today().year, year}, reverse=True),
        rows=queries.exhibitions_of_year(session, year),
        **words(),
    )


@blueprint.get(f"/year/{YEAR}.xlsx")
@require(Permission.SEE_FOREIGN_FUND)
def year_file(year: int) -> Response:
    """Send the annual table as a spreadsheet."""
    title = _("Exhibitions of %(year)s", year=year)
    rows = queries.exhibitions_of_year(current_session(), year)
    made = make_xlsx([_sheet(rows, title)], title=title, at=clock.now())
    return send(made, XLSX, f"exhibitions-{year}.xlsx", keep=True)


def _sheet(rows: tuple[YearRow, ...], title: str) -> Sheet:
    headings = (
        ("№", 8), (_("Name of the exhibition"), 44), (_("Form"), 24), (_("State"), 18), (_("Department"), 24),
        (_("Curator"), 24), (_("First day"), 12), (_("Last day"), 12), (_("Plan line"), 10),
        (_("Copies shown"), 10), (_("Visitors"), 10), (_("Loans from it"), 10), (_("Events"), 10),
    )  # fmt: skip
    cells = [_cells(row) for row in rows]
    sums: list[Cell] = [sum(int(str(row[at])) for row in cells) for at in (9, 10, 11, 12)]
    total: list[Cell] = ["", str(_("Total")), *[""] * 7, *sums]
    above = (title, institution(current_language()))
    return Sheet(title, [Column(*each) for each in headings], cells, above, [total])


def _cells(row: YearRow) -> list[Cell]:
    it = row.exhibition
    return [
        it.name, it.title, str(FORMS[Form(it.form)]), str(STATE_WORDS[it.state]), place_name_of(it.department),
        it.curator, it.first, it.last, it.plan_line, it.counted, row.visitors, it.loans, row.events,
    ]  # fmt: skip
