"""The screens around the list of copies: cases, checks, visitors, what is told, papers, the year, the public pages."""

from __future__ import annotations

import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from foreign_fund.exhibitions import services
from foreign_fund.exhibitions.models import ExhibitionCase, ExhibitionItem
from ils import clock
from ils.db import transaction
from ils.registers.models import Evidence
from tests.foreign_fund.exhibitions.test_views import PART, page, typed
from tests.foreign_fund.shelf import Shelf, at

TODAY = clock.today


@pytest.fixture
def german(department: FlaskClient, shelf: Shelf, session: Session) -> str:
    """The address of an exhibition with two cases; the copies 1 and 2 stand in the first, 3 is on the shelf."""
    for code in "123":
        shelf.copy(code)
    address = str(department.post("/exhibitions/new", data=typed(public="y")).headers["Location"])
    department.post(f"{address}/cases", data={"section": "Zal", "names": "A\n\nB\n"})
    department.post(f"{address}/scan", data={"code": "EX1-1"})
    for code in "12":
        department.post(f"{address}/scan", data={"code": code})
    return address


def say(client: FlaskClient, address: str, **told: object) -> str:
    return client.post(address, data=told, follow_redirects=True).text


def test_cases_are_named_renamed_and_removed(department: FlaskClient, german: str) -> None:
    text = page(department, f"{german}/cases")
    assert "EX1-1" in text
    assert "EX1-2" in text
    assert "is there already" in say(department, f"{german}/cases", section="Zal", names="A")
    assert "renamed" in say(department, f"{german}/cases/2", section="Zal", name="C")
    assert "The case was removed." in say(department, f"{german}/cases/2/remove")
    assert "Something stands" in say(department, f"{german}/cases/1/remove")
    assert "no such case" in say(department, f"{german}/cases/9/remove")
    assert "one on each line" in say(department, f"{german}/cases", names=" \n ")


def test_the_scan_of_a_case_says_where_copies_go_now(department: FlaskClient, german: str) -> None:
    answer = department.post(f"{german}/scan", data={"code": "EX1-2"}, headers=PART)
    assert "Copies now go to: Zal · B" in answer.text
    assert 'id="case-form" hx-swap-oob="true"' in answer.text
    department.post(f"{german}/scan", data={"code": "3"}, headers=PART)
    assert "Zal · B" in page(department, german)
    department.post(f"{german}/case", data={"case_id": ""})
    assert 'value="1" selected' not in page(department, german)
    department.post(f"{german}/case", data={"case_id": "999"})
    assert "selected" not in page(department, german).partition('id="case_id"')[2].partition("</select>")[0]


def test_a_copy_is_arranged_on_its_page(department: FlaskClient, german: str, session: Session) -> None:
    entry = session.scalars(select(ExhibitionItem.id)).first()
    address = f"{german}/copies/{entry}"
    assert "What readers may do" in page(department, address)
    told = {"case_id": "2", "position": "3", "access": "look", "annotation": "Birinchi nashr"}
    assert "Birinchi nashr" in say(department, address, **told)
    assert "only to look at" in page(department, german)
    assert department.post(address, data={**told, "position": "x"}).status_code == 400
    assert department.post(address, data={**told, "case_id": "77"}).status_code == 404
    page(department, f"{german}/copies/999", 404)


def test_a_search_adds_what_is_ticked(department: FlaskClient, german: str, shelf: Shelf, app: Flask) -> None:
    record = shelf.record("eng")
    shelf.copy("9", record=record)
    assert "Search the catalogue" in page(department, f"{german}/find")
    assert "Nothing found" in page(department, f"{german}/find?q=zzzz")
    assert "Tick at least one title." in say(department, f"{german}/pick", q="a")
    assert "Added: 1" in say(department, f"{german}/pick", record=str(record), case_id="2")
    assert "no free copy" in say(department, f"{german}/pick", record=str(record))
    assert "no free copy" in say(department, f"{german}/pick", record="99999999")


def test_a_virtual_exhibition_shows_titles(department: FlaskClient, shelf: Shelf) -> None:
    record = shelf.record("ger")
    address = str(
        department.post("/exhibitions/new", data=typed(form="virtual", public="y")).headers["Location"]
    )
    text = say(department, f"{address}/pick", record=str(record))
    assert "Der kleine Prinz" in text
    assert "Saved." in say(department, f"{address}/pieces/1", annotation="Sevimli kitob")
    department.post(f"{address}/open")
    public = page(department, address.replace("exhibitions", "shows"))
    assert "Sevimli kitob" in public
    assert "Taken off the list." in say(department, f"{address}/pieces/1/remove")


