"""Putting messages down: once for a key, with its text, in the act's own transaction."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from ils.db import transaction
from ils.outbox.models import Message, MessageState
from ils.outbox.queries import count_by_state, message, messages_about, messages_to
from ils.outbox.services import queue_message
from ils.web.session import db
from tests.conftest import NOON
from tests.ils.outbox.conftest import COPY, Library
from tests.world import work_at


def test_a_message_is_queued_with_its_text_and_what_it_is_about(library: Library) -> None:
    number = library.queue(
        facts={"template": "overdue_7", "copies": [COPY]}, subjects=(("loan", 5), ("loan", 7), ("loan", 5))
    )
    view = library.seen(number)
    assert (view.state, view.attempts, view.not_before, view.day) == (
        MessageState.QUEUED,
        0,
        NOON,
        date(2026, 4, 15),
    )
    assert view.subjects == (("loan", 5), ("loan", 7))
    assert view.subject == "Kitoblarni qaytarish muddati oʻtganiga bir hafta boʻldi"
    assert "Hurmatli Karimov Anvar!" in view.body
    assert "• Oʻtkan kunlar — muddati 08.04.2026, kechikish: 7 kun" in view.body


def test_the_same_key_is_queued_once(library: Library) -> None:
    first = library.queue(dedupe="overdue:1:2026-04-15")
    with transaction(library.session) as session:
        again = queue_message(
            session,
            work_at(NOON),
            kind="overdue",
            recipient=library.person(),
            facts={},
            dedupe="overdue:1:2026-04-15",
        )
    assert again is None
    assert library.queue(dedupe="overdue:1:2026-04-16") != first
    assert library.queue() != library.queue(), "without a key nothing is held back"


def test_a_cancelled_message_keeps_its_key(library: Library) -> None:
    library.copies = []
    number = library.queue(dedupe="once", facts={"copies": [COPY]})
    library.send()
    assert library.seen(number).state is MessageState.CANCELLED
    with transaction(library.session) as session:
        assert (
            queue_message(
                session, work_at(NOON), kind="overdue", recipient=library.person(), facts={}, dedupe="once"
            )
            is None
        )


def test_two_processes_queue_the_same_key_once(app: Flask, library: Library) -> None:
    found: list[int | None] = []
    both = threading.Barrier(2)

    def put() -> None:
        with app.app_context():
            both.wait()
            with transaction(db.session()) as session:
                found.append(
                    queue_message(
                        session,
                        work_at(NOON),
                        kind="overdue",
                        recipient=library.person(),
                        facts={"copies": []},
                        dedupe="x",
                    )
                )
            db.session.remove()

    threads = [threading.Thread(target=put) for _each in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(each is None for each in found) == [False, True]
    assert len(library.session.scalars(select(Message.id)).all()) == 1


def test_an_act_that_fails_leaves_no_message(library: Library) -> None:
    def act() -> None:
        with transaction(library.session) as session:
            queue_message(session, work_at(NOON), kind="overdue", recipient=library.person(), facts={})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        act()
    assert sum(count_by_state(library.session).values()) == 0


def test_days_in_facts_become_text_and_anything_else_plain(library: Library, session: Session) -> None:
    number = library.queue(
        facts={"until": date(2026, 5, 9), "copies": [{"due": NOON}], "kind": MessageState.SENT}
    )
    facts = message(session, number).facts
    assert facts == {
        "until": "2026-05-09",
        "copies": [{"due": NOON.isoformat()}],
        "kind": "MessageState.SENT",
    }


def test_nothing_is_queued_for_the_past_and_unknown_channels_are_dropped(library: Library) -> None:
    number = library.queue(not_before=NOON - timedelta(days=1), channels=("pigeon", "sms", "sms"))
    later = library.queue(not_before=NOON + timedelta(days=1))
    assert (library.seen(number).not_before, library.seen(number).channels) == (NOON, ("sms",))
    assert library.seen(later).not_before == NOON + timedelta(days=1)


def test_messages_are_found_by_what_they_are_about_and_by_whom_they_are_for(
    library: Library, session: Session
) -> None:
    first, second = library.queue(subjects=[("loan", 5)]), library.queue(subjects=[("loan", 5), ("loan", 6)])
    library.queue(subjects=[("hold", 5)])
    assert [view.id for view in messages_about(session, "loan", [5])] == [first, second]
    assert [view.id for view in messages_about(session, "loan", [6])] == [second]
    assert len(messages_to(session, "patron", 1)) == 3
    assert messages_to(session, "patron", 2) == ()
