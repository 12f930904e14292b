"""What an act must say before it can be approved, by where the copies come from (practice.md §2.2, §4.3, §4.4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from catalog.stock.errors import Reason, StockCode

# A purchase is shown by its contract and invoice, an exchange by its agreement, a gift by who gave it.
FACTS: Mapping[str, tuple[str, ...]] = {
    "legal_deposit": ("partner", "document"),
    "purchase": ("partner", "contract", "document"),
    "subscription": ("partner", "contract", "document"),
    "exchange": ("partner", "contract"),
    "gift_person": ("partner", "commission"),
    "gift_organisation": ("partner", "document", "commission"),
    "replacement": ("partner", "commission"),
}
PRICED = frozenset({"purchase", "subscription"})  # what was paid for has a price
APPRAISED = frozenset({"gift_person", "gift_organisation", "replacement"})  # valued by the commission
EXPLAINED = frozenset({"replacement"})  # each line says which book it replaces (practice.md §4.4)

MOST_COPIES = 5_000  # of one line
MOST_IN_ACT = 20_000


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A line as far as its readiness goes; `price` is of one copy, 0 for none."""

    number: int
    title: str
    copies: int
    price: int
    note: str


@dataclass(frozen=True, slots=True)
class Case:
    """An act as far as its readiness goes; `facts` are its texts by field name; `first_day` is of the act it corrects."""

    source: str
    day: date
    today: date
    facts: Mapping[str, str]
    lines: tuple[CaseLine, ...]
    first_day: date | None = None


def missing_facts(source: str, facts: Mapping[str, str]) -> tuple[str, ...]:
    """Return the fields that copies of this source must have and that are empty."""
    return tuple(name for name in FACTS[source] if not facts.get(name, "").strip())


def reasons(case: Case) -> tuple[Reason, ...]:
    """Return everything that stands in the way of approving, the act's own facts first."""
    return tuple(_reasons(case))


def _reasons(case: Case) -> Iterator[Reason]:
    if case.day > case.today:
        yield Reason(StockCode.DAY_IN_FUTURE, {"day": case.day})
    if case.first_day is not None and case.day < case.first_day:
        yield Reason(StockCode.DAY_BEFORE, {"day": case.day, "first": case.first_day})
    for name in missing_facts(case.source, case.facts):
        yield Reason(StockCode.FACT_MISSING, {"fact": name})
    if not case.lines:
        yield Reason(StockCode.NO_LINES)
    copies = sum(abs(line.copies) for line in case.lines)
    if copies > MOST_IN_ACT:
        yield Reason(StockCode.TOO_MANY, {"count": copies, "most": MOST_IN_ACT})
    if case.first_day is None:  # a correcting act takes prices and notes from what it corrects
        yield from _of_lines(case)


def _of_lines(case: Case) -> Iterator[Reason]:
    for line in case.lines:
        told = {"number": line.number, "title": line.title}
        if case.source in PRICED and not line.price:
            yield Reason(StockCode.LINE_PRICE_MISSING, told)
        if case.source in EXPLAINED and not line.note.strip():
            yield Reason(StockCode.LINE_NOTE_MISSING, told)
