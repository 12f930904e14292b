"""Screens and papers of clearance sheets: who is shown, what is refused, what is printed, what the register tells."""

from __future__ import annotations

import io
import re
from typing import Any

import pypdfium2
import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from circulation.account.models import Clearance
from circulation.charges.models import ChargeKind
from circulation.charges.services import charge
from circulation.patrons.models import Patron
from ils.accounts.permissions import Role
from ils.db import transaction
from tests.circulation.account.papers import paper_pages
from tests.circulation.loans.desk import Desk
from tests.conftest import NOON, SignIn

pytestmark = pytest.mark.usefixtures("at_noon")

ANVAR, NODIRA, BOBUR = 1, 2, 3


@pytest.fixture
def desk(session: Session) -> Desk:
    """Anvar and Nodira study history, Nodira has a book and a debt; Bobur studies law."""
    desk = Desk(session, NOON)
    desk.reader(faculty="Tarix", course="4", study_group="TR-401")
    desk.reader("R-2", given_name="Nodira", faculty="Tarix", course="4", study_group="TR-402")
    desk.reader("R-3", given_name="Bobur", faculty="Huquq", course="1")
    desk.copy(title="Focus 5", price=20_000)
    desk.lend("R-2")
    with transaction(session):
        charge(session, desk.work, patron_id=NODIRA, kind=ChargeKind.DAMAGE, amount=5000, note="Muqova")
    return desk


@pytest.fixture
def browser(desk: Desk, signed_in: SignIn) -> FlaskClient:
    return signed_in(Role.DESK)


def page(browser: FlaskClient, address: str, status: int = 200) -> str:
    answer = browser.get(address)
    assert answer.status_code == status, answer.text
    return answer.text


def ticks(text: str) -> list[int]:
    return [int(each) for each in re.findall(r'name="reader" value="(\d+)"', text)]


def papers(answer: Any) -> list[str]:
    assert answer.mimetype == "application/pdf", answer.text
    document = pypdfium2.PdfDocument(io.BytesIO(answer.data))
    return [each.get_textpage().get_text_bounded().replace("\r\n", " ") for each in document]


def give(browser: FlaskClient, *ids: int, reason: str = "Bitiruv", **more: str) -> Any:
    return browser.post("/readers/clearance", data={"reader": list(ids), "reason": reason, **more})


def test_whoever_owes_something_has_no_box_to_tick(browser: FlaskClient) -> None:
    nothing = page(browser, "/readers/clearance")
    assert "Whose sheets are given?" in nothing
    shown = page(browser, "/readers/clearance?faculty=Tarix&course=4")
    assert ticks(shown) == [ANVAR]
    for told in ("Focus 5", "INV-1", "owes, soʻm: 5 000".replace(" 000", "\xa0000"), "/readers/2/debts.pdf"):
        assert told in shown, told
    assert "Bobur" not in shown
    assert ticks(page(browser, "/readers/clearance?group=TR-402")) == []
    assert ticks(page(browser, "/readers/clearance?category=student")) == [ANVAR, BOBUR]
    assert "No reader is found" in page(browser, "/readers/clearance?q=Zzzz")


def test_scanned_cards_are_added_to_the_list(browser: FlaskClient) -> None:
    first = browser.get("/readers/clearance?q=R-3")
    assert first.location == "/readers/clearance?id=3"
    second = browser.get("/readers/clearance?id=3&q=r-1")
    assert second.location == "/readers/clearance?id=1&id=3"
    assert ticks(page(browser, second.location)) == [ANVAR, BOBUR]
    assert "No reader has the card “R-9”." in page(browser, "/readers/clearance?id=3&q=R-9")


