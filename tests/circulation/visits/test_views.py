"""Screens of visits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.patrons.services import report_card_lost
from circulation.visits.models import Visit
from circulation.visits.services import tally
from circulation.visits.views import visits_panel
from ils import clock
from ils.accounts.permissions import Role
from ils.db import transaction
from tests.conftest import NOON, SignIn
from tests.world import PASSWORD, add_nilufar, add_reader, work_at


@pytest.fixture
def desk(app: Flask, session: Session) -> Iterator[FlaskClient]:
    """Nilufar at the lending desk, signed in, reading English."""
    add_nilufar(session, NOON)
    client = app.test_client()
    client.post("/language", data={"language": "en"})
    client.post("/sign-in", data={"login": "nilufar", "password": PASSWORD})
    return client


def text(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    return answer.text


def day(ahead: int = 0) -> str:
    return (clock.today() + timedelta(days=ahead)).isoformat()


def test_an_empty_day_says_what_to_do(desk: FlaskClient) -> None:
    page = text(desk, "/visits/")
    assert "Nobody has been counted today" in page
    assert "Legal information" in page


def test_vs_01_a_scanned_card_counts_once_a_day(desk: FlaskClient, session: Session) -> None:
    add_reader(session, NOON, card="R-1")
    page = desk.post("/visits/card", data={"card": "к-1"}, follow_redirects=True).text
    assert "Visit counted: Karimov Anvar" in page
    page = desk.post("/visits/card", data={"card": "R-1"}, follow_redirects=True).text
    assert "Already counted here today" in page
    assert len(session.scalars(select(Visit)).all()) == 1


@pytest.mark.parametrize(("card", "status"), [("R-404", 422), ("", 400), ("x" * 61, 400)])
def test_a_card_that_nobody_has_is_refused_in_words(desk: FlaskClient, card: str, status: int) -> None:
    answer = desk.post("/visits/card", data={"card": card})
    assert answer.status_code == status


def test_vs_02_a_head_count_is_added_and_opens(desk: FlaskClient, session: Session) -> None:
    data = {"sector": "reading", "persons": "25", "day": "", "note": "<b>maktab</b>"}
    page = desk.post("/visits/", data=data, follow_redirects=True).text
    assert "Counted: 25" in page
    rows = f"/visits/rows?since={day()}&amp;until={day()}&amp;sector=reading&amp;source=tally"
    assert rows in page
    opened = text(desk, rows.replace("&amp;", "&"))
    assert "Visits: 25" in " ".join(opened.split())
    assert "&lt;b&gt;maktab&lt;/b&gt;" in opened


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"persons": "0"}, "from 1 to 999"),
        ({"persons": "1000"}, "from 1 to 999"),
        ({"persons": "many"}, "not a whole number"),
        ({"persons": ""}, "Fill in"),
        ({"day": "2999-01-01"}, "has not come yet"),
        ({"day": "kecha"}, "not a date"),
        ({"sector": "roof"}, ""),
        ({"note": "x" * 501}, "too long"),
    ],
)
def test_vs_02_a_head_count_that_cannot_be_is_refused(
    desk: FlaskClient, session: Session, wrong: dict[str, str], words: str
) -> None:
    answer = desk.post("/visits/", data={"sector": "reading", "persons": "5", "day": "", "note": ""} | wrong)
    assert answer.status_code == 422
    assert words in answer.text
    assert session.scalars(select(Visit)).first() is None


def test_vs_02_a_wrong_head_count_is_taken_back_with_a_reason(desk: FlaskClient, session: Session) -> None:
    desk.post(
        "/visits/",
        data={"kind": "tally", "sector": "lending", "persons": "500", "day": day(-1), "note": "sayohat"},
    )
    number = session.scalars(select(Visit.id)).one()
    session.rollback()
    assert f"/visits/{number}/take-back" in text(desk, f"/visits/rows?since={day(-1)}&until={day()}")
    assert "sayohat" in text(desk, f"/visits/{number}/take-back")
    assert desk.post(f"/visits/{number}/take-back", data={"reason": " "}).status_code == 422
    page = desk.post(f"/visits/{number}/take-back", data={"reason": "50 edi"}, follow_redirects=True).text
    assert "Visits: 0" in " ".join(page.split())
    assert "taken back" in page
    assert desk.post(f"/visits/{number}/take-back", data={"reason": "yana"}).status_code == 422


def test_the_tally_board_adds_at_one_key(desk: FlaskClient, session: Session) -> None:
    for persons in ("1", "5", "1"):
        assert "Counted" in desk.post("/visits/add", data={"persons": persons}, follow_redirects=True).text
    assert desk.post("/visits/add", data={"persons": "lots"}).status_code == 400
    session.rollback()
    assert session.scalars(select(Visit.persons)).all() == [1, 5, 1]


def test_a_group_has_its_name_on_the_board(desk: FlaskClient) -> None:
    group = {
        "kind": "group",
        "title": "7-B sinf",
        "sector": "lending",
        "persons": "28",
        "day": day(),
        "note": "",
    }
    assert "Counted: 28" in desk.post("/visits/", data=group, follow_redirects=True).text
    assert "7-B sinf" in text(desk, f"/visits/rows?since={day()}&until={day()}&source=group")
    assert desk.post("/visits/", data=group | {"title": ""}).status_code == 422
    desk.post("/visits/", data=group | {"title": "5-maktab", "note": "ekskursiya"})
    rows = text(desk, f"/visits/rows?since={day()}&until={day()}&source=group")
    assert re.search(r"<bdi>5-maktab</bdi>\s*<span[^>]*>· ekskursiya</span>", rows)


def test_the_hours_of_the_week_are_shown(desk: FlaskClient, session: Session) -> None:
    desk.post("/visits/add", data={"persons": "10"})
    desk.post(
        "/visits/", data={"kind": "tally", "sector": "lending", "persons": "4", "day": day(-1), "note": ""}
    )
    page = text(desk, "/visits/hours")
    assert "heat-5" in page
    assert "without an hour: 4" in page
    assert desk.get(f"/visits/hours?since={day()}&until={day(-1)}").status_code == 400


def test_vs_01_the_director_chooses_what_counts_once(signed_in: SignIn, session: Session) -> None:
    director = signed_in(Role.DIRECTOR)
    assert "The plan counts visits by sector and day" in text(director, "/visits/rule")
    director.post("/visits/rule", data={"rule": "institution_day"})
    assert "in the whole library" in text(director, "/visits/")
    assert director.post("/visits/rule", data={"rule": "weather"}).status_code == 400


def test_vs_02_the_kiosk_counts_and_greets_by_the_given_name(signed_in: SignIn, session: Session) -> None:
    add_reader(session, NOON, card="R-1")
    kiosk = signed_in(Role.KIOSK)
    assert kiosk.get("/").headers["Location"] == "/visits/kiosk"
    assert "Scan your card" in text(kiosk, "/visits/kiosk")
    page = kiosk.post("/visits/kiosk", data={"card": "r-1"}, follow_redirects=True).text
    assert "Welcome, Anvar!" in page
    assert "Karimov" not in page
    assert (
        "counted here today already"
        in kiosk.post("/visits/kiosk", data={"card": "R-1"}, follow_redirects=True).text
    )
    assert "Scan your card" in text(kiosk, "/visits/kiosk")
    for card in ("", "X-999", "x" * 500):
        assert (
            "go to the librarian"
            in kiosk.post("/visits/kiosk", data={"card": card}, follow_redirects=True).text
        )
    session.rollback()
    assert session.scalars(select(Visit.source)).all() == ["kiosk"]
    for closed in ("/visits/", "/patrons/", "/desk/"):
        assert kiosk.get(closed).status_code == 403


def test_the_kiosk_tells_no_name_of_a_lost_card(signed_in: SignIn, session: Session) -> None:
    anvar = add_reader(session, NOON, card="R-1")
    with transaction(session):
        report_card_lost(session, work_at(NOON), patron_id=anvar.id)
    page = signed_in(Role.KIOSK).post("/visits/kiosk", data={"card": "R-1"}, follow_redirects=True).text
    assert "go to the librarian" in page
    assert "Anvar" not in page


def test_the_month_sums_days_and_sectors_and_every_figure_opens(desk: FlaskClient, session: Session) -> None:
    add_reader(session, NOON, card="R-1")
    desk.post("/visits/card", data={"card": "R-1"})
    desk.post(
        "/visits/", data={"kind": "tally", "sector": "lending", "persons": "4", "day": day(), "note": ""}
    )
    page = text(desk, "/visits/month")
    assert f"/visits/rows?since={day()}&amp;until={day()}&amp;sector=lending" in page
    assert ">5<" in page
    assert "Month before" in page
    assert "Month after" not in page
    assert "Month after" in text(desk, "/visits/month?month=2025-02-10")
    assert "01.12.2025 – 31.12.2025" in text(desk, "/visits/month?month=2025-12-31")


@pytest.mark.parametrize(
    "wrong",
    [
        "rows?since=kecha",
        "rows?sector=roof",
        "rows?source=air",
        "rows?page=0",
        "rows?page=x",
        "month?month=9999-12-31",
        "month?month=0001-01-01",
        "month?month=x",
    ],
)
def test_an_odd_address_is_refused_in_words(desk: FlaskClient, wrong: str) -> None:
    text(desk, f"/visits/{wrong}", 400)


def test_rows_have_pages(desk: FlaskClient, session: Session) -> None:
    with transaction(session):
        for _number in range(102):
            tally(session, work_at(clock.now()), sector="lending", persons=1)
    assert "page=2" in text(desk, "/visits/rows")
    assert "101–102" in text(desk, "/visits/rows?page=2")
    assert "No visits in these days" in text(desk, "/visits/rows?since=2020-01-01&until=2020-01-31")


def test_no_head_count_is_404(desk: FlaskClient) -> None:
    text(desk, "/visits/404/take-back", 404)


def test_the_reader_s_page_can_show_the_visits(app: Flask, desk: FlaskClient, session: Session) -> None:
    app.extensions["ils_patron_panels"] = [visits_panel]
    anvar = add_reader(session, NOON, card="R-1")
    assert "No visits yet." in text(desk, f"/patrons/{anvar.id}")
    desk.post("/visits/card", data={"card": "R-1"})
    assert "card scanned" in text(desk, f"/patrons/{anvar.id}")


def test_visits_are_for_the_desk_only(session: Session, client: FlaskClient) -> None:
    assert client.get("/visits/").status_code == 302
    add_nilufar(session, NOON, role=Role.CATALOGUER, login="kamola")
    client.post("/sign-in", data={"login": "kamola", "password": PASSWORD})
    assert client.get("/visits/").status_code == 403
    assert client.post("/visits/card", data={"card": "R-1"}).status_code == 403


@pytest.mark.parametrize("language", ["uz", "uz_Cyrl", "ru", "en"])
def test_every_language_shows_the_screens(desk: FlaskClient, language: str) -> None:
    desk.post("/language", data={"language": language})
    sector = {"uz": "Abonementlar", "uz_Cyrl": "Абонементлар", "ru": "Абонементы", "en": "Lending"}[language]
    for address in ("/visits/", "/visits/month", "/visits/rows"):
        assert sector in text(desk, address)
