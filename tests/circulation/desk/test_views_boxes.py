"""Boxes, modes and the overlay of keys on the page: what is offered to whom, and that every key is told of."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from catalog.items.models import Item
from circulation.charges.models import ChargeKind
from circulation.charges.services import charge
from circulation.loans.models import Loan
from circulation.patrons.services import restrict
from circulation.policies.models import LoanPolicy
from ils.accounts.models import Staff
from ils.accounts.permissions import Role
from ils.db import transaction
from tests.circulation.desk.test_views import Browser, token_in
from tests.circulation.loans.desk import Desk
from tests.conftest import NOON
from tests.world import add_nilufar

KEY = re.compile(r'data-key="([^"]+)"')
SHORTCUTS = re.compile(r'aria-keyshortcuts="([^"]+)"')
TOLD = re.compile(r'data-help-key="([^"]+)"')


@pytest.fixture
def desk(session: Session) -> Desk:
    """Anvar, Nodira, two books to lend, one that Nodira has."""
    desk = Desk(session, NOON)
    desk.reader("R-1")
    desk.reader("R-2", surname="Saidova", given_name="Nodira", patronymic="")
    for code in ("INV-1", "INV-2", "INV-3"):
        desk.copy(code, title=f"Kitob {code}")
    desk.lend("R-2", "INV-3")
    return desk


@pytest.fixture
def browser(session: Session, client: FlaskClient) -> Iterator[Browser]:
    """Nilufar of the desk, signed in, in English."""
    with time_machine.travel(NOON, tick=False) as traveller:
        add_nilufar(session, NOON)
        opened = Browser(client, traveller)
        opened.sign_in()
        yield opened


def as_director(session: Session) -> None:
    with transaction(session) as writing:
        writing.execute(update(Staff).values(role=Role.DIRECTOR))


def limit(session: Session, most: int) -> None:
    with transaction(session) as writing:
        writing.execute(update(LoanPolicy).values(limit_total=most))


def open_loans(session: Session) -> int:
    session.rollback()
    return session.scalars(select(func.count()).select_from(Loan).where(Loan.closed_at.is_(None))).one()


def plain_keys(page: str) -> set[str]:
    """Return every key that a page promises, in the spelling of the overlay."""
    names = {
        name
        for found in SHORTCUTS.findall(page)
        for name in found.replace("Control", "Ctrl").replace("Escape", "Esc").split()
    }
    return names | set(KEY.findall(page))


def test_every_key_of_the_desk_stands_in_the_overlay(browser: Browser, desk: Desk, session: Session) -> None:
    as_director(session)
    with transaction(session) as writing:
        writing.execute(update(Item).where(Item.inventory_number == "INV-3").values(parts="CD"))
    desk.reader("R-3", register=False, surname="Toshmatov")
    limit(session, 0)
    pages = [browser.page()]
    for code in ("R-3", "R-1", "INV-1", "INV-3", "NEW-9", "=DUE"):
        browser.scan(code)
        pages.append(browser.page())
        browser.post("/desk/answer", answer="no")
    browser.scan("=DONE")
    for code in ("INV-3", "=BACKDATE"):
        browser.scan(code)
        pages.append(browser.page())
        browser.post("/desk/answer", answer="no")
    told = set(TOLD.findall(pages[0]))
    promised = set().union(*(plain_keys(page) for page in pages))
    assert {"Y", "N", "O", "M", "T", "F", "R", "S", "C", "F7", "Shift+F6", "Ctrl+Z", "F10"} <= promised
    assert promised - told == set()
    assert len(TOLD.findall(pages[0])) == len(told)


def test_an_override_is_offered_to_those_who_may_and_taken_from_nobody_else(
    browser: Browser, desk: Desk, session: Session
) -> None:
    limit(session, 0)
    browser.scan("R-1")
    refused = browser.scan("INV-1")
    assert 'data-opens="O"' not in refused
    as_director(session)
    offered = browser.page()
    assert 'data-opens="O"' in offered
    assert "Reason, kept on the audit trail" in offered
    token = token_in(offered)
    with transaction(session) as writing:
        writing.execute(update(Staff).values(role=Role.DESK))
    assert browser.post("/desk/answer", answer="override", text="Ruxsat", token=token).status_code == 403
    assert open_loans(session) == 1
    as_director(session)
    assert browser.post("/desk/answer", answer="override", text=" ", token=token).status_code == 422
    done = browser.post("/desk/answer", answer="override", text="Ruxsat", token=token).text
    assert "Allowed by you, reason: Ruxsat." in done
    assert open_loans(session) == 2


def test_a_token_gives_only_what_its_box_offered(browser: Browser, desk: Desk, session: Session) -> None:
    as_director(session)
    browser.scan("R-1")
    token = token_in(browser.scan("INV-3"))
    for name in ("override", "missing", "add", "enter"):
        answer = browser.post("/desk/answer", answer=name, text="x", token=token)
        assert answer.status_code == 400
    assert browser.post("/desk/answer", answer="perhaps", token=token).status_code == 400
    assert open_loans(session) == 1


def test_sb_03_every_reason_stands_in_the_box_with_its_number_and_a_way_to_the_rules(
    browser: Browser, desk: Desk, session: Session
) -> None:
    limit(session, 0)
    browser.scan("R-1")
    box = browser.scan("INV-3")
    for words in ("CO-15", "CO-16", "/loans/why?card=R-1&amp;code=INV-3", 'data-goes="W"'):
        assert words in box
    assert browser.client.get("/loans/why?card=R-1&code=INV-3").status_code == 200


def test_co_01_title_and_author_are_all_that_a_brief_record_needs(browser: Browser, desk: Desk) -> None:
    browser.scan("R-1")
    box = browser.scan("NEW-9")
    assert 'data-opens="F"' in box
    done = browser.post(
        "/desk/answer", answer="add", text="Yulduzli tunlar", author="Qodirov, P.", token=token_in(box)
    )
    assert "Added at the desk as a brief record" in done.text
    assert "Yulduzli tunlar" in browser.page()


def test_unusual_states_stand_below_the_scan_box(browser: Browser, desk: Desk) -> None:
    browser.scan("=BACKDATE")
    token = token_in(browser.page())
    back = browser.post("/desk/answer", answer="enter", text="12.04.2026", token=token).text
    assert "Returns are dated 12.04.2026" in back
    assert 'data-mark="0-return-back2026-04-12"' in back
    assert "Book drop: taken back, no visit is counted" in browser.scan("=DROP")
    assert "Returns are dated 12.04.2026" in browser.page()
    browser.scan("=LEND")
    assert "Returns are dated" not in browser.page()
    browser.scan("R-1")
    assert "Lent for the reading room" in browser.scan("=ROOM")
    browser.scan("=DUE")
    due = browser.post("/desk/answer", answer="enter", text="20.4", token=token_in(browser.page())).text
    assert "Due by hand: 20.04.2026" in due


def test_a_window_in_another_mode_is_refused(browser: Browser, desk: Desk) -> None:
    browser.scan("=DROP")
    answer = browser.post("/desk/scan", code="INV-3", mark="0-automatic")
    assert answer.status_code == 422
    assert 'data-moved="yes"' in answer.text


def test_the_reader_card_shows_debts_restrictions_and_what_waits(
    browser: Browser, desk: Desk, session: Session
) -> None:
    with transaction(session) as writing:
        charge(writing, desk.work, patron_id=1, kind=ChargeKind.DAMAGE, amount=15000)
        restrict(writing, desk.work, patron_id=1, kind="manual", reason="Yirtilgan kitob")
    opened = browser.scan("R-1")
    assert "The reader owes, soʻm: 15\xa0000." in opened
    assert "Yirtilgan kitob" in opened
    assert "Take the payment" in opened
    assert 'href="/charges/of/1"' in opened
    assert browser.client.get("/charges/of/1").status_code == 200


def test_an_idle_page_is_closed_with_its_notice_on_the_screen(browser: Browser, desk: Desk) -> None:
    browser.scan("R-1")
    browser.scan("INV-1")
    browser.traveller.shift(3600)
    page = browser.page()
    assert "Session ended" in page
    assert "Lent: 1" in page
    assert "No reader is open" not in page
    assert "No reader is open" in browser.page()


@pytest.mark.parametrize("language", ["uz", "uz_Cyrl", "ru"])
def test_the_overlay_and_the_box_speak_every_language(browser: Browser, desk: Desk, language: str) -> None:
    browser.client.post("/language", data={"language": language})
    browser.scan("R-1")
    assert "CO-15" in browser.scan("INV-3")
    assert "=BACKDATE" in browser.page()


def test_sb_02_every_scan_has_its_own_row_the_newest_first_and_success_never_stops(
    browser: Browser, desk: Desk
) -> None:
    for code in ("R-1", "INV-1", "INV-2"):
        answer = browser.scan(code)
        assert 'data-locked=""' in answer
        assert 'id="desk-box"' not in answer
    rows = re.findall(
        r'<tr role="row" class="feed-(\w+)( is-new)?">.*?feed-code" title="([^"]+)"', answer, re.DOTALL
    )
    assert rows == [("lent", " is-new", "INV-2"), ("lent", "", "INV-1"), ("opened", "", "R-1")]
