"""Screens of registers: entering, changing, withdrawing, evidence, the directory, personnel, proposals."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.digital.models import Rights
from catalog.digital.services import add_link
from catalog.items.models import Item
from catalog.items.services import add_item
from catalog.records.models import RecordCard
from ils.accounts.permissions import Role
from ils.app.tables import CHECKS
from ils.db import transaction
from ils.errors import LibraryError
from ils.registers.errors import EvidenceCode
from ils.registers.models import Evidence, OtherLibrary, RegisterEntry, Tally
from ils.registers.services import attach, evidence_of
from tests.circulation.loans.desk import add_plain_record
from tests.conftest import NOON, SignIn
from tests.ils.registers.lines import fact, holds, put, undo
from tests.world import work_at

pytestmark = pytest.mark.usefixtures("at_noon")
WORK = work_at(NOON)
PDF = b"%PDF-1.4\n1 0 obj"
POST = {
    "type": "telegram", "title": "Yangi kitoblar", "link": "https://t.me/a/1", "day": "2026-04-15",
    "department": "lending",
}  # fmt: skip


@pytest.fixture
def desk(signed_in: SignIn) -> FlaskClient:
    return signed_in(Role.DESK)


@pytest.fixture
def director(signed_in: SignIn) -> FlaskClient:
    return signed_in(Role.DIRECTOR)


def ids(session: Session) -> list[int]:
    session.rollback()
    return list(session.scalars(select(RegisterEntry.id).order_by(RegisterEntry.id)))


def office(**parts: bytes) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


MACROS = office(**{"[Content_Types].xml": b"", "word/document.xml": b"", "word/vbaProject.bin": b""})


def test_entering_changing_withdrawing(session: Session, desk: FlaskClient) -> None:
    made = desk.post("/registers/posts/new", data=POST)
    (number,) = ids(session)
    assert made.location == f"/registers/entries/{number}"
    assert fact(session, "33") == 1
    page = desk.get(f"/registers/entries/{number}")
    assert "Yangi kitoblar" in page.text
    assert "News published" in page.text
    desk.post(f"/registers/entries/{number}/edit", data=POST | {"day": "2025-12-30"})
    session.rollback()
    assert (fact(session, "33"), fact(session, "33", 2025)) == (0, 1)
    assert desk.post(f"/registers/entries/{number}/withdraw", data={"reason": ""}).status_code == 422
    desk.post(f"/registers/entries/{number}/withdraw", data={"reason": "ikki marta"})
    session.rollback()
    assert fact(session, "33", 2025) == 0
    assert "ikki marta" in desk.get(f"/registers/entries/{number}").text
    assert "Yangi kitoblar" in desk.get("/registers/posts/?since=2025-01-01&state=withdrawn").text
    holds(session)


def test_what_is_missing_is_said_in_the_register_s_own_words(session: Session, desk: FlaskClient) -> None:
    refused = desk.post("/registers/posts/new", data=POST | {"link": ""})
    assert refused.status_code == 422
    told = {"type": "manual", "title": "Q", "day": "2026-04-15", "department": "lending", "people": "N. K."}
    refused = desk.post("/registers/documents/new", data=told)
    assert (refused.status_code, "The field “Number” is needed here." in refused.text) == (400, True)
    assert ids(session) == []


def test_a_repeated_entry_says_so(session: Session, desk: FlaskClient) -> None:
    desk.post("/registers/posts/new", data=POST)
    answer = desk.post("/registers/posts/new", data=POST, follow_redirects=True)
    assert "It repeats what was entered on 15.04.2026" in answer.text
    assert "It counts nothing by itself" in answer.text
    session.rollback()
    assert fact(session, "33") == 1
    kept = desk.post("/registers/posts/new", data=POST | {"more": "1"})
    assert kept.location == "/registers/posts/new?type=telegram"


def test_the_list_narrows_pages_and_opens_its_figure(session: Session, desk: FlaskClient) -> None:
    for number in range(55):
        put(session, WORK, "posts", type="website", title=f"Xabar {number}", link=f"https://a.uz/{number}")
    put(
        session,
        WORK,
        "posts",
        type="youtube",
        title="100% kitob",
        link="https://y.uz/1",
        day=date(2026, 1, 5),
    )
    first = desk.get("/registers/posts/").text
    assert "/figures/registers:post:publish?since=2026-01-01&amp;until=2026-12-31" in first
    assert "1–50" in first
    assert "100% kitob" in desk.get("/registers/posts/?page=2").text
    assert "Xabar 3<" not in desk.get("/registers/posts/?type=youtube").text
    assert "100% kitob" in desk.get("/registers/posts/?q=100%25").text
    assert "No such entries" in desk.get("/registers/posts/?q=100%25x").text
    assert "No such entries" in desk.get("/registers/posts/?state=unproven").text
    assert desk.get("/registers/posts/?type=pigeon").status_code == 400
    book = openpyxl.load_workbook(BytesIO(desk.get("/registers/posts/entries.xlsx").data))
    cells = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert sum(1 for row in cells if row[0] == "website") == 55
    assert 56 in cells[-1]
    opened = desk.get("/figures/registers:post:publish?since=2026-01-01&until=2026-12-31").text
    assert re.search(r'href="/registers/entries/\d+"', opened)


def test_not_everybody_enters_rent_and_acts(
    session: Session, desk: FlaskClient, director: FlaskClient
) -> None:
    rent = {
        "partner": "Nur",
        "title": "Foye",
        "amount": "1 200 000",
        "day": "2026-04-15",
        "department": "lending",
    }
    for register in ("rent", "stocktakes"):
        assert desk.get(f"/registers/{register}/").status_code == 200
        assert desk.get(f"/registers/{register}/new").status_code == 403
    assert desk.post("/registers/rent/new", data=rent).status_code == 403
    assert director.post("/registers/rent/new", data=rent).status_code == 302
    (number,) = ids(session)
    assert fact(session, "42.2") == 1_200_000
    assert desk.get(f"/registers/entries/{number}/edit").status_code == 403
    assert desk.post(f"/registers/entries/{number}/withdraw", data={"reason": "x"}).status_code == 403
    told = {"owner_type": "register_entry", "owner_id": number, "file": (BytesIO(PDF), "a.pdf")}
    assert desk.post("/registers/evidence", data=told).status_code == 403


def test_evidence_is_attached_sent_safely_and_taken_away(
    session: Session, desk: FlaskClient, app: Flask
) -> None:
    sent = {**POST, "file": (BytesIO(PDF), "../../ekran surati.pdf")}
    desk.post("/registers/posts/new", data=sent)
    (number,) = ids(session)
    (kept,) = evidence_of(session, "register_entry", number)
    assert kept.file_name == "ekran surati.pdf"
    home: Path = app.config["ILS_SETTINGS"].home
    assert (home / "evidence" / kept.sha256[:2] / kept.sha256).read_bytes() == PDF
    answer = desk.get(f"/registers/evidence/{kept.id}")
    assert (answer.data, answer.mimetype) == (PDF, "application/pdf")
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    answer.close()
    handed = desk.get(f"/registers/evidence/{kept.id}?download=1")
    assert "attachment" in handed.headers["Content-Disposition"]
    handed.close()
    desk.post(f"/registers/evidence/{kept.id}/remove", data={"next": f"/registers/entries/{number}"})
    session.rollback()
    assert evidence_of(session, "register_entry", number) == ()
    assert desk.get(f"/registers/evidence/{kept.id}").status_code == 404


def test_evidence_of_what_is_not_there_is_refused(session: Session, desk: FlaskClient) -> None:
    for owner, number in (("register_entry", "77"), ("secret", "1"), ("register_entry", "x")):
        told = {"owner_type": owner, "owner_id": number, "file": (BytesIO(PDF), "a.pdf")}
        assert desk.post("/registers/evidence", data=told).status_code == 404
    assert session.scalars(select(Evidence.id)).all() == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", EvidenceCode.EMPTY),
        (b"<html><script>alert(1)</script>", EvidenceCode.KIND_REFUSED),
        (b"MZ program", EvidenceCode.KIND_REFUSED),
        (b"PK\x03\x04 broken", EvidenceCode.KIND_REFUSED),
        (MACROS, EvidenceCode.KIND_REFUSED),
        (PDF + b"x" * 2000, EvidenceCode.TOO_LARGE),
    ],
)  # fmt: skip
def test_files_that_are_no_evidence(
    session: Session, tmp_path: Path, content: bytes, code: EvidenceCode
) -> None:
    with pytest.raises(LibraryError) as refused, transaction(session):
        attach(
            session, WORK, owner_type="event", owner_id=1, stream=BytesIO(content), file_name="a", home=tmp_path,
            limit=1500,
        )  # fmt: skip
    assert refused.value.code == code
    assert [path for path in (tmp_path / "evidence").rglob("*") if path.is_file()] == []


def test_office_files_are_evidence_and_the_same_file_is_kept_once(session: Session, tmp_path: Path) -> None:
    docx = office(**{"[Content_Types].xml": b"", "word/document.xml": b""})
    odt = office(mimetype=b"application/vnd.oasis.opendocument.text")
    told: dict[str, Any] = {"owner_type": "event", "home": tmp_path}
    for number, content in ((1, docx), (1, odt), (2, docx)):
        with transaction(session):
            attach(
                session, WORK, owner_id=number, stream=BytesIO(content), file_name="hisobot.doc.exe", **told
            )
    assert [row.file_name for row in evidence_of(session, "event", 1)] == [
        "hisobot.doc.docx",
        "hisobot.doc.odt",
    ]
    with pytest.raises(LibraryError) as refused, transaction(session):
        attach(session, WORK, owner_id=2, stream=BytesIO(docx), file_name="b.docx", **told)
    assert refused.value.code == EvidenceCode.ALREADY_THERE
    assert sum(path.is_file() for path in (tmp_path / "evidence").rglob("*")) == 2


def test_the_directory_is_kept_printed_and_filed(session: Session, desk: FlaskClient) -> None:
    assert "No libraries yet" in desk.get("/registers/libraries").text
    told = {"name": "7-maktab", "kind": "school", "stock": "4 100", "readers": "380"}
    assert desk.post("/registers/libraries/new", data=told).status_code == 302
    assert desk.post("/registers/libraries/new", data=told).status_code == 422
    assert (
        desk.post("/registers/libraries/new", data=told | {"name": "12-maktab", "stock": "-1"}).status_code
        == 400
    )
    session.rollback()
    (row,) = session.scalars(select(OtherLibrary)).all()
    assert (row.name, row.stock, row.staff) == ("7-maktab", 4100, None)
    assert desk.get("/registers/libraries/directory.pdf").data[:5] == b"%PDF-"
    assert desk.get("/registers/libraries/directory.xlsx").data[:2] == b"PK"
    desk.post("/registers/libraries/file")
    session.rollback()
    assert fact(session, "3") == 1
    (number,) = ids(session)
    (paper,) = evidence_of(session, "register_entry", number)
    assert paper.media_type == "application/pdf"
    assert "is filed already" in desk.post("/registers/libraries/file", follow_redirects=True).text
    desk.post(f"/registers/libraries/{row.id}/close", data={"day": "2026-04-01"})
    desk.get("/registers/libraries")
    assert "7-maktab" not in desk.get("/registers/libraries").text
    assert "closed on 01.04.2026" in desk.get("/registers/libraries?closed=1").text


def test_help_begins_at_the_library(session: Session, desk: FlaskClient) -> None:
    assert "Enter a library first" in desk.get("/registers/method_help/new").text
    desk.post("/registers/libraries/new", data={"name": "7-maktab", "kind": "school"})
    session.rollback()
    library = session.scalars(select(OtherLibrary.id)).one()
    page = desk.get(f"/registers/method_help/new?library={library}").text
    assert f'<option selected value="{library}">7-maktab' in page
    told = {
        "library_id": library, "type": "oral", "title": "Katalog", "people": "N. K.", "day": "2026-04-15",
        "department": "lending",
    }  # fmt: skip
    assert desk.post("/registers/method_help/new", data=told).status_code == 302
    session.rollback()
    assert fact(session, "5") == 1
    assert "Katalog" in desk.get(f"/registers/method_help/?library={library}").text


def test_personnel_is_described_and_the_quarter_filed(
    session: Session, director: FlaskClient, desk: FlaskClient
) -> None:
    assert desk.get("/registers/personnel").status_code == 403
    assert "Education is not stated yet for: 2" in director.get("/registers/personnel").text
    told = {"position": "direktor", "education": "higher", "librarian": "y", "since": "2009-09-01"}
    assert director.post("/registers/personnel/1", data=told).status_code == 302
    assert "Education is not stated yet for: 1" in director.get("/registers/personnel").text
    assert director.get("/registers/personnel/summary.pdf?year=2026&quarter=1").data[:5] == b"%PDF-"
    assert director.get("/registers/personnel/summary.pdf?year=2026&quarter=5").status_code == 400
    director.post("/registers/personnel/file", data={"year": "2026", "quarter": "1"})
    session.rollback()
    assert fact(session, "2") == 1
    answer = director.post(
        "/registers/personnel/file", data={"year": "2026", "quarter": "1"}, follow_redirects=True
    )
    assert "is filed already" in answer.text
    assert len(evidence_of(session, "register_entry", ids(session)[0])) == 1


@pytest.fixture
def copy(session: Session) -> Item:
    """A copy of a described record."""
    with transaction(session):
        record = add_plain_record(session, NOON, title="Oʻtkan kunlar")
        return add_item(session, WORK, record_id=record, department="lending", barcode="2000000000017")


def test_line_24_the_list_of_rare_copies_is_proposed_confirmed_and_printed(
    session: Session, desk: FlaskClient, copy: Item
) -> None:
    assert "Nothing to confirm" in desk.get("/registers/proposals").text
    with transaction(session):
        session.get_one(Item, copy.id).item_type = "rare"
    page = desk.get("/registers/proposals").text
    assert "List of rare and especially valuable copies, 2026" in page
    key = "documents:rare_copies:2026"
    assert desk.get(f"/registers/proposals/list.pdf?key={key}").data[:5] == b"%PDF-"
    desk.post("/registers/proposals", data={"key": key})
    session.rollback()
    assert fact(session, "24") == 1
    (number,) = ids(session)
    assert len(evidence_of(session, "register_entry", number)) == 1
    assert (
        "no longer proposed"
        in desk.post("/registers/proposals", data={"key": key}, follow_redirects=True).text
    )
    undo(session, WORK, session.get_one(RegisterEntry, number))
    assert fact(session, "24") == 0
    assert key in desk.get("/registers/proposals").text
    holds(session)


@pytest.mark.parametrize(
    ("number", "index", "register"),
    [("30", "local_history", "aids"), ("31", "own_publications", "own_publications")],
)
def test_lines_30_and_31_are_proposed_from_the_card_indexes(
    session: Session, desk: FlaskClient, copy: Item, number: str, index: str, register: str
) -> None:
    with transaction(session):
        session.add(RecordCard(record_id=copy.record_id, card_index=index, added_at=NOON))
        add_link(
            session, WORK, url="https://arnasoy-akm.uz/toliq/1", record_id=copy.record_id, title="Toʻliq matn",
            pages=None, full_text=True, rights=Rights.OPEN,
        )  # fmt: skip
    key = f"{register}:record:{copy.record_id}"
    assert key in desk.get("/registers/proposals").text
    assert fact(session, number) == 0
    desk.post("/registers/proposals", data={"key": key, "type": "thematic", "day": "2026-04-10"})
    session.rollback()
    assert fact(session, number) == 1
    assert fact(session, "30.3") == int(number == "30")
    assert key not in desk.get("/registers/proposals").text
    holds(session)


def test_the_tiles_name_lines_and_what_lacks_proof(session: Session, desk: FlaskClient) -> None:
    put(session, WORK, "documents", type="manual", number="1", people="N. K.")
    page = desk.get("/registers/").text
    assert "line 25.1" in page
    assert "without proof: 1" in page
    assert "/registers/rent/new" not in page


def test_the_checks_find_what_was_changed_behind_the_services(session: Session, app: Flask) -> None:
    entry = put(session, WORK, "delegations", country="KR", persons=7)
    row = Evidence(
        owner_type="register_entry", owner_id=entry.id, file_name="a.pdf", media_type="application/pdf", size=3,
        sha256="0" * 64, added_at=NOON,
    )  # fmt: skip
    tally = Tally(
        kind="help", channel="desk", sector="lending", department="lending", day=WORK.day, at=NOON, amount=2
    )
    with transaction(session):
        session.get_one(RegisterEntry, entry.id).persons = 8
        session.add_all([row, tally])
    found = {problem.code for check in CHECKS for problem in check(session)}
    assert {"register_differs", "log_differs", "evidence_missing"} <= found
