"""The lists of what is out and the report of a month, as PDF and as spreadsheets."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foreign_fund.fund.messages import language_name
from foreign_fund.overdue.messages import PARTS
from foreign_fund.overdue.queries.out import OutRow
from foreign_fund.overdue.views.base import DATA, blueprint, fonts, institution
from foreign_fund.overdue.views.lists import Reader, asked_graduation, asked_semester
from foreign_fund.overdue.views.month import asked_month, month_title, report_of
from ils import clock
from ils.accounts.permissions import Permission
from ils.printing.pdf import make_pdf
from ils.printing.xlsx import Cell, Column, Sheet, make_xlsx
from ils.web.auth import require
from ils.web.files import PDF, XLSX, send
from ils.web.filters import day, moment, num
from ils.web.locale import current_language

FORMS = "<any(pdf, xlsx):form>"


@blueprint.get(f"/semester.{FORMS}")
@require(Permission.OVERDUE)
def semester_file(form: str) -> Response:
    """Send the list for the end of the semester."""
    found = asked_semester()
    title = _("To be returned to the foreign-literature fund by %(day)s", day=day(found["until"]))
    return _send(form, str(title), found, "semester")


@blueprint.get(f"/graduation.{FORMS}")
@require(Permission.OVERDUE)
def graduation_file(form: str) -> Response:
    """Send the list of what those who graduate still have."""
    found = asked_graduation()
    title = _(
        "Graduates with copies of the foreign-literature fund: course %(course)s",
        course=found["wanted"].course,
    )
    return _send(form, str(title), found, "graduation")


def _send(form: str, title: str, found: dict[str, Any], name: str) -> Response:
    now, file_name = clock.now(), f"{name}-{clock.today().isoformat()}.{form}"
    if form == "xlsx":
        columns = [Column(*each) for each in _columns()]
        cells = [_cells(number, row) for number, row in enumerate(found["rows"], start=1)]
        sheet = Sheet(_("Copies"), columns, cells, (title, institution()))
        return send(make_xlsx([sheet], title=title, at=now), XLSX, file_name, keep=True)
    data = {
        "institution": institution(),
        "heads": ["№", _("Inventory number"), _("Author, title"), _("Lent on"), _("Due")],
        "readers": [_reader(reader) for reader in found["readers"]],
        "empty": _("Nobody has a copy."),
        "total": _(
            "Readers: %(readers)s, copies: %(copies)s",
            readers=len(found["readers"]),
            copies=len(found["rows"]),
        ),
        "sign": [_("Head of the department"), _("Dean's office")],
        "printed": _("Printed: %(at)s", at=moment(now)),
    }
    made = make_pdf(DATA / "out.typ", data, title=title, language=current_language(), at=now, fonts=fonts())
    return send(made, PDF, file_name)


def _columns() -> list[tuple[str, float]]:
    return [
        ("№", 6), (_("Faculty"), 24), (_("Group"), 14), (_("Course"), 8), (_("Card number"), 14), (_("Reader"), 36),
        (_("Telephone"), 18), (_("Inventory number"), 18), (_("Author"), 28), (_("Title"), 50), (_("Language"), 14),
        (_("Lent on"), 12), (_("Due"), 12), (_("Price, soʻm"), 14),
    ]  # fmt: skip


def _cells(number: int, row: OutRow) -> list[Cell]:
    return [
        number, row.faculty, row.group, row.course, row.card_number, row.patron, row.phone, row.inventory_number,
        row.author, row.title, language_name(row.language), row.lent_on, row.due_on, row.price,
    ]  # fmt: skip


def _reader(reader: Reader) -> dict[str, Any]:
    studies = " · ".join(each for each in (reader.faculty, reader.group, reader.phone) if each)
    return {
        "name": f"{reader.name} ({reader.card_number})",
        "studies": studies,
        "rows": [
            [str(number), row.inventory_number, _heading(row), day(row.lent_on), day(row.due_on)]
            for number, row in enumerate(reader.copies, start=1)
        ],
    }


def _heading(row: OutRow) -> str:
    return " ".join(text for text in (f"{row.author}." if row.author else "", row.title) if text)[:200]


@blueprint.get(f"/month.{FORMS}")
@require(Permission.SEE_FOREIGN_FUND)
def month_file(form: str) -> Response:
    """Send the report of a month."""
    first, last = asked_month()
    title, now, report = month_title(first), clock.now(), report_of(first, last)
    heads = [str(_("Language")), *(str(text) for text in PARTS.values())]
    rows: list[list[Cell]] = [
        [language_name(row.language), *(row.counts[part] for part in PARTS)] for row in report["rows"]
    ]
    total: list[Cell] = [str(_("The whole fund")), *(report["sums"][part] for part in PARTS)]
    if form == "xlsx":
        columns = [Column(heading, 26 if number == 0 else 14) for number, heading in enumerate(heads)]
        sheet = Sheet(f"{first:%Y-%m}", columns, rows, (title, institution()), [total], [_identity()])
        return send(make_xlsx([sheet], title=title, at=now), XLSX, f"fund-{first:%Y-%m}.xlsx", keep=True)
    data = {
        "institution": institution(),
        "period": f"{day(report['first'])} – {day(report['last'])}",
        "heads": heads,
        "rows": [[_shown(cell) for cell in row] for row in rows],
        "total": [_shown(cell) for cell in total],
        "identity": _identity(),
        "sign": [_("Head of the department")],
        "printed": _("Printed: %(at)s", at=moment(now)),
    }
    made = make_pdf(DATA / "month.typ", data, title=title, language=current_language(), at=now, fonts=fonts())
    return send(made, PDF, f"fund-{first:%Y-%m}.pdf")


def _shown(cell: Cell) -> str:
    return num(cell) if isinstance(cell, int) else str(cell or "")


def _identity() -> str:
    return str(_("At the beginning + lent − brought back − made good or found = at the end."))
