"""The dry run (OV-08): what tonight would do, to whom, over which channel and why. Nothing changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlalchemy.orm import Session

from circulation.overdue.queries import Judged, judge, load_ladder, loans_of_night
from circulation.overdue.rules import KIND, Level, Pause, channels_of
from circulation.patrons.queries import PatronFacts, patrons_by_id, recipient_of
from ils.outbox.rules import CHANNELS, Recipient, clean_address, order_of, usable
from ils.outbox.sending import read_house
from ils.outbox.sending.choosing import House
from ils.outbox.texts import channels_for


@dataclass(frozen=True, slots=True)
class PlannedCopy:
    """A copy that would be written about: the level reached, since when, and the milder levels that are passed over."""

    loan_id: int
    title: str
    code: str
    due_on: date
    days_late: int
    level: Level
    reached_on: date
    passed: tuple[Level, ...]
    restricts: bool
    charge: int
    marks_lost: bool


@dataclass(frozen=True, slots=True)
class PlannedReader:
    """One message of tonight; `channels` in the order in which they would be tried, none: no way leads to the reader."""

    patron_id: int
    card_number: str
    name: str
    language: str
    channels: tuple[str, ...]
    copies: tuple[PlannedCopy, ...]
    restricts: bool
    charge: int

    @property
    def consequences(self) -> bool:
        """Whether anything happens but the message."""
        return self.restricts or self.charge > 0 or any(copy.marks_lost for copy in self.copies)


@dataclass(frozen=True, slots=True)
class WaitingLoan:
    """A loan whose days have come and about which nobody is written to; `pause` says why, `until` how long."""

    loan_id: int
    patron_id: int
    patron: str
    title: str
    code: str
    due_on: date
    pause: Pause
    until: date | None


@dataclass(frozen=True, slots=True)
class NightPlan:
    """What a run on `day` would do."""

    day: date
    readers: tuple[PlannedReader, ...]
    waiting: tuple[WaitingLoan, ...]

    @property
    def copies(self) -> int:
        """How many copies would be written about."""
        return sum(len(reader.copies) for reader in self.readers)

    @property
    def by_level(self) -> dict[int, int]:
        """How many copies would reach each level: level → copies."""
        return dict(Counter(copy.level.id for reader in self.readers for copy in reader.copies))

    @property
    def by_channel(self) -> dict[str, int]:
        """How many messages would be tried first over each channel; an empty name: over none."""
        return dict(Counter(next(iter(reader.channels), "") for reader in self.readers))


def plan_night(session: Session, *, day: date) -> NightPlan:
    """Return what a run on that day would do, by the same decisions as the run itself."""
    ladder = load_ladder(session, day)
    judged = judge(loans_of_night(session, ladder), ladder)
    acting = [each for each in judged if each.decision.written]
    waiting = [each for each in judged if each.decision.pause]
    people = patrons_by_id(session, {each.loan.patron_id for each in (*acting, *waiting)})
    house = read_house(session)
    by_reader = groupby(acting, key=lambda each: each.loan.patron_id)  # they come sorted by reader
    readers = [_reader(people[patron_id], tuple(theirs), house, day) for patron_id, theirs in by_reader]
    return NightPlan(
        day=day,
        readers=tuple(sorted(readers, key=lambda each: (-_worst(each), each.name))),
        waiting=tuple(_waiting(each, people[each.loan.patron_id]) for each in waiting),
    )


def _worst(reader: PlannedReader) -> int:
    return max(copy.days_late for copy in reader.copies)


def _reader(facts: PatronFacts, theirs: Sequence[Judged], house: House, day: date) -> PlannedReader:
    recipient = recipient_of(facts, day)
    own = channels_of(each.decision for each in theirs)
    return PlannedReader(
        patron_id=facts.id,
        card_number=facts.card_number,
        name=facts.full_name,
        language=recipient.language,
        channels=channels_to(recipient, own, house),
        copies=tuple(_copy(each, day) for each in theirs),
        restricts=any(each.decision.restricts for each in theirs),
        charge=sum(each.decision.charge for each in theirs),
    )


def channels_to(recipient: Recipient, own: Iterable[str], house: House) -> tuple[str, ...]:
    """Return the channels that would be tried, in their order: those that are on and have an address."""
    order = order_of(own, recipient.channels, house.order)
    addresses = {name: clean_address(name, recipient.addresses.get(name) or "") for name in CHANNELS}
    return usable(order, addresses, active=house.active, allowed=channels_for(KIND))


def _copy(each: Judged, day: date) -> PlannedCopy:
    decision, told = each.decision, each.loan.told
    if decision.written is None or decision.written_on is None:
        raise ValueError("only loans that are written about stand in the plan")
    return PlannedCopy(
        loan_id=told.loan_id,
        title=told.title,
        code=told.code,
        due_on=told.due_on,
        days_late=(day - told.due_on).days,
        level=decision.written,
        reached_on=decision.written_on,
        passed=decision.passed,
        restricts=decision.restricts,
        charge=decision.charge,
        marks_lost=decision.marks_lost,
    )


def _waiting(each: Judged, reader: PatronFacts) -> WaitingLoan:
    seen, told = each.loan.seen, each.loan.told
    pause = each.decision.pause or Pause.CLAIMED
    return WaitingLoan(
        loan_id=seen.id,
        patron_id=reader.id,
        patron=reader.full_name,
        title=told.title,
        code=told.code,
        due_on=seen.due_on,
        pause=pause,
        until=seen.promised_until if pause is Pause.PROMISED else None,
    )
