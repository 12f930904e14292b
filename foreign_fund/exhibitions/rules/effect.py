"""Did the exhibition raise lending? Three figures side by side, and the doubts that a small sample leaves.

The period is that of the exhibition, its first and last day included; the one before it is as long and ends on the eve.
Comparable titles are those of the same language and branch of knowledge as a title on show, with a copy in the library,
that hung on no exhibition in either period. Loans undone are no loans.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

LEAST_DAYS = 7
LEAST_TITLES = 10
LEAST_LOANS = 20
"""Fewer than so many loans of the titles shown, in both periods together: chance alone can make the difference."""

_TENTH = Decimal("0.1")


class Doubt(StrEnum):
    """Why the comparison says little."""

    FEW_DAYS = "few_days"
    FEW_TITLES = "few_titles"
    FEW_LOANS = "few_loans"
    FEW_COMPARABLE = "few_comparable"


@dataclass(frozen=True, slots=True)
class Period:
    """The days of an exhibition so far, and as many just before them."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has, both ends included."""
        return (self.last - self.first).days + 1

    @property
    def before(self) -> Period:
        """The equal period that ends on the eve."""
        return Period(self.first - timedelta(days=self.days), self.first - timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Lending:
    """Some titles and their loans in both periods."""

    titles: int
    during: int
    before: int

    @property
    def per_hundred_during(self) -> Decimal | None:
        """Loans to a hundred titles while the exhibition was open; None without titles."""
        return _per_hundred(self.during, self.titles)

    @property
    def per_hundred_before(self) -> Decimal | None:
        """Loans to a hundred titles in the equal period before; None without titles."""
        return _per_hundred(self.before, self.titles)

    @property
    def change(self) -> Decimal | None:
        """By how many loans to a hundred titles lending changed; None without titles."""
        return _per_hundred(self.during - self.before, self.titles)


@dataclass(frozen=True, slots=True)
class Effect:
    """Loans from the exhibition, of the titles shown, and of comparable titles not shown."""

    period: Period
    from_it: int
    shown: Lending
    others: Lending

    @property
    def gain(self) -> Decimal | None:
        """How much more the titles shown gained than the comparable ones, in loans to a hundred titles."""
        if not self.shown.titles or not self.others.titles:
            return None
        shown = Decimal(100 * (self.shown.during - self.shown.before)) / self.shown.titles
        others = Decimal(100 * (self.others.during - self.others.before)) / self.others.titles
        return (shown - others).quantize(_TENTH, ROUND_HALF_UP)


def period_of(opened_on: date, closed_on: date | None, *, today: date) -> Period:
    """Return the days of an exhibition, up to today while it is open."""
    return Period(opened_on, max(closed_on or today, opened_on))


def doubts(effect: Effect) -> tuple[Doubt, ...]:
    """Return why the comparison should not be believed: the sample is too small."""
    tests = (
        (Doubt.FEW_DAYS, effect.period.days < LEAST_DAYS),
        (Doubt.FEW_TITLES, effect.shown.titles < LEAST_TITLES),
        (Doubt.FEW_LOANS, effect.shown.during + effect.shown.before < LEAST_LOANS),
        (Doubt.FEW_COMPARABLE, effect.others.titles < LEAST_TITLES),
    )
    return tuple(doubt for doubt, holds in tests if holds)


def _per_hundred(loans: int, titles: int) -> Decimal | None:
    if not titles:
        return None
    return (Decimal(100 * loans) / titles).quantize(_TENTH, ROUND_HALF_UP)
