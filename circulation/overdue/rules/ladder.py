"""Which levels of the ladder a loan has reached (OV-01, OV-02), and which one of them is written about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from ils.library.calendar import Calendar

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Level:
    """One step: `days` after the due date, negative before it, calendar or open ones; `charge` in soʻm."""

    id: int
    days: int
    open_days: bool = False
    name_uz: str = ""
    name_ru: str = ""
    name_en: str = ""
    channels: tuple[str, ...] = ()
    template: str = "overdue"
    restricts: bool = False
    charge: int = 0
    marks_lost: bool = False
    active: bool = True

    @property
    def is_reminder(self) -> bool:
        """Whether it comes before the copy is late."""
        return self.days <= 0

    def name(self, language: str) -> str:
        """Return the name in `uz`, `uz_Cyrl` (still in Latin: the edge transliterates), `ru` or `en`."""
        return {"ru": self.name_ru, "en": self.name_en}.get(language) or self.name_uz


class LevelRow(TypedDict):
    """What a level is made of; `channels` in the order of trying, empty: the reader's, else the library's."""

    name_uz: str
    name_ru: str
    name_en: str
    days: int
    open_days: bool
    channels: list[str]
    template: str
    restricts: bool
    charge: int
    marks_lost: bool
    active: bool


class Pause(StrEnum):
    """Why nobody is written to about a loan though its days have come."""

    PROMISED = "overdue_pause_promised"  # OV-06
    CLAIMED = "overdue_pause_claimed"  # CI-09: the reader says it was returned
    LOST = "overdue_pause_lost"  # the register of losses has it


@dataclass(frozen=True, slots=True)
class LoanSeen:
    """An open loan as the ladder sees it; `done` are the levels dealt with for this due date."""

    id: int
    lent_on: date
    due_on: date
    done: frozenset[int] = frozenset()
    promised_until: date | None = None
    claimed: bool = False
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What a night does about one loan: the level written about, milder ones that are only noted, or why it waits."""

    loan_id: int
    written: Level | None = None
    written_on: date | None = None  # the day that level was reached: the later, the sterner
    passed: tuple[Level, ...] = ()
    pause: Pause | None = None

    @property
    def levels(self) -> tuple[Level, ...]:
        """Everything noted, the sternest last."""
        return (*self.passed, self.written) if self.written else ()

    @property
    def restricts(self) -> bool:
        """Whether the reader is restricted. What a passed level does is done too: a skipped night loses nothing."""
        return any(level.restricts for level in self.levels)

    @property
    def charge(self) -> int:
        """What is charged in all, in soʻm."""
        return sum(level.charge for level in self.levels)

    @property
    def marks_lost(self) -> bool:
        """Whether the copy is given up for lost."""
        return any(level.marks_lost for level in self.levels)


def reached_on(level: Level, due_on: date, calendar: Calendar) -> date:
    """Return the day on which a loan due on `due_on` reaches the level; open days count from the due date outwards."""
    if not level.open_days:
        return due_on + timedelta(days=level.days)
    day = due_on
    for _each in range(abs(level.days)):
        day = calendar.next_open(day + DAY) if level.days > 0 else calendar.last_open(day - DAY)
    return day


def paused(loan: LoanSeen, day: date) -> Pause | None:
    """Return why the ladder waits for this loan, None where it does not."""
    if loan.lost:
        return Pause.LOST
    if loan.claimed:
        return Pause.CLAIMED
    if loan.promised_until is not None and day <= loan.promised_until:
        return Pause.PROMISED
    return None


def decide(loan: LoanSeen, levels: Iterable[Level], calendar: Calendar, day: date) -> Decision:
    """Return what `day` does about a loan: the sternest level reached and not yet dealt with (OV-02).

    Levels count by the day on which they were reached, so that calendar and open days stand in one order. A level that
    lies below one dealt with already (a library that adds a rung to its ladder) is never gone back to.
    """
    steps = sorted(((reached_on(level, loan.due_on, calendar), level) for level in levels), key=_order)
    last = max((at for at, (_on, level) in enumerate(steps) if level.id in loan.done), default=-1)
    due = [step for step in steps[last + 1 :] if _is_due(step, loan, day)]
    if not due:
        return Decision(loan.id)
    pause = paused(loan, day)
    if pause is not None:
        return Decision(loan.id, pause=pause)
    *passed, (written_on, written) = due
    return Decision(loan.id, written, written_on, tuple(level for _on, level in passed))


def _order(step: tuple[date, Level]) -> tuple[date, int, bool, int]:
    on, level = step
    return on, level.days, level.open_days, level.id


def _is_due(step: tuple[date, Level], loan: LoanSeen, day: date) -> bool:
    """Nobody is reminded on the very day of lending."""
    on, level = step
    reminded_at_once = level.is_reminder and day <= loan.lent_on
    return level.active and on <= day and not reminded_at_once


def furthest_due(levels: Sequence[Level], calendar: Calendar, day: date) -> date:
    """Return the last due date that any active level may reach on `day`: nothing due later need be read."""
    reminders = [level for level in levels if level.active and level.days < 0]
    return max([day, *(_ahead(level, calendar, day) for level in reminders)])


def _ahead(level: Level, calendar: Calendar, day: date) -> date:
    if not level.open_days:
        return day - timedelta(days=level.days)
    for _each in range(-level.days + 1):
        day = calendar.next_open(day + DAY)
    return day


def sternest(decisions: Iterable[Decision]) -> Decision:
    """Return the decision that sets the tone of one message about several copies (OV-04)."""
    return max((each for each in decisions if each.written), key=_tone)


def _tone(decision: Decision) -> tuple[bool, bool, int]:
    days = decision.written.days if decision.written else 0
    return decision.marks_lost, decision.restricts, days
