"""Pages of channels and texts: secrets are never shown, a test tells its outcome, a text is seen before it is saved."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ils.accounts.permissions import Role
from ils.outbox.services import channel_order, channels, message_hours
from ils.outbox.services.wording import own_text
from ils.outbox.texts import kinds
from tests.conftest import SignIn
from tests.ils.outbox.servers import FakeTelegram, Provider


@pytest.fixture
def director(signed_in: SignIn) -> FlaskClient:
    """A browser in which the director is signed in."""
    return signed_in(Role.DIRECTOR)


def save_bot(director: FlaskClient, provider: Provider, **told: str) -> Any:
    form = {
        "driver": "bot",
        "active": "1",
        "token": "12:abc",
        "base": provider.url,
        "bot_name": "akm",
        "timeout": "2",
    }
    return director.post("/outbox/channels/telegram", data=form | told)


def test_a_channel_is_set_up_and_its_secret_never_shown(
    director: FlaskClient, session: Session, telegram_server: Provider
) -> None:
    assert save_bot(director, telegram_server).location == "/outbox/channels/telegram"
    page = director.get("/outbox/channels/telegram").text
    assert "12:abc" not in page
    assert "It is kept and never shown" in page
    assert 'value="akm"' in page
    save_bot(director, telegram_server, token="", bot_name="other")
    session.rollback()
    assert channels(session)["telegram"].secrets["token"] == "12:abc"
    save_bot(director, telegram_server, token="", active="", **{"forget-token": "1"})
    session.rollback()
    assert channels(session)["telegram"].secrets == {}


def test_what_is_missing_is_said_and_what_was_typed_stays(
    director: FlaskClient, telegram_server: Provider
) -> None:
    answer = save_bot(director, telegram_server, token="", bot_name="kutubxona")
    assert answer.status_code == 422
    assert "Fill in the field “Token of the bot” before the channel is switched on." in answer.text
    assert 'value="kutubxona"' in answer.text
    wrong = save_bot(director, telegram_server, base="nowhere", token="secret-token")
    assert "The field “Address of the service” cannot be “nowhere”." in wrong.text
    assert "secret-token" not in wrong.text


@pytest.mark.parametrize("name", ["telegram", "sms", "email", "letter", "call"])
def test_every_channel_has_its_page(director: FlaskClient, name: str) -> None:
    page = director.get(f"/outbox/channels/{name}")
    assert page.status_code == 200
    assert ("Send a test message" in page.text) is (name not in {"letter", "call"})
    assert director.get("/outbox/channels/pigeon").status_code == 400


def test_another_driver_shows_its_own_fields(director: FlaskClient, session: Session) -> None:
    assert "E-mail of the account" in director.get("/outbox/channels/sms").text
    assert "Body" in director.get("/outbox/channels/sms?driver=http").text
    form = {
        "driver": "http",
        "active": "1",
        "url": "https://sms.example.uz/send",
        "method": "POST",
        "body": "{text}",
    }
    director.post("/outbox/channels/sms", data=form)
    session.rollback()
    facts = channels(session)["sms"]
    assert (facts.driver.name, facts.active, facts.values["url"]) == (
        "http",
        True,
        "https://sms.example.uz/send",
    )


def test_a_test_message_goes_out_and_says_what_came_of_it(
    director: FlaskClient, telegram: FakeTelegram, telegram_server: Provider
) -> None:
    save_bot(director, telegram_server)
    page = director.post(
        "/outbox/channels/telegram/test", data={"address": "777"}, follow_redirects=True
    ).text
    assert "The provider has taken the test message." in page
    assert telegram.sent[0][0] == 777
    telegram.blocked.add(778)
    page = director.post(
        "/outbox/channels/telegram/test", data={"address": "778"}, follow_redirects=True
    ).text
    assert "The reader has blocked the bot." in page
    assert director.post("/outbox/channels/telegram/test", data={"address": ""}).status_code == 400
    page = director.post("/outbox/channels/letter/test", data={"address": "x"}, follow_redirects=True).text
    assert "did not go out" in page


def test_the_order_and_the_hours_are_set(director: FlaskClient, session: Session) -> None:
    places = {"place-sms": "1", "place-telegram": "2", "place-letter": "2", "place-email": ""}
    director.post("/outbox/channels/order", data=places)
    director.post("/outbox/channels/hours", data={"first": "9", "last": "18"})
    session.rollback()
    assert channel_order(session) == ("sms", "telegram", "letter")
    assert message_hours(session) == (9, 18)
    assert director.post("/outbox/channels/order", data={}).status_code == 422
    assert director.post("/outbox/channels/hours", data={"first": "18", "last": "9"}).status_code == 400
    assert director.post("/outbox/channels/hours", data={"first": "x", "last": "9"}).status_code == 400
    page = director.get("/outbox/channels").text
    assert page.index("/outbox/channels/sms") < page.index("/outbox/channels/telegram")


def test_every_text_can_be_opened_in_every_language_and_form(director: FlaskClient) -> None:
    page = director.get("/outbox/texts").text
    for told in kinds().values():
        for key in told.texts:
            assert f"/outbox/texts/{key}?" in page
    for language in ("uz", "uz_Cyrl", "ru", "en"):
        for form in ("short", "long", "letter"):
            answer = director.get(f"/outbox/texts/overdue_7?language={language}&form={form}")
            assert answer.status_code == 200
            assert "the program's text" in answer.text
            assert "Karimov Anvar Botir oʻgʻli" in answer.text or form == "short"


def test_a_text_is_seen_with_an_example_while_it_is_typed(director: FlaskClient) -> None:
    form = {"language": "uz", "form": "short", "body": "{first}: {due}"}
    page = director.post("/outbox/texts/overdue_7/preview", data=form).text
    assert "<html" not in page
    assert "O&#39;tkan kunlar: 08.04.2026" in page
    assert "SMS: 1" in page
    cyrillic = director.post("/outbox/texts/overdue_7/preview", data=form | {"body": "китоб" * 15}).text
    assert "SMS: 2" in cyrillic
    assert "70 characters" in cyrillic
    wrong = director.post("/outbox/texts/overdue_7/preview", data=form | {"body": "{passport}"})
    assert wrong.status_code == 200
    assert "This message knows no fact “passport”." in wrong.text


def test_a_text_is_changed_marked_and_taken_back(director: FlaskClient, session: Session) -> None:
    form = {"language": "uz", "form": "short", "body": "Keltiring: {first}", "approved": "asked"}
    assert director.post("/outbox/texts/overdue_7", data=form).status_code == 302
    row = own_text(session, key="overdue_7", language="uz", form="short")
    assert row is not None
    assert (row.body, row.approved) == ("Keltiring: {first}", "asked")
    page = director.get("/outbox/texts/overdue_7?language=uz&form=short").text
    assert "the library's own text" in page
    assert "Keltiring: O&#39;tkan kunlar" in page
    assert "A week late, Oʻzbekcha, SMS, own" in director.get("/outbox/texts").text
    director.post("/outbox/texts/overdue_7/reset", data={"language": "uz", "form": "short"})
    session.rollback()
    assert own_text(session, key="overdue_7", language="uz", form="short") is None


def test_a_text_that_cannot_be_used_stays_in_the_box_with_the_reason(director: FlaskClient) -> None:
    answer = director.post(
        "/outbox/texts/overdue_7", data={"language": "uz", "form": "long", "subject": "x", "body": "{bad"}
    )
    assert answer.status_code == 422
    assert "look at its braces" in answer.text
    assert "{bad" in answer.text
    assert director.post("/outbox/texts/nothing", data={"body": "x"}).status_code == 400
    assert director.get("/outbox/texts/overdue_7?language=kaa").status_code == 400


def test_the_cyrillic_text_is_offered_as_it_would_be_written(director: FlaskClient) -> None:
    page = director.get("/outbox/texts/hold_expired?language=uz_Cyrl").text
    assert "This text is made of the Latin one by itself." in page
    assert "Ҳурматли {name}!" in page
    assert "{#until}Сақлаш муддати {until}" in page
