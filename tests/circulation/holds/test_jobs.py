"""The nightly look at the hold shelves, and notices read again when they are sent (OV-03)."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.holds.jobs import JOBS, KIND, OUTBOX, PERIODIC
from circulation.holds.models import HoldState
from circulation.patrons.models import Patron
from ils.db import transaction
from ils.jobs.running import Run
from ils.outbox.models import Message, MessageSubject
from ils.outbox.queries import MessageView
from tests.circulation.holds.shelves import Shelves

REFRESH = {source.kind: source.refresh for source in OUTBOX}


def views(session: Session, kind: str) -> list[MessageView]:
    """Return the messages of a kind as a source sees them, oldest first."""
    session.rollback()
    found = []
    for row in session.scalars(select(Message).where(Message.kind == kind).order_by(Message.id)):
        subjects = session.execute(
            select(MessageSubject.subject_type, MessageSubject.subject_id).where(
                MessageSubject.message_id == row.id
            )
        )
        told = {name: getattr(row, name) for name in MessageView.__slots__ if name != "subjects"}
        told["channels"] = tuple(row.channels)
        found.append(MessageView(**told, subjects=tuple((name, ref) for name, ref in subjects)))
    return found


def test_the_night_ends_what_was_not_fetched_and_a_second_run_finds_nothing(shelves: Shelves) -> None:
    (anvar,) = shelves.readers(1)
    title = shelves.title()
    item = shelves.copy(title)
    hold = shelves.place(anvar, title)
    shelves.give_back(item)
    shelves.later(days=9)
    shelves.department = ""
    run = cast("Run", SimpleNamespace(session=shelves.session, work=shelves.work))
    assert JOBS[KIND](run) == {"expired": 1}
    assert shelves.hold(hold).state is HoldState.EXPIRED
    assert JOBS[KIND](run) == {"expired": 0}
    assert [each.kind for each in PERIODIC] == [KIND]


def test_OV_03_nobody_is_called_for_a_copy_fetched_meanwhile(shelves: Shelves) -> None:
    anvar, nodira = shelves.readers(2)
    title = shelves.title()
    item = shelves.copy(title)
    shelves.place(anvar, title)
    shelves.give_back(item)
    (message,) = views(shelves.session, "hold_ready")
    fresh = REFRESH["hold_ready"](shelves.session, message, shelves.now)
    assert fresh is not None
    facts: dict[str, Any] = dict(fresh.facts)
    assert (facts["title"], facts["until"], facts["code"]) == ("Oʻtkan kunlar", "2026-04-18", "00000001")
    assert facts["place"]["ru"] == "Абонемент"
    assert fresh.recipient.id == anvar.id
    shelves.take(anvar, item)
    assert REFRESH["hold_ready"](shelves.session, message, shelves.now) is None
    assert nodira


def test_OV_03_a_return_taken_back_and_done_again_calls_the_reader_once(shelves: Shelves) -> None:
    (anvar,) = shelves.readers(1)
    title = shelves.title()
    item = shelves.copy(title)
    shelves.place(anvar, title)
    caught = shelves.give_back(item)
    assert caught is not None
    shelves.release(caught.image)
    (first,) = views(shelves.session, "hold_ready")
    assert REFRESH["hold_ready"](shelves.session, first, shelves.now) is None
    shelves.later(minutes=5)
    shelves.give_back(item)
    answers = [
        REFRESH["hold_ready"](shelves.session, each, shelves.now)
        for each in views(shelves.session, "hold_ready")
    ]
    assert [answer is not None for answer in answers] == [False, True]


def test_OV_03_the_expiry_is_told_unless_the_hold_was_taken_up_again(shelves: Shelves) -> None:
    (anvar,) = shelves.readers(1)
    title = shelves.title()
    item = shelves.copy(title)
    shelves.place(anvar, title)
    shelves.give_back(item)
    shelves.later(days=9)
    run = cast("Run", SimpleNamespace(session=shelves.session, work=shelves.work))
    JOBS[KIND](run)
    (message,) = views(shelves.session, "hold_expired")
    fresh = REFRESH["hold_expired"](shelves.session, message, shelves.now)
    assert fresh is not None
    assert fresh.facts["until"] == "2026-04-18"


def test_the_roof_knows_the_sources_and_the_night(app: Flask, shelves: Shelves) -> None:
    from ils.app.tables import PERIODIC as TABLE

    assert {"hold_ready", "hold_expired"} <= set(app.extensions["ils_outbox"])
    assert KIND in {each.kind for each in TABLE}


def test_a_childs_notice_goes_to_the_guardian(shelves: Shelves) -> None:
    (anvar,) = shelves.readers(1)
    with transaction(shelves.session) as session:
        child = session.get_one(Patron, anvar.id)
        child.guardian_name, child.guardian_phone = "Karimova Lola", "+998901234567"
    title = shelves.title()
    item = shelves.copy(title)
    shelves.place(anvar.id, title)
    shelves.give_back(item)
    (message,) = views(shelves.session, "hold_ready")
    fresh = REFRESH["hold_ready"](shelves.session, message, shelves.now)
    assert fresh is not None
    assert "+998901234567" in fresh.recipient.addresses.values()
