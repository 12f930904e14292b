"""What a changed table of policies would have made of a loan that was made (one loan, judged by two tables)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from circulation.loans.errors import LoanCode
from circulation.loans.rules.due import due_date
from circulation.loans.rules.outcome import Fact
from circulation.policies.rules import Policy, Table, TriedLoan, Verdict, fitting_limits, most_specific

if TYPE_CHECKING:
    from ils.library.calendar import Calendar


@dataclass(frozen=True, slots=True)
class PastLoan:
    """A loan as it was made: who, what, when, and what the reader held at that moment (`worst_late` in days)."""

    id: int
    reader: str
    title: str
    code: str
    category: str
    item_type: str
    fund: str
    use: str
    department: str
    lent_on: date
    count: int = 0
    worst_late: int = 0
    of_type: int = 0
    of_fund: int = 0


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a table lends nothing: the code and its facts."""

    code: LoanCode
    facts: dict[str, Fact]


def row_of(loan: PastLoan, table: Table) -> Policy | None:
    """Return the row that a table has for the loan."""
    return most_specific(table.policies, loan.category, loan.item_type, loan.use, loan.department)


def refusal_of(loan: PastLoan, table: Table, row: Policy | None, blocking: Collection[str]) -> Refusal | None:
    """Return why the table refuses the loan; only decisions that stop in this library (`blocking`) refuse."""
    found = _of_row(loan, row) or _of_limits(loan, table)
    return found if found and found.code in blocking else None


def _of_row(loan: PastLoan, row: Policy | None) -> Refusal | None:
    if row is None:
        return Refusal(
            LoanCode.NO_POLICY, {"category": loan.category, "item_type": loan.item_type, "place": loan.use}
        )
    if loan.count >= row.limit_total:
        return Refusal(LoanCode.LIMIT_TOTAL, {"count": loan.count, "limit": row.limit_total})
    if row.overdue_blocks is not None and loan.worst_late >= row.overdue_blocks:
        return Refusal(LoanCode.HAS_OVERDUE, {"days_late": loan.worst_late, "limit": row.overdue_blocks})
    return None


def _of_limits(loan: PastLoan, table: Table) -> Refusal | None:
    for each in fitting_limits(table.limits, loan.category, loan.item_type, loan.fund):
        count = loan.of_type if each.item_type else loan.of_fund
        if count >= each.copies:
            kind = each.item_type or each.fund
            return Refusal(LoanCode.LIMIT_TYPE, {"count": count, "limit": each.copies, "kind": kind})
    return None


def compare(
    loan: PastLoan, before: Table, after: Table, calendar: Calendar, blocking: Collection[str]
) -> TriedLoan | None:
    """Return what would have come out otherwise, None where nothing would."""
    old, new = row_of(loan, before), row_of(loan, after)
    was, now = refusal_of(loan, before, old, blocking), refusal_of(loan, after, new, blocking)
    due_before = due_date(old, calendar, loan.lent_on, use=loan.use).on if old else None
    due_after = due_date(new, calendar, loan.lent_on, use=loan.use).on if new else None
    verdict = _verdict(was, now, due_before, due_after)
    if verdict is None:
        return None
    return TriedLoan(
        loan_id=loan.id,
        reader=loan.reader,
        title=loan.title,
        code=loan.code,
        lent_on=loan.lent_on,
        verdict=verdict,
        due_before=due_before if was is None else None,
        due_after=due_after if now is None else None,
        row_before=old.id if old else None,
        row_after=new.id if new else None,
        reason=str(now.code) if now else "",
        facts={name: value for name, value in now.facts.items() if isinstance(value, int | str)}
        if now
        else None,
    )


def _verdict(
    was: Refusal | None, now: Refusal | None, before: date | None, after: date | None
) -> Verdict | None:
    if was or now:
        return None if was and now else Verdict.REFUSED if now else Verdict.FREED
    if before is None or after is None or before == after:
        return None
    return Verdict.SHORTER if after < before else Verdict.LONGER
