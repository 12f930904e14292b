"""Every code has its words, and the words name facts that exist."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask import Flask

from circulation.loans.errors import LoanCode
from circulation.loans.messages import (
    CLOSURE_WORDS,
    LOAN_WORDS,
    LOSS_WORDS,
    QUESTIONS,
    RETURN_WORDS,
    STEP_WORDS,
    UNDO_WORDS,
    question,
    refused_in_words,
    step_told,
    told,
)
from circulation.loans.rules import Reason, Severity, Step, StepCode
from tests.circulation.loans.cases import TABLE as LENDING
from tests.circulation.loans.test_rules_renewing import RENEWING, RETURNING

# rule, code, severity, facts of every row of the three tables of rules
ALL = (
    [(rule, code, severity, facts) for rule, _change, code, severity, facts in LENDING]
    + [
        (rule, code, "ask" if outcome == "ask" else "block", facts)
        for rule, _loan, _more, code, outcome, facts in RENEWING
    ]
    + [(rule, code, "tell", facts) for rule, _c, _l, code, facts in RETURNING]
    + [
        ("CI-02", "used_in_room", "tell", {}),
        ("CI-04", "fine_charged", "tell", {"amount": 2_000}),
        ("CI-04", "suspended_until", "tell", {"until": date(2026, 5, 17)}),
        ("CI-04", "restrictions_lifted", "tell", {"count": 1}),
        ("CI-05", "set_aside_for_reader", "tell",
         {"reader": "Saidova Nodira", "card": "R-2", "department": "lending", "until": date(2026, 4, 18)}),
        ("CI-06", "copy_arrived", "tell", {}),
        ("CI-08", "loss_reversed", "tell", {"amount": 100_000}),
        ("CI-08", "copy_found_again", "tell", {"since": date(2026, 4, 1)}),
        ("CI-09", "claim_resolved", "tell", {"since": date(2026, 4, 1)}),
        ("CI-10", "parts_back", "ask", {"parts": "CD", "missing": None}),
        ("CI-10", "copy_incomplete", "tell", {"missing": "CD"}),
        ("CI-11", "return_back_dated", "tell", {"day": date(2026, 4, 1)}),
        ("CI-12", "scanned_twice", "tell", {"code": "INV-1"}),
    ]
)  # fmt: skip
WORDS = LOAN_WORDS | RETURN_WORDS | UNDO_WORDS | LOSS_WORDS | CLOSURE_WORDS


def test_every_code_and_every_step_has_words() -> None:
    assert set(WORDS) == set(LoanCode)
    assert set(STEP_WORDS) == set(StepCode)


def test_every_question_of_the_tables_asks_something() -> None:
    asked = {LoanCode(code) for _rule, code, severity, _facts in ALL if severity == "ask"}
    assert asked == set(QUESTIONS)


@pytest.mark.parametrize(
    ("rule", "code", "severity", "facts"), ALL, ids=[f"{row[0]}-{row[1]}" for row in ALL]
)
def test_words_name_only_facts_that_the_rule_gives(
    rule: str, code: str, severity: str, facts: dict[str, object]
) -> None:
    named = set(re.findall(r"%\((\w+)\)s", str(WORDS[LoanCode(code)])))
    assert named <= set(facts), (rule, severity)


def test_every_reason_is_a_sentence(app: Flask) -> None:
    with app.test_request_context("/"):
        for rule, code, severity, facts in ALL:
            reason = Reason(rule, LoanCode(code), Severity(severity), facts)  # type: ignore[arg-type]
            assert "%(" not in told(reason)
            assert told(reason) != code
            assert bool(question(reason)) == (severity == "ask")
            assert refused_in_words((reason,))[0]["code"] == rule


def test_a_department_is_named_and_not_coded(app: Flask) -> None:
    reason = Reason("CI-06", LoanCode.BELONGS_ELSEWHERE, Severity.TELL, {"department": "foreign"})
    with app.test_request_context("/"):
        assert "foreign." not in told(reason)


def test_days_are_written_as_people_write_them(app: Flask) -> None:
    step = Step(StepCode.MOVED, {"day": date(2026, 5, 12)})
    with app.test_request_context("/"):
        assert "12.05.2026" in step_told(step)
