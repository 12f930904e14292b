"""The plain values that lending is decided by, and what a decision looks like."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from circulation.loans.errors import LoanCode
from circulation.policies.rules import Policy

if TYPE_CHECKING:
    from circulation.loans.rules.due import Due, Step
    from ils.library.calendar import Calendar

Fact = str | int | date | datetime | None


class Severity(StrEnum):
    """What a reason does: stops, waits for the librarian's yes, or is only told."""

    BLOCK = "block"
    ASK = "ask"
    TELL = "tell"


class Outcome(StrEnum):
    """What all reasons together come to."""

    ALLOWED = "allowed"
    ASK = "ask"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of desk.md that applies: its number, code, facts, and the policy row that caused it."""

    rule: str
    code: LoanCode
    severity: Severity
    facts: Mapping[str, Fact] = field(default_factory=dict)
    policy_id: int | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """What lending needs to know of a reader; years are calendar years."""

    id: int
    name: str
    card: str
    card_lost_on: date | None = None
    last_registered_year: int | None = None


@dataclass(frozen=True, slots=True)
class Hanging:
    """An exhibition that a copy is on."""

    label: str
    section: str = ""
    until: date | None = None
    lendable: bool = True


@dataclass(frozen=True, slots=True)
class Copy:
    """What lending needs to know of a copy; `state` is a value of the copy's state, `department` a code."""

    id: int
    state: str
    state_since: datetime
    department: str = ""
    withdrawn_on: date | None = None
    withdrawn_act: str = ""
    hanging: Hanging | None = None


@dataclass(frozen=True, slots=True)
class OpenLoan:
    """The loan that a copy is on; `policy` is the row as it was kept with the loan."""

    id: int
    reader_id: int
    reader_name: str
    due_on: date
    renewals: int
    policy: Policy


@dataclass(frozen=True, slots=True)
class Held:
    """What the reader has at home: open loans, how many of them are late, the oldest due date."""

    count: int = 0
    late: int = 0
    oldest_due: date | None = None


@dataclass(frozen=True, slots=True)
class LoanCase:
    """All that a scan of a card and a copy is judged by; `day` is the library's calendar day."""

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

    @property
    def renews(self) -> bool:
        """Tell whether the reader already has the copy, so that the scan can only renew it (CO-14)."""
        return bool(self.loan and self.reader and self.loan.reader_id == self.reader.id)


@dataclass(frozen=True, slots=True)
class Assessment:
    """The decision: every reason at once, and the due date that a yes would give."""

    outcome: Outcome
    reasons: tuple[Reason, ...] = ()
    patron_id: int | None = None
    item_id: int | None = None
    due_on: date | None = None
    due_steps: tuple[Step, ...] = ()

    @property
    def asks(self) -> tuple[Reason, ...]:
        """The reasons that wait for a yes."""
        return tuple(each for each in self.reasons if each.severity is Severity.ASK)

    def has(self, code: LoanCode) -> bool:
        """Tell whether a reason of this code applies."""
        return any(each.code is code for each in self.reasons)


def conclude(
    reasons: Iterable[Reason], *, patron_id: int | None, item_id: int | None, due: Due | None
) -> Assessment:
    """Return the decision that the reasons come to; a blocked one promises no date."""
    reasons = tuple(reasons)
    severities = {each.severity for each in reasons}
    if Severity.BLOCK in severities:
        return Assessment(Outcome.BLOCKED, reasons, patron_id, item_id)
    outcome = Outcome.ASK if Severity.ASK in severities else Outcome.ALLOWED
    return Assessment(outcome, reasons, patron_id, item_id, due.on if due else None, due.steps if due else ())


def plain(facts: Mapping[str, Fact]) -> dict[str, str | int | None]:
    """Return the facts as JSON can hold them: days and instants in ISO 8601."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in facts.items()}
