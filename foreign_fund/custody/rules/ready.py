"""What stands in the way of a transfer act, copy by copy; all of it at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypedDict

from foreign_fund.custody.errors import CustodyCode, Reason

GONE = frozenset({"missing", "lost", "withdrawn"})
SET_ASIDE = frozenset({"held", "in_transit"})
MOST_TOLD = 20


class Head(TypedDict):
    """The head of an act; giver or taker None is nobody, department None: the copies stay in theirs."""

    day: date
    giver_id: int | None
    taker_id: int | None
    to_department: str | None
    grounds: str
    commission: str
    note: str


@dataclass(frozen=True, slots=True)
class ActFacts:
    """What is said of an act; `correcting` names it as a correction."""

    day: date
    giver: int | None
    taker: int | None
    taker_until: date | None
    to_department: str | None
    grounds: str
    commission: str
    correcting: bool


@dataclass(frozen=True, slots=True)
class CopyFacts:
    """A copy as it stands now: who answers for it, since which act, where it is; `wanted` is where the act takes it."""

    code: str
    state: str
    department: str
    wanted: str
    holder: int | None
    last_day: date | None
    came: date


def obstacles(act: ActFacts, copies: Sequence[CopyFacts], *, today: date) -> list[Reason]:
    """Return all that keeps an act from being approved; of copies that cannot go the first twenty."""
    found = list(_of_act(act, copies, today))
    of_copies = [reason for copy in copies for reason in _of_copy(act, copy)]
    return found + of_copies[:MOST_TOLD]


def _of_act(act: ActFacts, copies: Sequence[CopyFacts], today: date) -> Iterator[Reason]:
    if not copies:
        yield Reason(CustodyCode.NO_LINES)
    if not act.grounds:
        yield Reason(CustodyCode.GROUNDS_MISSING)
    if not act.commission:
        yield Reason(CustodyCode.COMMISSION_MISSING)
    if act.day > today:
        yield Reason(CustodyCode.DAY_AHEAD, {"day": act.day})
    if act.taker_until is not None and act.taker_until < act.day:
        yield Reason(CustodyCode.TAKER_LEFT, {"day": act.taker_until})


def _of_copy(act: ActFacts, copy: CopyFacts) -> Iterator[Reason]:
    if copy.state == "withdrawn" or (copy.state in GONE and not act.correcting):
        yield Reason(CustodyCode.NOT_THERE, {"code": copy.code, "state": copy.state})
    elif copy.state in SET_ASIDE and copy.wanted != copy.department:
        yield Reason(CustodyCode.SET_ASIDE, {"code": copy.code, "state": copy.state})
    if copy.holder != act.giver:
        yield Reason(CustodyCode.NOT_HELD, {"code": copy.code})
    before = max(copy.came, copy.last_day or copy.came)
    if act.day < before:
        yield Reason(CustodyCode.BEFORE_LAST, {"code": copy.code, "day": before})
