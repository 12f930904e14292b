"""Queries: each is counted once when it ends, and told to whoever asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from foreign_fund.service import services
from foreign_fund.service.errors import QueryCode
from foreign_fund.service.measures import queries_are_logged
from foreign_fund.service.models import ReaderQuery
from foreign_fund.service.queries import asked
from foreign_fund.service.queries.asked import Wanted
from foreign_fund.service.queries.titles import listed
from foreign_fund.service.rules.asking import QueryFacts
from foreign_fund.service.services.answering import refresh
from ils.activity.measures import Problem
from ils.clock import local_day
from ils.db import transaction
from ils.errors import LibraryError
from ils.outbox.queries import message
from ils.registers.measures import taps_are_logged
from ils.registers.services import tap
from tests.conftest import NOON
from tests.foreign_fund.service.house import House, at

ANSWERED, REFUSED = "registers:question:answer", "registers:refusal:note"


@pytest.fixture(autouse=True)
def _agrees(session: Session) -> Iterator[None]:
    """Whatever a test has done, the log, the queries and the board agree."""
    yield
    assert [*queries_are_logged(session), *taps_are_logged(session)] == []


def refused(house: House, code: QueryCode, act: Any, **told: Any) -> None:
    with pytest.raises(LibraryError) as caught, transaction(house.session) as session:
        act(session, at(), **told)
    assert caught.value.code is code


def test_an_answered_query_counts_once_by_its_type(house: House) -> None:
    query = house.ask(type="fact")
    assert house.acts(query) == []
    house.answer(query)
    assert house.acts(query) == [(ANSWERED, "fact", 1)]
    refused(house, QueryCode.ENDED, services.answer, query_id=query, text="once more")
    refused(house, QueryCode.ENDED, services.refuse, query_id=query, reason="other")
    assert house.acts(query) == [(ANSWERED, "fact", 1)]


def test_a_refusal_counts_once_by_its_reason(house: House) -> None:
    query = house.ask()
    with transaction(house.session) as session:
        services.refuse(session, at(), query_id=query, reason="not_held")
    assert house.acts(query) == [(REFUSED, "not_held", 1)]


def test_an_end_taken_back_leaves_a_twin_and_the_query_waits(house: House) -> None:
    query = house.ask()
    house.answer(query)
    with transaction(house.session) as session:
        services.reopen(session, at(), query_id=query, reason="wrong book")
    house.answer(query, text="Another")
    assert [amount for _kind, _source, amount in house.acts(query)] == [1, -1, 1]
    assert asked.query_row(house.session, query).answer == "Another"
    refused(house, QueryCode.NOT_ENDED, services.reopen, query_id=house.ask(), reason="x")


def test_an_answer_has_words_or_titles(house: House) -> None:
    query = house.ask()
    refused(house, QueryCode.ANSWER_EMPTY, services.answer, query_id=query, text="  \n ")
    house.put("query", query, house.record("ger"))
    house.answer(query, text="")
    assert [row.record.title for row in listed(house.session, "query", query) if row.record] == [
        "Der kleine Prinz"
    ]
    refused(house, QueryCode.ENDED, services.add_title, what="query", owner_id=query, record_id=1)


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"asker": ""}, QueryCode.NOBODY),
        ({"way": "dream"}, QueryCode.CHOICE_UNKNOWN),
        ({"day": local_day(NOON) + timedelta(days=1)}, QueryCode.DAY_ODD),
        ({"way": "virtual"}, QueryCode.CONTACT_ODD),
        ({"contact": "nowhere"}, QueryCode.CONTACT_ODD),
    ],
)
def test_what_no_query_can_be(house: House, told: dict[str, Any], code: QueryCode) -> None:
    with pytest.raises(LibraryError) as caught:
        house.ask(**told)
    assert caught.value.code is code


def test_the_public_side_takes_no_flood(house: House) -> None:
    reader = house.reader()
    for number in range(5):
        house.ask(patron_id=reader, topic=f"Topic {number}")
    facts = {"day": local_day(NOON), "way": "virtual", "asker_kind": "reader", "topic": "One more"}
    wanted = QueryFacts(**facts, patron_id=reader, department="foreign")  # type: ignore[arg-type]
    refused(house, QueryCode.TOO_MANY_OPEN, services.receive, facts=wanted, own=True)


def test_the_answer_is_written_to_the_reader_and_read_anew_when_it_is_sent(house: House) -> None:
    reader = house.reader()
    query = house.ask(patron_id=reader, way="virtual", topic="Kafka")
    house.put("query", query, house.record("ger", "Die Verwandlung"))
    house.answer(query, text="Bor.\nKeling.", send=True)
    (sent,) = house.messages("query_answer")
    assert (sent.recipient_type, sent.recipient_id) == ("patron", reader)
    assert "Bor.\nKeling." in sent.body
    assert "Die Verwandlung" in sent.body
    fresh = refresh(house.session, message(house.session, sent.id), NOON)
    assert fresh is not None
    assert fresh.recipient.addresses["email"] == "r-1@example.uz"
    with transaction(house.session) as session:
        services.reopen(session, at(), query_id=query, reason="mistake")
    assert refresh(house.session, message(house.session, sent.id), NOON) is None
    house.answer(query, text="Yangi javob", send=True)
    assert len(house.messages("query_answer")) == 2
    assert refresh(house.session, message(house.session, sent.id), NOON) is None


def test_a_guest_is_written_to_by_mail(house: House) -> None:
    query = house.ask(way="virtual", contact="guest@example.uz", language="ru")
    with transaction(house.session) as session:
        services.refuse(session, at(), query_id=query, reason="not_held", send=True)
    (sent,) = house.messages("query_answer")
    assert (sent.recipient_type, sent.recipient_id, sent.language) == ("reader_query", query, "ru")
    assert "К сожалению" in sent.body


def test_the_board_counts_beside_the_log_of_queries(house: House) -> None:
    with transaction(house.session) as session:
        tap(session, at(), kind="question", type="topic")
    house.answer(house.ask())


def test_the_check_finds_what_was_counted_otherwise(house: House, session: Session) -> None:
    query = house.ask()
    with transaction(session):
        row = session.get_one(ReaderQuery, query)
        row.state, row.ended_on = "answered", local_day(NOON)
    found: list[Problem] = list(queries_are_logged(session))
    assert [(each.code, each.facts["logged"]) for each in found] == [("query_log_differs", 0)]
    with transaction(session):
        row = session.get_one(ReaderQuery, query)
        row.state, row.ended_on = "received", None


def test_the_database_keeps_ends_whole(house: House, session: Session) -> None:
    query = house.ask()
    with pytest.raises(IntegrityError), transaction(session):
        session.execute(text("UPDATE reader_query SET state = 'answered' WHERE id = :id"), {"id": query})


def test_lists_show_what_waits_first_and_find_words(house: House, session: Session) -> None:
    first, second = house.ask(topic="Goethe"), house.ask(topic="Faust", wanted="von Goethe", languages="ger")
    house.answer(second)
    assert [row.id for row in asked.queries(session, Wanted()).rows] == [first, second]
    assert asked.queries(session, Wanted(text="goethe")).total == 2
    assert [row.id for row in asked.queries(session, Wanted(state="answered")).rows] == [second]
    assert asked.count_waiting(session) == 1
    assert asked.describe(session, [first]) == {first: ("Goethe", first)}
    assert asked.query_row(session, second).codes == ("ger",)
