"""Whether a loan may be renewed (desk.md §3). A renewal goes by the policy row that was kept with the loan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from circulation.loans.errors import LoanCode
from circulation.loans.rules.case import Copy, OpenLoan, Queue, Reader
from circulation.loans.rules.due import Due, days_late, due_date
from circulation.loans.rules.outcome import (
    Assessment,
    Fact,
    Reason,
    Severity,
    as_the_library_decides,
    conclude,
    in_order,
    passed_over,
)
from circulation.loans.rules.readers import about_debt, about_reader, about_rights

if TYPE_CHECKING:
    from ils.library.calendar import Calendar

FROM_DUE = "due"
NO_QUEUE = Queue()


def renewal_due(loan: OpenLoan, calendar: Calendar, day: date, *, member_until: date | None = None) -> Due:
    """Return the date that a renewal gives: counted from today or from the old due date by the row (RN-08)."""
    start = loan.due_on if loan.policy.renewal_from == FROM_DUE else day
    return due_date(loan.policy, calendar, day, use=loan.use, member_until=member_until, start=start)


def renewal_reasons(
    loan: OpenLoan, *, reader: Reader | None, queue: Queue, calendar: Calendar, day: date
) -> Iterator[Reason]:
    """Yield what stands against renewing: RN-01 … RN-07; `reader` is who has the copy."""
    yield from _given_up(loan)
    if queue.waiting > queue.free:
        facts: dict[str, Fact] = {"waiting": queue.waiting, "free": queue.free}
        yield Reason("RN-02", LoanCode.OTHERS_WAIT, Severity.BLOCK, facts)
    yield from _about_row(loan, day)
    if reader:
        yield from _about_holder(reader, loan, day)
    if late := days_late(loan.due_on, day):
        facts_of_delay: dict[str, Fact] = {"due": loan.due_on, "days_late": late}
        yield Reason("RN-05", LoanCode.COPY_OVERDUE, Severity.ASK, facts_of_delay)
    new = renewal_due(loan, calendar, day, member_until=reader.member_until if reader else None).on
    if new <= loan.due_on or new < day:
        yield Reason("RN-07", LoanCode.RENEWAL_NOT_LATER, Severity.BLOCK, {"due": loan.due_on, "new": new})


def _given_up(loan: OpenLoan) -> Iterator[Reason]:
    """RN-01: what was given up for lost, or is said to be back, is not with the reader to be renewed."""
    given_up = loan.lost_on or loan.claimed_on
    if given_up:
        yield Reason("RN-01", LoanCode.GIVEN_UP, Severity.BLOCK, {"since": given_up})


def _about_row(loan: OpenLoan, day: date) -> Iterator[Reason]:
    policy = loan.policy
    if loan.renewals >= policy.renewals:
        facts: dict[str, Fact] = {"count": loan.renewals, "limit": policy.renewals, "policy": policy.id}
        yield Reason("RN-03", LoanCode.RENEWAL_LIMIT, Severity.BLOCK, facts, policy.id)
    if policy.renew_earliest is None:
        return
    first = loan.due_on - timedelta(days=policy.renew_earliest)
    if day < first:
        yield Reason("RN-06", LoanCode.RENEWAL_EARLY, Severity.BLOCK, {"first": first}, policy.id)


def _about_holder(reader: Reader, loan: OpenLoan, day: date) -> Iterator[Reason]:
    """RN-04: restricted, expired, or over the debt limit of the row kept with the loan."""
    for each in (*about_rights(reader, day), *about_debt(reader, loan.policy)):
        yield replace(each, rule="RN-04")


def assess_renewal(
    loan: OpenLoan | None,
    *,
    copy: Copy,
    reader: Reader | None,
    calendar: Calendar,
    day: date,
    holder: Reader | None = None,
    queue: Queue = NO_QUEUE,
    severities: Mapping[str, str] | None = None,
    passing: frozenset[str] = frozenset(),
    alone: bool = False,
) -> Assessment:
    """Judge a renewal asked for by itself.

    `reader` is whose card was shown, None for a renewal by telephone; `holder` who has the copy. `alone`: the reader
    renews on the web or the program by itself, so nobody is there to say yes, and what would be asked stops (RN-05).
    """
    if loan is None:
        return _blocked(Reason("RN-01", LoanCode.NOT_ON_LOAN, Severity.BLOCK), copy)
    if reader and reader.id != loan.reader_id:
        facts: dict[str, Fact] = {"reader": loan.reader_name, "due": loan.due_on}
        return _blocked(Reason("RN-01", LoanCode.NOT_THIS_READERS, Severity.BLOCK, facts), copy)
    holder = holder or reader
    found = [
        *(about_reader(reader, day) if reader else ()),
        *renewal_reasons(loan, reader=holder, queue=queue, calendar=calendar, day=day),
    ]
    judged = as_the_library_decides(in_order(found), severities or {})
    judged = passed_over(_stopped(judged) if alone else judged, passing)
    due = renewal_due(loan, calendar, day, member_until=holder.member_until if holder else None)
    return conclude(judged, patron_id=loan.reader_id, item_id=copy.id, due=due, use=loan.use)


def _stopped(reasons: Iterable[Reason]) -> Iterator[Reason]:
    for each in reasons:
        yield replace(each, severity=Severity.BLOCK) if each.severity is Severity.ASK else each


def _blocked(reason: Reason, copy: Copy) -> Assessment:
    return conclude([reason], patron_id=None, item_id=copy.id, due=None)
