"""What is asked of a reader who stands at the desk, whatever the act (desk.md §1, §6)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from circulation.loans.errors import LoanCode
from circulation.loans.rules.case import Barrier, Reader
from circulation.loans.rules.outcome import Fact, Reason, Severity
from circulation.policies.rules import Policy

SUSPENSION = "suspension"


def about_reader(reader: Reader, day: date) -> Iterator[Reason]:
    """Yield CO-03 and CO-04; the first service of a year is also the registration for it (RG-01)."""
    if reader.card_lost_on:
        yield Reason("CO-03", LoanCode.CARD_LOST, Severity.BLOCK, {"since": reader.card_lost_on})
    if (reader.last_registered_year or 0) < day.year:
        facts = {"last_year": reader.last_registered_year, "year": day.year}
        yield Reason("CO-04", LoanCode.REGISTRATION_DUE, Severity.ASK, facts)


def about_rights(reader: Reader, day: date) -> Iterator[Reason]:
    """Yield CO-05 and CO-06: suspended, expired, restricted."""
    if reader.member_until and reader.member_until < day:
        yield Reason("CO-05", LoanCode.READER_EXPIRED, Severity.BLOCK, {"until": reader.member_until})
    yield from (_barred(each) for each in reader.barriers)


def about_debt(reader: Reader, policy: Policy | None) -> Iterator[Reason]:
    """Yield CO-07: the reader owes more than the row allows, in soʻm."""
    limit = policy.debt_limit if policy else None
    if policy and limit is not None and reader.owed > limit:
        facts: dict[str, Fact] = {"amount": reader.owed, "limit": limit, "policy": policy.id}
        yield Reason("CO-07", LoanCode.DEBT_LIMIT, Severity.BLOCK, facts, policy.id)


def _barred(barrier: Barrier) -> Reason:
    if barrier.kind == SUSPENSION:
        facts: dict[str, Fact] = {"until": barrier.until, "reason": barrier.reason}
        return Reason("CO-05", LoanCode.READER_SUSPENDED, Severity.BLOCK, facts)
    facts = {
        "reason": barrier.reason,
        "since": barrier.since,
        "until": barrier.until,
        "lifts": barrier.kind,
    }
    return Reason("CO-06", LoanCode.READER_RESTRICTED, Severity.BLOCK, facts)


def age_on(birth_date: date, day: date) -> int:
    """Return the whole years lived on that day (CO-20)."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))
