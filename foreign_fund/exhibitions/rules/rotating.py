"""Rotations: parts of the days of an exhibition; which copies hang today, which are to be changed.

A copy without a rotation hangs the whole time. What a rotation brings is put up from its first day on; what it had is
taken down from its last day on, so that the change can be made in the evening as well as the next morning.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from foreign_fund.exhibitions.errors import ExhibitionCode, ExhibitionError, ExhibitionInputError

MOST_ROTATIONS = 30


class Phase(StrEnum):
    """Where a rotation stands on a day."""

    COMING = "coming"
    NOW = "now"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Span:
    """A rotation: its number in the exhibition, its name if it has one, its first and last day."""

    number: int
    name: str
    first_on: date
    last_on: date

    @property
    def label(self) -> str:
        """Its number and name, 2 · Klassiklar."""
        return f"{self.number} · {self.name}" if self.name else str(self.number)

    def phase(self, day: date) -> Phase:
        """Where it stands on a day."""
        if day < self.first_on:
            return Phase.COMING
        return Phase.NOW if day <= self.last_on else Phase.OVER


def as_of(state: str, *, opens_on: date, day: date) -> date:
    """Return the day by which copies are told: what is prepared before the first day is made ready for it."""
    return max(day, opens_on) if state == "preparing" else day


def hangs(span: Span | None, day: date) -> bool:
    """Tell whether a copy of a rotation, or of the whole time, is to hang on a day: an evening check expects it."""
    return span is None or span.phase(day) is Phase.NOW


def comes_later(span: Span | None, day: date) -> bool:
    """Tell whether a copy waits on its shelf: its rotation has not begun."""
    return span is not None and span.phase(day) is Phase.COMING


def to_put_up(span: Span, day: date) -> bool:
    """Tell whether the copies that a rotation waits for are due: while it lasts."""
    return span.phase(day) is Phase.NOW


def to_take_down(span: Span | None, day: date) -> bool:
    """Tell whether the copies of a rotation are due to go: on its last day and ever after."""
    return span is not None and span.last_on <= day


def check_span(span: Span, *, opens_on: date, closes_on: date, others: Iterable[Span]) -> None:
    """Refuse days the wrong way round, outside those of the exhibition, or in another rotation."""
    if span.last_on < span.first_on:
        raise ExhibitionInputError(
            ExhibitionCode.DATES_REVERSED, opens_on=span.first_on, closes_on=span.last_on
        )
    check_inside(span, opens_on=opens_on, closes_on=closes_on)
    for other in others:
        if span.first_on <= other.last_on and other.first_on <= span.last_on:
            raise ExhibitionInputError(
                ExhibitionCode.ROTATION_OVERLAPS,
                rotation=other.label,
                first=other.first_on,
                last=other.last_on,
            )


def check_inside(span: Span, *, opens_on: date, closes_on: date) -> None:
    """Refuse a rotation that begins before the exhibition or ends after it."""
    if span.first_on < opens_on or span.last_on > closes_on:
        raise ExhibitionError(
            ExhibitionCode.ROTATION_OUTSIDE, rotation=span.label, opens_on=opens_on, closes_on=closes_on
        )


def shift(old: tuple[date, date], new: tuple[date, date]) -> timedelta:
    """Return by how much rotations go along with an exhibition that is put off whole; nothing if its length changes."""
    moved = new[0] - old[0]
    return moved if new[1] - old[1] == moved else timedelta(0)
