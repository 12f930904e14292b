"""Many desks at once: nobody gets what somebody else has, nobody waits for ever, every refusal has its words."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from catalog.items.services import add_items
from circulation.loans.errors import LoanCode, LoanError, LoanRefused
from circulation.loans.measures import CHECKS
from circulation.loans.messages import told
from circulation.loans.models import Loan
from circulation.loans.rules import Reason, acknowledge, assess
from circulation.loans.services import check_in, check_out, renew
from circulation.loans.services.seen import see
from circulation.policies.models import DeskSeverity, LoanPolicy
from ils.activity.kinds import Kind
from ils.activity.measures import totals_are_sums
from ils.activity.models import Activity
from ils.db import transaction
from ils.web.session import db
from tests.circulation.loans.desk import Desk, add_plain_record

pytestmark = pytest.mark.slow

DESKS, COPIES = 8, 200


@contextmanager
def own_session(app: Flask) -> Iterator[Session]:
    """A session as a request of its own has it."""
    with app.app_context():
        try:
            yield db.session()
        finally:
            db.session.remove()


def open_library(desk: Desk, copies: int) -> None:
    """Eight readers with cards R-0 … R-7, copies INV-0 …, and no limit that matters."""
    for number in range(DESKS):
        desk.reader(f"R-{number}")
    with transaction(desk.session) as session:
        record_id = add_plain_record(session, desk.now, title="Focus 5")
        numbers = [f"INV-{number}" for number in range(copies)]
        for at in range(0, copies, 50):
            add_items(
                session, desk.work, record_id=record_id, department="lending", count=50 if copies >= 50 else copies,
                inventory_numbers=numbers[at : at + 50],
            )  # fmt: skip
        session.execute(update(LoanPolicy).values(limit_total=9999, renewals=99))
        session.add(DeskSeverity(code="same_title", severity="off"))  # all copies are of one title
    desk.session.remove() if hasattr(desk.session, "remove") else desk.session.close()


def at_all_desks(work_of: Callable[[int], list[Any]]) -> list[Any]:
    with ThreadPoolExecutor(DESKS) as pool:
        return [answer for answers in pool.map(work_of, range(DESKS)) for answer in answers]


def test_eight_desks_lend_the_same_two_hundred_copies(app: Flask, desk: Desk) -> None:
    open_library(desk, COPIES)

    def lend_all(number: int) -> list[Any]:
        answers: list[Any] = []
        with own_session(app) as session:
            for copy in range(COPIES):
                try:
                    with transaction(session):
                        lent = check_out(session, desk.work, card=f"R-{number}", code=f"INV-{copy}")
                    answers.append(lent.outcome)
                except LoanRefused as refused:
                    answers.append(refused.assessment.reasons)
        return answers

    answers = at_all_desks(lend_all)
    refusals = [answer for answer in answers if answer != "lent"]
    assert len(answers) == DESKS * COPIES
    assert len(refusals) == DESKS * COPIES - COPIES
    assert {reason.code for reasons in refusals for reason in reasons} == {LoanCode.LENT_TO_OTHER}
    assert_words(app, [reason for reasons in refusals for reason in reasons])
    assert desk.session.scalars(select(func.count()).where(Loan.closed_at.is_(None))).one() == COPIES
    opened = select(func.count()).where(Activity.kind == Kind.LOAN_OPEN)
    assert desk.session.scalars(opened).one() == COPIES
    assert_sound(desk)


def assert_words(app: Flask, reasons: list[Reason]) -> None:
    with app.test_request_context():
        for sentence in {told(reason) for reason in reasons}:
            assert "Karimov Anvar" in sentence
            assert "%(" not in sentence


def assert_sound(desk: Desk) -> None:
    desk.session.rollback()
    checks = (*CHECKS, totals_are_sums)
    assert [problem for check in checks for problem in check(desk.session)] == []


def test_desks_that_lend_renew_and_take_back_crosswise_never_lock_each_other_out(
    app: Flask, desk: Desk
) -> None:
    """Twelve copies go from hand to hand (CO-15) in every order: any circle of locks would show as an error."""
    open_library(desk, 12)

    def busy(number: int) -> list[Any]:
        chance = random.Random(number)
        answers: list[Any] = []
        with own_session(app) as session:
            for step in range(60):
                code = f"INV-{chance.randrange(12)}"
                card = f"R-{chance.randrange(DESKS)}"
                work = desk_work(desk, step)
                act = chance.choice(["lend", "lend", "return", "renew"])
                answers.append(one_act(session, work, act, card=card, code=code))
        return answers

    answers = Counter(at_all_desks(busy))
    assert sum(answers.values()) == DESKS * 60
    assert answers["lent"] > 0
    assert answers["returned"] > 0
    assert_sound(desk)


def desk_work(desk: Desk, step: int) -> Any:
    from dataclasses import replace

    return replace(desk.work, now=desk.now + timedelta(minutes=step))


def one_act(session: Session, work: Any, act: str, *, card: str, code: str) -> str:
    try:
        with transaction(session):
            if act == "return":
                return check_in(session, work, code=code).outcome
            if act == "renew":
                return "renewed" if renew(session, work, code=code, card=card) else ""
            asked = assess(see(session, work, card=card, code=code, lock=False).case)
            yes = acknowledge(asked, at=work.now)
            return check_out(session, work, card=card, code=code, acknowledged=yes).outcome
    except LoanError as refused:
        return str(refused.code)
