"""Several scanners at once: one reader, one sector, one day stays one visit."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.visits.models import Visit
from circulation.visits.services import card_visit
from ils.activity.kinds import Kind
from ils.activity.measures import net_amount
from ils.db import transaction
from ils.web.session import db
from tests.conftest import NOON
from tests.world import add_reader, work_at

DESKS = 4


def test_vs_01_one_card_at_four_scanners_is_one_visit(app: Flask, session: Session) -> None:
    anvar = add_reader(session, NOON)
    ready = Barrier(DESKS)

    def scan(_desk: int) -> bool:
        with app.app_context():
            ready.wait()
            with transaction(db.session()) as own:
                return card_visit(own, work_at(NOON), patron_id=anvar.id)

    with ThreadPoolExecutor(DESKS) as desks:
        assert sorted(desks.map(scan, range(DESKS))) == [False, False, False, True]
    session.rollback()
    assert len(session.scalars(select(Visit)).all()) == 1
    assert net_amount(session, Kind.VISIT) == 1
