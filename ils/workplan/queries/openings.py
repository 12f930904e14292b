"""Figures from before the program."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ils.accounts.queries import staff_names
from ils.workplan.models import PlanLine, PlanOpening
from ils.workplan.rules import Period, part_period

Parts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Opening:
    """A typed figure with where it was taken from."""

    number: str
    part: str
    value: int
    source: str
    at: datetime
    staff: str


def openings(session: Session, year: int) -> tuple[Opening, ...]:
    """Return all typed figures of a year, as entered."""
    rows = session.scalars(
        select(PlanOpening).where(PlanOpening.year == year).order_by(PlanOpening.number, PlanOpening.id)
    ).all()
    names = staff_names(session, (row.staff_id for row in rows))
    return tuple(
        Opening(row.number, row.part, row.value, row.source, row.at, names.get(row.staff_id or 0, ""))
        for row in rows
    )


def opening_values(session: Session, year: int) -> dict[str, dict[str, int]]:
    """Return number → part → value."""
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    rows = select(PlanOpening.number, PlanOpening.part, PlanOpening.value).where(PlanOpening.year == year)
    for number, part, value in session.execute(rows):
        found[number][part] = value
    return dict(found)


def lines_for(session: Session, year: int) -> list[PlanLine]:
    """Return the lines by which the figures of a year are typed: its own, else those of the next year that has a plan."""
    following = session.scalar(select(func.min(PlanLine.year)).where(PlanLine.year >= year))
    rows = select(PlanLine).where(PlanLine.year == following).order_by(PlanLine.position)
    return list(session.scalars(rows)) if following is not None else []


def numbers_of(session: Session, year: int) -> tuple[str, ...]:
    """Return the numbers of those lines."""
    return tuple(line.number for line in lines_for(session, year))


def opening_within(parts: Parts, year: int, span: Period) -> int:
    """Return how much was typed for the days: of parts of the year that lie in them whole."""
    return sum(value for part, value in parts.items() if _inside(part_period(year, part), span))


def _inside(inner: Period, outer: Period) -> bool:
    return outer.first <= inner.first and inner.last <= outer.last
