"""The page of the desk and its parts, with and without script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import count

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from circulation.desk.models import ScanReceipt
from circulation.loans.models import Loan
from ils.accounts.permissions import Role
from tests.circulation.loans.desk import Desk
from tests.conftest import NOON
from tests.world import PASSWORD, add_nilufar

NUMBERS = count(1)


class Browser:
    """A browser at the desk; time passes between two scans, and `part` asks as the page's script does."""

    def __init__(self, client: FlaskClient, traveller: time_machine.Coordinates) -> None:
        self.client, self.traveller = client, traveller

    def sign_in(self, *, after_days: int = 0) -> None:
        self.traveller.shift(timedelta(days=after_days))
        self.client.post("/sign-in", data={"login": "nilufar", "password": PASSWORD})
        self.client.post("/language", data={"language": "en"})

    def post(self, path: str, *, part: bool = True, after: float = 2, **fields: str) -> TestResponse:
        self.traveller.shift(timedelta(seconds=after))
        sent = {"key": f"browser-key-{next(NUMBERS):05d}"} | fields
        return self.client.post(path, data=sent, headers={"HX-Request": "true"} if part else {})

    def scan(self, code: str, **given: str) -> str:
        answer = self.post("/desk/scan", code=code, **given)
        assert answer.status_code == 200
        return answer.text

    def page(self) -> str:
        answer = self.client.get("/desk/")
        assert answer.status_code == 200
        return answer.text


@pytest.fixture
def desk(session: Session) -> Desk:
    """Readers and copies."""
    return Desk(session, NOON)


@pytest.fixture
def browser(session: Session, client: FlaskClient) -> Iterator[Browser]:
    """Nilufar, signed in, in English."""
    with time_machine.travel(NOON, tick=False) as traveller:
        add_nilufar(session, NOON)
        opened = Browser(client, traveller)
        opened.sign_in()
        yield opened


