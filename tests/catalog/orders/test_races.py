"""Several desks at one order: pages are taken back once, a document is delivered once, a code hangs once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from catalog.orders import services
from catalog.orders.errors import OrderError
from catalog.orders.rules import Form
from ils.activity.kinds import Kind
from ils.activity.measures import net_amount
from ils.db import transaction
from ils.web.session import db
from tests.catalog.orders.room import Room
from tests.conftest import NOON
from tests.world import work_at

DESKS = 4


def at_once(app: Flask, act: Callable[[Session], object]) -> list[bool]:
    """Do the same act at four desks at once and return which of them did it."""
    ready = Barrier(DESKS)

    def desk(_number: int) -> bool:
        with app.app_context():
            ready.wait()
            try:
                with transaction(db.session()) as own:
                    act(own)
            except OrderError:
                return False
            return True

    with ThreadPoolExecutor(DESKS) as desks:
        return sorted(desks.map(desk, range(DESKS)))


@pytest.mark.parametrize("what", ["pages", "document", "code"])
def test_one_desk_of_four_does_it(app: Flask, room: Room, what: str) -> None:
    pages = room.scan(room.order())
    _request, (paper,) = room.request("local")
    work = work_at(NOON)
    acts: dict[str, Callable[[Session], object]] = {
        "pages": lambda own: services.take_back_pages(own, work, work_id=pages),
        "document": lambda own: services.deliver(own, work, document_id=paper, form=Form.EMAIL),
        "code": lambda own: services.place(own, work, url="https://akm.uz/1", title="Ertak", board="Bekat"),
    }
    assert at_once(app, acts[what]) == [False, False, False, True]
    room.session.rollback()
    counted = {"pages": Kind.PAGES_SCAN, "document": Kind.REMOTE_DELIVER, "code": Kind.QR_PLACE}
    assert net_amount(room.session, counted[what]) == (0 if what == "pages" else 1)
    assert room.problems() == []
