"""Two desks type in the same trip."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask
from sqlalchemy.orm import Session

from circulation.points.queries import acts_of
from circulation.points.services import close_trip, greet, lend, open_trip
from ils.activity.kinds import Kind
from ils.activity.measures import net_amount
from ils.db import transaction
from ils.errors import LibraryError
from ils.web.session import db
from tests.circulation.points.van import Van
from tests.conftest import NOON
from tests.world import work_at

DESKS = 4


def at_once(app: Flask, act: Callable[[Session], object]) -> list[bool]:
    """Do the same act at four desks at once and return what each was told."""
    ready = Barrier(DESKS)

    def desk(_number: int) -> bool:
        with app.app_context():
            ready.wait()
            try:
                with transaction(db.session()) as own:
                    return bool(act(own))
            except LibraryError:
                return False

    with ThreadPoolExecutor(DESKS) as desks:
        return sorted(desks.map(desk, range(DESKS)))


ONCE = [False, False, False, True]


def test_one_trip_a_point_and_day(app: Flask, van: Van) -> None:
    assert at_once(app, lambda own: open_trip(own, work_at(NOON), point_id=van.point)) == ONCE


def test_one_card_one_visit_one_copy_one_loan_one_closing(app: Flask, van: Van) -> None:
    van.reader()
    van.copy()
    trip, work = van.trip(), work_at(NOON)
    assert at_once(app, lambda own: greet(own, work, trip_id=trip, card="R-1").visit_counted) == ONCE
    assert at_once(app, lambda own: lend(own, work, trip_id=trip, card="R-1", code="INV-1")) == ONCE
    assert at_once(app, lambda own: close_trip(own, work, trip_id=trip, visitors=2, issued=3)) == ONCE
    van.session.rollback()
    assert len(acts_of(van.session, trip)) == 1
    counted = [net_amount(van.session, kind) for kind in (Kind.VISIT, Kind.POINT_ISSUE, Kind.POINT_SERVE)]
    assert counted == [3, 3, 1]
    assert van.problems() == []
