"""What a report is made of: plain values; texts wait to be said in a language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from ils.activity.cut import Cut


@dataclass(frozen=True, slots=True)
class Say:
    """An English text of the program with its facts, translated when it is said."""

    text: str
    facts: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a code: a sector, a category, a language …; what it is told by is a distribution's name."""

    by: str
    code: str


@dataclass(frozen=True, slots=True)
class Data:
    """A text of the library's own in its languages; Uzbek in Latin, the edge transliterates."""

    uz: str
    ru: str = ""
    en: str = ""


@dataclass(frozen=True, slots=True)
class Joined:
    """Texts that are said one after another: a section's number and its name, services that answer together."""

    parts: tuple[Text, ...]
    by: str = " "


Text = str | Say | Name | Data | Joined


def say(text: str, **facts: Any) -> Say:
    """Mark a text for translation; modules know it as `_l`, by which the texts of the program are collected."""
    return Say(text, tuple(facts.items()))


@dataclass(frozen=True, slots=True)
class Acts:
    """The acts that a figure is the sum of."""

    terms: tuple[Cut, ...]
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Line:
    """The page of a line of the plan."""

    year: int
    number: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Stock:
    """The stock of a day."""

    day: date


@dataclass(frozen=True, slots=True)
class Thing:
    """The page of a thing: a held event, an exhibition."""

    subject: str
    id: int


Opens = Acts | Line | Stock | Thing
Kind = Literal["text", "whole", "decimal", "percent", "day"]
Style = Literal["", "section", "sub", "carried", "total"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what its cells are; `group`, the heading shared with its neighbours; `width` in mm, 0: the rest."""

    heading: Text
    kind: Kind = "whole"
    group: Text | None = None
    width: float = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """A value, and what it opens to; None is the dash of the paper."""

    value: int | float | date | Text | None
    opens: Opens | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row; a section has one cell that goes across."""

    cells: tuple[Cell, ...]
    style: Style = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its heading and the lines below it; `dense`: many narrow columns, so set small on paper."""

    title: Text
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[Text, ...] = ()
    dense: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """Columns side by side."""

    label: Text
    points: tuple[tuple[Text, int], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A report with everything that page, paper and spreadsheet show of it."""

    kind: str
    title: Text
    first: date
    last: date
    period: Text
    tables: tuple[Table, ...]
    notes: tuple[Text, ...] = ()
    chart: Chart | None = None
    landscape: bool = False
    approved: bool = False  # the paper begins with the director's approval


@dataclass(frozen=True, slots=True)
class Asked:
    """What is wanted: a kind of report, its days inclusive, and its choices."""

    kind: str
    first: date
    last: date
    params: Mapping[str, str] = field(default_factory=dict)

    def param(self, name: str, default: str = "") -> str:
        """Return a choice, or what stands for one not made."""
        return self.params.get(name) or default


def cells(*values: int | float | date | Text | None) -> tuple[Cell, ...]:
    """Return cells that open to nothing."""
    return tuple(Cell(value) for value in values)


def section(title: Text) -> Row:
    """Return a heading across the table."""
    return Row((Cell(title),), "section")
