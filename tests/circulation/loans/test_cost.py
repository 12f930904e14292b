"""What an act costs does not grow with what the library has: the number of statements is constant (DESIGN §14)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event, update
from sqlalchemy.orm import Session

from bench.checkout import Scan, laden, new_reader, new_title, queries_of
from circulation.loans.queries import last_act
from circulation.loans.services import check_in, check_out, renew, undo_act
from circulation.policies.models import LoanPolicy
from ils.activity.work import Work
from ils.db import transaction
from tests.conftest import NOON
from tests.world import work_at

WORK = work_at(NOON)


@contextmanager
def counted(session: Session) -> Iterator[list[str]]:
    """Collect the statements that run inside."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    engine = session.get_bind().engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def statements(session: Session, act: Callable[[], object]) -> int:
    with counted(session) as seen, transaction(session):
        act()
    return len(seen)


def test_a_check_out_asks_as_many_questions_of_a_full_library_as_of_an_empty_one(session: Session) -> None:
    ordinary = Scan(new_reader(session, WORK, "Yangi"), new_title(session, WORK, 0)[0])
    before = queries_of(session, WORK, ordinary)
    heavy = laden(session, WORK, loans=25, items=30, holds=12)
    assert queries_of(session, WORK, heavy) == queries_of(session, WORK, ordinary) == before
    assert before <= 26


@pytest.mark.parametrize("act", ["renew", "return", "undo"])
def test_other_acts_cost_the_same_whatever_the_reader_has(session: Session, act: str) -> None:
    with transaction(session):
        session.execute(update(LoanPolicy).values(limit_total=9999, renewals=9))
    assert cost(session, act, loans=2) == cost(session, act, loans=20)


def cost(session: Session, act: str, *, loans: int) -> int:
    """Count the statements of an act on one of a reader's loans."""
    card = new_reader(session, WORK, f"Anvar {loans}")
    codes = [new_title(session, WORK, 100 * loans + number)[0] for number in range(loans)]
    for code in codes:
        with transaction(session):
            check_out(session, WORK, card=card, code=code)
    later = Work(now=NOON.replace(day=20), department="lending", sector="lending")
    acts: dict[str, Callable[[], object]] = {
        "renew": lambda: renew(session, later, code=codes[0], card=card),
        "return": lambda: check_in(session, later, code=codes[0]),
        "undo": lambda: undo_act(session, later, act_id=last(session)),
    }
    return statements(session, acts[act])


def last(session: Session) -> int:
    act = last_act(session, None, since=NOON)
    assert act is not None
    return act.id