def test_sheets_are_given_and_printed(browser: FlaskClient, desk: Desk) -> None:
    answer = give(browser, ANVAR, NODIRA, BOBUR, leaves="y")
    assert answer.location == "/readers/clearances?year=2026&first=1&last=2"
    register = page(browser, answer.location)
    for told in ("Sheets given: 2", "No sheet for those", "Karimov Nodira", "leaves the library", "Bitiruv"):
        assert told in register, told
    first, second = papers(browser.get("/readers/clearances/sheets.pdf?year=2026&first=1&last=2"))
    for told in (
        "Clearance sheet № 1/2026", "15.04.2026", "Karimov Anvar", "Каримов Анвар", "R-1", "Tarix", "TR-401",
        "owes the library nothing as of 15.04.2026", "membership ended on", "Director", "Lending",
    ):  # fmt: skip
        assert told in first, told
    assert "Bobur" in second
    again = give(browser, ANVAR)
    assert again.location == "/readers/clearances"
    assert "given a sheet today before: Karimov Anvar" in page(browser, again.location)
    assert ticks(page(browser, "/readers/clearance?faculty=Tarix")) == []
    assert "№ 1/2026" in page(browser, "/readers/clearance?faculty=Tarix")
    until = desk.session.scalars(select(Patron.member_until).order_by(Patron.id)).all()
    assert until == [NOON.date(), None, NOON.date()]


def test_nobody_ticked_and_no_reason_are_told_on_the_same_list(browser: FlaskClient) -> None:
    answer = browser.post("/readers/clearance?faculty=Tarix", data={"reader": [ANVAR], "reason": " "})
    assert answer.status_code == 400
    assert ticks(answer.text) == [ANVAR]
    nobody = browser.post("/readers/clearance?faculty=Tarix", data={"reason": "Bitiruv"})
    assert nobody.status_code == 400
    assert "Nobody is ticked." in nobody.text


def test_one_reader(browser: FlaskClient) -> None:
    assert "/readers/1/clearance" in page(browser, "/patrons/1")
    assert "Give the sheet" in page(browser, "/readers/1/clearance")
    assert browser.post("/readers/1/clearance", data={"reason": ""}).status_code == 400
    given = browser.post("/readers/1/clearance", data={"reason": "Bitiruv"})
    assert given.location == "/readers/clearances?year=2026&first=1&last=1"
    assert "№ 1/2026" in page(browser, "/readers/1/clearance")
    again = browser.post("/readers/1/clearance", data={"reason": "Bitiruv"})
    assert again.status_code == 400
    assert "was given the sheet № 1/2026 today" in again.text
    page(browser, "/readers/99/clearance", 404)


def test_one_reader_who_owes_sees_what_stands(browser: FlaskClient) -> None:
    shown = page(browser, "/readers/2/clearance")
    for told in ("Focus 5", "INV-1", "Damaged copy", "Muqova", "/readers/2/debts.pdf"):
        assert told in shown, told
    assert "Give the sheet<" not in shown
    refused = browser.post("/readers/2/clearance", data={"reason": "Bitiruv"})
    assert refused.status_code == 400
    assert "Copies at home: 1; lost: 0; owed, soʻm: 5" in refused.text


def test_the_debt_certificate_lists_what_stands_and_has_no_number(browser: FlaskClient) -> None:
    [told] = papers(browser.get("/readers/2/debts.pdf"))
    for each in (
        "Debt certificate", "Karimov Nodira", "As of 15.04.2026", "Qodiriy, Abdulla. Focus 5", "INV-1", "Copies: 1",
        "Damaged copy. Muqova", "five thousand",
    ):  # fmt: skip
        assert each in told, each
    assert "Director" not in told
    refused = browser.get("/readers/1/debts.pdf")
    assert refused.status_code == 400
    assert "The reader owes nothing" in refused.text


