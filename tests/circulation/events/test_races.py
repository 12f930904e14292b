"""Several desks at one event: a card is on the list once, an event is held once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask
from sqlalchemy.orm import Session

from circulation.events.errors import EventError
from circulation.events.queries import attendance_of
from circulation.events.services import attend, hold
from ils.activity.kinds import Kind
from ils.activity.measures import net_amount
from ils.db import transaction
from ils.web.session import db
from tests.circulation.events.house import House
from tests.conftest import NOON
from tests.world import add_reader, work_at

DESKS = 4


def at_once(app: Flask, act: Callable[[Session], bool]) -> list[bool]:
    """Do the same act at four desks at once and return what each was told."""
    ready = Barrier(DESKS)

    def desk(_number: int) -> bool:
        with app.app_context():
            ready.wait()
            try:
                with transaction(db.session()) as own:
                    return act(own)
            except EventError:
                return False

    with ThreadPoolExecutor(DESKS) as desks:
        return sorted(desks.map(desk, range(DESKS)))


def test_one_card_scanned_at_four_desks_is_one_row_and_one_visit(app: Flask, house: House) -> None:
    add_reader(house.session, NOON)
    event = house.plan()
    told = at_once(app, lambda own: attend(own, work_at(NOON), event_id=event, code="R-1").new)
    assert told == [False, False, False, True]
    house.session.rollback()
    assert len(attendance_of(house.session, event)) == 1
    assert net_amount(house.session, Kind.VISIT) == 1
    assert house.problems() == []


def test_one_event_held_at_four_desks_counts_once(app: Flask, house: House) -> None:
    event = house.plan()
    told = at_once(app, lambda own: bool(hold(own, work_at(NOON), event_id=event, headcount=9)))
    assert told == [False, False, False, True]
    house.session.rollback()
    assert (net_amount(house.session, Kind.EVENT_HOLD), net_amount(house.session, Kind.VISIT)) == (1, 9)
    assert house.problems() == []