def test_a_piece_of_another_owner(department: FlaskClient, german: str) -> None:
    today = TODAY().isoformat()
    piece = {
        "title": "Goethe büsti",
        "owner": "Goethe-Institut",
        "act": "14",
        "received_on": today,
        "worth": "900 000",
    }
    assert "Goethe büsti" in say(department, f"{german}/pieces", **piece)
    assert "Goethe-Institut" in page(department, german)
    assert department.post(f"{german}/pieces", data={**piece, "owner": ""}).status_code == 400
    early = (TODAY() - timedelta(days=1)).isoformat()
    answer = department.post(f"{german}/pieces", data={**piece, "return_by": early})
    assert answer.status_code == 400
    assert "before the day on which" in answer.text
    assert "went back to its owner" in say(department, f"{german}/pieces/1/back")
    assert "no such piece" in say(department, f"{german}/pieces/1/back")


def test_checks_by_scanner(department: FlaskClient, german: str, session: Session) -> None:
    assert "Not checked yet" in page(department, f"{german}/checks")
    assert "is not checked this way now" in say(department, f"{german}/checks", walk="evening")
    department.post(f"{german}/open")
    page(department, f"{german}/checks/1", 404)
    started = department.post(f"{german}/checks", data={"walk": "evening"})
    check = started.headers["Location"]
    assert check.endswith("/checks/1")
    answer = department.post(f"{check}/scan", data={"code": "1"}, headers=PART)
    assert (answer.status_code, "First scan the code" in answer.text) == (422, True)
    said = department.post(f"{check}/scan", data={"code": "EX1-2"}, headers=PART).text
    assert "Here now: Zal · B" in said
    said = department.post(f"{check}/scan", data={"code": "1"}, headers=PART).text
    assert "It belongs to: Zal · A" in said
    assert "in its place" in say(department, f"{check}/scan", code="EX1-1") + say(
        department, f"{check}/scan", code="1"
    )
    assert "is not on the list" in say(department, f"{check}/scan", code="3")
    text = say(department, f"{check}/finish")
    assert 'class="is-missing"' in text
    assert 'name="code"' not in text
    assert "is finished" in say(department, f"{check}/scan", code="1")
    assert department.post(f"{german}/checks", data={"walk": "flying"}).status_code == 400


def test_an_empty_check_is_dropped(department: FlaskClient, german: str) -> None:
    check = department.post(f"{german}/checks", data={"walk": "mounting"}).headers["Location"]
    assert "the check was dropped" in say(department, f"{check}/finish")


def test_visitors_are_counted_and_taken_back(department: FlaskClient, german: str) -> None:
    assert "Nobody was counted yet" in page(department, f"{german}/visitors")
    assert "Counted: 25" in say(department, f"{german}/visitors", kind="group", persons="25", who="9-sinf")
    assert "struck out" in say(department, f"{german}/visitors/1/undo")
    assert "Enter a number" in say(department, f"{german}/visitors", kind="group", persons="0")
    assert department.post(f"{german}/visitors", data={"kind": "group", "persons": "x"}).status_code == 400


def test_what_is_told_around_it(department: FlaskClient, german: str) -> None:
    around = f"{german}/around"
    assert "Post" in say(department, around, kind="web", text="Post", link="https://t.me/arm")
    assert "An address begins" in say(department, around, kind="web", text="Post", link="javascript:alert(1)")
    assert "Zoʻr!" in say(department, around, kind="words", text="Zoʻr!", who="2-kurs")
    assert "cannot be chosen" in say(department, around, kind="review", text="Sharh", persons="18")
    assert "Taken off the page." in say(department, f"{around}/1/remove")
    assert "no such line" in say(department, f"{around}/99/remove")
    assert "Aziza" in say(department, f"{german}/people", role="design", name="Aziza Karimova")
    assert "Struck off." in say(department, f"{german}/people/1/remove")
    assert "cannot be chosen" in say(department, f"{german}/people", role="king", name="A")


def test_pictures_are_shown_to_readers_one_by_one(
    department: FlaskClient, client: FlaskClient, german: str, session: Session
) -> None:
    picture = BytesIO()
    Image.new("RGB", (8, 8), "navy").save(picture, "PNG")
    given = (BytesIO(picture.getvalue()), "zal.png")
    sent = {"owner_type": "exhibition", "owner_id": "1", "file": given, "next": f"{german}/around"}
    department.post("/registers/evidence", data=sent, content_type="multipart/form-data")
    number = session.scalars(select(Evidence.id)).one()
    shown = f"{german.replace('exhibitions', 'shows')}/photos/{number}"
    page(client, shown, 404)
    assert "Readers see the picture" in say(department, f"{german}/photos/{number}", caption="Katta zal")
    with client.get(shown) as answer:
        assert (answer.status_code, answer.mimetype) == (200, "image/png")
    assert "Katta zal" in page(client, german.replace("exhibitions", "shows"))
    assert "no longer see" in say(department, f"{german}/photos/{number}/hide")
    page(client, shown, 404)


