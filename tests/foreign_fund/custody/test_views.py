"""Screens of responsibility: each figure opens its rows, acts and checks done as the department does them, papers."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from catalog.items.models import Item, ItemState
from circulation.loans.services import declare_lost
from ils.accounts.permissions import Role
from ils.db import transaction
from tests.conftest import NOON
from tests.foreign_fund.conftest import sign_in
from tests.foreign_fund.shelf import Shelf, at

pytestmark = pytest.mark.usefixtures("at_noon")
DAY = NOON.date().isoformat()


@pytest.fixture
def director(app: Flask, session: Session) -> FlaskClient:
    """A browser of the director."""
    return sign_in(app, session, Role.DIRECTOR)


def text(client: FlaskClient, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, (url, answer.status_code)
    return answer.get_data(as_text=True)


def post(client: FlaskClient, url: str, **form: object) -> str:
    answer = client.post(url, data=form, follow_redirects=True)
    assert answer.status_code == 200, (url, answer.status_code)
    return answer.get_data(as_text=True)


def pages(body: bytes) -> str:
    paper = pypdfium2.PdfDocument(body)
    return "\n".join(page.get_textpage().get_text_range() for page in paper)


def test_duty_9_responsibility_from_the_custodian_to_the_paper(
    department: FlaskClient, director: FlaskClient, shelf: Shelf
) -> None:
    assert "Nobody answers for copies yet" in text(department, "/fund/custody")
    assert "No transfer acts here" in text(department, "/fund/custody/acts")
    text(department, "/fund/custody/new")
    person = {"post": "kutubxonachi", "department": "foreign", "since": DAY, "note": ""}
    assert "Aziza" in post(department, "/fund/custody/new", name="Aziza", **person)
    assert (
        "already a custodian" in department.post("/fund/custody/new", data={"name": "Aziza", **person}).text
    )
    post(department, "/fund/custody/new", name="Botir", **person)
    assert "in this balance" in post(department, "/fund/custody/1/posts", department="foreign", since=DAY)
    shelf.copy("X-1")
    shelf.copy("X-2")
    page = text(department, "/fund/custody")
    assert 'href="/fund/custody/1/copies?' in page
    assert "X-1" in text(department, f"/fund/custody/1/copies?day={DAY}")
    assert "No such copies" in text(department, "/fund/custody/1/copies?department=lending")
    text(department, "/fund/custody/acts/new?giver=1")
    head = {
        "day": DAY,
        "giver": "1",
        "taker": "2",
        "to_department": "",
        "grounds": "",
        "commission": "",
        "note": "",
    }
    assert "moves nothing" in department.post("/fund/custody/acts/new", data={**head, "taker": "1"}).text
    page = post(department, "/fund/custody/acts/new", **head)
    assert "The act has no copies." in page
    assert "Copies added: 2" in post(department, "/fund/custody/acts/1/all", department="")
    assert "No copy has the number" in post(department, "/fund/custody/acts/1/copies", codes="NO-SUCH")
    assert "was taken out" in post(department, "/fund/custody/acts/1/lines/2/remove")
    assert "already" in post(department, "/fund/custody/acts/1/copies", codes="X-1")
    refused = director.post("/fund/custody/acts/1/approve")
    assert refused.status_code == 422
    assert "The grounds of the act are missing" in refused.text
    text(department, "/fund/custody/acts/1/edit")
    post(
        department,
        "/fund/custody/acts/1/edit",
        **{**head, "grounds": "Buyruq № 7", "commission": "A. Rais\nB. Aʼzo"},
    )
    assert department.post("/fund/custody/acts/1/approve").status_code == 403
    assert "The balances have moved" in post(director, "/fund/custody/acts/1/approve")
    assert "№ 1/2026" in text(department, "/fund/custody/2")
    assert "1/2026" in text(department, "/fund/custody/acts?custodian=2&state=approved&year=2026")
    made = department.get("/fund/custody/acts/1/act.pdf?language=uz")
    assert made.mimetype == "application/pdf"
    assert "Buyruq № 7" in pages(made.data)
    sheet = load_workbook(io.BytesIO(department.get("/fund/custody/acts/1/act.xlsx").data)).worksheets[0]
    assert any("X-1" in [cell.value for cell in row] for row in sheet.iter_rows())
    assert "A correcting act was begun" in post(department, "/fund/custody/acts/1/correct")
    text(department, "/fund/custody/acts/2/edit")
    assert "given up" in post(department, "/fund/custody/acts/2/cancel")
    text(department, "/fund/custody/1/edit")
    assert "Saved" in post(department, "/fund/custody/1/edit", **{**person, "name": "Aziza Karimova"})
    assert "still answers for copies" in post(department, "/fund/custody/2/end", until=DAY)
    assert "Saved" in post(department, "/fund/custody/1/posts/1/end", until=DAY)
    text(department, "/fund/custody/0")


def test_duty_9_a_check_of_the_fund_from_the_scanner_to_the_act(
    department: FlaskClient, director: FlaskClient, shelf: Shelf
) -> None:
    assert "No check yet" in text(department, "/fund/custody/checks")
    for number in (1, 2, 3):
        shelf.copy(f"X-{number}")
    assert "No shelves yet" in text(department, "/fund/custody/shelves")
    shelves = {"code": "J-1", "name": "Birinchi javon", "department": "foreign", "begins": ""}
    assert "Birinchi javon" in post(department, "/fund/custody/shelves", **shelves)
    assert department.post("/fund/custody/shelves", data=shelves).status_code == 422
    text(department, "/fund/custody/checks/new")
    asked = {
        "title": "Yillik",
        "reason": "reja",
        "department": "",
        "language": "",
        "custodian": "",
        "papers": "12",
    }
    assert department.post("/fund/custody/checks/new", data=asked).status_code == 400
    post(department, "/fund/custody/checks/new", **asked, commission="A. Rais")
    part = {"HX-Request": "true"}
    box = "/fund/custody/checks/1/scan"
    assert (
        'data-shelf="Birinchi javon"'
        in department.post(box, data={"code": "j-1", "shelf": ""}, headers=part).text
    )
    said = department.post(box, data={"code": "X-1", "shelf": "Birinchi javon"}, headers=part).text
    assert "in its place" in said
    assert 'hx-swap-oob="true"' in said
    assert (
        "scanned a second time" in department.post(box, data={"code": "X-1", "shelf": ""}, headers=part).text
    )
    assert "field" in department.post(box, data={"code": "", "shelf": ""}, headers=part).text.casefold()
    post(department, box, code="X-2", shelf="Birinchi javon")
    post(department, box, code="NO-SUCH", shelf="")
    page = text(department, "/fund/custody/checks/1")
    assert "expected by the papers" in page
    assert "X-3" in text(department, "/fund/custody/checks/1/copies?outcome=missing")
    assert "NO-SUCH" in text(department, "/fund/custody/checks/1/scans?verdict=unknown")
    assert "No such scans" in text(department, "/fund/custody/checks/1/scans?verdict=stranger")
    assert "No such copies" in text(department, "/fund/custody/checks/1/copies?outcome=exhibited")
    assert "taken back" in post(department, "/fund/custody/checks/1/scans/4/undo", shelf="")
    assert department.post("/fund/custody/checks/1/close", data={"day": DAY}).status_code == 403
    assert director.post("/fund/custody/checks/1/close", data={"day": "2027-01-01"}).status_code == 400
    closing = {"day": DAY, "minutes": "3", "conclusions": "Fond saqlanmoqda."}
    assert "counts once in the work plan" in post(director, "/fund/custody/checks/1/close", **closing)
    made = department.get("/fund/custody/checks/1/act.pdf?language=uz")
    said = pages(made.data)
    assert "X-3" in said
    assert "Fond saqlanmoqda." in said
    book = load_workbook(io.BytesIO(department.get("/fund/custody/checks/1/lists.xlsx").data))
    assert len(book.worksheets) >= 3
    assert 'name="item"' in text(department, "/fund/custody/checks/1/copies?outcome=missing")
    odd = post(
        department, "/fund/custody/checks/1/missing", item="99999999999"
    )  # none of them, not all of them
    assert "No copy of these can be marked" in odd
    assert "missing from now on" in post(department, "/fund/custody/checks/1/missing", item="3")
    assert "1/2026" in text(department, "/fund/custody/checks")
    asked["title"] = "Yana"
    post(department, "/fund/custody/checks/new", **asked, commission="A. Rais")
    assert "given up" in post(department, "/fund/custody/checks/2/cancel")
    assert "removed" in post(department, "/fund/custody/shelves/1/remove")


def test_duty_9_losses_are_those_of_the_fund(department: FlaskClient, shelf: Shelf, session: Session) -> None:
    assert "Nothing is lost" in text(department, "/fund/custody/losses")
    shelf.copy("X-1")
    shelf.copy("L-1", "uzb", department="lending")
    for code, card in (("X-1", "R-1"), ("L-1", "R-2")):
        loan = shelf.lend(code, card)
        with transaction(session):
            declare_lost(session, at(hours=1), loan_id=loan)
    page = text(department, "/fund/custody/losses")
    assert "X-1" in page
    assert "L-1" not in page
    assert "X-1" in pages(department.get("/fund/custody/losses/2026.pdf").data)
    assert department.get("/fund/custody/losses/2026.xlsx").status_code == 200


def test_who_may_only_look_changes_nothing(onlooker: FlaskClient, shelf: Shelf) -> None:
    shelf.copy("X-1")
    assert "/fund/custody/losses" not in text(onlooker, "/fund/custody")  # readers are named there
    text(onlooker, "/fund/custody/0/copies")
    for url in (
        "/fund/custody/new",
        "/fund/custody/acts/new",
        "/fund/custody/checks/new",
        "/fund/custody/shelves",
    ):
        assert onlooker.get(url).status_code == 403
    for url in (
        "/fund/custody/9",
        "/fund/custody/acts/9",
        "/fund/custody/checks/9",
        "/fund/custody/9/copies",
    ):
        text(onlooker, url, 404)
    text(onlooker, "/fund/custody?day=2027-01-01", 400)


def test_a_missing_copy_that_is_scanned_is_told_to_be_found(
    department: FlaskClient, shelf: Shelf, session: Session
) -> None:
    asked = {"title": "Yillik", "reason": "reja", "department": "", "language": "", "custodian": "", "papers": "",
             "commission": "A. Rais"}  # fmt: skip
    for number in (1, 2):
        shelf.copy(f"X-{number}")
        with transaction(session):
            session.get_one(Item, number).state = ItemState.MISSING
    post(department, "/fund/custody/checks/new", **asked)
    box, scanned = "/fund/custody/checks/1/scan", {"code": "X-1", "shelf": ""}
    assert (
        "It is found and free again"
        in department.post(box, data=scanned, headers={"HX-Request": "true"}).text
    )
    assert "It is found and free again" in post(department, box, code="X-2", shelf="")
