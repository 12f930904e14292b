"""Four languages, switched at any time and remembered."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ils.accounts.models import Staff
from ils.accounts.permissions import Role
from ils.config import LANGUAGES as CONFIGURED
from ils.web.locale import CODES, LANGUAGES, current_language
from tests.conftest import NOON, SignIn
from tests.world import PASSWORD, add_nilufar

TAGS = {language.code: language.tag for language in LANGUAGES}


def lang(page: str) -> str:
    return page.split('<html lang="')[1].split('"', maxsplit=1)[0]


def test_settings_and_pages_know_the_same_languages() -> None:
    assert set(CODES) == set(CONFIGURED)
    assert CODES[0] == "uz"


def test_uzbek_in_latin_is_the_default(client: FlaskClient) -> None:
    assert lang(client.get("/sign-in").text) == "uz"


def test_the_browser_s_own_language_decides_nothing(client: FlaskClient) -> None:
    assert lang(client.get("/sign-in", headers={"Accept-Language": "uz-UZ,ru;q=0.9,en;q=0.8"}).text) == "uz"


@pytest.mark.parametrize(("code", "tag"), TAGS.items())
def test_the_switch_changes_the_page_and_stays(client: FlaskClient, code: str, tag: str) -> None:
    answer = client.post("/language", data={"language": code, "next": "/sign-in?next=/help"})
    assert (answer.status_code, answer.location) == (302, "/sign-in?next=/help")
    page = client.get("/sign-in").text
    assert lang(page) == tag
    assert page.count('aria-current="true"') == 1
    assert lang(client.get("/help").text) == tag


@pytest.mark.parametrize("code", ["", "de", "UZ", "uz-UZ", "<script>"])
def test_another_language_is_refused_in_words(client: FlaskClient, code: str) -> None:
    answer = client.post("/language", data={"language": code})
    assert answer.status_code == 400
    assert lang(answer.text) == "uz"


def test_the_switch_sends_nobody_to_another_site(client: FlaskClient) -> None:
    assert client.post("/language", data={"language": "ru", "next": "//evil.example"}).location == "/"


def test_a_strange_language_in_the_session_is_the_default(client: FlaskClient) -> None:
    with client.session_transaction() as cookie:
        cookie["language"] = "tlh"
    assert lang(client.get("/sign-in").text) == "uz"


def test_staff_find_their_language_again(signed_in: SignIn, app: Flask, session: Session) -> None:
    signed_in(Role.DESK).post("/language", data={"language": "ru"})
    session.rollback()
    assert session.scalars(select(Staff.language)).one() == "ru"
    other = app.test_client()
    other.post("/sign-in", data={"login": "desk", "password": PASSWORD})
    assert lang(other.get("/help").text) == "ru"


def test_a_choice_made_before_signing_in_holds_for_the_session(client: FlaskClient, session: Session) -> None:
    add_nilufar(session, NOON)
    client.post("/language", data={"language": "en"})
    client.post("/sign-in", data={"login": "nilufar", "password": PASSWORD})
    assert lang(client.get("/help").text) == "en"


def test_a_command_speaks_the_library_s_language(app: Flask) -> None:
    app.config["ILS_LANGUAGE"] = "ru"
    with app.app_context():
        assert current_language() == "ru"


def test_names_of_departments_come_in_the_language_and_script(signed_in: SignIn) -> None:
    browser = signed_in(Role.DESK)
    names = {"uz": "Abonement", "uz_Cyrl": "Абонемент", "ru": "Абонемент", "en": "Lending department"}
    for code, name in names.items():
        browser.post("/language", data={"language": code})
        assert name in browser.get("/help").text, code
