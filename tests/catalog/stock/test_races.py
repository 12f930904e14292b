"""Several people approve at once: every number is given once, an act is approved once, a lent copy is not taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.items.models import Item, ItemState
from catalog.items.queries import item_facts
from catalog.items.services import add_items, set_state
from catalog.stock import services
from catalog.stock.errors import StockCode, StockError, StockRefused
from catalog.stock.models import AcceptanceAct, ActState
from catalog.stock.queries.standing import standing
from catalog.stock.services import Correction, NewLine
from ils.db import transaction
from ils.web.session import db
from tests.catalog.stock.conftest import WORK, accepted, begun, lines_added, problems
from tests.conftest import NOON

pytestmark = pytest.mark.slow

PEOPLE = 6
Books = tuple[int, int]


@contextmanager
def own_session(app: Flask) -> Iterator[Session]:
    """A session as a request of its own has it."""
    with app.app_context():
        try:
            yield db.session()
        finally:
            db.session.remove()


def all_at_once(acts: list[Callable[[], Any]]) -> list[Any]:
    with ThreadPoolExecutor(len(acts)) as pool:
        return [done.result() for done in [pool.submit(act) for act in acts]]


def approving(app: Flask, act_id: int) -> Callable[[], object]:
    def approve() -> object:
        with own_session(app) as session:
            try:
                with transaction(session):
                    return services.approve(session, WORK, act_id=act_id)
            except StockError as refused:
                return refused.code

    return approve


def test_acts_approved_at_once_get_unbroken_numbers(app: Flask, session: Session, books: Books) -> None:
    drafts = []
    for number in range(PEOPLE):
        drafts.append(begun(session, series=("main", "foreign")[number % 2]))
        lines_added(session, drafts[-1], NewLine(books[0], 3, 100), NewLine(books[1], 2, 100))

    def adding() -> object:  # copies without an act come in between, with barcodes of the same series
        with own_session(app) as own, transaction(own):
            return len(add_items(own, WORK, record_id=books[0], department="lending", count=5))

    session.rollback()
    answers = all_at_once([*(approving(app, draft) for draft in drafts), adding, adding])
    assert sorted(answers[:PEOPLE]) == list(range(1, PEOPLE + 1))
    numbers = session.scalars(select(Item.inventory_number).where(Item.inventory_number.is_not(None))).all()
    assert sorted(numbers) == sorted(f"{head}{n:06d}" for head in ("", "X-") for n in range(1, 16))
    barcodes = session.scalars(select(Item.barcode)).all()
    assert len(barcodes) == len(set(barcodes)) == PEOPLE * 5 + 10
    assert problems(session) == []


def test_one_draft_is_approved_once(app: Flask, session: Session, books: Books) -> None:
    draft = begun(session)
    lines_added(session, draft, NewLine(books[0], 2, 100))
    session.rollback()
    answers = all_at_once([approving(app, draft) for _person in range(PEOPLE)])
    assert sorted(map(str, answers)) == ["1", *[str(StockCode.NOT_DRAFT)] * (PEOPLE - 1)]
    assert problems(session) == []


def test_a_copy_lent_at_the_same_moment_is_lent_or_taken_back(
    app: Flask, session: Session, books: Books
) -> None:
    """Whoever comes first has it; never both."""
    act_id = accepted(session, NewLine(books[0], PEOPLE, 100))
    copies = [copy.item_id for copy in standing(session, act_id)]
    drafts = []
    for copy in copies:
        with transaction(session):
            drafts.append(
                services.begin_correction(
                    session,
                    WORK,
                    act_id=act_id,
                    wanted=Correction([copy]),
                    day=NOON.date(),
                    document="",
                    note="x",
                )
            )

    def lending(copy: int) -> Callable[[], object]:
        def lend() -> object:
            with own_session(app) as own, transaction(own):
                item_facts(own, copy, lock=True)
                return set_state(own, copy, was=ItemState.AVAILABLE, becomes=ItemState.ON_LOAN, now=NOON)

        return lend

    session.rollback()
    answers = all_at_once([each for copy, draft in zip(copies, drafts, strict=True)
                           for each in (approving(app, draft), lending(copy))])  # fmt: skip
    for approved, lent in zip(answers[::2], answers[1::2], strict=True):
        assert (approved == StockCode.NOT_READY) is lent
    states = session.scalars(select(Item.state).order_by(Item.id)).all()
    lent_copies = sum(state is ItemState.ON_LOAN for state in states)
    kept = session.scalars(select(AcceptanceAct.state).where(AcceptanceAct.id.in_(drafts))).all()
    assert sum(state is ActState.DRAFT for state in kept) == lent_copies
    assert {code for code, _facts in problems(session)} <= {"state_without_loan"}


def test_a_refusal_leaves_nothing_behind(session: Session, books: Books) -> None:
    draft = begun(session, contract="")
    lines_added(session, draft, NewLine(books[0], 2, 100))
    with pytest.raises(StockRefused), transaction(session):
        services.approve(session, WORK, act_id=draft)
    assert session.scalars(select(Item.id)).all() == []
    assert problems(session) == []
