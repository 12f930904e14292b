"""Screens of importing."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.importing import views
from catalog.importing.models import ImportBatch, StagedRecord
from catalog.items.models import Item
from catalog.records.models import Record
from ils.accounts.permissions import Role
from tests.catalog.importing.files import book, copy, unreadable
from tests.conftest import NOON
from tests.world import PASSWORD, add_nilufar

EVIL = "<script>alert(1)</script>'; DROP TABLE record; --"
FILE = (
    book("1", "Oʻtkan kunlar", "Qodiriy, Abdulla", 1926, "384 b.", copy("LIB-1")),
    book("1"),
    unreadable(),
    b"00042" + book("2", EVIL)[5:],
)


def upload(client: FlaskClient, *records: bytes, name: str = "books.mrc", **values: str) -> tuple[int, str]:
    data = {"file": (BytesIO(b"".join(records)), name), "charset": "", "department": "lending"} | values
    answer = client.post("/import", data=data, content_type="multipart/form-data")
    return answer.status_code, answer.headers.get("Location", answer.text)


def count(session: Session, table: type) -> int:
    return session.scalars(select(func.count()).select_from(table)).one()


def test_a_file_is_read_shown_and_accepted(cataloguer: FlaskClient, session: Session) -> None:
    assert "Nothing imported yet" in cataloguer.get("/import").text
    assert upload(cataloguer, *FILE) == (302, "/import/1")
    assert count(session, Record) == 0
    page = cataloguer.get("/import/1").text
    assert "to be accepted" in page
    assert "LIB-1" not in page
    assert cataloguer.post("/import/1/accept").headers["Location"] == "/import/1"
    page = cataloguer.get("/import/1").text
    assert "Records accepted: 2, duplicates: 1, unreadable: 1, copies: 1." in page
    assert (count(session, Record), count(session, Item)) == (2, 1)
    assert "books.mrc" in cataloguer.get("/import").text


@pytest.mark.parametrize(
    ("state", "shown"),
    [("new", 2), ("duplicate", 1), ("quarantined", 1), ("repaired", 1), ("", 4), ("nonsense", 4)],
)
def test_each_count_opens_its_rows(cataloguer: FlaskClient, state: str, shown: int) -> None:
    upload(cataloguer, *FILE)
    page = cataloguer.get(f"/import/1?state={state}").text
    assert page.count('<tr data-href="/import/1/') == shown


def test_a_long_list_has_pages(cataloguer: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "PER_PAGE", 2)
    upload(cataloguer, *FILE)
    first = cataloguer.get("/import/1").text
    assert "/import/1?after=2" in first
    second = cataloguer.get("/import/1?after=2").text
    assert second.count('<tr data-href="/import/1/') == 2
    assert "?after=4" not in second
    assert cataloguer.get("/import/1?after=99999999999999").status_code == 200
    assert "No such records" in cataloguer.get("/import/1?state=updated").text


def test_each_record_shows_its_bytes_findings_and_match(cataloguer: FlaskClient) -> None:
    upload(cataloguer, *FILE)
    good = cataloguer.get("/import/1/1").text
    assert "Oʻtkan kunlar" in good
    assert "245" in good
    assert "‡aOʻtkan kunlar¶" in good
    double = cataloguer.get("/import/1/2").text
    assert "The same control number" in double
    assert "/import/1/1" in double
    bad = cataloguer.get("/import/1/3").text
    assert "Nothing could be read" in bad
    assert "this is no record at all" in bad
    mended = cataloguer.get("/import/1/4").text
    assert "00042" in mended
    assert "record_length" in mended
    cataloguer.post("/import/1/accept")
    for position in (1, 2, 3, 4):
        page = cataloguer.get(f"/import/1/{position}")
        assert page.status_code == 200
        assert ("/records/1" in page.text) == (position in (1, 2))


def test_bytes_can_be_had_exactly(cataloguer: FlaskClient) -> None:
    upload(cataloguer, *FILE)
    answer = cataloguer.get("/import/1/4/raw")
    assert answer.data == FILE[3]
    assert answer.mimetype == "application/octet-stream"
    assert "attachment" in answer.headers["Content-Disposition"]


def test_names_are_only_text(cataloguer: FlaskClient) -> None:
    assert upload(cataloguer, *FILE, name="<script>alert(1).mrc")[0] == 302
    cataloguer.post("/import/1/accept")
    for address in ("/import", "/import/1", "/import/1/4"):
        page = cataloguer.get(address).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page
        assert " style=" not in page


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 ...", "pdf"),
        (b"Salom\n" * 50_000, "text"),
        (b"<html><body>00042nam</body></html>", "html"),
        (book("1")[:-30], "Not one record"),
    ],
)
def test_a_bad_file_is_explained_beside_the_form(
    cataloguer: FlaskClient, session: Session, content: bytes, words: str
) -> None:
    status, page = upload(cataloguer, content)
    assert (status, words in page, 'name="file"' in page) == (400, True, True)
    assert (count(session, ImportBatch), count(session, StagedRecord)) == (0, 0)


@pytest.mark.parametrize("values", [{"charset": "klingon"}, {"department": "nowhere"}, {"department": EVIL}])
def test_a_bad_choice_is_refused(cataloguer: FlaskClient, session: Session, values: dict[str, str]) -> None:
    assert upload(cataloguer, *FILE, **values)[0] == 400
    assert count(session, ImportBatch) == 0


def test_no_file_at_all_is_told(cataloguer: FlaskClient) -> None:
    answer = cataloguer.post("/import", data={"charset": "", "department": "lending"})
    assert (answer.status_code, "Choose a file first" in answer.text) == (400, True)


def test_a_file_over_the_limit_is_told(app: Flask, cataloguer: FlaskClient, session: Session) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 100_000
    assert upload(cataloguer, book("1") * 1000)[0] == 413
    assert count(session, ImportBatch) == 0


def test_the_same_file_again_is_told(cataloguer: FlaskClient) -> None:
    upload(cataloguer, *FILE)
    assert upload(cataloguer, *FILE) == (302, "/import/1"), "still to be accepted: the same import"
    cataloguer.post("/import/1/accept")
    assert upload(cataloguer, *FILE) == (302, "/import/2")
    assert "accepted before" in cataloguer.get("/import/2").text
    assert "accepted before" not in cataloguer.get("/import/1").text


@pytest.mark.parametrize(
    "address", ["/import/7", "/import/7/1", "/import/7/1/raw", "/import/99999999999", "/import/1/99999999999"]
)
def test_unknown_things_are_not_found(cataloguer: FlaskClient, address: str) -> None:
    assert cataloguer.get(address).status_code == 404


def test_an_unknown_import_cannot_be_accepted(cataloguer: FlaskClient) -> None:
    assert cataloguer.post("/import/7/accept").status_code == 404


def test_the_desk_may_not_import(session: Session, client: FlaskClient) -> None:
    assert client.get("/import").status_code == 302
    add_nilufar(session, NOON, role=Role.DESK)
    client.post("/sign-in", data={"login": "nilufar", "password": PASSWORD})
    assert client.get("/import").status_code == 403
    assert upload(client, *FILE)[0] == 403
    assert client.post("/import/1/accept").status_code == 403
