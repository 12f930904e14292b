"""What the desk answers to a scan: rows of the feed, a box that locks, the end of a reader's session."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from circulation.desk.rules.commands import Mode, Place
from circulation.loans.errors import LoanCode
from circulation.loans.rules import Fact, Reason, Severity

IDLE = timedelta(minutes=10)  # SB-10, unless the library says otherwise


class Outcome(StrEnum):
    """What became of one scan, as its row shows it."""

    OPENED = "opened"
    LENT = "lent"
    RENEWED = "renewed"
    RETURNED = "returned"
    ON_SHELF = "on_shelf"
    IN_ROOM = "in_room"
    HELD = "held"
    UNDONE = "undone"
    ADDED = "added"
    ARRIVED = "arrived"
    REGISTERED = "registered"
    LEFT = "left"  # asked, and answered with no
    REFUSED = "refused"
    TWICE = "twice"


class BoxKind(StrEnum):
    """Why the box is locked (SB-03, SB-06)."""

    REFUSED = "refused"
    ASKED = "asked"
    WHICH = "which"
    ENTRY = "entry"  # a day is to be typed


class Act(StrEnum):
    """What was refused, or what a yes would do."""

    OPEN = "open"
    LEND = "lend"
    RENEW = "renew"
    TAKE_BACK = "take_back"
    REGISTER = "register"
    FIND = "find"
    HOLD = "hold"
    UNDO = "undo"
    ADD = "add"
    BACKDATE = "backdate"
    DUE = "due"


class Sound(StrEnum):
    """The three sounds (SB-09)."""

    DONE = "done"
    ATTENTION = "attention"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence: a rule's number where it has one, its code and facts, and which copy it is about."""

    code: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    rule: str = ""
    severity: str = "tell"
    about: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """The state of one desk: whose session is open, how copies are read, since when, and the last scan.

    `place` and `due_on` (a due date given by hand) hold for what is lent next, until the session ends; `back_on`
    is the day to which returns are dated back.
    """

    patron_id: int | None = None
    mode: Mode = Mode.AUTOMATIC
    opened_at: datetime | None = None
    last_at: datetime | None = None
    layout_told: bool = False
    place: Place = Place.HOME
    due_on: date | None = None
    back_on: date | None = None

    @property
    def mark(self) -> str:
        """What a page shows of the state, in short: a page that shows another one is out of date."""
        place = "" if self.place is Place.HOME else f"-{self.place}"
        days = "".join(
            f"-{name}{day.isoformat()}" for name, day in (("due", self.due_on), ("back", self.back_on)) if day
        )
        return f"{self.patron_id or 0}-{self.mode}{place}{days}"

    def closed(self) -> Desk:
        """Return the desk without a reader, and without what was chosen for them."""
        mode = Mode.AUTOMATIC if self.mode is Mode.HOLD else self.mode
        return replace(self, patron_id=None, opened_at=None, place=Place.HOME, due_on=None, mode=mode)

    def settled(self, now: datetime, idle: timedelta = IDLE) -> Desk:
        """Return the desk as it stands now: a session idle too long has ended (SB-10).

        A desk left alone forgets its unusual modes too: nobody shall date returns back by a forgotten choice.
        """
        if self.last_at is not None and now - self.last_at <= idle:
            return self
        plain = self.mode if self.mode is Mode.RETURN else Mode.AUTOMATIC
        return replace(self.closed(), mode=plain, back_on=None)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the feed (SB-02); for a card, `title` is the reader's name."""

    outcome: Outcome
    code: str
    title: str = ""
    author: str = ""
    language: str = ""
    call_number: str = ""
    record_id: int | None = None
    patron_id: int | None = None
    reader: str = ""
    loan_id: int | None = None
    due: date | None = None
    minute: int | None = None  # the hour of the due date, minutes after midnight (DD-07)
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """Why the desk waits: all reasons at once; `acknowledgement` is what a yes would say, as text.

    Of a refusal `acknowledgement` covers the questions that stood beside what blocks: an override answers both.
    """

    kind: BoxKind
    act: Act
    code: str
    title: str = ""
    reader: str = ""
    told: tuple[Told, ...] = ()
    acknowledgement: str = ""
    loan_id: int | None = None
    value: str = ""  # what the field of an entry begins with

    @property
    def blocks(self) -> tuple[str, ...]:
        """The codes that nobody passes without an override."""
        return tuple(dict.fromkeys(each.code for each in self.told if each.severity == Severity.BLOCK))


@dataclass(frozen=True, slots=True)
class Slip:
    """What is to be printed: the loans of a reader, or the slip of a copy for the hold shelf (CI-05)."""

    patron_id: int
    hold_id: int | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """The grouped notice at the end of a reader's session (SB-10): ids of loans; what was undone is not among them."""

    patron_id: int
    reader: str
    lent_ids: tuple[int, ...] = ()
    renewed_ids: tuple[int, ...] = ()
    returned_ids: tuple[int, ...] = ()

    @property
    def loans(self) -> tuple[int, ...]:
        """The loans that the notice is about, each once."""
        return tuple(dict.fromkeys((*self.lent_ids, *self.renewed_ids, *self.returned_ids)))


@dataclass(frozen=True, slots=True)
class Said:
    """What one scan brought about, and the state of the desk after it."""

    desk: Desk
    rows: tuple[Row, ...] = ()
    box: Box | None = None
    ended: Ended | None = None
    notes: tuple[Told, ...] = ()
    slip: Slip | None = None
    prints: bool = False  # the slip was asked for and goes to the printer now

    @property
    def sound(self) -> Sound:
        """The sound that goes with it: refused, attention where something is to be read, else done."""
        if self.box and self.box.kind is BoxKind.REFUSED:
            return Sound.REFUSED
        if any(row.outcome is Outcome.REFUSED for row in self.rows):
            return Sound.REFUSED
        quiet = {
            Outcome.OPENED, Outcome.LENT, Outcome.RENEWED, Outcome.RETURNED, Outcome.REGISTERED, Outcome.IN_ROOM,
            Outcome.HELD, Outcome.UNDONE, Outcome.ADDED, Outcome.ARRIVED,
        }  # fmt: skip
        odd = any(row.outcome not in quiet or any(map(_is_odd, row.told)) for row in self.rows)
        return Sound.ATTENTION if self.box or self.notes or odd else Sound.DONE


def _is_odd(told: Told) -> bool:
    """Tell whether somebody should look at it; that a reader had the book before is nothing to turn one's head for."""
    return bool(told.rule) and told.code != LoanCode.HAD_BEFORE


@dataclass(frozen=True, slots=True)
class ScanAnswer:
    """An answer as it is kept; `replayed` tells that it was given before and nothing was done now (SB-07)."""

    key: str
    at: datetime
    code: str
    said: Said
    replayed: bool = False


def told_of(reasons: Iterable[Reason], *, about: str = "") -> tuple[Told, ...]:
    """Return reasons of lending as the desk tells and keeps them."""
    return tuple(Told(str(each.code), each.facts, each.rule, str(each.severity), about) for each in reasons)