def token_in(text: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', text)
    assert found is not None
    return found[1]


def open_loans(session: Session) -> int:
    session.rollback()
    return session.scalars(select(func.count()).select_from(Loan).where(Loan.closed_at.is_(None))).one()


def test_the_desk_is_for_those_who_circulate(session: Session, client: FlaskClient) -> None:
    assert client.get("/desk/").status_code == 302
    add_nilufar(session, NOON, role=Role.CATALOGUER)
    client.post("/sign-in", data={"login": "nilufar", "password": PASSWORD})
    assert client.get("/desk/").status_code == 403
    assert client.post("/desk/scan", data={"code": "1"}).status_code == 403


@pytest.mark.parametrize("language", ["uz", "uz_Cyrl", "ru", "en"])
def test_an_empty_desk_says_what_to_do(browser: Browser, language: str) -> None:
    browser.client.post("/language", data={"language": language})
    page = browser.page()
    assert 'id="scan"' in page
    assert "style=" not in page
    assert "<script>" not in page


def test_a_reader_is_shown_in_both_scripts_with_what_they_hold(browser: Browser, desk: Desk) -> None:
    desk.reader("R-1", note="Diplom ishi")
    desk.copy("INV-1")
    browser.scan("R-1")
    parts = browser.scan("INV-1")
    for words in ("Karimov Anvar Botir oʻgʻli", "Каримов Анвар Ботир ўғли", "2026 · № 1", "Student",
                  "Diplom ishi", "Oʻtkan kunlar", "Lent", "30.04.2026"):  # fmt: skip
        assert words in parts
    assert 'data-sound="attention"' in parts  # the note on the reader wants to be read (CO-24)
    assert "<html" not in parts
    page = browser.page()
    assert "Karimov Anvar Botir oʻgʻli" in page
    assert "/desk/renew/" in page


def test_every_figure_of_today_opens_its_rows(browser: Browser, desk: Desk) -> None:
    desk.reader("R-1")
    parts = browser.scan("R-1")
    addresses = re.findall(r'href="(/figures/[^"]+)"', parts)
    assert len(addresses) == 6
    for address in addresses:
        assert browser.client.get(address.replace("&amp;", "&")).status_code == 200


def test_without_script_the_desk_works_by_plain_forms(browser: Browser, desk: Desk, session: Session) -> None:
    desk.reader("R-1")
    desk.copy("INV-1")
    for code in ("R-1", "INV-1"):
        answer = browser.post("/desk/scan", part=False, code=code)
        assert (answer.status_code, answer.location) == (303, "/desk/")
    assert "Lent" in browser.page()
    assert open_loans(session) == 1


def test_sb_03_a_question_stands_on_the_page_until_it_is_answered(
    browser: Browser, desk: Desk, session: Session
) -> None:
    desk.reader("R-1")
    desk.reader("R-2", surname="Saidova", given_name="Nodira", patronymic="")
    desk.copy("INV-1")
    desk.lend("R-2")
    browser.scan("R-1")
    asked = browser.scan("INV-1")
    for words in ('role="alertdialog"', "CO-15", "Saidova Nodira", "Take back and lend", 'data-locked="yes"'):
        assert words in asked
    page = browser.page()
    assert "CO-15" in page
    answer = browser.post("/desk/answer", part=False, answer="yes", token=token_in(page))
    assert answer.status_code == 303
    page = browser.page()
    assert "CO-15" not in page
    assert "Taken back first from: Saidova Nodira." in page
    assert open_loans(session) == 1


def test_no_and_the_choice_between_card_and_copy(browser: Browser, desk: Desk) -> None:
    desk.reader("7001")
    desk.copy("7001")
    which = browser.scan("7001")
    assert "Card or copy?" in which
    left = browser.post("/desk/answer", answer="no").text
    assert ('data-locked=""' in left, "Declined" in left) == (True, True)
    assert "2026 · № 1" in browser.scan("7001", chosen="card")
    assert browser.post("/desk/scan", code="7001", chosen="both").status_code == 400


def test_a_yes_without_its_token_or_with_a_forged_one_is_none(
    browser: Browser, desk: Desk, session: Session
) -> None:
    desk.reader("R-1")
    desk.reader("R-2", surname="Saidova")
    desk.copy("INV-1")
    desk.lend("R-2")
    browser.scan("R-1")
    token = token_in(browser.scan("INV-1"))
    forged = token[:-2] + ("AA" if token[-2:] != "AA" else "BB")
    for each in ("", forged, "null", token[:20]):
        answer = browser.post("/desk/answer", answer="yes", token=each)
        assert answer.status_code == 400
        assert "This answer does not belong" in answer.text
    assert session.scalars(select(Loan.patron_id).where(Loan.closed_at.is_(None))).one() == 2


def test_a_yes_that_comes_too_late_is_asked_again(browser: Browser, desk: Desk) -> None:
    desk.reader("R-1")
    desk.reader("R-2", surname="Saidova")
    desk.copy("INV-1")
    desk.lend("R-2")
    browser.scan("R-1")
    token = token_in(browser.scan("INV-1"))
    late = browser.post("/desk/answer", after=301, answer="yes", token=token).text
    assert "Asked once more" in late
    done = browser.post("/desk/answer", answer="yes", token=token_in(late)).text
    assert 'data-locked=""' in done


def test_sb_07_a_replay_does_not_bring_an_old_reader_back(browser: Browser, desk: Desk) -> None:
    desk.reader("R-1")
    desk.reader("R-2", surname="Saidova", given_name="Nodira", patronymic="")
    browser.scan("R-1", key="the-first-key")
    browser.scan("R-1", key="the-first-key")
    browser.scan("R-2")
    browser.scan("R-1", key="the-first-key")
    assert "<title>Desk" in (page := browser.page())
    assert 'name="mark" value="2-automatic"' in page


def test_a_page_of_another_reader_is_refused_and_refreshed(browser: Browser, desk: Desk) -> None:
    desk.reader("R-1")
    desk.copy("INV-1")
    browser.scan("R-1", mark="0-automatic")
    answer = browser.post("/desk/scan", code="INV-1", mark="0-automatic")
    assert answer.status_code == 422
    assert "The desk has moved on" in answer.text
    assert 'data-mark="1-automatic"' in answer.text


def test_renewing_from_the_list(browser: Browser, desk: Desk) -> None:
    desk.reader("R-1")
    desk.copy("INV-1")
    loan_id = desk.lend().loan_id
    browser.sign_in(after_days=3)
    browser.scan("R-1")
    assert "Renewed" in browser.post(f"/desk/renew/{loan_id}").text
    browser.sign_in(after_days=40)
    browser.scan("R-1")
    asked = browser.post(f"/desk/renew/{loan_id}").text
    assert "RN-05" in asked
    assert 'data-locked=""' in browser.post("/desk/answer", answer="yes", token=token_in(asked)).text
    assert browser.post("/desk/renew/999").status_code == 422


def test_an_unknown_number_offers_the_next_steps(browser: Browser) -> None:
    parts = browser.scan("R-77")
    for words in ("CO-01", "CO-02", "/patrons/new?card=R-77", "/patrons/?q=R-77", "/search?q=R-77"):
        assert words in parts


def test_the_box_of_an_unknown_card_is_gone_once_its_reader_is_registered(
    browser: Browser, desk: Desk
) -> None:
    browser.scan("K-777")
    assert 'id="desk-box"' in browser.page()
    desk.reader("K-777")
    assert 'id="desk-box"' not in browser.page()


def test_html_in_a_number_stays_text(browser: Browser) -> None:
    parts = browser.scan("<img src=x onerror=alert(1)>")
    assert "<img src=x" not in parts
    assert "&lt;img src=x" in parts
    assert "<img src=x" not in browser.page()


@pytest.mark.parametrize("code", ["7" * 10_000, "", "\x01\x02"])
def test_what_can_be_no_number_is_a_400_in_words(browser: Browser, session: Session, code: str) -> None:
    for part in (True, False):
        answer = browser.post("/desk/scan", part=part, code=code)
        assert answer.status_code == 400
        assert "7" * 100 not in answer.text  # what came is not sent back
    assert session.scalars(select(func.count()).select_from(ScanReceipt)).one() == 0


@pytest.mark.parametrize("key", ["", "short", "<b>" * 9])
def test_a_request_without_a_key_of_its_own_is_a_400(browser: Browser, key: str) -> None:
    assert browser.post("/desk/scan", code="1", key=key).status_code == 400


def test_a_desk_state_that_cannot_be_read_is_an_empty_desk(browser: Browser) -> None:
    with browser.client.session_transaction() as kept:
        kept["desk"] = {"patron": 1, "mode": "no such mode"}
    assert "No reader is open" in browser.page()


def test_a_lost_sign_in_sends_the_script_to_the_sign_in_page(client: FlaskClient) -> None:
    answer = client.post("/desk/scan", data={"code": "1"}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/sign-in")
