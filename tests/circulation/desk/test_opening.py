"""A reader opened from another page: from the form of a new reader, from the reader's own page; who may pass a block."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.loans.models import Loan
from circulation.patrons.models import Patron
from circulation.visits.models import Visit
from tests.circulation.desk.test_views import Browser
from tests.circulation.desk.test_views_boxes import as_director, limit
from tests.circulation.loans.desk import Desk
from tests.circulation.patrons.test_pages import FORM
from tests.conftest import NOON
from tests.world import add_nilufar


@pytest.fixture
def desk(session: Session) -> Desk:
    """A copy, and Anvar."""
    desk = Desk(session, NOON)
    desk.reader("R-1")
    desk.copy("INV-1")
    return desk


@pytest.fixture
def browser(session: Session, client: FlaskClient, desk: Desk) -> Iterator[Browser]:
    """Nilufar of the desk, signed in, in English."""
    with time_machine.travel(NOON, tick=False) as traveller:
        add_nilufar(session, NOON)
        opened = Browser(client, traveller)
        opened.sign_in()
        yield opened


def test_co_02_the_reader_who_was_just_registered_is_open_and_the_next_copy_is_lent(
    browser: Browser, session: Session
) -> None:
    assert "/patrons/new?card=K-999999&amp;next=/desk/" in browser.scan("K-999999")
    answer = browser.client.post("/patrons/new?card=K-999999&next=/desk/", data=FORM | {"card_number": ""})
    assert answer.headers["Location"] == "/desk/"
    page = browser.client.get("/desk/", follow_redirects=True).text
    newcomer = session.scalars(select(Patron).order_by(Patron.id.desc())).first()
    assert newcomer is not None
    assert f'href="/patrons/{newcomer.id}"' in page
    assert 'id="desk-box"' not in page
    assert newcomer.card_number in page  # made by the program: not the number that was scanned
    browser.scan("INV-1")
    session.rollback()
    assert session.scalars(select(Loan.patron_id)).one() == newcomer.id
    browser.scan("=DONE")
    assert "No reader is open" in browser.client.get("/desk/", follow_redirects=True).text  # opened once


def test_a_reader_registered_from_elsewhere_does_not_open_at_the_desk(browser: Browser) -> None:
    browser.client.post("/patrons/new", data=FORM)
    assert browser.client.get("/desk/").status_code == 200


def test_the_reader_s_page_opens_the_reader_at_the_desk(browser: Browser, session: Session) -> None:
    anvar = session.scalars(select(Patron)).one()
    page = browser.client.get(f"/patrons/{anvar.id}").text
    assert 'action="/desk/open"' in page
    assert 'data-key="Shift+F2"' in page
    for _again in range(2):  # the page may be shown again from the browser's memory
        answer = browser.post("/desk/open", part=False, card=anvar.card_number)
        assert answer.status_code == 303
        assert "Karimov Anvar" in browser.page()
    assert len(session.scalars(select(Visit)).all()) == 1


def test_a_refused_librarian_is_told_who_may_allow_it(browser: Browser, session: Session) -> None:
    limit(session, 0)
    browser.scan("R-1")
    told = "Can be allowed by: Administrator, Director."
    assert told in browser.scan("INV-1")
    assert 'data-help-key="O"' not in browser.page()
    as_director(session)
    page = browser.page()
    assert told not in page
    assert 'data-help-key="O"' in page


def test_what_nobody_can_allow_names_nobody(browser: Browser) -> None:
    assert "Can be allowed by" not in browser.scan("NEW-9")
