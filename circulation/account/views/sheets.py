"""The register of clearance sheets, a sheet withdrawn, and the papers: sheets, the register, the debt certificate."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from circulation.account.errors import ClearCode, ClearInputError
from circulation.account.forms import WithdrawForm
from circulation.account.queries.clearing import standing_of
from circulation.account.queries.sheets import (
    ClearanceFacts,
    Sheets,
    clearance,
    list_sheets,
    years_of_sheets,
)
from circulation.account.services import clearing as services
from circulation.account.views.clearing import refuse_clear
from circulation.account.views.clearing_paper import certificate_data, sheet_data, words
from circulation.account.views.papers import (
    DATA,
    PATRON,
    SHEET,
    YEAR,
    Page,
    asked_number,
    blueprint,
    institution,
    paper,
    place_names,
)
from circulation.patrons.messages import studies
from circulation.patrons.queries import patron_facts
from circulation.patrons.views.base import DATA as READERS_DATA
from circulation.patrons.views.base import page_number, pager_of
from ils import clock
from ils.accounts.permissions import Permission
from ils.accounts.queries import staff_names
from ils.clock import local_day
from ils.db import transaction
from ils.errors import LibraryError
from ils.printing.xlsx import Cell, Column, Sheet, make_xlsx
from ils.web.auth import current_work, require
from ils.web.errors import explain
from ils.web.files import PDF, XLSX, send
from ils.web.filters import day, moment
from ils.web.session import current_session

PAGE = 100


@blueprint.get("/clearances")
@require(Permission.CIRCULATE)
def sheets() -> str:
    """Show the register of a year, or the sheets given in one act."""
    session, this_year, number = current_session(), clock.today().year, page_number()
    wanted = _wanted()
    page = list_sheets(session, wanted, limit=PAGE, offset=(number - 1) * PAGE)
    years = sorted({this_year, wanted.year, *years_of_sheets(session)}, reverse=True)
    return render_template(
        "account/sheets.html",
        wanted=wanted,
        rows=page.rows,
        total=page.total,
        years=[(each, each) for each in years],
        places=place_names(session),
        staff=staff_names(session, {who for row in page.rows for who in (row.staff_id, row.withdrawn_by)}),
        pager=pager_of(number, len(page.rows), page.total, size=PAGE, **_cut(wanted)),
        cut=_cut(wanted),
    )


def _wanted() -> Sheets:
    year = asked_number("year") or clock.today().year
    return Sheets(min(max(year, 2000), 2100), asked_number("first"), asked_number("last"))


def _cut(wanted: Sheets) -> dict[str, Any]:
    known = {"year": wanted.year, "first": wanted.first, "last": wanted.last}
    return {name: value for name, value in known.items() if value is not None}


@blueprint.get("/clearances/sheets.pdf")
@require(Permission.CIRCULATE)
def sheets_pdf() -> Response:
    """Send the sheets from one number to another as PDF, each on its page; withdrawn ones say so."""
    session, wanted = current_session(), _wanted()
    page = list_sheets(session, wanted, limit=services.MOST + 1)
    if not page.rows:
        raise ClearInputError(ClearCode.NOBODY)
    if page.total > services.MOST:
        raise ClearInputError(ClearCode.TOO_MANY, count=page.total, most=services.MOST)
    names = staff_names(session, {row.staff_id for row in page.rows})
    places = place_names(session)
    data = {**words(places), "sheets": [sheet_data(row, names) for row in page.rows]}
    made = paper(DATA / "clearance.typ", data, title=_("Clearance sheet"))
    return send(made, PDF, f"clearance-{wanted.year}-{page.rows[0].number}.pdf")


@blueprint.get(f"/{PATRON}/debts.pdf")
@require(Permission.CIRCULATE)
def certificate(patron_id: int) -> Response:
    """Send a paper that lists what a reader has to settle; it has no number. Refused where nothing stands."""
    session = current_session()
    patron = patron_facts(session, patron_id)
    standing = standing_of(session, [patron_id])[patron_id]
    refuse_clear(standing.is_clear)
    data = {
        **words(place_names(session)),
        "sheets": [certificate_data(patron, standing, clock.today())],
    }
    made = paper(DATA / "clearance.typ", data, title=_("Debt certificate"))
    return send(made, PDF, f"debts-{patron_id}.pdf")


@blueprint.route(f"/clearances/{SHEET}/withdraw", methods=["GET", "POST"])
@require(Permission.CIRCULATE)
def withdraw(clearance_id: int) -> Page:
    """Withdraw a sheet, with a reason."""
    form = WithdrawForm()
    if form.is_submitted() and form.validate():
        try:
            with transaction(current_session()) as session:
                sheet = services.withdraw(
                    session, current_work(), clearance_id=clearance_id, reason=form.reason.data
                )
        except LibraryError as refusal:
            form.reason.errors = [*form.reason.errors, explain(refusal.code, refusal.facts)]
        else:
            flash(_("Clearance sheet № %(number)s withdrawn", number=sheet.label), "success")
            return redirect(url_for("papers.sheets", year=sheet.year))
    shown = render_template(
        "account/withdraw.html", sheet=clearance(current_session(), clearance_id), form=form
    )
    return (shown, 400) if form.is_submitted() else shown


def _title(year: int) -> str:
    return str(_("Register of clearance sheets, %(year)s", year=year))


def _columns() -> list[tuple[str, float, int]]:
    """Return headings, widths in characters for the spreadsheet, in millimetres for paper; 0 takes what is left."""
    return [
        ("№", 7, 12), (_("Day"), 12, 20), (_("Card"), 14, 26), (_("Reader"), 40, 0), (_("Faculty, group"), 28, 40),
        (_("Given for"), 28, 36), (_("Leaves"), 10, 16), (_("Librarian"), 26, 32), (_("Sheet withdrawn"), 34, 36),
    ]  # fmt: skip


def _row(row: ClearanceFacts, names: dict[int, str]) -> list[Cell]:
    gone = f"{day(local_day(row.withdrawn_at))}: {row.withdraw_reason}" if row.withdrawn_at else ""
    return [
        row.number, row.day, row.card_number, row.patron, studies(row), row.reason, _("yes") if row.leaves else "",
        names.get(row.staff_id or 0, ""), gone,
    ]  # fmt: skip


def _rows(session: Session, year: int) -> list[list[Cell]]:
    rows = list_sheets(session, Sheets(year)).rows
    names = staff_names(session, {row.staff_id for row in rows})
    return [_row(row, names) for row in rows]


@blueprint.get(f"/clearances/{YEAR}.xlsx")
@require(Permission.CIRCULATE)
def register_xlsx(year: int) -> Response:
    """Send the register of a year as a spreadsheet."""
    session = current_session()
    sheet = Sheet(
        name=str(year),
        columns=[Column(heading, width) for heading, width, _paper in _columns()],
        rows=_rows(session, year),
        above=[_title(year), institution(session)],
    )
    made = make_xlsx([sheet], title=_title(year), at=clock.now())
    return send(made, XLSX, f"clearances-{year}.xlsx", keep=True)


@blueprint.get(f"/clearances/{YEAR}.pdf")
@require(Permission.CIRCULATE)
def register_pdf(year: int) -> Response:
    """Send the register of a year as PDF."""
    rows = _rows(current_session(), year)
    data = {
        "told": _("Sheets: %(count)s; withdrawn: %(withdrawn)s", count=len(rows),
                  withdrawn=sum(bool(row[-1]) for row in rows)),
        "columns": [heading for heading, _width, _paper in _columns()],
        "widths": [paper for _heading, _width, paper in _columns()],
        "rows": [[str(row[0]), day(row[1]), *map(str, row[2:])] for row in rows],  # type: ignore[arg-type]
        "printed": _("Printed: %(at)s", at=moment(clock.now())),
        "signature": _("Librarian"),
    }  # fmt: skip
    made = paper(READERS_DATA / "register.typ", data, title=_title(year))
    return send(made, PDF, f"clearances-{year}.pdf")
