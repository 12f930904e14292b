"""What a decision looks like: reasons with their severity, and what they come to together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from circulation.loans.errors import LoanCode
from circulation.policies.rules import DECISIONS, FIXED
from circulation.policies.rules import Severity as Severity

if TYPE_CHECKING:
    from circulation.loans.rules.due import Due, Step

Fact = str | int | date | datetime | None

DEFAULTS: Mapping[LoanCode, Severity] = {LoanCode(each.code): each.default for each in DECISIONS}
NEVER_PASSED = frozenset({LoanCode.COPY_UNKNOWN, LoanCode.READER_UNKNOWN})
STRENGTH = {Severity.OFF: 0, Severity.TELL: 1, Severity.ASK: 2, Severity.BLOCK: 3}


class Outcome(StrEnum):
    """What all reasons together come to."""

    ALLOWED = "allowed"
    ASK = "ask"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of desk.md that applies: its number, code, facts, and the policy row that caused it.

    `overridden`: a block that a person with the permission passed with a written reason.
    """

    rule: str
    code: LoanCode
    severity: Severity
    facts: Mapping[str, Fact] = field(default_factory=dict)
    policy_id: int | None = None
    overridden: bool = False


@dataclass(frozen=True, slots=True)
class Assessment:
    """The decision: every reason at once, the due date that a yes would give, the hour of it, the place of use."""

    outcome: Outcome
    reasons: tuple[Reason, ...] = ()
    patron_id: int | None = None
    item_id: int | None = None
    due_on: date | None = None
    due_steps: tuple[Step, ...] = ()
    due_minute: int | None = None
    use: str = ""

    @property
    def asks(self) -> tuple[Reason, ...]:
        """The reasons that wait for a yes."""
        return tuple(each for each in self.reasons if each.severity is Severity.ASK)

    @property
    def blocks(self) -> tuple[Reason, ...]:
        """The reasons that stop it."""
        return tuple(each for each in self.reasons if each.severity is Severity.BLOCK)

    @property
    def overridden(self) -> tuple[Reason, ...]:
        """The blocks that were passed."""
        return tuple(each for each in self.reasons if each.overridden)

    def has(self, code: LoanCode) -> bool:
        """Tell whether a reason of this code applies."""
        return any(each.code is code for each in self.reasons)


def conclude(
    reasons: Iterable[Reason],
    *,
    patron_id: int | None,
    item_id: int | None,
    due: Due | None,
    use: str = "",
) -> Assessment:
    """Return the decision that the reasons come to; a blocked one promises no date."""
    reasons = tuple(reasons)
    severities = {each.severity for each in reasons}
    if Severity.BLOCK in severities:
        return Assessment(Outcome.BLOCKED, reasons, patron_id, item_id, use=use)
    outcome = Outcome.ASK if Severity.ASK in severities else Outcome.ALLOWED
    if due is None:
        return Assessment(outcome, reasons, patron_id, item_id, use=use)
    return Assessment(outcome, reasons, patron_id, item_id, due.on, due.steps, due.minute, use)


def as_the_library_decides(reasons: Iterable[Reason], severities: Mapping[str, str]) -> Iterator[Reason]:
    """Give every reason the library's severity; what is off is not shown.

    A reason that its own facts made sterner than the default (an exhibition that lends nothing, a row that
    blocks from so many days late) is never softened by the choice, only switched off.
    """
    for each in reasons:
        chosen = severities.get(each.code)
        if chosen is None or each.code in FIXED:
            yield each
        elif Severity(chosen) is not Severity.OFF:
            yield replace(each, severity=_sterner(each, Severity(chosen)))


def _sterner(reason: Reason, chosen: Severity) -> Severity:
    raised = STRENGTH[reason.severity] > STRENGTH[DEFAULTS.get(reason.code, reason.severity)]
    return reason.severity if raised and STRENGTH[reason.severity] > STRENGTH[chosen] else chosen


def passed_over(reasons: Iterable[Reason], codes: frozenset[str]) -> Iterator[Reason]:
    """Turn the blocks that a person passes into what is told; an unknown copy or reader is never passed."""
    for each in reasons:
        passes = each.severity is Severity.BLOCK and each.code in codes and each.code not in NEVER_PASSED
        yield replace(each, severity=Severity.TELL, overridden=True) if passes else each


def in_order(reasons: Iterable[Reason]) -> list[Reason]:
    """Return the reasons by their numbers; those of one number as they were found."""
    return sorted(reasons, key=lambda reason: (reason.rule[:2], int(reason.rule[3:])))


def plain(facts: Mapping[str, Fact]) -> dict[str, str | int | None]:
    """Return the facts as JSON can hold them: days and instants in ISO 8601."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in facts.items()}
