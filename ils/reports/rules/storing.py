"""A spoken report as plain data for the database, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from ils.activity.cut import cut_data, cut_of
from ils.reports.rules.shapes import (
    Acts,
    Cell,
    Chart,
    Column,
    Line,
    Opens,
    Report,
    Row,
    Stock,
    Table,
    Thing,
)


def to_data(report: Report) -> dict[str, Any]:
    """Return the report, said in a language, as JSON values."""
    found: dict[str, Any] = {each.name: getattr(report, each.name) for each in fields(Report)}
    found["first"], found["last"] = report.first.isoformat(), report.last.isoformat()
    found["tables"] = [_table(each) for each in report.tables]
    found["notes"] = list(report.notes)
    chart = report.chart
    found["chart"] = (
        {"label": chart.label, "points": [list(each) for each in chart.points]} if chart else None
    )
    return found


def _table(table: Table) -> dict[str, Any]:
    return {
        "title": table.title,
        "columns": [[each.heading, each.kind, each.group, each.width] for each in table.columns],
        "rows": [[row.style, [_cell(each) for each in row.cells]] for row in table.rows],
        "notes": list(table.notes),
        "dense": table.dense,
    }


def _cell(cell: Cell) -> Any:
    value = {"day": cell.value.isoformat()} if isinstance(cell.value, date) else cell.value
    return [value, _opens(cell.opens)] if cell.opens else [value]


def _opens(opens: Opens) -> dict[str, Any]:
    if isinstance(opens, Acts):
        return {"terms": [cut_data(each) for each in opens.terms], **_days(opens)}
    if isinstance(opens, Line):
        return {"year": opens.year, "line": opens.number, **_days(opens)}
    if isinstance(opens, Thing):
        return {"subject": opens.subject, "id": opens.id}
    return {"stock": opens.day.isoformat()}


def _days(opens: Acts | Line) -> dict[str, str]:
    return {"first": opens.first.isoformat(), "last": opens.last.isoformat()}


def from_data(data: Mapping[str, Any]) -> Report:
    """Return the report that was kept."""
    chart = data["chart"]
    points = tuple((label, value) for label, value in chart["points"]) if chart else ()
    return Report(
        kind=data["kind"], title=data["title"], period=data["period"],
        first=date.fromisoformat(data["first"]), last=date.fromisoformat(data["last"]),
        tables=tuple(_read_table(each) for each in data["tables"]), notes=tuple(data["notes"]),
        chart=Chart(chart["label"], points) if chart else None,
        landscape=data["landscape"], approved=data["approved"],
    )  # fmt: skip


def _read_table(data: Mapping[str, Any]) -> Table:
    return Table(
        title=data["title"],
        columns=tuple(Column(*each) for each in data["columns"]),
        rows=tuple(Row(tuple(map(_read_cell, cells)), style) for style, cells in data["rows"]),
        notes=tuple(data["notes"]),
        dense=data["dense"],
    )


def _read_cell(data: list[Any]) -> Cell:
    value = date.fromisoformat(data[0]["day"]) if isinstance(data[0], dict) else data[0]
    return Cell(value, _read_opens(data[1]) if len(data) > 1 else None)


def _read_opens(data: Mapping[str, Any]) -> Opens:
    if "stock" in data:
        return Stock(date.fromisoformat(data["stock"]))
    if "subject" in data:
        return Thing(data["subject"], data["id"])
    first, last = date.fromisoformat(data["first"]), date.fromisoformat(data["last"])
    if "line" in data:
        return Line(data["year"], data["line"], first, last)
    return Acts(tuple(map(cut_of, data["terms"])), first, last)
