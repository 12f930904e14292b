"""A spoken report as a page, a paper and a spreadsheet show it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from flask import url_for

from ils.printing import xlsx
from ils.reports.rules import Acts, Cell, Column, Line, Opens, Report, Row, Stock, Table, Text, to_address
from ils.web.auth import can
from ils.web.figures import subjects
from ils.web.filters import THIN

DASH = "—"
LONGEST_ADDRESS = 4000  # characters; a figure whose cut cannot be said in them is shown without a link
DIGITS = {"decimal": 2, "percent": 1}


def text_of(cell: Cell, column: Column, language: str) -> str:
    """Return a cell as people write it: 15 560, 2,35, 21.11.2026; a dash for nothing."""
    value = cell.value
    if value is None or isinstance(value, str):
        return value or ("" if column.kind == "text" or value == "" else DASH)
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, float):
        told = f"{value:,.{DIGITS.get(column.kind, 1)}f}".replace(",", THIN)
        return told if language == "en" else told.replace(".", ",")
    return f"{value:,}".replace(",", THIN) if isinstance(value, int) else str(value)


def address_of(opens: Opens | None) -> str | None:
    """Return the page that a figure opens to."""
    if opens is None:
        return None
    if isinstance(opens, Acts):
        return _acts(opens)
    if isinstance(opens, Line):
        return url_for(
            "workplan.line", year=opens.year, number=opens.number, since=opens.first, until=opens.last
        )
    if isinstance(opens, Stock):
        return url_for("reports.show", kind="stock", day=opens.day)
    subject = subjects().get(opens.subject)
    if subject is None or (subject.permission is not None and not can(subject.permission)):
        return None
    values: dict[str, Any] = {subject.argument: opens.id}
    return url_for(subject.endpoint, **values)


def _acts(opens: Acts) -> str | None:
    if not opens.terms:
        return None
    terms = [to_address(each) for each in opens.terms]
    address = url_for("reports.rows", t=terms, since=opens.first, until=opens.last)
    return address if len(address) <= LONGEST_ADDRESS else None


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell of the page."""

    text: str
    url: str | None
    number: bool
    name: bool  # says what the row is about, so that parts stand under it
    quiet: bool  # nothing was done: the eye may pass over it


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table of the page; `groups`: headings over several columns, (text, columns, are there any below)."""

    table: Table
    groups: tuple[tuple[str, int], ...]
    below: tuple[Column, ...]
    rows: tuple[tuple[str, tuple[ShownCell, ...]], ...]

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.table.columns)


def groups_of(columns: Sequence[Column]) -> Iterator[tuple[Any, list[Column]]]:
    """Yield headings with their columns: those of one group that stand side by side, and single ones under None."""
    for (group, _single), found in groupby(
        enumerate(columns), key=lambda pair: (pair[1].group, None if pair[1].group else pair[0])
    ):
        yield group, [column for _place, column in found]


def shown_table(table: Table, language: str) -> ShownTable:
    """Return a table as the page shows it."""
    grouped = any(each.group for each in table.columns)
    heads = list(groups_of(table.columns)) if grouped else []
    return ShownTable(
        table=table,
        groups=tuple((str(group or found[0].heading), len(found) if group else 0) for group, found in heads),
        below=tuple(each for group, found in heads if group for each in found),
        rows=tuple((row.style, _cells(row, table, language)) for row in table.rows),
    )


def _cells(row: Row, table: Table, language: str) -> tuple[ShownCell, ...]:
    return tuple(
        ShownCell(
            text=text_of(cell, column, language),
            url=address_of(cell.opens),
            number=column.kind not in {"text", "day"},
            name=column.kind == "text" and not column.width,
            quiet=cell.value in (None, 0) and column.kind != "text",
        )
        for cell, column in zip(row.cells, table.columns, strict=False)
    )


def sheets_of(report: Report, institution: str) -> list[xlsx.Sheet]:
    """Return the sheets of a workbook, one for every table."""
    return [_sheet(report, table, number, institution) for number, table in enumerate(report.tables, start=1)]


def _sheet(report: Report, table: Table, number: int, institution: str) -> xlsx.Sheet:
    title = str(table.title)
    name = title or str(report.title)
    above = [
        " · ".join(filter(None, map(str, (report.title, report.period)))),
        institution,
        *([title] if title else []),
    ]
    body, totals = list(table.rows), list[Row]()
    while body and body[-1].style == "total":
        totals.insert(0, body.pop())
    return xlsx.Sheet(
        name=name if name[:1].isdigit() else f"{number}. {name}",
        columns=[xlsx.Column(_heading(each), _width(each)) for each in table.columns],
        rows=[_values(row, table) for row in body],
        above=above,
        totals=[_values(row, table) for row in totals],
        below=[*map(str, table.notes), *map(str, report.notes if number == 1 else ())],
    )


def _heading(column: Column) -> str:
    return f"{column.group}: {column.heading}" if column.group else str(column.heading)


def _width(column: Column) -> float:
    if not column.width:
        return 52
    return max(9, column.width / 1.9)


def _values(row: Row, table: Table) -> list[xlsx.Cell]:
    found = [_plain(cell.value) for cell in row.cells]
    return [*found, *([None] * (len(table.columns) - len(found)))]


def _plain(value: int | float | date | Text | None) -> xlsx.Cell:
    return value if value is None or isinstance(value, int | float | date) else str(value)


def paper_of(report: Report, language: str) -> dict[str, Any]:
    """Return what the template of the paper is made of."""
    chart = report.chart
    points = [[str(label), value] for label, value in chart.points] if chart else []
    return {
        "period": report.period,
        "landscape": report.landscape,
        "tables": [_paper_table(each, language) for each in report.tables],
        "notes": list(report.notes),
        "chart": {"label": chart.label, "points": points}
        if chart and any(value for _label, value in points)
        else None,
    }


def _paper_table(table: Table, language: str) -> dict[str, Any]:
    return {
        "title": table.title,
        "dense": table.dense,
        "widths": [each.width for each in table.columns],
        "numbers": [each.kind not in {"text", "day"} for each in table.columns],
        "heads": [
            [str(group) if group else None, [str(each.heading) for each in found]]
            for group, found in groups_of(table.columns)
        ],
        "rows": [
            [
                row.style,
                [
                    text_of(cell, column, language)
                    for cell, column in zip(row.cells, table.columns, strict=False)
                ],
            ]
            for row in table.rows
        ],
        "notes": list(table.notes),
    }
