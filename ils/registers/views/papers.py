"""Papers and spreadsheets: registers, the directory, the summary of personnel, a proposed list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from flask import request
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from ils import clock
from ils.accounts.permissions import Permission
from ils.activity.work import Work
from ils.errors import InputCode, InputError
from ils.printing.pdf import make_pdf, own_fonts
from ils.printing.xlsx import Cell, Column, Sheet, make_xlsx
from ils.registers import services
from ils.registers.messages import EDUCATIONS, LIBRARY_KINDS
from ils.registers.queries.entries import SUBJECT
from ils.registers.queries.libraries import libraries
from ils.registers.queries.people import people, summary
from ils.registers.rules.proposals import Proposal
from ils.registers.views.base import DATA, blueprint, home, institution, limit, spoken
from ils.text import whole_number
from ils.web.auth import require
from ils.web.files import PDF, XLSX, send
from ils.web.filters import moment, num
from ils.web.session import current_session


@dataclass(frozen=True, slots=True)
class Paper:
    """A table for paper: headings with widths in millimetres (0 takes what is left), rows, a total, who signs."""

    title: str
    sub: str
    columns: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[str]]
    language: str
    total: Sequence[str] = ()
    notes: Sequence[str] = ()
    numbers: Sequence[int] = ()  # columns set to the right
    signatures: Sequence[str] = field(default=())
    landscape: bool = False


def pdf_of(paper: Paper) -> bytes:
    """Return a paper as PDF; must be made under its locale."""
    now = clock.now()
    data: dict[str, Any] = {
        "institution": institution(paper.language),
        "sub": paper.sub,
        "columns": [heading for heading, _width in paper.columns],
        "widths": [width for _heading, width in paper.columns],
        "rows": [list(row) for row in paper.rows],
        "total": list(paper.total),
        "notes": list(paper.notes),
        "numbers": list(paper.numbers),
        "signatures": list(paper.signatures),
        "landscape": paper.landscape,
        "approve": {"word": _("I approve"), "post": _("Director"), "day": "“____” ______________ 20___"},
        "printed": _("Printed: %(at)s", at=moment(now)),
    }
    return make_pdf(
        DATA / "table.typ", data, title=paper.title, language=paper.language, at=now, fonts=own_fonts(home())
    )


def attach_paper(session: Session, work: Work, entry_id: int, paper: Paper, name: str) -> None:
    """Keep a paper as evidence of an entry, in the transaction that makes it."""
    services.attach(
        session, work, owner_type=SUBJECT, owner_id=entry_id, stream=BytesIO(pdf_of(paper)), file_name=name,
        home=home(), limit=limit(),
    )  # fmt: skip


def directory_paper(language: str) -> Paper:
    """Return the directory of the district's libraries."""
    year = clock.today().year
    found = libraries(current_session(), year=year)
    rows = [
        [str(number), each.name, str(LIBRARY_KINDS[each.kind]), each.address, each.head, each.phone, num(each.stock),
         num(each.readers), num(each.staff)]
        for number, each in enumerate(found, start=1)
    ]  # fmt: skip
    sums = [sum(getattr(each, name) or 0 for each in found) for name in ("stock", "readers", "staff")]
    return Paper(
        title=_("Directory of the libraries of the district, %(year)s", year=year),
        sub=_("Libraries: %(count)s", count=len(found)),
        columns=[
            ("№", 8), (_("Name"), 0), (_("Whose library"), 28), (_("Address"), 48), (_("Head"), 36),
            (_("Telephone"), 28), (_("Size of the collection"), 18), (_("Readers"), 18), (_("Staff"), 14),
        ],
        rows=rows,
        language=language,
        total=["", _("In all"), "", "", "", "", *(num(each) for each in sums)],
        numbers=(6, 7, 8),
        signatures=[_("Compiled by")],
        landscape=True,
    )  # fmt: skip


@blueprint.get("/libraries/directory.pdf")
@require(Permission.SEE_PLAN)
def directory_pdf() -> Response:
    """Send the directory as PDF."""
    with spoken() as language:
        made = pdf_of(directory_paper(language))
    return send(made, PDF, f"libraries-{clock.today().year}.pdf")


@blueprint.get("/libraries/directory.xlsx")
@require(Permission.SEE_PLAN)
def directory_xlsx() -> Response:
    """Send the directory as a spreadsheet."""
    with spoken() as language:
        paper = directory_paper(language)
        found = libraries(current_session(), year=clock.today().year)
        heads = [Column(heading, width / 1.8 if width else 50) for heading, width in paper.columns]
        rows: list[list[Cell]] = [
            [number, each.name, str(LIBRARY_KINDS[each.kind]), each.address, each.head, each.phone, each.stock,
             each.readers, each.staff]
            for number, each in enumerate(found, start=1)
        ]  # fmt: skip
        table = Sheet(_("Libraries"), heads, rows, above=[paper.title, institution(language)])
        made = make_xlsx([table], title=paper.title, at=clock.now())
    return send(made, XLSX, f"libraries-{clock.today().year}.xlsx", keep=True)


def asked_quarter(given: Mapping[str, str]) -> tuple[int, int]:
    """Return the year and quarter that an address or form names."""
    year, quarter = whole_number(given.get("year")), given.get("quarter", "")
    if year is None or not 2000 <= year <= 2100:
        raise InputError(InputCode.UNKNOWN_CHOICE, field="year")
    if quarter not in {"1", "2", "3", "4"}:
        raise InputError(InputCode.UNKNOWN_CHOICE, field="quarter")
    return year, int(quarter)


def personnel_paper(language: str, year: int, quarter: int) -> Paper:
    """Return the summary of personnel of a quarter, as the staff is today."""
    rows = summary(people(current_session()))
    total = [sum(each.total for each in rows), sum(e.librarians for e in rows), sum(e.others for e in rows)]
    return Paper(
        title=_("Summary of personnel, quarter %(quarter)s of %(year)s", quarter=quarter, year=year),
        sub=_("Staff by education and training"),
        columns=[
            (_("Education"), 0), (_("Staff"), 26), (_("Trained as a librarian"), 40), (_("Without that training"), 40),
        ],
        rows=[
            [str(EDUCATIONS[each.education]), num(each.total), num(each.librarians), num(each.others)] for each in rows
        ],
        language=language,
        total=[_("In all"), *(num(each) for each in total)],
        numbers=(1, 2, 3),
        signatures=[_("Compiled by")],
    )  # fmt: skip


@blueprint.get("/personnel/summary.pdf")
@require(Permission.PLAN)
def personnel_pdf() -> Response:
    """Send the summary of a quarter as PDF."""
    year, quarter = asked_quarter(request.args)
    with spoken() as language:
        made = pdf_of(personnel_paper(language, year, quarter))
    return send(made, PDF, f"personnel-{year}-{quarter}.pdf")


def list_paper(language: str, proposal: Proposal) -> Paper:
    """Return a proposed list of rare copies."""
    return Paper(
        title=proposal.title,
        sub=_("Copies: %(count)s", count=len(proposal.rows)),
        columns=[
            ("№", 10), (_("Author, title"), 0), (_("Year"), 14), (_("Inventory number"), 32), (_("Department"), 40),
        ],
        rows=[(str(number), *row) for number, row in enumerate(proposal.rows, start=1)],
        language=language,
        signatures=[_("Chair of the commission"), _("Member of the commission"), _("Compiled by")],
    )  # fmt: skip