def test_acts_are_written_and_every_paper_is_a_pdf(department: FlaskClient, german: str) -> None:
    names = {"handed_by": "Karimova D.", "received_by": "Saidova N."}
    assert "Act of issue to an exhibition № 1/" in say(department, f"{german}/papers/issue", **names)
    assert "on an act of issue already" in say(department, f"{german}/papers/issue", **names)
    assert "waits for an act of return" in say(department, f"{german}/papers/return", **names)
    department.post(f"{german}/open")
    assert "saved" in say(department, f"{german}/result", result="Yaxshi oʻtdi.\nYana boʻlsin.")
    for paper in ("passport", "list", "checklist", "labels", "leaflet", "report", "acts/1"):
        for language in ("", "?language=uz_Cyrl", "?language=ru"):
            answer = department.get(f"{german}/{paper}.pdf{language}")
            assert (answer.status_code, answer.data[:5]) == (200, b"%PDF-"), (paper, language)
    page(department, f"{german}/acts/9.pdf", 404)


def test_the_year_as_page_and_spreadsheet(department: FlaskClient, german: str) -> None:
    year = TODAY().year
    assert "Deutsche Bücher" in page(department, f"/exhibitions/year/{year}")
    assert "No exhibitions in this year" in page(department, "/exhibitions/year/2001")
    answer = department.get(f"/exhibitions/year/{year}.xlsx")
    assert zipfile.is_zipfile(BytesIO(answer.data))


def test_the_effect_doubts_a_day(department: FlaskClient, german: str) -> None:
    assert "Nothing to compare yet" in page(department, f"{german}/effect")
    department.post(f"{german}/open")
    assert "The sample is too small" in page(department, f"{german}/effect")


def test_an_exhibition_closed_by_mistake_goes_on(department: FlaskClient, german: str) -> None:
    department.post(f"{german}/open")
    assert "Closed by mistake" in say(department, f"{german}/close")
    assert "The exhibition goes on." in say(department, f"{german}/reopen")


def test_the_days_planned_first_are_shown(department: FlaskClient, german: str) -> None:
    later = (TODAY() + timedelta(days=60)).isoformat()
    department.post(f"{german}/edit", data=typed(closes_on=later, shift_reason="Zal band", public="y"))
    text = page(department, f"{german}/passport")
    assert "Zal band" in text
    assert "First planned" in text


def test_readers_see_only_what_is_public(
    department: FlaskClient, client: FlaskClient, german: str, shelf: Shelf, session: Session
) -> None:
    department.post("/exhibitions/new", data=typed(title="Yashirin"))
    listed = page(client, "/shows")
    assert "Deutsche Bücher" in listed
    assert "Yashirin" not in listed
    assert "Der kleine Prinz" in page(client, "/shows/1")
    for hidden in ("/shows/2", "/shows/2/qr", "/shows/2/photos/1", "/shows/99"):
        page(client, hidden, 404)
    assert client.get("/shows/1/qr").headers["Location"].endswith("/shows/1")
    assert "/shows" in page(client, "/search")
    assert "/shows" not in page(department, "/search").partition("<main")[0]


def test_what_hangs_unlent_is_not_offered_as_free(
    department: FlaskClient, client: FlaskClient, shelf: Shelf, session: Session
) -> None:
    shelf.copy("1")
    with transaction(session):
        made = services.create(
            session, at(), title="Deutsch", department="foreign", opens_on=TODAY(), closes_on=TODAY(),
            lendable=False, public=True,
        ).id  # fmt: skip
        services.add_copy(session, at(), exhibition_id=made, code="1")
    assert "tag-ok" in page(client, f"/shows/{made}")
    department.post(f"/exhibitions/{made}/open")
    assert "tag-ok" not in page(client, f"/shows/{made}")


def test_a_case_code_is_unique_in_the_library(department: FlaskClient, german: str, session: Session) -> None:
    department.post("/exhibitions/new", data=typed(title="Zweite"))
    department.post("/exhibitions/2/cases", data={"section": "", "names": "A"})
    codes = session.scalars(select(ExhibitionCase.code).order_by(ExhibitionCase.id)).all()
    assert codes == ["EX1-1", "EX1-2", "EX2-1"]
    answer = department.post("/exhibitions/2/scan", data={"code": "EX1-1"}, headers=PART)
    assert "another exhibition" in answer.text
