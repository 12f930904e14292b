"""Duties 2, 5 and 7: better conditions of service; news of foreign literature; help to teachers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from circulation.patrons.services import set_pin
from foreign_fund.service.jobs import make_and_send
from ils.activity.kinds import Kind
from ils.db import transaction
from tests.conftest import NOON
from tests.foreign_fund.service.house import House
from tests.foreign_fund.shelf import Shelf, at
from tests.journeys.foreign.room import DAY, Room, said
from tests.world import add_reader

pytestmark = pytest.mark.usefixtures("at_noon")


def anvar(room: Room, client: FlaskClient) -> int:
    """Anvar, who reads English pages, signs in at home with card and PIN."""
    reader = House(room.session).reader(language="en", phone="901234567")
    with transaction(room.session):
        set_pin(room.session, at(), patron_id=reader, pin="2580")
    client.post("/me/sign-in", data={"card": "R-1", "pin": "2580"})
    return reader


def test_duty_02_service_is_made_better_by_electronic_means(room: Room, client: FlaskClient) -> None:
    """From home a reader finds a book, lengthens his loan and asks a question, whose answer he reads there."""
    book = room.title("Die Verwandlung", copies="77")
    anvar(room, client)
    shelf = Shelf(room.session)
    shelf.readers.add("R-1")
    shelf.lend("77", now=NOON - timedelta(days=10))
    with room.counting() as done:
        assert "Die Verwandlung" in said(client.get("/search?q=verwandlung"))
        said(client.post("/me/loans/1/renew", follow_redirects=True))
        asked = {"topic": "Kafka", "languages": ["ger"]}
        assert "Kafka" in said(client.post("/ask", data=asked, follow_redirects=True))
        assert "Kafka" in room.see("/fund/service/queries?way=virtual")
        room.do("/fund/service/titles/query/1/add", record=book)
        room.do("/fund/service/queries/1/answer", text="Here it is", send="1")
    page = said(client.get("/me/queries"))
    assert "Here it is" in page
    assert "Die Verwandlung" in page
    assert done.acts == {Kind.LOAN_RENEW: 1, Kind.QUESTION_ANSWER: 1}
    assert done.lines == {"17": 1}
    assert done.own == {}  # what a reader does from home has no department


def test_duty_05_news_of_foreign_literature_reach_the_readers(room: Room, client: FlaskClient) -> None:
    """What an act brought last week is told to everybody by language, and to the reader who wants German books."""
    house = House(room.session)
    reader = anvar(room, client)
    house.arrive("ger", title="Die Verwandlung")
    house.arrive("eng", title="Focus 5")
    with room.counting() as done:
        room.do(f"/fund/service/profiles/{reader}", languages=["ger"])
        room.do("/fund/service/bulletins/send")
        make_and_send(room.session, at())
        listing = {
            "url": "https://ebsco.example",
            "access": "open",
            "department": "foreign",
            "currency": "UZS",
        }
        room.do("/foreign/databases/new", title="EBSCO", languages="eng", **listing)
    (message,) = house.messages()
    assert "Die Verwandlung" in message.body
    assert "Focus 5" not in message.body
    assert "Die Verwandlung" in said(client.get("/new-arrivals"))
    assert "Focus 5" not in said(client.get("/new-arrivals/1?language=ger"))
    assert client.get("/new-arrivals/1.pdf").data.startswith(b"%PDF")
    assert "EBSCO" in said(client.get("/databases"))
    assert "Die Verwandlung" in room.see("/fund/service/bulletins/1")
    assert done.acts == {}
    assert done.lines == {}
    assert done.own == done.lines


def test_duty_07_teachers_are_helped_to_choose_works(room: Room) -> None:
    """A teacher asks and gets a list, a course its reading; advice on the catalogue; an exhibition; a review held."""
    book = room.title("Die Verwandlung", copies="77 78")
    add_reader(room.session, NOON, card="R-2", category="docent", surname="Salimova", given_name="Momojon")
    with room.counting() as done:
        told = {"day": DAY, "way": "oral", "asker_kind": "reader", "card": "R-2", "type": "topic", "topic": "Kafka",
                "languages": ["ger"], "department": "foreign"}  # fmt: skip
        room.do("/fund/service/queries/new", **told)
        room.do("/fund/service/titles/query/1/add", record=book)
        assert "answered and counted" in room.do("/fund/service/queries/1/answer", text="")
        course = {
            "discipline": "Nemis tili",
            "students": "6",
            "teacher": "Salimova M.",
            "department": "foreign",
        }
        room.do("/fund/service/selections/new", **course)
        assert "Die Verwandlung" in room.do("/fund/service/titles/selection/1/scan", code="77")
        room.do("/registers/board", tap="help", amount="1", channel="desk", sector="other")
        show = {"title": "Kafka", "form": "personal", "department": "foreign", "place": "Zal", "lendable": "y",
                "opens_on": DAY, "closes_on": "2026-05-15"}  # fmt: skip
        room.do("/exhibitions/new", **show)
        for code in ("77", "78"):
            room.do("/exhibitions/1/scan", code=code)
        room.do("/exhibitions/1/open")
        review = {"title": "Kafka va uning davri", "day": DAY, "starts": "14:00", "minutes": "40",
                  "department": "foreign", "sector": "other"}  # fmt: skip
        room.do("/fund/service/reviews/new", **review)
        room.do("/fund/service/titles/review/1/add", record=book)
        room.do("/fund/service/reviews/1/hold", listeners="12", minutes="45")
    assert "Die Verwandlung" in room.see("/fund/service/queries/1")
    assert room.browser.get("/fund/service/selections/1.pdf").data.startswith(b"%PDF")
    assert "Die Verwandlung" in room.see("/exhibitions/1")
    assert "Kafka va uning davri" in room.see("/fund/service/reviews?state=held")
    assert done.acts == {
        Kind.QUESTION_ANSWER: 1, Kind.HELP_GIVE: 1, Kind.EXHIBITION_ITEM: 2, Kind.EXHIBITION_OPEN: 1,
        Kind.EVENT_HOLD: 1, Kind.VISIT: 12,
    }  # fmt: skip
    assert done.lines == {"16": 12, "16.7": 12, "18": 2, "26": 2}
    assert done.own == done.lines
