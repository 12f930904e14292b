"""What a changed table would have done to loans that were made: the values that a trial is shown by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from circulation.policies.rules.limits import Limit
from circulation.policies.rules.table import Policy


class Verdict(StrEnum):
    """What would have become of a loan, compared with the table that holds now."""

    REFUSED = "refused"
    FREED = "freed"  # the table that holds now would refuse it, the changed one would not
    SHORTER = "shorter"
    LONGER = "longer"


@dataclass(frozen=True, slots=True)
class Table:
    """All rows and all limits: the table that holds, or a changed one."""

    policies: tuple[Policy, ...]
    limits: tuple[Limit, ...] = ()


@dataclass(frozen=True, slots=True)
class TriedLoan:
    """One loan that would have come out otherwise; `reason` is the code of the refusal, `facts` its values."""

    loan_id: int
    reader: str
    title: str
    code: str
    lent_on: date
    verdict: Verdict
    due_before: date | None
    due_after: date | None
    row_before: int | None
    row_after: int | None
    reason: str = ""
    facts: Mapping[str, int | str | None] | None = None


@dataclass(frozen=True, slots=True)
class Trial:
    """Last month's loans under a changed table: how many there were, and those that would differ."""

    since: date
    until: date
    loans: int
    other_row: int  # ruled by another row, whatever came of it
    changed: tuple[TriedLoan, ...]

    def of(self, verdict: Verdict) -> tuple[TriedLoan, ...]:
        """Return the loans of one verdict."""
        return tuple(each for each in self.changed if each.verdict is verdict)
