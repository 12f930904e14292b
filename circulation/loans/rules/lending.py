"""Whether a copy may be lent to a reader: every line of desk.md §1 that this program knows, asked in order."""

from __future__ import annotations

from collections.abc import Iterator

from circulation.loans.errors import LoanCode
from circulation.loans.rules.case import Assessment, Copy, Fact, Hanging, LoanCase, Reason, Severity, conclude
from circulation.loans.rules.due import Due, days_late, due_date
from circulation.loans.rules.readers import about_reader
from circulation.loans.rules.renewing import renewal_reasons
from circulation.loans.rules.scans import copy_unknown, reader_unknown

WITHDRAWN = "withdrawn"
GONE = frozenset({"missing", "lost"})
NOT_READY = frozenset({"processing", "in_repair"})


def assess(case: LoanCase) -> Assessment:
    """Judge a card and a copy by all rules at once; only what is unknown ends it at once (CO-01, CO-02)."""
    unknown = _copy_unknown(case) or _reader_unknown(case)
    if unknown or case.reader is None or case.copy is None:
        known = (case.reader.id if case.reader else None, case.copy.id if case.copy else None)
        return conclude([unknown] if unknown else [], patron_id=known[0], item_id=known[1], due=None)
    reasons = [*about_reader(case.reader, case.day), *_about_copy(case.copy, case), *_about_act(case)]
    reasons.sort(key=lambda reason: (reason.rule[:2], int(reason.rule[3:])))
    return conclude(reasons, patron_id=case.reader.id, item_id=case.copy.id, due=_due(case))


def _copy_unknown(case: LoanCase) -> Reason | None:
    return None if case.copy else copy_unknown("CO-01", case.scanned_copy, case.nearest)


def _reader_unknown(case: LoanCase) -> Reason | None:
    return None if case.reader else reader_unknown(case.scanned_card)


def _about_copy(copy: Copy, case: LoanCase) -> Iterator[Reason]:
    if copy.state == WITHDRAWN:
        facts: dict[str, Fact] = {"act": copy.withdrawn_act or None, "day": copy.withdrawn_on}
        yield Reason("CO-09", LoanCode.COPY_WITHDRAWN, Severity.BLOCK, facts)
    if copy.state in GONE:
        yield Reason("CO-10", LoanCode.COPY_MISSING, Severity.ASK, {"since": copy.state_since})
    if copy.state in NOT_READY:
        facts_of_state: dict[str, Fact] = {"state": copy.state, "since": copy.state_since}
        yield Reason("CO-13", LoanCode.COPY_NOT_READY, Severity.ASK, facts_of_state)
    if copy.hanging and not case.renews:
        yield _on_exhibition(copy.hanging)


def _on_exhibition(hanging: Hanging) -> Reason:
    severity = Severity.ASK if hanging.lendable else Severity.BLOCK
    facts: dict[str, Fact] = {
        "exhibition": hanging.label,
        "section": hanging.section or None,
        "until": hanging.until,
    }
    return Reason("CO-12", LoanCode.ON_EXHIBITION, severity, facts)


def _about_act(case: LoanCase) -> Iterator[Reason]:
    """Ask what the scan would do: renew the reader's own loan, or make a new one.

    Only a new loan needs a place within the limit and a row of policy; a renewal goes by its own rules (§3)
    and by the row that was kept with the loan.
    """
    if case.loan and case.renews:
        yield Reason("CO-14", LoanCode.ALREADY_YOURS, Severity.ASK, {"due": case.loan.due_on})
        yield from renewal_reasons(case.loan, case.calendar, case.day)
        return
    if case.loan:
        facts: dict[str, Fact] = {"reader": case.loan.reader_name, "due": case.loan.due_on}
        yield Reason("CO-15", LoanCode.LENT_TO_OTHER, Severity.ASK, facts)
    yield from _about_new_loan(case)


def _about_new_loan(case: LoanCase) -> Iterator[Reason]:
    held, policy = case.held, case.policy
    if held.late and held.oldest_due:
        facts: dict[str, Fact] = {"copies": held.late, "days_late": days_late(held.oldest_due, case.day)}
        yield Reason("CO-08", LoanCode.HAS_OVERDUE, Severity.ASK, facts)
    if policy is None:
        yield Reason("CO-26", LoanCode.NO_POLICY, Severity.BLOCK)
    elif held.count >= policy.limit_total:
        reached: dict[str, Fact] = {"count": held.count, "limit": policy.limit_total, "policy": policy.id}
        yield Reason("CO-16", LoanCode.LIMIT_TOTAL, Severity.BLOCK, reached, policy.id)


def _due(case: LoanCase) -> Due | None:
    policy = case.loan.policy if case.loan and case.renews else case.policy
    return due_date(policy, case.calendar, case.day) if policy else None