def test_a_sheet_is_withdrawn_with_a_reason_and_stays(browser: FlaskClient, desk: Desk) -> None:
    give(browser, ANVAR, BOBUR, leaves="y")
    assert "The membership that the sheet ended" in page(browser, "/readers/clearances/1/withdraw")
    assert browser.post("/readers/clearances/1/withdraw", data={"reason": ""}).status_code == 400
    done = browser.post("/readers/clearances/1/withdraw", data={"reason": "Adashib berilgan"})
    assert done.location == "/readers/clearances?year=2026"
    register = page(browser, done.location)
    assert "Adashib berilgan" in register
    assert register.count("/withdraw") == 1
    assert "not valid any more" in page(browser, "/readers/1/clearance")
    again = browser.post("/readers/clearances/1/withdraw", data={"reason": "Yana"})
    assert again.status_code == 400
    assert "withdrawn before" in again.text
    page(browser, "/readers/clearances/99/withdraw", 404)
    [told] = papers(browser.get("/readers/clearances/sheets.pdf?year=2026&first=1&last=1"))
    assert "Withdrawn on 15.04.2026: Adashib berilgan" in told
    desk.session.rollback()
    assert desk.session.get_one(Patron, ANVAR).member_until is None
    assert desk.session.get_one(Patron, BOBUR).member_until == NOON.date()


def test_the_register_of_a_year(browser: FlaskClient, desk: Desk) -> None:
    assert "No clearance sheets here" in page(browser, "/readers/clearances")
    give(browser, ANVAR, BOBUR)
    browser.post("/readers/clearances/2/withdraw", data={"reason": "Xato"})
    [told] = papers(browser.get("/readers/clearances/2026.pdf"))
    for each in ("Register of clearance sheets, 2026", "Sheets: 2; withdrawn: 1", "Karimov Bobur", "Xato"):
        assert each in told, each
    answer = browser.get("/readers/clearances/2026.xlsx")
    rows = list(load_workbook(io.BytesIO(answer.data)).active.iter_rows(values_only=True))
    assert rows[-2][:4] == (1, rows[-2][1], "R-1", "Karimov Anvar Botir oʻgʻli")
    assert rows[-1][8] == "15.04.2026: Xato"
    assert "No clearance sheets here" in page(browser, "/readers/clearances?year=2025")
    page(browser, "/readers/clearances?year=abc", 400)
    assert browser.get("/readers/clearances/sheets.pdf?year=2025").status_code == 400
    with transaction(desk.session) as session:
        session.execute(update(Clearance).where(Clearance.number == 2).values(number=500))
        session.add_all(
            Clearance(
                year=2026, number=number, patron_id=ANVAR, day=NOON.date(), at=NOON, staff_id=None,
                department="lending", reason="x", leaves=False,
            )
            for number in range(2, 302)
        )  # fmt: skip
    assert "At most 300" in browser.get("/readers/clearances/sheets.pdf?year=2026").text
    assert "page=2" in page(browser, "/readers/clearances")
    assert "101–200" in page(browser, "/readers/clearances?year=2026&page=2")


@pytest.mark.parametrize("language", ["uz", "uz_Cyrl", "ru"])
def test_every_page_and_paper_in_every_language(
    app: Flask, desk: Desk, signed_in: SignIn, language: str
) -> None:
    browser = signed_in(Role.DESK, language)
    with app.test_request_context():
        addresses = [
            url_for(endpoint, **asked)
            for endpoint, samples in paper_pages(desk.session).items()
            for asked in samples
        ]
    desk.session.rollback()
    for address in addresses:
        page(browser, address)
    for address in ("/readers/2/debts.pdf", "/readers/clearances/sheets.pdf", "/readers/clearances/2026.pdf"):
        assert papers(browser.get(address))


def test_an_erased_reader_gets_no_sheet(browser: FlaskClient, desk: Desk) -> None:
    with transaction(desk.session) as session:
        session.execute(update(Patron).where(Patron.id == ANVAR).values(erased_at=NOON))
    assert "erased" in page(browser, "/readers/1/clearance")
    assert ticks(page(browser, "/readers/clearance?faculty=Tarix")) == []
    assert "erased" in give(browser, ANVAR).text
