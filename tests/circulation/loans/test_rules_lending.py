"""The table of desk.md §1, row by row; the id of a test is the number of its rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from circulation.loans.errors import LoanCode
from circulation.loans.rules import (
    Copy,
    Hanging,
    Held,
    LoanCase,
    OpenLoan,
    Outcome,
    Reader,
    Severity,
    assess,
    readable,
    shown,
)
from circulation.policies.rules import Policy
from ils.library.calendar import Calendar

DAY = date(2026, 4, 15)  # a Wednesday
SINCE = datetime(2026, 3, 2, 9, tzinfo=UTC)
POLICY = Policy(
    id=7, category="", document_type="", department="", days=15, open_days=False, renewals=2, limit_total=5
)
ANVAR = Reader(id=1, name="Anvar Karimov", card="R-1", last_registered_year=2026)
COPY = Copy(id=11, state="available", state_since=SINCE, department="lending")
OWN_LOAN = OpenLoan(5, ANVAR.id, ANVAR.name, date(2026, 4, 20), 0, POLICY)
NODIRAS_LOAN = OpenLoan(6, 2, "Nodira Saidova", date(2026, 4, 20), 0, POLICY)
SHOWN = Hanging("German books", "Poetry", date(2026, 5, 1), lendable=True)

CASE = LoanCase(
    scanned_card="R-1",
    scanned_copy="INV-045",
    reader=ANVAR,
    copy=COPY,
    loan=None,
    held=Held(),
    policy=POLICY,
    calendar=Calendar(),
    day=DAY,
)

TABLE = [
    ("CO-01", {"copy": None, "nearest": ("INV-054",)}, "copy_unknown", "block",
     {"scanned": "INV-045", "nearest": "INV-054"}),
    ("CO-02", {"reader": None}, "reader_unknown", "block", {"scanned": "R-1"}),
    ("CO-03", {"reader": replace(ANVAR, card_lost_on=date(2026, 4, 1))}, "card_lost", "block",
     {"since": date(2026, 4, 1)}),
    ("CO-04", {"reader": replace(ANVAR, last_registered_year=2025)}, "registration_due", "ask",
     {"last_year": 2025, "year": 2026}),
    ("CO-04", {"reader": replace(ANVAR, last_registered_year=None)}, "registration_due", "ask",
     {"last_year": None, "year": 2026}),
    ("CO-08", {"held": Held(3, 2, date(2026, 4, 10))}, "has_overdue", "ask", {"copies": 2, "days_late": 5}),
    ("CO-09", {"copy": replace(COPY, state="withdrawn", withdrawn_on=date(2026, 2, 1), withdrawn_act="12")},
     "copy_withdrawn", "block", {"act": "12", "day": date(2026, 2, 1)}),
    ("CO-10", {"copy": replace(COPY, state="missing")}, "copy_missing", "ask", {"since": SINCE}),
    ("CO-10", {"copy": replace(COPY, state="lost")}, "copy_missing", "ask", {"since": SINCE}),
    ("CO-12", {"copy": replace(COPY, hanging=SHOWN)}, "on_exhibition", "ask",
     {"exhibition": "German books", "section": "Poetry", "until": date(2026, 5, 1)}),
    ("CO-12", {"copy": replace(COPY, hanging=replace(SHOWN, lendable=False))}, "on_exhibition", "block",
     {"exhibition": "German books", "section": "Poetry", "until": date(2026, 5, 1)}),
    ("CO-13", {"copy": replace(COPY, state="processing")}, "copy_not_ready", "ask",
     {"state": "processing", "since": SINCE}),
    ("CO-13", {"copy": replace(COPY, state="in_repair")}, "copy_not_ready", "ask",
     {"state": "in_repair", "since": SINCE}),
    ("CO-14", {"loan": OWN_LOAN}, "already_yours", "ask", {"due": date(2026, 4, 20)}),
    ("CO-15", {"loan": NODIRAS_LOAN}, "lent_to_other", "ask",
     {"reader": "Nodira Saidova", "due": date(2026, 4, 20)}),
    ("CO-16", {"held": Held(count=5)}, "limit_total", "block", {"count": 5, "limit": 5, "policy": 7}),
    ("CO-26", {"policy": None}, "no_policy", "block", {}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "change", "code", "severity", "facts"), TABLE, ids=[row[0] for row in TABLE]
)
def test_a_condition_gives_its_line_of_the_table(
    rule: str, change: dict[str, Any], code: str, severity: str, facts: dict[str, Any]
) -> None:
    assessment = assess(replace(CASE, **change))
    (reason,) = assessment.reasons
    assert (reason.rule, reason.code, reason.severity, dict(reason.facts)) == (rule, code, severity, facts)
    assert assessment.outcome == {"block": "blocked", "ask": "ask"}[severity]
    assert (assessment.due_on is None) == (severity == "block")


def test_nothing_against_it_is_allowed_with_a_due_date() -> None:
    assessment = assess(CASE)
    assert (assessment.outcome, assessment.reasons) == (Outcome.ALLOWED, ())
    assert (assessment.due_on, assessment.patron_id, assessment.item_id) == (date(2026, 4, 30), 1, 11)


def test_all_reasons_are_collected_in_the_order_of_their_numbers() -> None:
    everything = replace(
        CASE,
        reader=replace(ANVAR, card_lost_on=DAY, last_registered_year=2024),
        copy=replace(COPY, state="missing", hanging=SHOWN),
        loan=NODIRAS_LOAN,
        held=Held(9, 1, date(2026, 4, 1)),
    )
    rules = [reason.rule for reason in assess(everything).reasons]
    assert rules == ["CO-03", "CO-04", "CO-08", "CO-10", "CO-12", "CO-15", "CO-16"]


@pytest.mark.parametrize("change", [{"copy": None}, {"reader": None}], ids=["CO-01", "CO-02"])
def test_what_is_unknown_ends_the_assessment_at_once(change: dict[str, Any]) -> None:
    crowded = replace(CASE, held=Held(9, 9, date(2025, 1, 1)), policy=None, **change)
    assert len(assess(crowded).reasons) == 1


class TestARenewalByScan:
    """CO-14: only the loan's own rules and the reader's card stand against it."""

    def test_needs_no_place_within_the_limit(self) -> None:
        assessment = assess(replace(CASE, loan=OWN_LOAN, held=Held(count=5)))
        assert not assessment.has(LoanCode.LIMIT_TOTAL)
        assert assessment.due_on == date(2026, 4, 30)

    def test_goes_by_the_policy_kept_with_the_loan(self) -> None:
        kept = replace(OWN_LOAN, policy=replace(POLICY, days=30))
        assessment = assess(replace(CASE, loan=kept, policy=None))
        assert not assessment.has(LoanCode.NO_POLICY)
        assert assessment.due_on == date(2026, 5, 15)

    def test_is_blocked_where_the_loan_cannot_be_renewed(self) -> None:
        assessment = assess(replace(CASE, loan=replace(OWN_LOAN, renewals=2)))
        assert [reason.rule for reason in assessment.reasons] == ["CO-14", "RN-03"]
        assert assessment.outcome is Outcome.BLOCKED

    def test_asks_for_a_late_copy_once_and_not_twice(self) -> None:
        late = replace(OWN_LOAN, due_on=date(2026, 4, 10))
        assessment = assess(replace(CASE, loan=late, held=Held(1, 1, late.due_on)))
        assert [reason.rule for reason in assessment.reasons] == ["CO-14", "RN-05"]

    def test_does_not_ask_about_an_exhibition_it_was_lent_from(self) -> None:
        case = replace(CASE, loan=OWN_LOAN, copy=replace(COPY, state="on_loan", hanging=SHOWN))
        assert not assess(case).has(LoanCode.ON_EXHIBITION)

    def test_still_asks_to_register_again_in_a_new_year(self) -> None:
        case = replace(CASE, loan=OWN_LOAN, reader=replace(ANVAR, last_registered_year=2025))
        assert assess(case).has(LoanCode.REGISTRATION_DUE)


def test_the_row_of_policy_is_named_by_the_reason_it_caused() -> None:
    (reason,) = assess(replace(CASE, held=Held(count=5))).reasons
    assert (reason.policy_id, reason.severity) == (7, Severity.BLOCK)


@pytest.mark.parametrize(
    ("scan", "fits"),
    [("INV-045", True), ("", False), ("x" * 61, False), ("a\nb", False), ("a\x00", False), ("Инв 5", True)],
    ids=["number", "empty", "a page of text", "a line break", "a zero byte", "Cyrillic"],
)
def test_a_scan_that_cannot_be_a_number(scan: str, fits: bool) -> None:
    assert readable(scan) is fits


def test_a_scan_is_repeated_short_and_clean() -> None:
    assert shown("x" * 10_000) == "x" * 60 + "…"
    assert shown("a\x00b") == "a\N{REPLACEMENT CHARACTER}b"
