"""The exchange ledger: the two sides of an entry, what stands of a line, where ledger and act part.

A partner's account is what the partner owes: copies sent add to it, copies received take from it. The other side is
the account `sent` or `received`. Corrections are entries with the opposite sign; nothing is ever changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from foreign_fund.partners.errors import PartnerInputError, ShipmentCode

FIRST_DAY = date(2000, 1, 1)
MOST_COPIES = 5_000
MOST_LINES = 500


class Direction(StrEnum):
    """Which way a parcel went."""

    RECEIVED = "received"
    SENT = "sent"


class ShipmentState(StrEnum):
    """A draft counts nothing; a posted one is in the ledger for ever; a cancelled draft is kept."""

    DRAFT = "draft"
    POSTED = "posted"
    CANCELLED = "cancelled"


class Account(StrEnum):
    """The accounts of the ledger."""

    PARTNER = "partner"
    RECEIVED = "received"
    SENT = "sent"


@dataclass(frozen=True, slots=True)
class Worth:
    """Copies with their worth: hundredths of the currency, and soʻm."""

    copies: int = 0
    amount: int = 0
    som: int = 0

    def __add__(self, other: Worth) -> Worth:
        return Worth(self.copies + other.copies, self.amount + other.amount, self.som + other.som)

    def __neg__(self) -> Worth:
        return Worth(-self.copies, -self.amount, -self.som)

    def __bool__(self) -> bool:
        return bool(self.copies or self.amount or self.som)


@dataclass(frozen=True, slots=True)
class ShipmentFacts:
    """The head of a shipment; `rate` is soʻm for 10,000 units of the currency."""

    partner_id: int
    direction: str
    day: date
    document: str
    department: str
    currency: str = "UZS"
    rate: int = 10_000
    note: str = ""


@dataclass(frozen=True, slots=True)
class NewLine:
    """Copies of one title: a record, or what was typed; `price` of one copy in hundredths of the currency."""

    title: str = ""
    copies: int = 1
    price: int = 0
    record_id: int | None = None
    for_fund: bool = True


@dataclass(frozen=True, slots=True)
class Priced:
    """A line as far as its worth goes."""

    copies: int
    price: int
    price_som: int


@dataclass(frozen=True, slots=True)
class Difference:
    """A record of which the ledger and the approved act say different numbers of copies."""

    record_id: int
    ledger: int
    act: int


def worth_of(lines: Iterable[Priced]) -> Worth:
    """Return the sum of lines."""
    found = Worth()
    for line in lines:
        found += Worth(line.copies, line.copies * line.price, line.copies * line.price_som)
    return found


def two_sides(direction: str, worth: Worth) -> tuple[tuple[Account, Worth], tuple[Account, Worth]]:
    """Return what each account gets: what is sent the partner owes, what is received is owed to the partner."""
    if direction == Direction.SENT:
        return (Account.PARTNER, worth), (Account.SENT, -worth)
    return (Account.PARTNER, -worth), (Account.RECEIVED, worth)


def checked_day(day: date, today: date, *, first: date | None = None) -> date:
    """Return a day that has come, is of our age, and is not before the entry that is corrected."""
    if day > today:
        raise PartnerInputError(ShipmentCode.DAY_AHEAD, day=day)
    if day < FIRST_DAY:
        raise PartnerInputError(ShipmentCode.DAY_ODD, day=day)
    if first is not None and day < first:
        raise PartnerInputError(ShipmentCode.DAY_BEFORE, day=day, first=first)
    return day


def checked_copies(copies: int, *, least: int = 1) -> int:
    """Return a number of copies that a parcel can have."""
    if not least <= copies <= MOST_COPIES:
        raise PartnerInputError(ShipmentCode.COPIES_INVALID, least=least, most=MOST_COPIES)
    return copies


def differences(ledger: Mapping[int, int], act: Mapping[int, int]) -> tuple[Difference, ...]:
    """Return the records of which ledger and act say different numbers, by record."""
    return tuple(
        Difference(record, ledger.get(record, 0), act.get(record, 0))
        for record in sorted(ledger.keys() | act.keys())
        if ledger.get(record, 0) != act.get(record, 0)
    )


@dataclass(frozen=True, slots=True)
class StandingLine:
    """A line with what stands of it after all corrections."""

    id: int
    record_id: int | None
    copies: int


def changes_to_agree(
    lines: Sequence[StandingLine], parted: Iterable[Difference]
) -> tuple[dict[int, int], Counter[int]]:
    """Return what each line must say for the ledger to agree with the act, and copies of records no line has."""
    wanted: dict[int, int] = {}
    new: Counter[int] = Counter()
    for each in parted:
        own = [line for line in lines if line.record_id == each.record_id]
        missing = each.act - each.ledger
        if missing > 0 and not own:
            new[each.record_id] = missing
        elif missing > 0:
            wanted[own[0].id] = own[0].copies + missing
        else:
            wanted |= _taken_from(own, -missing)
    return wanted, new


def _taken_from(lines: Sequence[StandingLine], many: int) -> dict[int, int]:
    """Take copies off lines, the last one first."""
    left: dict[int, int] = {}
    for line in reversed(lines):
        taken = min(line.copies, many)
        if taken > 0:
            left[line.id] = line.copies - taken
            many -= taken
    return left
