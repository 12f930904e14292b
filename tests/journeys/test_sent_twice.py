"""A form that is sent twice makes one thing, whatever it makes: pressed twice, or sent again after a lost line."""

from __future__ import annotations

import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from circulation.patrons.models import Patron
from foreign_fund.custody.models import Custodian
from foreign_fund.exhibitions import services as exhibitions
from foreign_fund.exhibitions.models import Exhibition
from foreign_fund.partners.models import Partner
from ils.accounts.models import Staff
from ils.accounts.permissions import Role
from ils.db import Base, transaction
from ils.web.once import answering
from ils.web.once.models import SentForm
from tests.conftest import NOON, SignIn
from tests.foreign_fund.shelf import Shelf
from tests.world import PASSWORD, add_reader

pytestmark = pytest.mark.usefixtures("at_noon")

KEY = "a-key-of-one-form-shown"
DAY = "2026-04-15"
AT_ONCE = 6

EXHIBITION = {
    "title": "Deutsche Bücher", "form": "thematic", "department": "foreign", "place": "2-qavat", "lendable": "y",
    "opens_on": DAY, "closes_on": "2026-05-15",
}  # fmt: skip
PARTNER = {"name": "Goethe-Institut", "kind": "centre", "country": "de", "currency": "EUR", "active": "y"}
READER = {
    "surname": "Azimova", "given_name": "Nodira", "category": "student", "birth_date": "2005-02-03", "sex": "f",
    "citizenship": "UZ", "phone": "90 123 45 67", "language": "uz", "card_number": "",
}  # fmt: skip
ACCOUNT = {
    "login": "bobur", "name": "Bobur Rahimov", "role": "cataloguer", "department": "lending", "language": "ru",
    "password": PASSWORD,
}  # fmt: skip
MADE = {
    "/exhibitions/new": EXHIBITION,
    "/partners/new": PARTNER,
    "/partners/shipments/new": {
        "direction": "out", "partner_id": "1", "day": DAY, "document": "Xat 9", "currency": "UZS",
        "department": "foreign",
    },
    "/partners/requests/new": {
        "direction": "out", "partner_id": "1", "asked_on": DAY, "department": "foreign", "form": "book", "title": "Momo",
        "for_whom": "Kafedra",
    },
    "/accession/new?source=purchase": {
        "source": "purchase", "day": DAY, "department": "lending", "series": "main", "currency": "UZS",
    },
    "/fund/custody/new": {"name": "Aziza", "post": "kutubxonachi", "department": "foreign", "since": DAY},
    "/fund/custody/acts/new": {
        "day": DAY, "giver": "1", "taker": "2", "to_department": "", "grounds": "", "commission": "", "note": "",
    },
    "/fund/custody/checks/new": {
        "title": "Yillik", "reason": "reja", "department": "", "language": "", "custodian": "", "papers": "",
        "commission": "A. Rais",
    },
    "/fund/service/queries/new": {
        "day": DAY, "way": "oral", "asker_kind": "reader", "card": "R-1", "type": "topic", "topic": "Kafka",
        "languages": "ger", "department": "foreign",
    },
    "/fund/service/selections/new": {
        "discipline": "Nemis tili", "students": "6", "teacher": "Salimova M.", "department": "foreign",
    },
    "/fund/service/reviews/new": {
        "title": "Kafka", "day": DAY, "starts": "14:00", "minutes": "40", "department": "foreign", "sector": "other",
        "expected": "20",
    },
    "/foreign/databases/new": {
        "title": "EBSCO", "url": "https://ebsco.example/search", "access": "open", "department": "foreign",
        "currency": "UZS",
    },
    "/events/new": {
        "type": "event", "title": "Viktorina", "day": DAY, "starts": "14:00", "sector": "youth", "department": "lending",
    },
    "/patrons/new": READER,
    "/staff/new": ACCOUNT,
    "/registers/libraries/new": {"name": "7-maktab", "kind": "school"},
    "/registers/posts/new": {
        "type": "telegram", "title": "Yangi kitoblar", "link": "https://t.me/a/1", "day": DAY, "department": "lending",
    },
}  # fmt: skip


@pytest.fixture
def administrator(signed_in: SignIn) -> FlaskClient:
    return signed_in(Role.ADMINISTRATOR)


