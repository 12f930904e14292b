"""Whether a copy may be lent to a reader: every line of desk.md §1, asked in order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from circulation.loans.errors import LoanCode
from circulation.loans.rules.case import Copy, LoanCase, Reader, shown_list
from circulation.loans.rules.copies import GONE as GONE
from circulation.loans.rules.copies import WITHDRAWN as WITHDRAWN
from circulation.loans.rules.copies import about_copy
from circulation.loans.rules.due import Due, by_hand, days_late, due_date
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
from circulation.loans.rules.readers import about_debt, about_reader, about_rights, age_on
from circulation.loans.rules.renewing import renewal_due, renewal_reasons
from circulation.loans.rules.scans import copy_unknown, reader_unknown
from circulation.policies.rules import Policy, fitting_limits


def assess(case: LoanCase, *, passing: frozenset[str] = frozenset()) -> Assessment:
    """Judge a card and a copy by all rules at once; only what is unknown ends it at once (CO-01, CO-02).

    `passing` are the codes of blocks that a person with the permission passes with a written reason.
    """
    unknown = _copy_unknown(case) or _reader_unknown(case)
    if unknown or case.reader is None or case.copy is None:
        known = (case.reader.id if case.reader else None, case.copy.id if case.copy else None)
        return conclude([unknown] if unknown else [], patron_id=known[0], item_id=known[1], due=None)
    due = due_of(case)
    found = in_order(_reasons(case.reader, case.copy, case))
    # Without a row there is no date: to lend all the same somebody sets one by hand.
    passes = passing if due else passing - {LoanCode.NO_POLICY}
    judged = passed_over(as_the_library_decides(found, case.severities), passes)
    return conclude(judged, patron_id=case.reader.id, item_id=case.copy.id, due=due, use=case.use)


def _reasons(reader: Reader, copy: Copy, case: LoanCase) -> Iterator[Reason]:
    yield from about_reader(reader, case.day)
    yield from about_copy(copy, case)
    if case.loan and case.renews:
        yield Reason("CO-14", LoanCode.ALREADY_YOURS, Severity.ASK, {"due": case.loan.due_on})
        yield from renewal_reasons(
            case.loan, reader=reader, queue=case.queue, calendar=case.calendar, day=case.day
        )
        return
    yield from about_rights(reader, case.day)
    yield from _about_hands(case)
    yield from _about_queue(case)
    yield from _about_title(reader, copy, case)
    yield from _about_rule(reader, case)
    yield from _notes(reader, copy)


def _copy_unknown(case: LoanCase) -> Reason | None:
    return None if case.copy else copy_unknown("CO-01", case.scanned_copy, case.nearest)


def _reader_unknown(case: LoanCase) -> Reason | None:
    return None if case.reader else reader_unknown(case.scanned_card)


def _about_hands(case: LoanCase) -> Iterator[Reason]:
    """CO-15: somebody else has it."""
    if case.loan:
        facts: dict[str, Fact] = {"reader": case.loan.reader_name, "due": case.loan.due_on}
        yield Reason("CO-15", LoanCode.LENT_TO_OTHER, Severity.ASK, facts)


def _about_queue(case: LoanCase) -> Iterator[Reason]:
    """CO-18, CO-19: others wait, for this very copy or for the title."""
    queue = case.queue
    if queue.held_for:
        facts: dict[str, Fact] = {"reader": queue.held_for, "until": queue.held_until}
        yield Reason("CO-18", LoanCode.HELD_FOR_OTHER, Severity.BLOCK, facts)
    if queue.unserved:
        facts_of_queue: dict[str, Fact] = {"waiting": queue.waiting, "free": queue.free}
        yield Reason("CO-19", LoanCode.QUEUE_WAITING, Severity.ASK, facts_of_queue)


def _about_title(reader: Reader, copy: Copy, case: LoanCase) -> Iterator[Reason]:
    """CO-20, CO-21, CO-22: the reader's age, and what the reader has or had of this title."""
    if reader.birth_date and copy.age_mark is not None:
        age = age_on(reader.birth_date, case.day)
        if age < copy.age_mark:
            yield Reason("CO-20", LoanCode.AGE_MARK, Severity.ASK, {"age": age, "mark": copy.age_mark})
    if same := case.held.same_title:
        yield Reason("CO-21", LoanCode.SAME_TITLE, Severity.ASK, {"copy": same.code, "due": same.due_on})
    if case.held.had_before:
        yield Reason("CO-22", LoanCode.HAD_BEFORE, Severity.TELL, {"day": case.held.had_before})


