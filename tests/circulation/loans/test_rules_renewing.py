"""Renewals and returns (desk.md §2, §3) as tables; the id of a test is the number of its rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from circulation.loans.rules import (
    Assessment,
    Barrier,
    Copy,
    Hanging,
    OpenLoan,
    Outcome,
    Queue,
    Reader,
    assess_renewal,
    return_reasons,
)
from circulation.policies.rules import Policy
from ils.library.calendar import Calendar

DAY = date(2026, 4, 15)
POLICY = Policy(
    id=7,
    category="",
    item_type="",
    use="",
    department="",
    days=15,
    open_days=False,
    renewals=2,
    limit_total=5,
)
LOAN = OpenLoan(5, 1, "Anvar Karimov", date(2026, 4, 20), 0, POLICY)
COPY = Copy(id=11, state="on_loan", state_since=datetime(2026, 4, 1, tzinfo=UTC), department="lending")
NODIRA = Reader(id=2, name="Nodira Saidova", card="R-2", last_registered_year=2026)

ANVAR = Reader(id=1, name="Anvar Karimov", card="R-1", last_registered_year=2026)
MANUAL = Barrier(1, "manual", "Torn pages", date(2026, 3, 1))
SUSPENDED = Barrier(3, "suspension", "5 days late", date(2026, 4, 10), date(2026, 4, 20))

# number, the loan, what else is given, code, outcome, facts
RENEWING: list[tuple[str, OpenLoan | None, dict[str, Any], str, str, dict[str, Any]]] = [
    ("RN-01", None, {}, "not_on_loan", "blocked", {}),
    ("RN-01", LOAN, {"reader": NODIRA}, "not_this_readers", "blocked",
     {"reader": "Anvar Karimov", "due": LOAN.due_on}),
    ("RN-01", replace(LOAN, lost_on=date(2026, 4, 2)), {}, "loan_given_up", "blocked", {"since": date(2026, 4, 2)}),
    ("RN-01", replace(LOAN, claimed_on=date(2026, 4, 3)), {}, "loan_given_up", "blocked", {"since": date(2026, 4, 3)}),
    ("RN-02", LOAN, {"queue": Queue(waiting=2, ahead=2, free=1)}, "others_wait", "blocked", {"waiting": 2, "free": 1}),
    ("RN-03", replace(LOAN, renewals=2), {}, "renewal_limit", "blocked", {"count": 2, "limit": 2, "policy": 7}),
    ("RN-04", LOAN, {"holder": replace(ANVAR, barriers=(MANUAL,))}, "reader_restricted", "blocked",
     {"reason": "Torn pages", "since": date(2026, 3, 1), "until": None, "lifts": "manual"}),
    ("RN-04", LOAN, {"holder": replace(ANVAR, barriers=(SUSPENDED,))}, "reader_suspended", "blocked",
     {"until": date(2026, 4, 20), "reason": "5 days late"}),
    ("RN-04", LOAN, {"holder": replace(ANVAR, member_until=date(2026, 4, 14))}, "reader_expired", "blocked",
     {"until": date(2026, 4, 14)}),
    ("RN-04", replace(LOAN, policy=replace(POLICY, debt_limit=5)), {"holder": replace(ANVAR, owed=6)}, "debt_limit",
     "blocked", {"amount": 6, "limit": 5, "policy": 7}),
    ("RN-05", replace(LOAN, due_on=date(2026, 4, 13)), {}, "copy_overdue", "ask",
     {"due": date(2026, 4, 13), "days_late": 2}),
    ("RN-05", replace(LOAN, due_on=date(2026, 4, 13)), {"alone": True}, "copy_overdue", "blocked",
     {"due": date(2026, 4, 13), "days_late": 2}),
    ("RN-06", replace(LOAN, policy=replace(POLICY, renew_earliest=4)), {}, "renewal_early", "blocked",
     {"first": date(2026, 4, 16)}),
    ("RN-07", replace(LOAN, due_on=date(2026, 4, 30)), {}, "renewal_not_later", "blocked",
     {"due": date(2026, 4, 30), "new": date(2026, 4, 30)}),
    ("RN-07", replace(LOAN, use="room", due_on=DAY), {}, "renewal_not_later", "blocked", {"due": DAY, "new": DAY}),
    ("RN-07", replace(LOAN, policy=replace(POLICY, fixed_due=LOAN.due_on)), {}, "renewal_not_later", "blocked",
     {"due": date(2026, 4, 20), "new": date(2026, 4, 20)}),
]  # fmt: skip


def of(number: str) -> Any:
    """The rows of one number, as the parameters of its test."""
    rows = [row[1:] for row in RENEWING if row[0] == number]
    return pytest.mark.parametrize(("loan", "more", "code", "outcome", "facts"), rows)


def judge(loan: OpenLoan | None, **more: Any) -> Assessment:
    given = {"reader": None, "calendar": Calendar(), "day": DAY} | more
    return assess_renewal(loan, copy=COPY, **given)


def judged(number: str, loan: Any, more: Any, code: str, outcome: str, facts: Any) -> None:
    assessment = judge(loan, **more)
    (reason,) = assessment.reasons
    assert (reason.rule, reason.code, dict(reason.facts)) == (number, code, facts)
    assert assessment.outcome == outcome


@of("RN-01")
def test_RN_01_nothing_to_renew(loan: Any, more: Any, code: str, outcome: str, facts: Any) -> None:
    judged("RN-01", loan, more, code, outcome, facts)


@of("RN-02")
def test_RN_02_others_wait(loan: Any, more: Any, code: str, outcome: str, facts: Any) -> None:
    judged("RN-02", loan, more, code, outcome, facts)


@of("RN-03")
def test_RN_03_the_limit_of_renewals(loan: Any, more: Any, code: str, outcome: str, facts: Any) -> None:
    judged("RN-03", loan, more, code, outcome, facts)


@of("RN-04")
def test_RN_04_the_reader_may_not_borrow(loan: Any, more: Any, code: str, outcome: str, facts: Any) -> None:
    judged("RN-04", loan, more, code, outcome, facts)


@of("RN-05")
def test_RN_05_overdue_is_asked_at_the_desk_and_blocks_alone(
    loan: Any, more: Any, code: str, outcome: str, facts: Any
) -> None:
    judged("RN-05", loan, more, code, outcome, facts)


@of("RN-06")
def test_RN_06_too_early(loan: Any, more: Any, code: str, outcome: str, facts: Any) -> None:
    judged("RN-06", loan, more, code, outcome, facts)


@of("RN-07")
def test_RN_07_no_later_than_now(loan: Any, more: Any, code: str, outcome: str, facts: Any) -> None:
    judged("RN-07", loan, more, code, outcome, facts)


@pytest.mark.parametrize(
    ("loan", "more"),
    [
        (LOAN, {"queue": Queue(waiting=2, ahead=2, free=2)}),  # RN-02: other copies serve them
        (replace(LOAN, policy=replace(POLICY, renew_earliest=5)), {}),  # RN-06: the first day for it is today
        (LOAN, {"holder": replace(ANVAR, owed=99)}),  # RN-04: the row knows no limit of debts
        (LOAN, {"holder": replace(ANVAR, member_until=date(2026, 12, 31))}),
        (LOAN, {"alone": True}),
    ],
)
def test_nothing_stands_against_it(loan: OpenLoan, more: dict[str, Any]) -> None:
    assert judge(loan, **more).outcome is Outcome.ALLOWED


RENEWED_FROM = [
    ("today", date(2026, 4, 20), date(2026, 4, 30)),
    ("due", date(2026, 4, 20), date(2026, 5, 5)),
    ("due", date(2026, 4, 13), date(2026, 4, 28)),  # late, and still counted from the old date
]


@pytest.mark.parametrize(("start", "due", "new"), RENEWED_FROM)
def test_RN_08_counts_from_today_or_from_the_old_date(start: str, due: date, new: date) -> None:
    loan = replace(LOAN, due_on=due, policy=replace(POLICY, renewal_from=start))
    yes = frozenset({"copy_overdue"})
    assessment = judge(loan, severities={"copy_overdue": "tell"}, passing=yes)
    assert (assessment.outcome, assessment.due_on) == (Outcome.ALLOWED, new)


def test_RN_07_RN_08_a_date_gone_by_is_no_renewal() -> None:
    late = replace(LOAN, due_on=date(2026, 3, 2), policy=replace(POLICY, renewal_from="due"))
    assert [each.rule for each in judge(late).blocks] == ["RN-07"]


def test_DD_06_a_renewal_never_crosses_the_end_of_membership() -> None:
    found = judge(LOAN, holder=replace(ANVAR, member_until=date(2026, 4, 26)))  # a Sunday
    assert found.due_on == date(2026, 4, 25)
    assert [step.code for step in found.due_steps][-2:] == ["due_closed_weekly", "due_moved_back"]


def test_a_card_that_was_shown_is_asked_about_too() -> None:
    shown = replace(ANVAR, last_registered_year=2025, card_lost_on=DAY)
    assert [each.rule for each in judge(LOAN, reader=shown, holder=shown).reasons] == ["CO-03", "CO-04"]


def test_what_the_library_switched_off_for_lending_is_off_for_renewing() -> None:
    barred = replace(ANVAR, barriers=(MANUAL,))
    assert judge(LOAN, holder=barred, severities={"reader_restricted": "off"}).outcome is Outcome.ALLOWED
    asked = {"reader_restricted": "ask"}
    assert judge(LOAN, holder=barred, severities=asked).outcome is Outcome.ASK
    assert judge(LOAN, holder=barred, severities=asked, alone=True).outcome is Outcome.BLOCKED


def test_a_block_is_passed_by_name() -> None:
    found = judge(replace(LOAN, renewals=2), passing=frozenset({"renewal_limit"}))
    assert (found.outcome, [each.rule for each in found.overridden]) == (Outcome.ALLOWED, ["RN-03"])


SHOWN = Hanging("German books", "Poetry")
WITHDRAWN = replace(COPY, state="withdrawn", withdrawn_on=date(2026, 2, 1), withdrawn_act="12")
RETURNING = [
    ("CI-02", COPY, None, "already_on_shelf", {"state": "on_loan"}),
    ("CI-04", COPY, replace(LOAN, due_on=date(2026, 4, 10)), "returned_late",
     {"due": date(2026, 4, 10), "days_late": 5, "open_days_late": 4}),
    ("CI-06", replace(COPY, department="foreign"), LOAN, "belongs_elsewhere", {"department": "foreign"}),
    ("CI-07", replace(COPY, hanging=SHOWN), LOAN, "back_to_exhibition",
     {"exhibition": "German books", "section": "Poetry"}),
    ("CI-08", replace(COPY, state="lost"), LOAN, "copy_was_lost", {"since": COPY.state_since}),
    ("CI-08", WITHDRAWN, LOAN, "copy_was_withdrawn", {"act": "12", "day": date(2026, 2, 1)}),
    ("CI-08", WITHDRAWN, None, "copy_was_withdrawn", {"act": "12", "day": date(2026, 2, 1)}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "copy", "loan", "code", "facts"), RETURNING, ids=[row[0] for row in RETURNING]
)
def test_what_is_told_at_a_return(
    rule: str, copy: Copy, loan: OpenLoan | None, code: str, facts: dict[str, Any]
) -> None:
    (reason,) = return_reasons(copy, loan, calendar=Calendar(), day=DAY, here="lending")
    assert (reason.rule, reason.code, reason.severity, dict(reason.facts)) == (rule, code, "tell", facts)


def test_CI_03_in_time_there_is_nothing_to_tell() -> None:
    assert return_reasons(COPY, LOAN, calendar=Calendar(), day=DAY, here="lending") == ()
    assert return_reasons(COPY, LOAN, calendar=Calendar(), day=DAY, here="") == ()