@pytest.fixture
def furnished(administrator: FlaskClient, session: Session) -> FlaskClient:
    """A partner, two custodians, a reader and a copy of the fund are there."""
    Shelf(session).copy("X-1")
    add_reader(session, NOON)
    administrator.post("/partners/new", data=PARTNER | {"name": "Puschkin-Haus"})
    for name in ("Botir", "Dilnoza"):
        administrator.post("/fund/custody/new", data=MADE["/fund/custody/new"] | {"name": name})
    return administrator


def counts(session: Session) -> dict[str, int]:
    session.rollback()
    return {
        table.name: session.scalars(select(func.count()).select_from(table)).one()
        for table in Base.metadata.sorted_tables
    }


@pytest.mark.parametrize("address", MADE)
def test_the_second_sending_makes_nothing_and_leads_to_the_same_page(
    furnished: FlaskClient, session: Session, address: str
) -> None:
    form = MADE[address] | {"once": KEY}
    before = counts(session)
    first = furnished.post(address, data=form)
    assert first.status_code in {302, 303}, first.text
    made = counts(session)
    assert made != before
    second = furnished.post(address, data=form)
    assert second.location == first.location
    assert counts(session) == made
    assert "it was done once" in furnished.get(second.location, follow_redirects=True).text


def exhibitions_of(session: Session) -> list[str]:
    session.rollback()
    return list(session.scalars(select(Exhibition.title).order_by(Exhibition.id)))


def test_a_form_as_it_is_shown_carries_the_key_that_counts(
    administrator: FlaskClient, session: Session
) -> None:
    shown = administrator.get("/exhibitions/new").text
    keys = re.findall(r'name="once" value="([\w-]+)"', shown)
    assert len(keys) == len(set(keys)) == shown.count('method="post"')
    form = EXHIBITION | {"once": keys[-1]}
    assert administrator.post("/exhibitions/new", data=form).location == "/exhibitions/1"
    assert administrator.post("/exhibitions/new", data=form).location == "/exhibitions/1"
    assert len(exhibitions_of(session)) == 1


def test_another_form_other_words_another_account_and_no_key_are_sendings_of_their_own(
    administrator: FlaskClient, signed_in: SignIn, session: Session
) -> None:
    form = EXHIBITION | {"once": KEY}
    assert administrator.post("/exhibitions/new", data=form).location == "/exhibitions/1"
    changed = administrator.post("/exhibitions/new", data=form | {"title": "Zweite"})
    other_form = administrator.post("/exhibitions/new", data=form | {"once": "another-key-of-a-form"})
    other_account = signed_in(Role.FOREIGN).post("/exhibitions/new", data=form)
    assert (changed.location, other_form.location) == ("/exhibitions/2", "/exhibitions/3")
    assert other_account.location == "/exhibitions/4"
    for key in ("", "short", "with a space and more", "x" * 65):
        administrator.post("/exhibitions/new", data=form | {"once": key})
    assert len(exhibitions_of(session)) == 8


def test_a_key_on_another_page_is_no_repetition(administrator: FlaskClient, session: Session) -> None:
    administrator.post("/exhibitions/new", data=EXHIBITION | {"once": KEY})
    assert administrator.post("/partners/new", data=PARTNER | {"once": KEY}).location == "/partners/1"


def test_a_refused_form_is_mended_and_sent_with_the_same_key(
    administrator: FlaskClient, session: Session
) -> None:
    wrong = EXHIBITION | {"once": KEY, "closes_on": "2026-04-01"}
    assert administrator.post("/exhibitions/new", data=wrong).status_code >= 400
    assert administrator.post("/exhibitions/new", data=wrong).status_code >= 400
    assert session.scalars(select(SentForm)).all() == []
    assert (
        administrator.post("/exhibitions/new", data=EXHIBITION | {"once": KEY}).location == "/exhibitions/1"
    )


def test_a_refusal_of_the_service_leaves_no_mark(administrator: FlaskClient, session: Session) -> None:
    administrator.post("/partners/new", data=PARTNER)
    refused = PARTNER | {"once": KEY}
    assert "already a partner" in administrator.post("/partners/new", data=refused).text
    with transaction(session):
        session.scalars(select(Partner)).one().name = "Boshqa"
    assert administrator.post("/partners/new", data=refused).location == "/partners/2"


def test_what_leads_nowhere_may_be_sent_again(administrator: FlaskClient, session: Session) -> None:
    """A wrong password is written down and answered by the form itself."""
    for _time in range(2):
        answer = administrator.post("/sign-in", data={"login": "x", "password": "y", "once": KEY})
        assert answer.status_code == 401