def _about_rule(reader: Reader, case: LoanCase) -> Iterator[Reason]:
    """CO-07, CO-08, CO-16, CO-17, CO-25 and CO-26: what the row of policy and the limits say."""
    policy = case.policy
    yield from about_debt(reader, policy)
    yield from _overdue(case, policy)
    if policy is None:
        facts: dict[str, Fact] = {
            "category": reader.category,
            "item_type": case.copy.item_type if case.copy else "",
            "place": case.use,
        }
        yield Reason("CO-26", LoanCode.NO_POLICY, Severity.BLOCK, facts)
    elif case.held.count >= policy.limit_total:
        reached: dict[str, Fact] = {
            "count": case.held.count,
            "limit": policy.limit_total,
            "policy": policy.id,
        }
        yield Reason("CO-16", LoanCode.LIMIT_TOTAL, Severity.BLOCK, reached, policy.id)
    yield from _limits(reader, case)
    if case.due_by_hand:
        yield from _odd_date(case.due_by_hand, reader, case)


def _overdue(case: LoanCase, policy: Policy | None) -> Iterator[Reason]:
    """CO-08: asked, and from so many days late on blocked where the row says so."""
    held = case.held
    if not (held.late and held.oldest_due):
        return
    worst = days_late(held.oldest_due, case.day)
    facts: dict[str, Fact] = {
        "copies": held.late,
        "days_late": worst,
        "each": shown_list(held.copies, case.day, of=held.late),
    }
    if policy and policy.overdue_blocks is not None and worst >= policy.overdue_blocks:
        facts |= {"limit": policy.overdue_blocks, "policy": policy.id}
        yield Reason("CO-08", LoanCode.HAS_OVERDUE, Severity.BLOCK, facts, policy.id)
    else:
        yield Reason("CO-08", LoanCode.HAS_OVERDUE, Severity.ASK, facts)


def _limits(reader: Reader, case: LoanCase) -> Iterator[Reason]:
    """CO-17: so many copies of an item type, so many of a fund."""
    copy = case.copy
    if copy is None:
        return
    for each in fitting_limits(case.limits, reader.category, copy.item_type, copy.fund):
        count = case.held.of_type if each.item_type else case.held.of_fund
        if count >= each.copies:
            facts: dict[str, Fact] = {
                "count": count,
                "limit": each.copies,
                "of": "item_type" if each.item_type else "fund",
                "kind": each.item_type or each.fund,
                "policy": each.id,
            }
            yield Reason("CO-17", LoanCode.LIMIT_TYPE, Severity.BLOCK, facts, each.id)


def _odd_date(chosen: date, reader: Reader, case: LoanCase) -> Iterator[Reason]:
    """CO-25: what speaks against a date that a librarian set, each by itself."""
    fixed = case.policy.fixed_due if case.policy else None
    against = {
        "past": chosen < case.day,
        "closed": not case.calendar.is_open(chosen),
        "membership": bool(reader.member_until and chosen > reader.member_until),
        "fixed": bool(fixed and fixed >= case.day and chosen > fixed),
    }
    for why, odd in against.items():
        if odd:
            yield Reason("CO-25", LoanCode.DUE_DATE_ODD, Severity.ASK, {"date": chosen, "why": why})


def _notes(reader: Reader, copy: Copy) -> Iterator[Reason]:
    """CO-24: what somebody wrote down about the reader or the copy."""
    for about, text in (("reader", reader.note), ("copy", copy.note), ("incomplete", copy.incomplete)):
        if text:
            yield Reason("CO-24", LoanCode.NOTE, Severity.TELL, {"about": about, "text": text})


def due_of(case: LoanCase) -> Due | None:
    """Return the date that lending or renewing would give, None where no row fits."""
    if case.loan and case.renews:
        member_until = case.reader.member_until if case.reader else None
        return renewal_due(case.loan, case.calendar, case.day, member_until=member_until)
    if case.due_by_hand:
        return by_hand(case.due_by_hand)
    if case.policy is None:
        return None
    return due_date(
        case.policy,
        case.calendar,
        case.day,
        use=case.use,
        member_until=case.reader.member_until if case.reader else None,
        waiting=case.queue.waiting,
    )
