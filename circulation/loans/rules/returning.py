"""What a librarian is told when a copy comes back (desk.md §2). Nothing here ever stops a return."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from circulation.loans.errors import LoanCode
from circulation.loans.rules.case import Copy, Fact, OpenLoan, Reason, Severity
from circulation.loans.rules.due import days_late, open_days_late
from circulation.loans.rules.lending import GONE, WITHDRAWN

if TYPE_CHECKING:
    from ils.library.calendar import Calendar


def return_reasons(
    copy: Copy, loan: OpenLoan | None, *, calendar: Calendar, day: date, here: str
) -> tuple[Reason, ...]:
    """Return all that is to be told; `here` is the code of the department that takes the copy back."""
    found = [*_about_loan(copy, loan, calendar, day), *_about_place(copy, here), *_about_state(copy)]
    return tuple(sorted(found, key=lambda reason: reason.rule))


def _about_loan(copy: Copy, loan: OpenLoan | None, calendar: Calendar, day: date) -> Iterator[Reason]:
    if loan is None and copy.state != WITHDRAWN:
        yield Reason("CI-02", LoanCode.ON_SHELF, Severity.TELL, {"state": copy.state})
    elif loan and loan.due_on < day:
        facts: dict[str, Fact] = {
            "due": loan.due_on,
            "days_late": days_late(loan.due_on, day),
            "open_days_late": open_days_late(calendar, loan.due_on, day),
        }
        yield Reason("CI-04", LoanCode.RETURNED_LATE, Severity.TELL, facts)


def _about_place(copy: Copy, here: str) -> Iterator[Reason]:
    if here and copy.department != here:
        facts: dict[str, Fact] = {"department": copy.department}
        yield Reason("CI-06", LoanCode.BELONGS_ELSEWHERE, Severity.TELL, facts)
    if copy.hanging:
        facts_of_place: dict[str, Fact] = {
            "exhibition": copy.hanging.label,
            "section": copy.hanging.section or None,
        }
        yield Reason("CI-07", LoanCode.BACK_TO_EXHIBITION, Severity.TELL, facts_of_place)


def _about_state(copy: Copy) -> Iterator[Reason]:
    if copy.state in GONE:
        yield Reason("CI-08", LoanCode.COPY_WAS_LOST, Severity.TELL, {"since": copy.state_since})
    if copy.state == WITHDRAWN:
        facts: dict[str, Fact] = {"act": copy.withdrawn_act or None, "day": copy.withdrawn_on}
        yield Reason("CI-08", LoanCode.COPY_WAS_WITHDRAWN, Severity.TELL, facts)
