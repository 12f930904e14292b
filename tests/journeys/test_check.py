"""`ils check` proves a library that worked for weeks, and finds whatever was planted in it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from ils.app import CHECKS
from ils.db import is_postgresql
from ils.demo.year import fill
from ils.web.errors import explain
from ils.web.session import db
from tests.conftest import NOON
from tests.world import work_at

pytestmark = pytest.mark.slow

# name of the harm → what somebody did to the file with another program, and the codes that tell of it
HARM = {
    "a total was changed": (
        ["UPDATE activity_total SET amount = amount + 1 WHERE kind = 'circulation:loan:open' "
         "AND day = (SELECT max(day) FROM activity_total WHERE kind = 'circulation:loan:open')"],
        {"total_differs"},
    ),
    "a loan was deleted": (
        ["DELETE FROM renewal WHERE loan_id = (SELECT min(id) FROM loan WHERE closed_at IS NULL)",
         "DELETE FROM loan WHERE id = (SELECT min(id) FROM loan WHERE closed_at IS NULL)"],
        {"log_differs", "state_without_loan"},
    ),
    "a copy was freed by hand": (
        ["UPDATE item SET state = 'available' WHERE id = (SELECT min(item_id) FROM loan WHERE closed_at IS NULL)"],
        {"loan_without_state"},
    ),
    "a copy was lent twice": (
        ["DROP INDEX uq_loan_open_item",
         "UPDATE loan SET closed_at = NULL, closed_on = NULL WHERE id = (SELECT max(l.id) FROM loan l "
         "WHERE l.closed_at IS NOT NULL AND l.item_id IN (SELECT item_id FROM loan WHERE closed_at IS NULL))"],
        {"item_lent_twice", "log_differs"},
    ),
    "a registration was deleted": (
        ["DELETE FROM registration WHERE running_number = 2"],
        {"log_differs", "running_number_gap"},
    ),
    "a record fell out of the index": (
        ["DELETE FROM search_text WHERE id = (SELECT min(id) FROM search_text)"],
        {"search_row_missing"},
    ),
    "an exhibition lost a placement": (
        ["UPDATE placement SET ended_at = since WHERE id = (SELECT min(id) FROM placement WHERE ended_at IS NULL)"],
        {"exhibition_copy_not_placed"},
    ),
}  # fmt: skip


def codes(session: Session) -> set[str]:
    """Run every check and return the codes of what was found; each has a sentence of its own."""
    problems = [problem for check in CHECKS for problem in check(session)]
    for problem in problems:
        assert explain(problem.code, problem.facts) != problem.code, problem.code
    return {problem.code for problem in problems}


def test_what_is_planted_is_found(app: Flask) -> None:
    with app.app_context():
        session = db.session()
        fill(session, work_at(NOON), seed=11, say=lambda _text: None, days=60)
        assert codes(session) == set()
        for name, (statements, told) in HARM.items():
            session.rollback()
            _without_keys(session)
            for statement in statements:
                changed = session.execute(text(statement)).rowcount
            assert changed, name
            assert told <= codes(session), name
            session.rollback()
        assert codes(session) == set()
        db.session.remove()


def _without_keys(session: Session) -> None:
    """Harm is done by programs that know no foreign keys."""
    if is_postgresql(session):
        session.execute(text("SET LOCAL session_replication_role = replica"))
    else:
        session.execute(text("PRAGMA defer_foreign_keys = ON"))
