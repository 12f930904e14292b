"""What may be answered to a box, each by one key (SB-03)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from circulation.desk.rules.answers import Act, Box, BoxKind
from circulation.loans.errors import LoanCode
from circulation.loans.rules import Acknowledgement


class Reply(StrEnum):
    """An answer to a box; NO is always possible."""

    YES = "yes"
    NO = "no"
    OVERRIDE = "override"  # with a typed reason, by somebody who may
    MISSING = "missing"  # parts are missing: which, is typed (CI-10)
    BACK = "back"  # take the copy back and do nothing else
    HOLD = "hold"  # put the reader into the queue instead
    ADD = "add"  # describe the unknown copy in two lines (CO-01)
    ENTER = "enter"  # the day asked for


REPLY_KEYS: Mapping[Reply, str] = {
    Reply.YES: "Y",
    Reply.NO: "N",
    Reply.OVERRIDE: "O",
    Reply.MISSING: "M",
    Reply.BACK: "T",
    Reply.HOLD: "H",
    Reply.ADD: "F",
    Reply.ENTER: "Enter",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A box as its answer refers to it: what was asked about which number, and what may be answered.

    `blocks` are the codes that an override passes, `acknowledged` the questions with the values shown.
    """

    act: Act
    code: str
    loan_id: int | None = None
    acknowledged: Acknowledgement | None = None
    blocks: tuple[str, ...] = ()
    offered: tuple[Reply, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """The answer to a box, with what was typed: a reason, missing parts, a day, or title and author."""

    reply: Reply
    text: str = ""
    author: str = ""


_NOBODY_KNOWS = frozenset({LoanCode.COPY_UNKNOWN, LoanCode.READER_UNKNOWN})
_OVERRIDABLE = frozenset({Act.OPEN, Act.LEND, Act.RENEW})
_ON_LOAN = frozenset({"already_yours", "lent_to_other"})
_WAITS_ELSEWHERE = frozenset(
    {"lent_to_other", "on_exhibition", "copy_not_ready", "copy_missing", "held_for_other", "queue_waiting"}
)


def replies_to(box: Box, *, reader_open: bool, may_override: bool) -> tuple[Reply, ...]:
    """Return what may be answered besides no; the choice of SB-06 is none of these."""
    return tuple(_replies(box, reader_open, may_override))


def _replies(box: Box, reader_open: bool, may_override: bool) -> Iterator[Reply]:
    codes = {each.code for each in box.told}
    if box.kind is BoxKind.ENTRY:
        yield Reply.ENTER
    if box.kind is BoxKind.ASKED:
        yield Reply.YES
    if box.kind is BoxKind.ASKED and box.act is Act.TAKE_BACK:
        yield Reply.MISSING
    if may_override and is_passable(box):
        yield Reply.OVERRIDE
    if box.act is Act.LEND and codes & _ON_LOAN:
        yield Reply.BACK
    if box.act is Act.LEND and reader_open and codes & _WAITS_ELSEWHERE:
        yield Reply.HOLD
    if box.kind is BoxKind.REFUSED and box.act is Act.FIND and LoanCode.COPY_UNKNOWN in codes:
        yield Reply.ADD


def is_passable(box: Box) -> bool:
    """Tell whether an override could pass it: reader and copy are known, and something blocks."""
    blocks = set(box.blocks)
    judged = box.act is Act.OPEN or bool(box.acknowledgement)
    return (
        box.kind is BoxKind.REFUSED
        and box.act in _OVERRIDABLE
        and judged
        and bool(blocks)
        and not blocks & _NOBODY_KNOWS
    )
