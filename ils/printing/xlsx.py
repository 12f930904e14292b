"""Spreadsheets: what a person typed stays text, whatever sign it begins with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

LONGEST = 32_767  # characters of a cell; the format takes no more
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))

Cell = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading and how wide it is, in characters."""

    heading: str
    width: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with lines above it (a title first), rows, rows of totals in bold, and lines below."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    above: Sequence[str] = ()
    totals: Sequence[Sequence[Cell]] = ()
    below: Sequence[str] = ()


def make_xlsx(sheets: Sequence[Sheet], *, title: str, at: datetime) -> bytes:
    """Return a workbook: numbers are numbers, days are days, all else is text; `at`, aware, is when it was made."""
    made = BytesIO()
    # Options of the writer: no text is taken for a formula or a link, nothing is written to the disk.
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(made, options) as book:
        book.set_properties({"title": title, "created": at.replace(tzinfo=None)})
        styles = _styles(book)
        for sheet in sheets:
            _write(book.add_worksheet(_sheet_name(sheet.name)), sheet, styles)
    return made.getvalue()


def _styles(book: Any) -> dict[str, Any]:
    wrapped = {"text_wrap": True, "valign": "top", "border": 1}
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "line": book.add_format({}),
        "head": book.add_format({**wrapped, "bold": True, "bg_color": "#EFEAE0", "valign": "vcenter"}),
        "cell": book.add_format(wrapped),
        "number": book.add_format({**wrapped, "num_format": "#,##0.##"}),
        "whole": book.add_format({**wrapped, "num_format": "#,##0"}),
        "day": book.add_format({**wrapped, "num_format": "dd.mm.yyyy"}),
        "total": book.add_format({**wrapped, "bold": True, "num_format": "#,##0"}),
    }


def _write(page: Any, sheet: Sheet, styles: dict[str, Any]) -> None:
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    at = 0
    for at, line in enumerate(sheet.above, start=1):
        page.write_string(at - 1, 0, line[:LONGEST], styles["title" if at == 1 else "line"])
    head = at + bool(sheet.above)
    for number, column in enumerate(sheet.columns):
        page.set_column(number, number, column.width)
        page.write_string(head, number, column.heading, styles["head"])
    page.repeat_rows(head)
    page.freeze_panes(head + 1, 0)
    at = _write_rows(page, sheet.rows, head + 1, styles, None)
    at = _write_rows(page, sheet.totals, at, styles, "total")
    for line in sheet.below:
        at += 1
        page.write_string(at, 0, line[:LONGEST], styles["line"])


def _write_rows(
    page: Any, rows: Sequence[Sequence[Cell]], at: int, styles: dict[str, Any], style: str | None
) -> int:
    for row in rows:
        for number, cell in enumerate(row):
            _write_cell(page, at, number, cell, styles, style)
        at += 1
    return at


def _write_cell(
    page: Any, row: int, column: int, cell: Cell, styles: dict[str, Any], style: str | None
) -> None:
    if cell is None:
        page.write_blank(row, column, None, styles[style or "cell"])
    elif isinstance(cell, date):
        page.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), styles[style or "day"])  # noqa: DTZ001
    elif isinstance(cell, int):
        page.write_number(row, column, cell, styles[style or "whole"])
    elif isinstance(cell, float):
        page.write_number(row, column, cell, styles[style or "number"])
    else:
        page.write_string(row, column, cell[:LONGEST], styles[style or "cell"])


def _sheet_name(name: str) -> str:
    """Return a name that the format allows: 31 characters, none of seven signs, no apostrophe at an end."""
    return name.translate(_FORBIDDEN)[:31].strip(" '") or "1"
