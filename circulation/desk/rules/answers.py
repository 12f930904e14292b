"""What the desk answers to a scan: rows of the feed, a box that locks, the end of a reader's session."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from circulation.desk.rules.scans import IDLE, Mode
from circulation.loans.rules import Fact, Reason


class Outcome(StrEnum):
    """What became of one scan, as its row shows it."""

    OPENED = "opened"
    LENT = "lent"
    RENEWED = "renewed"
    RETURNED = "returned"
    ON_SHELF = "on_shelf"
    REGISTERED = "registered"
    LEFT = "left"  # asked, and answered with no
    REFUSED = "refused"
    TWICE = "twice"


class BoxKind(StrEnum):
    """Why the box is locked (SB-03, SB-06)."""

    REFUSED = "refused"
    ASKED = "asked"
    WHICH = "which"


class Act(StrEnum):
    """What was refused, or what a yes would do."""

    OPEN = "open"
    LEND = "lend"
    RENEW = "renew"
    TAKE_BACK = "take_back"
    REGISTER = "register"
    FIND = "find"


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
    """The state of one desk: whose session is open, how copies are read, since when, and the last scan."""

    patron_id: int | None = None
    mode: Mode = Mode.AUTOMATIC
    opened_at: datetime | None = None
    last_at: datetime | None = None
    layout_told: bool = False

    @property
    def mark(self) -> str:
        """What a page shows of the state, in short: a page that shows another one is out of date."""
        return f"{self.patron_id or 0}-{self.mode}"

    def closed(self) -> Desk:
        """Return the desk without a reader."""
        return replace(self, patron_id=None, opened_at=None)

    def settled(self, now: datetime) -> Desk:
        """Return the desk as it stands now: a session idle too long has ended (SB-10)."""
        idle = self.patron_id is not None and (self.last_at is None or now - self.last_at > IDLE)
        return self.closed() if idle else self


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
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """Why the desk waits: all reasons at once; `acknowledgement` is what a yes would say, as text."""

    kind: BoxKind
    act: Act
    code: str
    title: str = ""
    reader: str = ""
    told: tuple[Told, ...] = ()
    acknowledgement: str = ""
    loan_id: int | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """The grouped notice at the end of a reader's session (SB-10)."""

    patron_id: int
    reader: str
    lent: int = 0
    renewed: int = 0
    returned: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """What one scan brought about, and the state of the desk after it."""

    desk: Desk
    rows: tuple[Row, ...] = ()
    box: Box | None = None
    ended: Ended | None = None
    notes: tuple[Told, ...] = ()

    @property
    def sound(self) -> Sound:
        """The sound that goes with it: refused, attention where something is to be read, else done."""
        if self.box and self.box.kind is BoxKind.REFUSED:
            return Sound.REFUSED
        quiet = {Outcome.OPENED, Outcome.LENT, Outcome.RENEWED, Outcome.RETURNED, Outcome.REGISTERED}
        odd = any(row.outcome not in quiet or any(each.rule for each in row.told) for row in self.rows)
        return Sound.ATTENTION if self.box or self.notes or odd else Sound.DONE


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
