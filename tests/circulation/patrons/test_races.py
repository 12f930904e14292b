"""Several desks at once: numbers stay without gaps and nobody is registered twice."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.patrons.errors import PatronCode, PatronError
from circulation.patrons.models import Patron, Registration
from circulation.patrons.services import add_patron, register
from ils.activity.kinds import Kind
from ils.activity.measures import net_amount
from ils.db import transaction
from ils.web.session import db
from tests.conftest import NOON
from tests.world import add_reader, work_at

DESKS = 4
WORK = work_at(NOON)


def at_once(app: Flask, *acts: Callable[[Session], object]) -> list[object]:
    """Run every act at a desk of its own, all begun together."""
    ready = Barrier(len(acts))

    def run(act: Callable[[Session], object]) -> object:
        with app.app_context():
            ready.wait()
            try:
                with transaction(db.session()) as session:
                    return act(session)
            except PatronError as refusal:
                return refusal

    with ThreadPoolExecutor(len(acts)) as desks:
        return list(desks.map(run, acts))


def test_rg_01_one_reader_at_four_desks_is_registered_once(app: Flask, session: Session) -> None:
    anvar = add_reader(session, NOON, register=False)
    answers = at_once(app, *[lambda own: register(own, WORK, patron_id=anvar.id)] * DESKS)
    refused = [each for each in answers if isinstance(each, PatronError)]
    assert [each.code for each in refused] == [PatronCode.ALREADY_REGISTERED] * (DESKS - 1)
    session.rollback()
    assert net_amount(session, Kind.PATRON_REGISTER) == 1


def test_rg_02_new_readers_at_four_desks_get_numbers_without_gaps(app: Flask, session: Session) -> None:
    answers = at_once(
        app, *[lambda own: add_patron(own, WORK, surname="Toshmatov", category="pupil").card_number] * DESKS
    )
    cards = sorted(str(each) for each in answers)
    assert cards == sorted(session.scalars(select(Patron.card_number)))
    assert len(set(cards)) == DESKS
    assert sorted(session.scalars(select(Registration.running_number))) == [1, 2, 3, 4]
