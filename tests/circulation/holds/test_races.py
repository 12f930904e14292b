"""Several desks and one queue: each reader is served once, in the order of the queue, and nobody waits for ever."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.items.models import Item, ItemState
from circulation.holds import services
from circulation.holds.models import Hold
from ils.db import transaction
from ils.errors import LibraryError
from ils.web.session import db
from tests.circulation.holds.shelves import Shelves, take_back

pytestmark = pytest.mark.slow

DESKS = 6


@contextmanager
def own_session(app: Flask) -> Iterator[Session]:
    with app.app_context():
        try:
            yield db.session()
        finally:
            db.session.remove()


def at_all_desks(work_of: Callable[[int], Any]) -> list[Any]:
    with ThreadPoolExecutor(DESKS) as pool:
        return list(pool.map(work_of, range(DESKS)))


def test_CI_05_two_desks_that_take_back_two_copies_serve_the_first_two(app: Flask, shelves: Shelves) -> None:
    ids = [each.id for each in shelves.readers(4)]
    for round_number in range(3):
        title = shelves.title(f"Kitob {round_number}")
        items = [shelves.copy(title, f"INV-{round_number}-{number}") for number in range(2)]
        holds = [shelves.place(patron_id, title) for patron_id in ids]
        shelves.session.close()

        def give_back(number: int, items: list[int] = items) -> int:
            with own_session(app) as session, transaction(session):
                caught = take_back(session, shelves.work, items[number])
                assert caught is not None
                return caught.hold_id

        with ThreadPoolExecutor(2) as pool:
            served = list(pool.map(give_back, range(2)))
        assert sorted(served) == holds[:2]
        assert shelves.waiting(title) == holds[2:]
    shelves.assert_sound()


def test_desks_that_place_return_fetch_and_cancel_crosswise_never_lock_each_other_out(
    app: Flask, shelves: Shelves
) -> None:
    ids = [each.id for each in shelves.readers(DESKS)]
    titles = [shelves.title(f"Kitob {number}") for number in range(3)]
    items = [shelves.copy(title, f"INV-{title}-{number}") for title in titles for number in range(3)]
    shelves.session.close()

    def busy(number: int) -> int:
        chance = random.Random(number)
        done = 0
        with own_session(app) as session:
            for step in range(40):
                try:
                    with transaction(session):
                        one_act(session, shelves, chance, step, patron_id=ids[number])
                    done += 1
                except LibraryError:
                    session.rollback()
        return done

    def one_act(
        session: Session, shelves: Shelves, chance: random.Random, step: int, *, patron_id: int
    ) -> None:
        work = replace(shelves.work, department=chance.choice(["lending", "foreign"]))
        act = chance.choice(["place", "return", "lend", "cancel", "expire", "arrive"])
        item_id, title = chance.choice(items), chance.choice(titles)
        if act == "place":
            services.place_hold(
                session, work, patron_id=patron_id, record_id=title, department=work.department, at_home=False
            )
        elif act == "return":
            returned(session, work, item_id)
        elif act == "lend":
            lent(session, work, patron_id, item_id)
        elif act == "cancel":
            own = select(Hold.id).where(Hold.patron_id == patron_id, Hold.ended_at.is_(None)).limit(1)
            services.cancel_hold(session, work, hold_id=session.scalars(own).one_or_none() or 0)
        elif act == "expire":
            services.expire_holds(session, replace(work, now=work.now))
        else:
            code = session.get_one(Item, item_id).inventory_number or ""
            services.arrive(session, work, code=code)

    counts = at_all_desks(busy)
    assert min(counts) > 0
    shelves.assert_sound()


def returned(session: Session, work: Any, item_id: int) -> None:
    locked = select(Item.state).where(Item.id == item_id).with_for_update()
    if session.scalars(locked).one() is ItemState.ON_LOAN:
        take_back(session, work, item_id)


def lent(session: Session, work: Any, patron_id: int, item_id: int) -> None:
    from catalog.items.queries import item_facts
    from catalog.items.services import set_state
    from circulation.patrons.queries import patron_facts

    patron_facts(session, patron_id, lock=True)
    item = item_facts(session, item_id, lock=True)
    if item.state in {ItemState.AVAILABLE, ItemState.HELD} and set_state(
        session, item_id, was=item.state, becomes=ItemState.ON_LOAN, now=work.now
    ):
        services.fulfil(
            session, work, patron_id=patron_id, record_id=item.record_id, item_id=item_id, loan_id=item_id
        )
