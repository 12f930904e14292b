"""Whether a loan may be renewed (desk.md §3). A renewal goes by the policy row that was kept with the loan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from circulation.loans.errors import LoanCode
from circulation.loans.rules.case import Assessment, Copy, Fact, OpenLoan, Reader, Reason, Severity, conclude
from circulation.loans.rules.due import days_late, due_date
from circulation.loans.rules.readers import about_reader

if TYPE_CHECKING:
    from ils.library.calendar import Calendar


def renewal_reasons(loan: OpenLoan, calendar: Calendar, day: date) -> Iterator[Reason]:
    """Yield what stands against renewing: RN-03, RN-05, RN-07; the new date counts from today (RN-08)."""
    policy = loan.policy
    if loan.renewals >= policy.renewals:
        facts: dict[str, Fact] = {"count": loan.renewals, "limit": policy.renewals, "policy": policy.id}
        yield Reason("RN-03", LoanCode.RENEWAL_LIMIT, Severity.BLOCK, facts, policy.id)
    if late := days_late(loan.due_on, day):
        facts_of_delay: dict[str, Fact] = {"due": loan.due_on, "days_late": late}
        yield Reason("RN-05", LoanCode.COPY_OVERDUE, Severity.ASK, facts_of_delay)
    new = due_date(policy, calendar, day).on
    if new <= loan.due_on:
        yield Reason("RN-07", LoanCode.RENEWAL_NOT_LATER, Severity.BLOCK, {"due": loan.due_on, "new": new})


def assess_renewal(
    loan: OpenLoan | None, *, copy: Copy, reader: Reader | None, calendar: Calendar, day: date
) -> Assessment:
    """Judge a renewal asked for by itself; `reader` is whose card was shown, None for a renewal by telephone."""
    if loan is None:
        return _blocked(Reason("RN-01", LoanCode.NOT_ON_LOAN, Severity.BLOCK), copy)
    if reader and reader.id != loan.reader_id:
        facts: dict[str, Fact] = {"reader": loan.reader_name, "due": loan.due_on}
        return _blocked(Reason("RN-01", LoanCode.NOT_THIS_READERS, Severity.BLOCK, facts), copy)
    reasons = [*(about_reader(reader, day) if reader else ()), *renewal_reasons(loan, calendar, day)]
    due = due_date(loan.policy, calendar, day)
    return conclude(reasons, patron_id=loan.reader_id, item_id=copy.id, due=due)


def _blocked(reason: Reason, copy: Copy) -> Assessment:
    return conclude([reason], patron_id=None, item_id=copy.id, due=None)
