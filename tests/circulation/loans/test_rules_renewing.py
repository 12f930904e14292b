"""Renewals and returns (desk.md §2, §3) as tables; the id of a test is the number of its rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from circulation.loans.rules import Copy, Hanging, OpenLoan, Outcome, Reader, assess_renewal, return_reasons
from circulation.policies.rules import Policy
from ils.library.calendar import Calendar

DAY = date(2026, 4, 15)
POLICY = Policy(
    id=7, category="", document_type="", department="", days=15, open_days=False, renewals=2, limit_total=5
)
LOAN = OpenLoan(5, 1, "Anvar Karimov", date(2026, 4, 20), 0, POLICY)
COPY = Copy(id=11, state="on_loan", state_since=datetime(2026, 4, 1, tzinfo=UTC), department="lending")
NODIRA = Reader(id=2, name="Nodira Saidova", card="R-2", last_registered_year=2026)

RENEWING = [
    ("RN-01", None, None, "not_on_loan", "blocked", {}),
    ("RN-01", LOAN, NODIRA, "not_this_readers", "blocked", {"reader": "Anvar Karimov", "due": LOAN.due_on}),
    ("RN-03", replace(LOAN, renewals=2), None, "renewal_limit", "blocked",
     {"count": 2, "limit": 2, "policy": 7}),
    ("RN-05", replace(LOAN, due_on=date(2026, 4, 13)), None, "copy_overdue", "ask",
     {"due": date(2026, 4, 13), "days_late": 2}),
    ("RN-07", replace(LOAN, due_on=date(2026, 4, 30)), None, "renewal_not_later", "blocked",
     {"due": date(2026, 4, 30), "new": date(2026, 4, 30)}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "loan", "reader", "code", "outcome", "facts"), RENEWING, ids=[row[0] for row in RENEWING]
)
def test_what_stands_against_a_renewal(
    *, rule: str, loan: OpenLoan | None, reader: Reader | None, code: str, outcome: str, facts: dict[str, Any]
) -> None:
    assessment = assess_renewal(loan, copy=COPY, reader=reader, calendar=Calendar(), day=DAY)
    (reason,) = assessment.reasons
    assert (reason.rule, reason.code, dict(reason.facts)) == (rule, code, facts)
    assert assessment.outcome == outcome


def test_RN_08_the_new_date_counts_from_today() -> None:
    assessment = assess_renewal(LOAN, copy=COPY, reader=None, calendar=Calendar(), day=DAY)
    assert (assessment.outcome, assessment.due_on) == (Outcome.ALLOWED, date(2026, 4, 30))


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
