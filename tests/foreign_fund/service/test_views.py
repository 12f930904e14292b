"""The pages: the staff's whole day, the reader's own, everybody's; who may do what."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from lxml import etree
from sqlalchemy.orm import Session

from catalog.orders.services import set_catalogue_address
from circulation.patrons.queries import find_patron
from circulation.patrons.services import set_pin
from foreign_fund.service.jobs import make_and_send
from foreign_fund.service.queries import asked, chosen, profiles, reviews
from foreign_fund.service.queries.asked import Wanted
from foreign_fund.service.queries.titles import listed
from ils.accounts.permissions import Role
from ils.db import transaction
from tests.conftest import NOON, SignIn
from tests.foreign_fund.service.house import House, at

pytestmark = pytest.mark.usefixtures("at_noon")
ALL = (
    "/fund/service", "/fund/service/queries", "/fund/service/selections", "/fund/service/reviews",
    "/fund/service/profiles", "/fund/service/bulletins", "/fund/service/wishes",
)  # fmt: skip
NEW = ("/fund/service/queries/new", "/fund/service/selections/new", "/fund/service/reviews/new")


@pytest.fixture
def staff(signed_in: SignIn) -> FlaskClient:
    return signed_in(Role.FOREIGN)


def text_of(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.get_data(as_text=True)


def own(client: FlaskClient, house: House, card: str = "R-1") -> None:
    with transaction(house.session) as session:
        reader = asked_reader(house, card)
        set_pin(session, at(), patron_id=reader, pin="2580")
    assert client.post("/me/sign-in", data={"card": card, "pin": "2580"}).status_code == 302


def asked_reader(house: House, card: str) -> int:
    found = find_patron(house.session, card)
    assert found is not None
    return found.id


def test_empty_pages_say_what_to_do(staff: FlaskClient) -> None:
    for address in (*ALL, *NEW, "/new-arrivals", "/ask"):
        text_of(staff, address)


def test_who_may_not_see_and_who_may_not_act(client: FlaskClient, signed_in: SignIn) -> None:
    for address in (*ALL, *NEW):
        assert client.get(address).status_code == 302
    cataloguer = signed_in(Role.CATALOGUER)
    for address in ALL:
        text_of(cataloguer, address, 403 if address.endswith("/profiles") else 200)
    for address in NEW:
        assert cataloguer.get(address).status_code == 403
    assert cataloguer.post("/fund/service/norm", data={"norm": "60"}).status_code == 403


def test_a_query_from_card_to_answer(staff: FlaskClient, house: House, session: Session) -> None:
    house.reader(category="docent")
    book = house.arrive("ger", title="Die Verwandlung")
    form = {"day": "2026-04-15", "way": "oral", "asker_kind": "reader", "card": "R-1", "type": "topic",
            "topic": "Kafka", "languages": ["ger"], "department": "foreign"}  # fmt: skip
    assert staff.post("/fund/service/queries/new", data=form | {"topic": ""}).status_code == 400
    assert staff.post("/fund/service/queries/new", data=form | {"card": "NONE"}).status_code == 404
    assert staff.post("/fund/service/queries/new", data=form).status_code == 302
    (row,) = asked.queries(session, Wanted()).rows
    assert (row.asker_kind, row.codes, row.department) == ("teacher", ("ger",), "foreign")
    page = "/fund/service/queries/1"
    assert "Die Verwandlung" in text_of(staff, f"{page}?q=Verwandlung")
    staff.post("/fund/service/titles/query/1/add", data={"record": str(book), "q": "x"})
    assert "already" in staff.post(
        "/fund/service/titles/query/1/add", data={"record": str(book)}, follow_redirects=True
    ).get_data(as_text=True)
    assert staff.post(f"{page}/edit", data=form | {"topic": "Franz Kafka"}).status_code == 302
    said = staff.post(f"{page}/answer", data={"text": "", "send": "1"}, follow_redirects=True)
    assert "answered and counted" in said.get_data(as_text=True)
    assert len(house.messages("query_answer")) == 1
    assert text_of(staff, f"{page}.txt").startswith("List of literature: Franz Kafka")
    assert staff.get(f"{page}.pdf").data.startswith(b"%PDF")
    staff.post(f"{page}/reopen", data={"reason": "mistake"})
    staff.post(f"{page}/refuse", data={"reason": "on_loan", "text": "Keyinroq"})
    assert asked.query_row(session, 1).state == "refused"
    assert "Franz Kafka" in text_of(staff, "/fund/service/queries?state=refused&reason=on_loan&text=kafka")
    assert "No queries here" in text_of(staff, "/fund/service/queries?way=virtual")
    assert staff.get("/fund/service/queries/99").status_code == 404


def test_a_selection_from_form_to_paper(staff: FlaskClient, house: House, session: Session) -> None:
    book = house.arrive("ger", copies=2)
    house.shelf.copy("INV-9", record=book)
    form = {"discipline": "Nemis tili", "students": "6", "teacher": "Salimova M.", "department": "foreign"}
    assert staff.post("/fund/service/selections/new", data=form | {"students": "x"}).status_code == 400
    assert staff.post("/fund/service/selections/new", data=form).status_code == 302
    page = "/fund/service/selections/1"
    staff.post("/fund/service/titles/selection/1/scan", data={"code": "INV-9"})
    staff.post(f"{page}/words", data={"described": "Duden, 2024", "copies": "4"})
    first, second = listed(session, "selection", 1)
    staff.post(f"{page}/{first.id}/wish", data={"copies": "5"})
    staff.post(f"/fund/service/titles/selection/1/{second.id}/up")
    staff.post(
        f"/fund/service/titles/selection/1/{first.id}/note", data={"note": "Kap. 2", "additional": "1"}
    )
    shown = text_of(staff, page)
    assert "further reading" in shown
    assert "not in the library" in shown
    assert [row.copies for row in chosen.wishes(session)] == [5, 4]
    assert "Duden, 2024" in text_of(staff, "/fund/service/wishes")
    assert staff.get("/fund/service/wishes.xlsx").data.startswith(b"PK")
    told = text_of(staff, f"{page}.txt")
    assert told.index("Duden, 2024") < told.index("Der kleine Prinz")
    assert "Copies: 3" in told
    assert staff.get(f"{page}.pdf").data.startswith(b"%PDF")
    assert staff.post(f"{page}/edit", data=form | {"term": "Autumn"}).status_code == 302
    staff.post(f"{page}/close")
    assert "No selections here" in text_of(staff, "/fund/service/selections")
    assert "Nemis tili" in text_of(staff, "/fund/service/selections?closed=1&text=nemis")
    assert staff.post(f"{page}/copy").status_code == 302
    staff.post("/fund/service/norm", data={"norm": "10"})
    assert chosen.norm(session) == 10
    staff.post("/fund/service/norm", data={"norm": "0"})
    assert chosen.norm(session) == 10
    staff.post(f"/fund/service/titles/selection/2/{listed(session, 'selection', 2)[0].id}/remove")
    assert len(listed(session, "selection", 2)) == 1


def test_a_review_is_planned_and_held(staff: FlaskClient, house: House, session: Session) -> None:
    form = {"title": "Kafka", "day": "2026-04-15", "starts": "14:00", "minutes": "40", "department": "foreign",
            "sector": "other", "expected": "20"}  # fmt: skip
    assert staff.post("/fund/service/reviews/new", data=form | {"minutes": "9999"}).status_code == 400
    assert staff.post("/fund/service/reviews/new", data=form).status_code == 302
    house.put("review", 1, house.record("ger"))
    assert staff.post("/fund/service/reviews/1/edit", data=form | {"title": "Franz Kafka"}).status_code == 302
    text_of(staff, "/fund/service/reviews/1/edit")
    staff.post("/fund/service/reviews/1/hold", data={"listeners": "12", "minutes": "45"})
    row = reviews.review_row(session, 1)
    assert (row.event.state.value, row.event.came, row.minutes) == ("held", 12, 45)
    assert "Franz Kafka" in text_of(staff, "/fund/service/reviews?state=held")
    assert "Minutes: 45" in text_of(staff, "/fund/service/reviews/1.txt")
    assert staff.get("/fund/service/reviews/1.pdf").data.startswith(b"%PDF")


def test_profiles_and_bulletins_of_the_staff(staff: FlaskClient, house: House, session: Session) -> None:
    reader = house.reader()
    assert (
        staff.post("/fund/service/profiles/find", data={"card": "R-1"})
        .headers["Location"]
        .endswith(f"/profiles/{reader}")
    )
    assert staff.post("/fund/service/profiles/find", data={"card": "NONE"}).status_code == 302
    page = f"/fund/service/profiles/{reader}"
    assert staff.post(page, data={}).status_code == 400
    assert staff.post(page, data={"languages": ["ger", "xxx"], "authors": "Hesse"}).status_code == 302
    row = profiles.profile_of(session, reader, at().day)
    assert row is not None
    assert (row.languages, row.authors) == (("ger",), ("Hesse",))
    assert "Hesse" in text_of(staff, page)
    house.arrive("ger")
    assert "Make and send now" in text_of(staff, "/fund/service/bulletins")
    assert staff.post("/fund/service/bulletins/send").status_code == 302
    make_and_send(session, at())
    assert "Der kleine Prinz" in text_of(staff, "/fund/service/bulletins/1")
    assert "Nothing is due" in staff.post("/fund/service/bulletins/send", follow_redirects=True).get_data(
        as_text=True
    )
    staff.post(f"{page}/stop")
    assert "stopped" in text_of(staff, "/fund/service/profiles")
    staff.post("/fund/service/every", data={"every": "month"})
    assert "monthly" in text_of(staff, "/fund/service/bulletins")
    text_of(staff, "/fund/service")


def test_new_arrivals_for_everybody(client: FlaskClient, house: House, session: Session) -> None:
    with transaction(session):
        set_catalogue_address(session, at(), address="https://katalog.example.uz")
    house.arrive("ger")
    house.arrive("eng", title="Tom & Jerry <1>")
    make_and_send(session, at())
    with client.session_transaction() as cookie:
        cookie["language"] = "en"
    assert "Der kleine Prinz" in text_of(client, "/new-arrivals")
    assert "Der kleine Prinz" not in text_of(client, "/new-arrivals/1?language=eng")
    assert client.get("/new-arrivals/1.pdf").data.startswith(b"%PDF")
    assert client.get("/new-arrivals/99").status_code == 404
    feed = client.get("/new-arrivals.atom")
    assert feed.content_type == "application/atom+xml; charset=utf-8"
    tree = etree.fromstring(feed.data)
    atom = "{http://www.w3.org/2005/Atom}"
    assert {each.text for each in tree.iter(f"{atom}title")} >= {"Der kleine Prinz", "Tom & Jerry <1>"}
    ids = [each.text for each in tree.iter(f"{atom}id")]
    assert len(ids) == len(set(ids)) == 3
    one = etree.fromstring(client.get("/new-arrivals.atom?language=ger").data)
    assert len(list(one.iter(f"{atom}entry"))) == 1


def test_the_link_of_a_message_stops_it_by_one_press(
    client: FlaskClient, house: House, session: Session
) -> None:
    with transaction(session):
        set_catalogue_address(session, at(), address="https://katalog.example.uz")
    reader = house.reader()
    house.profile(reader)
    house.arrive("ger")
    make_and_send(session, at())
    (sent,) = house.messages()
    found = re.search(r"https://katalog\.example\.uz(/new-arrivals/stop/\S+)", sent.body)
    assert found is not None
    session.rollback()
    text_of(client, found[1])
    assert _gets(house, reader)  # a program that looks at links stops nothing
    assert client.post(found[1]).status_code == 200
    assert not _gets(house, reader)
    assert client.post(found[1]).status_code == 200
    assert client.get(f"/new-arrivals/stop/1/{'0' * 32}").status_code == 404
    assert client.post(f"/new-arrivals/stop/1/{'0' * 32}").status_code == 404


def _gets(house: House, reader: int) -> bool:
    house.session.rollback()
    house.session.expire_all()
    row = profiles.profile_of(house.session, reader, at().day)
    return row is not None and row.gets


def test_a_reader_asks_and_finds_the_answer(client: FlaskClient, house: House, session: Session) -> None:
    house.reader(language="en")
    own(client, house)
    assert "asked nothing yet" in text_of(client, "/me/queries")
    assert (
        client.post("/ask", data={"topic": "Kafka", "languages": ["ger"]}).headers["Location"]
        == "/me/queries"
    )
    (row,) = asked.queries(session, Wanted()).rows
    assert (row.way, row.channel, row.card_number, row.received_by) == ("virtual", "web", "R-1", None)
    house.put("query", row.id, house.record("ger", "Die Verwandlung"))
    house.answer(row.id, text="Here it is")
    shown = text_of(client, "/me/queries")
    assert "Here it is" in shown
    assert "Die Verwandlung" in shown


def test_a_guest_asks_with_an_address(client: FlaskClient, session: Session) -> None:
    assert client.post("/ask", data={"topic": "Kafka"}).status_code == 400
    assert client.post("/ask", data={"topic": "Kafka", "name": "Momo", "email": "x"}).status_code == 400
    sent = client.post("/ask", data={"topic": "Kafka", "name": "Momo", "email": "m@example.uz"})
    assert sent.location == "/ask/sent"
    text_of(client, "/ask/sent")
    (row,) = asked.queries(session, Wanted()).rows
    assert (row.asker_kind, row.asker, row.contact, row.department) == (
        "guest",
        "Momo",
        "m@example.uz",
        "foreign",
    )


def test_a_reader_keeps_and_stops_the_profile(client: FlaskClient, house: House) -> None:
    reader = house.reader(language="en")
    own(client, house)
    assert client.post("/me/interests", data={}).status_code == 400
    assert client.post("/me/interests", data={"languages": ["ger"], "marks": "811.112"}).status_code == 302
    assert _gets(house, reader)
    assert "811.112" in text_of(client, "/me/interests")
    assert client.post("/me/interests/stop").status_code == 302
    assert not _gets(house, reader)
    assert "You stopped these messages" in text_of(client, "/me/interests")
    assert client.get("/me/data").status_code == 200


def test_another_reader_sees_nothing_of_it(client: FlaskClient, house: House) -> None:
    house.reader("R-1")
    house.reader("R-2")
    house.ask(patron_id=asked_reader(house, "R-1"), topic="Secret")
    own(client, house, "R-2")
    assert "Secret" not in text_of(client, "/me/queries")


def test_a_query_that_waits_long_is_marked(staff: FlaskClient, house: House, session: Session) -> None:
    house.ask(day=(NOON - timedelta(days=6)).date(), topic="Old")
    assert "days: 6" in text_of(staff, "/fund/service")
    assert asked.count_waiting(session) == 1


def test_who_may_not_see_readers_sees_the_questions_and_not_who_asks(
    staff: FlaskClient, signed_in: SignIn, house: House
) -> None:
    house.reader("R-77")
    house.ask(patron_id=asked_reader(house, "R-77"), topic="Kafka")
    house.ask(patron_id=asked_reader(house, "R-77"), topic="Brecht")
    house.ask(patron_id=None, asker="Momo Beppo", contact="m@example.uz", topic="Ende", way="virtual")
    cataloguer, pages = signed_in(Role.CATALOGUER), [f"/fund/service/queries/{number}" for number in (1, 3)]
    for address in ("/fund/service", "/fund/service/queries", *pages):
        seen, hidden = text_of(staff, address), text_of(cataloguer, address)
        assert "Momo Beppo" in seen or "Anvar" in seen
        for secret in ("Momo Beppo", "m@example.uz", "R-77", "Anvar"):
            assert secret not in hidden
    assert "Brecht" in text_of(staff, pages[0])
    assert "Brecht" not in text_of(cataloguer, pages[0])
