"""Figures that know what they count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from ils.activity.cut import Cut
from ils.activity.kinds import Channel, Kind
from ils.activity.queries import counted, counted_by, day_by
from ils.reports.rules import Acts, Cell, Column, Terms, narrow

REGISTERED: Terms = (Cut(kinds=(Kind.PATRON_REGISTER, Kind.PATRON_REREGISTER)),)
VISITS: Terms = (Cut(kinds=(Kind.VISIT,)),)
# As line 17 of the plan counts: a renewal asked for is one more, an automatic one never.
ISSUES: Terms = (
    Cut(
        kinds=(Kind.LOAN_OPEN, Kind.LOAN_RENEW, Kind.ROOM_USE, Kind.POINT_ISSUE),
        without_channels=(Channel.AUTOMATIC,),
    ),
)
QUESTIONS: Terms = (Cut(kinds=(Kind.QUESTION_ANSWER,)),)
REFUSALS: Terms = (Cut(kinds=(Kind.REFUSAL_NOTE,)),)
ADDED: Terms = (Cut(kinds=(Kind.ITEM_ADD,)),)
WITHDRAWN: Terms = (Cut(kinds=(Kind.ITEM_WITHDRAW,)),)


def of(*kinds: Kind, **conditions: tuple[str, ...]) -> Terms:
    """Return one term of these kinds."""
    return (Cut(kinds=kinds, **conditions),)


def amount(session: Session, terms: Terms, first: date, last: date) -> int:
    """Return the sum of the terms."""
    return counted(session, terms, "amount", since=first, until=last)


def figure(session: Session, terms: Terms, first: date, last: date) -> Cell:
    """Return the sum of the terms as a figure that opens."""
    return Cell(amount(session, terms, first, last), Acts(terms, first, last))


def ordered(codes: Iterable[str], order: Sequence[str]) -> tuple[str, ...]:
    """Return codes in the library's order, those that it has not after them, the unknown one last."""
    known = {code: place for place, code in enumerate(order)}
    return tuple(sorted(codes, key=lambda code: (code == "", known.get(code, len(known)), code)))


def values(session: Session, terms: Terms, by: str, first: date, last: date) -> dict[str, int]:
    """Return the terms distributed by one column, nothing that is 0."""
    return counted_by(session, terms, by, since=first, until=last)


@dataclass(frozen=True, slots=True)
class Counter:
    """A column of figures: the terms, and of one distribution the values that it adds up."""

    column: Column
    terms: Terms
    by: str = ""
    codes: tuple[str, ...] = ()

    @property
    def narrowed(self) -> Terms:
        """What a figure of the column counts."""
        return narrow(self.terms, self.by, self.codes) if self.by else self.terms

    def read(self, by_value: dict[str, int]) -> int:
        """Add up what belongs to the column."""
        if not self.by:
            return sum(by_value.values())
        return sum(by_value.get(code, 0) for code in self.codes)


@dataclass(slots=True)
class Days:
    """The days of a month for several columns; every distribution is read once."""

    session: Session
    first: date
    last: date
    _days: dict[tuple[Terms, str], dict[date, dict[str, int]]] = field(default_factory=dict)
    _before: dict[tuple[Terms, str], dict[str, int]] = field(default_factory=dict)

    @property
    def year_begins(self) -> date:
        """The first day of the year."""
        return date(self.first.year, 1, 1)

    def on(self, counter: Counter, day: date) -> int:
        """Return what the column counts on a day."""
        return counter.read(self._read(counter).get(day, {}))

    def days(self, counters: Iterable[Counter]) -> set[date]:
        """Return the days on which any column has acts."""
        return {day for counter in counters for day in self._read(counter)}

    def carried(self, counter: Counter) -> int:
        """Return what the column counts from the beginning of the year to the day before the first."""
        key = (counter.terms, counter.by)
        if key not in self._before:
            self._before[key] = self._sums(counter)
        return counter.read(self._before[key])

    def month(self, counter: Counter) -> int:
        """Return what the column counts from first to last."""
        return sum(counter.read(day) for day in self._read(counter).values())

    def _read(self, counter: Counter) -> dict[date, dict[str, int]]:
        key = (counter.terms, counter.by)
        if key not in self._days:
            span: dict[str, Any] = {"since": self.first, "until": self.last}
            self._days[key] = day_by(self.session, counter.terms, counter.by, **span)
        return self._days[key]

    def _sums(self, counter: Counter) -> dict[str, int]:
        if self.first == self.year_begins:
            return {}
        until = self.first - timedelta(days=1)
        if not counter.by:
            return {"": amount(self.session, counter.terms, self.year_begins, until)}
        return values(self.session, counter.terms, counter.by, self.year_begins, until)
