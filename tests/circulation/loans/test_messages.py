"""Every code has its words, and the words name facts that exist."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask import Flask

from circulation.loans.errors import LoanCode
from circulation.loans.messages import (
    LOAN_WORDS,
    QUESTIONS,
    STEP_WORDS,
    question,
    refused_in_words,
    step_told,
    told,
)
from circulation.loans.rules import Reason, Severity, Step, StepCode
from tests.circulation.loans.test_rules_lending import TABLE as LENDING
from tests.circulation.loans.test_rules_renewing import RENEWING, RETURNING

# rule, code, severity, facts of every row of the three tables of rules
ALL = (
    [(rule, code, severity, facts) for rule, _change, code, severity, facts in LENDING]
    + [
        (rule, code, "ask" if outcome == "ask" else "block", facts)
        for rule, _l, _r, code, outcome, facts in RENEWING
    ]
    + [(rule, code, "tell", facts) for rule, _c, _l, code, facts in RETURNING]
)


def test_every_code_and_every_step_has_words() -> None:
    assert set(LOAN_WORDS) == set(LoanCode)
    assert set(STEP_WORDS) == set(StepCode)


def test_every_question_of_the_tables_asks_something() -> None:
    assert {LoanCode(code) for _rule, code, severity, _facts in ALL if severity == "ask"} == set(QUESTIONS)


@pytest.mark.parametrize(
    ("rule", "code", "severity", "facts"), ALL, ids=[f"{row[0]}-{row[1]}" for row in ALL]
)
def test_words_name_only_facts_that_the_rule_gives(
    rule: str, code: str, severity: str, facts: dict[str, object]
) -> None:
    named = set(re.findall(r"%\((\w+)\)s", str(LOAN_WORDS[LoanCode(code)])))
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
