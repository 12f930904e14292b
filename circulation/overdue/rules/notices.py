"""What a message about late copies says (OV-04), and what is left of it when it is sent (OV-03). Facts are plain JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from circulation.overdue.rules.ladder import Decision, sternest

KIND = "overdue"
BY_HAND = "overdue"  # the text that fits any delay


@dataclass(frozen=True, slots=True)
class CopyTold:
    """One copy of a message; `template`, `restricts`, `marks_lost`, `charge` are of the level that made it a part of it.

    `due_now` is false for a late copy of the same reader that is only listed: its own level was written about before.
    """

    loan_id: int
    title: str
    author: str
    code: str
    due_on: date
    due_now: bool = True
    template: str = BY_HAND
    level_days: int = 0
    restricts: bool = False
    marks_lost: bool = False
    charge: int = 0

    def as_data(self, day: date) -> dict[str, Any]:
        """Return the copy as a message keeps it; `days` late is negative before the due date."""
        return {
            "loan_id": self.loan_id,
            "title": self.title,
            "author": self.author,
            "code": self.code,
            "due": self.due_on.isoformat(),
            "days": (day - self.due_on).days,
            "due_now": self.due_now,
            "template": self.template,
            "level_days": self.level_days,
            "restricts": self.restricts,
            "marks_lost": self.marks_lost,
            "charge": self.charge,
        }


def of_level(copy: CopyTold, decision: Decision) -> CopyTold:
    """Return the copy with what its level says."""
    if decision.written is None:
        return copy
    level = decision.written
    return replace(
        copy, template=level.template, level_days=level.days, restricts=decision.restricts,
        marks_lost=decision.marks_lost, charge=decision.charge,
    )  # fmt: skip


def told_again(data: Mapping[str, Any]) -> CopyTold:
    """Return a copy of a message as it was kept."""
    return CopyTold(
        loan_id=int(data["loan_id"]),
        title=str(data.get("title", "")),
        author=str(data.get("author", "")),
        code=str(data.get("code", "")),
        due_on=date.fromisoformat(data["due"]),
        due_now=bool(data.get("due_now", True)),
        template=str(data.get("template", BY_HAND)),
        level_days=int(data.get("level_days", 0)),
        restricts=bool(data.get("restricts")),
        marks_lost=bool(data.get("marks_lost")),
        charge=int(data.get("charge", 0)),
    )


def message_facts(copies: Iterable[CopyTold], day: date, *, owed: int = 0) -> dict[str, Any]:
    """Return the facts of a message: its tone is that of the sternest level, the oldest copy stands first; soʻm owed."""
    told = sorted(copies, key=lambda copy: (copy.due_on, copy.loan_id))
    tone = max((copy for copy in told if copy.due_now), key=_tone, default=None)
    facts: dict[str, Any] = {
        "template": tone.template if tone else BY_HAND,
        "copies": [copy.as_data(day) for copy in told],
    }
    return facts | ({"owed": owed} if owed > 0 else {})


def _tone(copy: CopyTold) -> tuple[bool, bool, int]:
    return copy.marks_lost, copy.restricts, copy.level_days


@dataclass(frozen=True, slots=True)
class LoanNow:
    """A loan at the moment of sending."""

    due_on: date
    closed: bool
    claimed: bool
    lost: bool
    promised: bool


def still_told(copy: CopyTold, now: LoanNow | None) -> bool:
    """Tell whether the message still speaks of this copy: what came back, was renewed or promised meanwhile does not.

    A copy that the ladder itself gave up for lost is what the message is about.
    """
    if now is None or now.closed or now.claimed or now.promised:
        return False
    return now.due_on == copy.due_on and (copy.marks_lost or not now.lost)


def what_is_left(copies: Iterable[CopyTold], now: Mapping[int, LoanNow]) -> tuple[CopyTold, ...]:
    """Return the copies that the message still tells of; nothing where no level of it holds any more (OV-03)."""
    left = tuple(copy for copy in copies if still_told(copy, now.get(copy.loan_id)))
    return left if any(copy.due_now for copy in left) else ()


def batch_of(delivery_id: int) -> str:
    """Name the attempt that reached the reader, as the rows of the log about it carry it."""
    return f"delivery:{delivery_id}"


def channels_of(decisions: Iterable[Decision]) -> tuple[str, ...]:
    """Return the order of channels of the sternest level; empty: the reader's own, else the library's."""
    level = sternest(decisions).written
    return level.channels if level else ()
