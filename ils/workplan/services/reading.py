"""Reading a table of past figures: numbers of lines down, the year and its months across."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from io import BytesIO
from itertools import islice
from typing import Any

from openpyxl import load_workbook

from ils.workplan.errors import PlanCode, PlanInputError
from ils.workplan.rules import YEAR, is_number
from ils.workplan.services.openings import HIGHEST, Typed

MOST_ROWS = 2_000
MOST_UNPACKED = 50_000_000  # bytes of a workbook: more is a bomb, not a plan


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A cell of the table: where it stands, what it says, and why it cannot be taken ("": it can)."""

    row: int
    number: str
    part: str
    shown: str
    value: int | None
    problem: str


def read_openings(content: bytes, *, year: int, known: Sequence[str]) -> tuple[ReadRow, ...]:
    """Return the figures of the first sheet; refuse a file that is no table or has no column of numbers (№).

    A column is headed by the year (2025), or a month: 2025-01, 01.2025, a date in it, or 1 to 12.
    """
    rows = _rows(content)
    at, columns, numbers = _heading(rows, year)
    lines = set(known)
    found: list[ReadRow] = []
    for place, row in enumerate(rows[at + 1 :], start=at + 2):
        number = _number(_cell(row, numbers))
        if number is None:
            continue
        for column, part in columns.items():
            shown = _shown(_cell(row, column))
            if shown:
                found.append(_read(place, number, part, shown, lines))
    return _once(found)


def _once(rows: Sequence[ReadRow]) -> tuple[ReadRow, ...]:
    """Return the rows; of a figure that the table gives twice the first is taken, and the others say so."""
    taken: set[tuple[str, str]] = set()
    told = []
    for row in rows:
        key = (row.number, row.part)
        told.append(replace(row, problem="twice") if key in taken and not row.problem else row)
        if not row.problem:
            taken.add(key)
    return tuple(told)


def typed(rows: Sequence[ReadRow]) -> tuple[Typed, ...]:
    """Return what can be taken."""
    return tuple(Typed(row.number, row.part, row.value) for row in rows if not row.problem)


def _read(place: int, number: str, part: str, shown: str, known: set[str]) -> ReadRow:
    value = whole(shown)
    problem = "" if value is not None else "figure"
    if number not in known:
        problem = "line"
    return ReadRow(place, number, part, shown, value, problem)


def whole(text: str) -> int | None:
    """Return a whole number from 0 as people and tables write it (1 234; 1234.0), None for anything else."""
    plain = "".join(text.split()).removesuffix(".0")
    if not (plain.isascii() and plain.isdecimal()) or len(plain) > 13:
        return None
    return value if (value := int(plain)) <= HIGHEST else None


def _rows(content: bytes) -> list[tuple[Any, ...]]:
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            if sum(each.file_size for each in packed.infolist()) > MOST_UNPACKED:
                raise PlanInputError(PlanCode.FILE_TOO_LONG, rows=MOST_ROWS)
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        sheet: Any = book.worksheets[0]
        rows = list(islice(sheet.iter_rows(values_only=True, max_col=40), MOST_ROWS + 1))
        book.close()
    except PlanInputError:
        raise
    except Exception as problem:  # a spoiled file breaks the reader in ways without number
        raise PlanInputError(PlanCode.FILE_NOT_A_TABLE) from problem
    if len(rows) > MOST_ROWS:
        raise PlanInputError(PlanCode.FILE_TOO_LONG, rows=MOST_ROWS)
    return rows


def _heading(rows: Sequence[tuple[Any, ...]], year: int) -> tuple[int, dict[int, str], int]:
    """Return the row of the headings, the columns of figures with their parts, and the column of numbers."""
    for at, row in enumerate(rows[:30]):
        numbers = next(
            (place for place, cell in enumerate(row) if _shown(cell).strip(". ") in {"№", "N"}), None
        )
        if numbers is None:
            continue
        columns = {place: part for place, cell in enumerate(row) if (part := part_of_heading(cell, year))}
        if columns:
            return at, columns, numbers
    raise PlanInputError(PlanCode.FILE_WITHOUT_NUMBERS, year=year)


def part_of_heading(cell: Any, year: int) -> str:
    """Return the part of the year that a heading names, "" for another heading."""
    if isinstance(cell, date | datetime):
        return f"m{cell.month}" if cell.year == year else ""
    text = _shown(cell).removesuffix(".0")
    if text == str(year):
        return YEAR
    for month in range(1, 13):
        names = {f"{year}-{month:02}", f"{month:02}.{year}", f"{month}.{year}", str(month), f"{month:02}"}
        if text in names:
            return f"m{month}"
    return ""


def _number(cell: Any) -> str | None:
    text = _shown(cell).removesuffix(".0").rstrip(".")
    return text if is_number(text) else None


def _cell(row: Sequence[Any], place: int) -> Any:
    return row[place] if place < len(row) else None


def _shown(cell: Any) -> str:
    text = "" if cell is None else " ".join(str(cell).split())
    return "" if text in {"-", "–", "—"} else text[:60]