def test_whoever_signs_in_twice_is_let_in_by_the_second_answer_too(
    app: Flask, administrator: FlaskClient, session: Session
) -> None:
    for _time in range(2):
        browser = app.test_client()
        form = {"login": Role.ADMINISTRATOR.value, "password": PASSWORD, "once": KEY}
        browser.post("/sign-in", data=form)
        assert browser.get("/staff/").status_code == 200


def test_an_act_whose_answer_broke_is_not_done_again(
    administrator: FlaskClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "PATIENCE_SECONDS", 0)
    administrator.application.config["PROPAGATE_EXCEPTIONS"] = False
    form = EXHIBITION | {"once": KEY}
    with monkeypatch.context() as broken:
        broken.setattr("foreign_fund.exhibitions.views.passport.redirect", lambda _address: 1 / 0)
        assert administrator.post("/exhibitions/new", data=form).status_code == 500
    again = administrator.post(
        "/exhibitions/new", data=form, headers={"Referer": "http://localhost/exhibitions/new?x=1"}
    )
    assert again.location == "/exhibitions/new?x=1"
    assert "Look whether it is done" in administrator.get(again.location).text
    elsewhere = administrator.post(
        "/exhibitions/new", data=form, headers={"Referer": "http://evil.example/a"}
    )
    assert elsewhere.location == "/"
    assert len(exhibitions_of(session)) == 1


def test_a_part_of_a_page_may_be_sent_as_often_as_one_likes(
    administrator: FlaskClient, session: Session
) -> None:
    part = {"HX-Request": "true"}
    for _time in range(2):
        administrator.post("/exhibitions/new", data=EXHIBITION | {"once": KEY}, headers=part)
    assert len(exhibitions_of(session)) == 2


@pytest.mark.slow
@pytest.mark.parametrize(
    ("address", "table"),
    [
        ("/exhibitions/new", Exhibition),
        ("/partners/new", Partner),
        ("/patrons/new", Patron),
        ("/staff/new", Staff),
        ("/fund/custody/new", Custodian),
    ],
)
def test_many_at_the_very_same_moment_make_one(
    app: Flask, signed_in: SignIn, session: Session, address: str, table: type[Base]
) -> None:
    signed_in(Role.ADMINISTRATOR)
    who = session.scalars(select(Staff)).one()
    cookie = {"_user_id": f"{who.id}:{who.session_stamp}", "_fresh": True, "language": "en"}
    before = counts(session)[table.__tablename__]
    session.rollback()
    start = threading.Barrier(AT_ONCE)

    def send(_number: int) -> tuple[int, str | None]:
        browser = app.test_client()
        with browser.session_transaction() as kept:
            kept.update(cookie)
        start.wait()
        answer = browser.post(address, data=MADE[address] | {"once": KEY})
        return answer.status_code, answer.location

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(send, range(AT_ONCE)))
    assert {status for status, _location in answers} <= {302, 303}
    assert len({location for _status, location in answers}) == 1
    assert counts(session)[table.__tablename__] == before + 1
    assert counts(session)["sent_form"] == 1


def test_the_mark_stands_or_falls_with_the_act(
    app: Flask, administrator: FlaskClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Power lost in the middle of the act: neither the exhibition nor the mark is there, and it may be sent again."""
    create = exhibitions.create

    def cut(*given: object, **said: object) -> None:
        create(*given, **said)  # type: ignore[arg-type]
        raise OSError

    administrator.application.config["PROPAGATE_EXCEPTIONS"] = False
    with monkeypatch.context() as broken:
        broken.setattr(exhibitions, "create", cut)
        assert administrator.post("/exhibitions/new", data=EXHIBITION | {"once": KEY}).status_code == 500
    assert counts(session)["sent_form"] == 0
    assert administrator.post("/exhibitions/new", data=EXHIBITION | {"once": KEY}).status_code == 302
    assert len(exhibitions_of(session)) == 1


def test_a_visitor_is_known_by_the_browser(app: Flask, administrator: FlaskClient, session: Session) -> None:
    """Two readers at two computers of the reading room send the same words under the same key."""
    asked = {"topic": "Kafka", "name": "Momo", "email": "m@example.uz", "once": KEY}
    one, other = app.test_client(), app.test_client()
    for browser in (one, other):
        browser.get("/ask")
    first = one.post("/ask", data=asked)
    assert first.status_code in {302, 303}, first.text
    assert one.post("/ask", data=asked).location == first.location
    assert counts(session)["reader_query"] == 1
    other.post("/ask", data=asked)
    assert counts(session)["reader_query"] == 2
