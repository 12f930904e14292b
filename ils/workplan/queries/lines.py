"""The lines of a year: which there are and what each counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ils.activity.cut import Cut, cuts_of
from ils.workplan.errors import PlanCode, PlanLineUnknownError
from ils.workplan.models import PlanLine

Terms = tuple[Cut, ...]


def years(session: Session) -> tuple[int, ...]:
    """Return the years that have a plan, newest first."""
    return tuple(session.scalars(select(PlanLine.year).distinct().order_by(PlanLine.year.desc())))


def lines_of(session: Session, year: int) -> list[PlanLine]:
    """Return the lines of a year in their order, retired ones too."""
    return list(session.scalars(select(PlanLine).where(PlanLine.year == year).order_by(PlanLine.position)))


def find_line(session: Session, *, year: int, number: str, for_update: bool = False) -> PlanLine:
    """Return one line; refuse a number that the year's plan has not."""
    asked = select(PlanLine).where(PlanLine.year == year, PlanLine.number == number[:10])
    line = session.scalars(asked.with_for_update() if for_update else asked).one_or_none()
    if line is None:
        raise PlanLineUnknownError(PlanCode.LINE_UNKNOWN, year=year, number=number[:10])
    return line


def line_terms(session: Session, year: int) -> dict[str, tuple[Terms, str]]:
    """Return what each line counts: number → its terms and its measure.

    A line that sums its parts (`parts`) is given with the terms of all of them: they open to its rows.
    """
    return terms_of(lines_of(session, year))


def terms_of(lines: Iterable[PlanLine]) -> dict[str, tuple[Terms, str]]:
    """Return number → terms and measure, of lines at hand."""
    lines = list(lines)
    return {line.number: (_terms(line, lines), line.measure) for line in lines}


def _terms(line: PlanLine, lines: Iterable[PlanLine]) -> Terms:
    if line.measure != "parts":
        return cuts_of(line.counter)
    parts = (each for each in lines if each.parent == line.number)
    return tuple(dict.fromkeys(term for part in parts for term in _terms(part, lines)))


def stored(terms: Iterable[Mapping[str, Any]] | None) -> Terms:
    """Return the terms of a counter as it is stored."""
    return cuts_of(terms)
