"""A librarian's yes covers what was on the screen, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from circulation.loans.errors import LoanCode
from circulation.loans.rules import (
    Assessment,
    Outcome,
    Reason,
    Severity,
    acknowledge,
    fingerprint,
    from_text,
    to_text,
    unanswered,
)

NOW = datetime(2026, 4, 15, 7, tzinfo=UTC)
LATE = Reason("CO-08", LoanCode.HAS_OVERDUE, Severity.ASK, {"copies": 1, "days_late": 3})
OTHER = Reason("CO-15", LoanCode.LENT_TO_OTHER, Severity.ASK, {"reader": "Nodira", "due": date(2026, 4, 20)})
ASKED = Assessment(Outcome.ASK, (LATE, OTHER), patron_id=1, item_id=11)
YES = acknowledge(ASKED, at=NOW)


def test_a_yes_to_the_same_values_is_enough() -> None:
    assert unanswered(ASKED, YES, at=NOW + timedelta(minutes=5)) == ()


@pytest.mark.parametrize(
    ("assessment", "at", "open_questions"),
    [
        (replace(ASKED, patron_id=2), NOW, 2),
        (replace(ASKED, item_id=12), NOW, 2),
        (ASKED, NOW + timedelta(minutes=5, seconds=1), 2),
        (ASKED, NOW - timedelta(seconds=1), 2),
        (replace(ASKED, reasons=(replace(LATE, facts={"copies": 2, "days_late": 3}), OTHER)), NOW, 1),
        (replace(ASKED, reasons=(*ASKED.reasons, replace(LATE, code=LoanCode.REGISTRATION_DUE))), NOW, 1),
        (replace(ASKED, reasons=(LATE,)), NOW, 0),
    ],
    ids=["another reader", "another copy", "too old", "from the future", "a changed value", "a new question",
         "a question that is gone"],
)  # fmt: skip
def test_what_a_yes_does_not_cover_comes_back(
    assessment: Assessment, at: datetime, open_questions: int
) -> None:
    assert len(unanswered(assessment, YES, at=at)) == open_questions


def test_without_a_yes_every_question_is_open() -> None:
    assert unanswered(ASKED, None, at=NOW) == (LATE, OTHER)


def test_a_fingerprint_begins_with_the_code_and_changes_with_a_value() -> None:
    assert fingerprint(LATE).startswith("has_overdue:")
    assert fingerprint(LATE) != fingerprint(replace(LATE, facts={"copies": 1, "days_late": 4}))


def test_a_yes_travels_in_a_form() -> None:
    assert from_text(to_text(YES)) == YES


@pytest.mark.parametrize(
    "text",
    [None, "", "{}", "[1]", '[1, 2, ["a"], "soon"]', '[1, 2, 3, "x"]', '[1,2,[],"2026-04-15T07:00:00"]'],
)
def test_a_broken_yes_is_none(text: str | None) -> None:
    assert from_text(text) is None
