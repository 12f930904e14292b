"""The plain values that lending is decided by, and what a decision looks like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from circulation.loans.rules.outcome import Fact as Fact
from circulation.loans.rules.outcome import Reason as Reason
from circulation.loans.rules.outcome import Severity as Severity
from circulation.policies.rules import Limit, Policy

if TYPE_CHECKING:
    from ils.library.calendar import Calendar

HOME, ROOM, OVERNIGHT, EXHIBITION, ORGANISATION = "home", "room", "overnight", "exhibition", "organisation"
IN_ROOM = frozenset({ROOM, OVERNIGHT})  # uses that leave a reading-room copy in the library's reach (CO-11)
PERSON = "person"


@dataclass(frozen=True, slots=True)
class Barrier:
    """An open restriction of a reader; `kind` is manual, overdue, loss or suspension; `until` its last day."""

    id: int
    kind: str
    reason: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """What lending needs to know of a reader; years are calendar years, debts soʻm."""

    id: int
    name: str
    card: str
    card_lost_on: date | None = None
    last_registered_year: int | None = None
    category: str = ""
    kind: str = PERSON
    birth_date: date | None = None
    member_until: date | None = None
    note: str = ""
    barriers: tuple[Barrier, ...] = ()
    owed: int = 0


@dataclass(frozen=True, slots=True)
class Hanging:
    """An exhibition that a copy is on."""

    label: str
    section: str = ""
    until: date | None = None
    lendable: bool = True


@dataclass(frozen=True, slots=True)
class Copy:
    """What lending needs to know of a copy; `state` is a value of the copy's state, `department` a code.

    `use` is where the copy is used if nobody says otherwise; `age_mark` is read for young readers only.
    `handed_over`: on its way to another custodian, by whatever paper (CO-13).
    """

    id: int
    state: str
    state_since: datetime
    department: str = ""
    withdrawn_on: date | None = None
    withdrawn_act: str = ""
    hanging: Hanging | None = None
    use: str = HOME
    item_type: str = ""
    fund: str = ""
    parts: str = ""
    incomplete: str = ""
    note: str = ""
    age_mark: int | None = None
    handed_over: date | None = None


@dataclass(frozen=True, slots=True)
class OpenLoan:
    """The loan that a copy is on; `policy` is the row as it was kept with the loan."""

    id: int
    reader_id: int
    reader_name: str
    due_on: date
    renewals: int
    policy: Policy
    use: str = HOME
    lost_on: date | None = None
    claimed_on: date | None = None


@dataclass(frozen=True, slots=True)
class LateCopy:
    """One copy that the reader should have brought back."""

    code: str
    due_on: date


@dataclass(frozen=True, slots=True)
class SameTitle:
    """Another copy of the title that the reader has now."""

    code: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Held:
    """What the reader has at home: open loans, how many of them are late, the oldest due date.

    `copies` are the late ones, the oldest first, not more than a screen shows; `of_type` and `of_fund` count the
    copies of the same item type and fund as the copy asked for (CO-17); `same_title` and `had_before` speak of its title.
    """

    count: int = 0
    late: int = 0
    oldest_due: date | None = None
    copies: tuple[LateCopy, ...] = ()
    of_type: int = 0
    of_fund: int = 0
    same_title: SameTitle | None = None
    had_before: date | None = None


@dataclass(frozen=True, slots=True)
class Queue:
    """Who waits for the title: `waiting` others whom this copy could serve, `ahead` of them before this reader.

    `free` counts other copies on the shelf, `held_for` names the other reader for whom this copy is set aside.
    """

    waiting: int = 0
    ahead: int = 0
    free: int = 0
    held_for: str = ""
    held_until: date | None = None
    set_aside: bool = False  # for this very reader

    @property
    def unserved(self) -> bool:
        """Tell whether somebody who comes before this reader waits and no other free copy serves them."""
        return not self.set_aside and self.ahead > self.free


@dataclass(frozen=True, slots=True)
class LoanCase:
    """All that a scan of a card and a copy is judged by; `day` is the library's calendar day.

    `policy` is the row that holds and `limits` those of CO-17; `asked_use` the place of use that the librarian chose,
    `due_by_hand` a date instead of the reckoned one; `severities` what the library made of the decisions.
    """

    scanned_card: str
    scanned_copy: str
    reader: Reader | None
    copy: Copy | None
    loan: OpenLoan | None
    held: Held
    policy: Policy | None
    calendar: Calendar
    day: date
    nearest: tuple[str, ...] = ()
    limits: tuple[Limit, ...] = ()
    queue: Queue = Queue()
    asked_use: str = ""
    in_room: bool = False  # the desk itself is a reading room
    due_by_hand: date | None = None
    severities: Mapping[str, str] = field(default_factory=dict)

    @property
    def renews(self) -> bool:
        """Tell whether the reader already has the copy, so that the scan can only renew it (CO-14)."""
        return bool(self.loan and self.reader and self.loan.reader_id == self.reader.id)

    @property
    def use(self) -> str:
        """The place of use that the loan would have (DD-01): the loan's own for a renewal."""
        if self.loan and self.renews:
            return self.loan.use
        return use_of(self.copy, self.reader, self.asked_use)


def use_of(copy: Copy | None, reader: Reader | None, asked: str = "") -> str:
    """Return the place of use: as asked, else as the copy is used, else by who borrows and from where."""
    if asked or copy is None:
        return asked or HOME
    if copy.use in IN_ROOM:
        return copy.use
    if reader and reader.kind == ORGANISATION:
        return ORGANISATION
    return EXHIBITION if copy.hanging else copy.use


def shown_list(copies: tuple[LateCopy, ...], day: date, *, of: int) -> Fact:
    """Return late copies as one line of numbers with their days late, whatever the language: INV-1 (5), INV-2 (3)."""
    told = ", ".join(f"{each.code} ({(day - each.due_on).days})" for each in copies)
    return f"{told}, …" if of > len(copies) else told
