"""Screens of readers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.patrons.models import Patron, Registration
from circulation.patrons.queries import find_patron, registrations_of
from circulation.patrons.services import add_patron
from ils import clock
from ils.accounts.permissions import Role
from ils.db import transaction
from tests.conftest import NOON
from tests.world import PASSWORD, add_nilufar, add_reader, work_at

FORM = {
    "surname": "Azimova", "given_name": "Nodira", "patronymic": "Botir qizi", "category": "student",
    "birth_date": "2005-02-03", "sex": "f", "citizenship": "UZ", "phone": "90 123 45 67",
    "study_group": "201-guruh", "language": "uz", "note": "", "card_number": "",
}  # fmt: skip


@pytest.fixture
def desk(app: Flask, session: Session) -> Iterator[FlaskClient]:
    """Nilufar at the desk, signed in, reading English."""
    add_nilufar(session, NOON)
    client = app.test_client()
    client.post("/language", data={"language": "en"})
    client.post("/sign-in", data={"login": "nilufar", "password": PASSWORD})
    return client


def text(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    return answer.text


def test_an_empty_library_says_what_to_do_next(desk: FlaskClient) -> None:
    page = text(desk, "/patrons/")
    assert "No readers here yet" in page
    assert "/patrons/new" in page


def test_the_list_shows_cards_names_and_the_registration(desk: FlaskClient, session: Session) -> None:
    add_reader(session, clock.now(), card="R-1", phone="901234567")
    add_reader(session, NOON, card="R-2", given_name="Bobur", register=False)
    page = text(desk, "/patrons/")
    assert f"{clock.today().year} · № 1" in page
    assert "never" in page
    assert "+998 90 123 45 67" in page
    assert "Bobur" not in text(desk, "/patrons/?q=Анвар")
    assert "Anvar" not in text(desk, "/patrons/?registered=0&q=Bobur")
    assert "No reader is found" in text(desk, "/patrons/?q=Hech%20kim")
    assert "Bobur" not in text(desk, "/patrons/?registered=1&category=student")


def test_a_card_scanned_into_the_search_opens_its_reader(desk: FlaskClient, session: Session) -> None:
    anvar = add_reader(session, NOON, card="R-1")
    assert desk.get("/patrons/?q=r-1").headers["Location"] == f"/patrons/{anvar.id}"


def test_long_lists_have_pages(desk: FlaskClient, session: Session) -> None:
    with transaction(session):
        for _number in range(52):
            add_patron(session, work_at(NOON), surname="Karimov", category="pupil", register=False)
    assert "page=2" in text(desk, "/patrons/")
    assert "page=1" in text(desk, "/patrons/?page=2")
    assert text(desk, "/patrons/?page=2").count("data-href") == 2


@pytest.mark.parametrize("wrong", ["page=0", "page=-1", "page=x", "page=99999999999", "category=astronaut"])
def test_an_odd_address_is_refused_in_words(desk: FlaskClient, wrong: str) -> None:
    text(desk, f"/patrons/?{wrong}", 400)


@pytest.mark.parametrize("odd", ["%25", "'", "%D1%88", "a" * 300, "%F0%9F%93%9A"])
def test_any_search_is_answered(desk: FlaskClient, odd: str) -> None:
    text(desk, f"/patrons/?q={odd}")


def test_co_02_a_reader_is_registered_from_the_desk_in_one_form(desk: FlaskClient, session: Session) -> None:
    page = text(desk, "/patrons/new?card=2000001&next=/desk/")
    assert 'value="2000001"' in page
    answer = desk.post("/patrons/new?card=2000001&next=/desk/", data=FORM | {"card_number": "2000001"})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/desk/"
    nodira = find_patron(session, "2000001")
    assert nodira is not None
    assert (nodira.full_name, nodira.phone, nodira.running_number) == (
        "Azimova Nodira Botir qizi", "+998901234567", 1,
    )  # fmt: skip


def test_a_new_reader_without_a_card_gets_one_and_is_shown(desk: FlaskClient, session: Session) -> None:
    answer = desk.post("/patrons/new", data=FORM | {"birth_date": "03.02.2005"}, follow_redirects=True)
    assert "K-000001" in answer.text
    assert f"registered in {clock.today().year} · № 1" in answer.text


def test_the_way_back_never_leaves_this_site(desk: FlaskClient) -> None:
    answer = desk.post("/patrons/new?next=https://evil.example/", data=FORM)
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"surname": " "}, "Fill in"),
        ({"surname": "x" * 101}, "too long"),
        ({"phone": "telefon"}, "not a telephone number"),
        ({"birth_date": "2999-01-01"}, "born on 01.01.2999"),
        ({"birth_date": "yesterday"}, "not a date"),
        ({"card_number": "ʻ"}, "cannot be a card number"),
        ({"card_number": "R-1"}, "already belongs"),
    ],
)
def test_a_form_that_cannot_be_is_shown_again_with_the_reason(
    desk: FlaskClient, session: Session, wrong: dict[str, str], words: str
) -> None:
    add_reader(session, NOON, card="R-1")
    answer = desk.post("/patrons/new", data=FORM | wrong)
    assert answer.status_code == 422
    assert words in answer.text
    assert "Nodira" in answer.text  # what was typed is not lost
    assert len(session.scalars(select(Patron)).all()) == 1


def test_the_page_of_a_reader_shows_facts_registrations_and_panels(
    app: Flask, desk: FlaskClient, session: Session
) -> None:
    anvar = add_reader(session, NOON, birth_date=clock.today().replace(year=2000, day=1), note="Koʻzoynak")
    app.extensions["ils_patron_panels"] = [
        lambda _session, patron_id: Markup("<p>panel {}</p>").format(patron_id)
    ]
    page = text(desk, f"/patrons/{anvar.id}")
    assert f"<p>panel {anvar.id}</p>" in page
    assert "Koʻzoynak" in page
    assert "Student" in page
    assert "25-30" in page
    assert "Uzbekistan" in page
    assert "new reader" in page


def test_html_in_a_name_is_text(desk: FlaskClient, session: Session) -> None:
    anvar = add_reader(session, NOON, given_name="<script>alert(1)</script>", note="<b>x</b>")
    for address in (
        "/patrons/",
        *(f"/patrons/{anvar.id}{part}" for part in ("", "/edit", "/card", "/new-card")),
    ):
        page = text(desk, address)
        assert "<script>alert" not in page
        assert "<b>x</b>" not in page
        assert "&lt;script&gt;alert(1)" in page


def test_rg_01_the_button_re_registers_once(desk: FlaskClient, session: Session) -> None:
    last_year = clock.at_hour(clock.today().replace(year=clock.today().year - 1, day=1), 12)
    anvar = add_reader(session, last_year)
    assert f"not registered in {clock.today().year}" in text(desk, f"/patrons/{anvar.id}")
    page = desk.post(f"/patrons/{anvar.id}/register", follow_redirects=True).text
    assert "Running number: 1" in page
    assert "re-registered" in page
    answer = desk.post(f"/patrons/{anvar.id}/register")
    assert answer.status_code == 422
    assert "already registered" in answer.text
    assert len(registrations_of(session, anvar.id)) == 2


def test_a_reader_is_edited_but_the_card_is_not(desk: FlaskClient, session: Session) -> None:
    anvar = add_reader(session, NOON, card="R-1")
    page = text(desk, f"/patrons/{anvar.id}/edit")
    assert 'value="Karimov"' in page
    assert "card_number" not in page
    answer = desk.post(f"/patrons/{anvar.id}/edit", data=FORM | {"card_number": "R-9"}, follow_redirects=True)
    assert "Azimova Nodira" in answer.text
    assert find_patron(session, "R-1") is not None
    assert find_patron(session, "R-9") is None
    assert desk.post(f"/patrons/{anvar.id}/edit", data=FORM | {"phone": "x"}).status_code == 422


def test_rg_02_a_lost_card_is_refused_and_replaced(desk: FlaskClient, session: Session) -> None:
    anvar = add_reader(session, NOON, card="R-1")
    address = f"/patrons/{anvar.id}"
    assert desk.post(f"{address}/new-card", data={"card_number": ""}).status_code == 422
    page = desk.post(f"{address}/card-lost", follow_redirects=True).text
    assert "reported lost" in page
    assert "card lost" in text(desk, "/patrons/")
    assert desk.post(f"{address}/card-lost").status_code == 422
    answer = desk.post(f"{address}/new-card", data={"card_number": "77-1"})
    assert answer.headers["Location"] == f"{address}/card"
    assert "77-1" in text(desk, f"{address}/card")
    assert "reported lost" not in text(desk, address)
    assert len(session.scalars(select(Registration)).all()) == 1


def test_the_card_prints_as_code_128(desk: FlaskClient, session: Session) -> None:
    anvar = add_reader(session, NOON, card="K-000318")
    page = text(desk, f"/patrons/{anvar.id}/card")
    assert "<svg" in page
    assert 'aria-label="K-000318"' in page
    assert "data-print" in page


@pytest.mark.parametrize("nobody", ["404", "404/edit", "404/card", "404/new-card", "99999999999"])
def test_nobody_is_404(desk: FlaskClient, nobody: str) -> None:
    text(desk, f"/patrons/{nobody}", 404)


def test_readers_are_for_the_desk_only(app: Flask, session: Session, client: FlaskClient) -> None:
    assert client.get("/patrons/").status_code == 302
    add_nilufar(session, NOON, role=Role.CATALOGUER, login="kamola")
    client.post("/sign-in", data={"login": "kamola", "password": PASSWORD})
    for address in ("/patrons/", "/patrons/new", "/patrons/1"):
        assert client.get(address).status_code == 403


@pytest.mark.parametrize("language", ["uz", "uz_Cyrl", "ru", "en"])
def test_every_language_shows_the_screens(desk: FlaskClient, session: Session, language: str) -> None:
    anvar = add_reader(session, NOON)
    desk.post("/language", data={"language": language})
    category = {"uz": "Talaba", "uz_Cyrl": "Талаба", "ru": "Студент", "en": "Student"}[language]
    for address in ("/patrons/", "/patrons/new", f"/patrons/{anvar.id}"):
        assert category in text(desk, address)
