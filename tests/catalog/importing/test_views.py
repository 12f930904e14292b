"""Screens of importing: giving a file, what it holds, accepting it."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from catalog.importing.models import ImportBatch, StagedRecord
from catalog.importing.views import batches
from catalog.items.models import Item
from catalog.records.models import Record
from ils.accounts.permissions import Role
from tests.catalog.importing.files import book, copy, unreadable
from tests.catalog.importing.screens import count, press, read_in, send, work
from tests.conftest import NOON
from tests.world import PASSWORD, add_nilufar

EVIL = "<script>alert(1)</script>'; DROP TABLE record; --"
FILE = (
    book("1", "Oʻtkan kunlar", "Qodiriy, Abdulla", 1926, "384 b.", copy("LIB-1")),
    book("1"),
    unreadable(),
    b"00042" + book("2", EVIL)[5:],
)
ROW = '<tr data-href="/import/1/'


def incoming(home: Path) -> list[str]:
    """Return the names of the files that lie in the data folder for being read."""
    folder = home / "incoming"
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def test_a_file_is_read_shown_and_accepted(
    app: Flask, cataloguer: FlaskClient, session: Session, home: Path
) -> None:
    assert "Nothing imported yet" in cataloguer.get("/import").text
    assert send(cataloguer, *FILE) == (302, "/import/1")
    waiting = cataloguer.get("/import/1").text
    assert 'hx-get="/jobs/1/part?next=/import/1' in waiting
    assert "Reading the file" in waiting
    assert "/import/1/accept" not in waiting
    assert work(app) == 1
    assert (count(session, StagedRecord), count(session, Record)) == (4, 0)
    page = cataloguer.get("/import/1").text
    assert "to be accepted" in page
    assert "LIB-1" not in page
    assert len(incoming(home)) == 1
    page = press(app, cataloguer, "/import/1/accept")
    assert "accepted" in page
    assert (count(session, Record), count(session, Item)) == (2, 1)
    assert incoming(home) == [], "every byte is in the rows now"
    assert "books.mrc" in cataloguer.get("/import").text
    assert "Records accepted: 2, updated: 0, duplicates: 1, unreadable: 1, copies: 1." in (
        cataloguer.get("/jobs/2").text
    )


def test_closing_the_browser_changes_nothing(app: Flask, cataloguer: FlaskClient, session: Session) -> None:
    send(cataloguer, *FILE)
    cataloguer.post("/sign-out")
    assert work(app) == 1
    assert count(session, StagedRecord) == 4


def test_the_sums_are_shown_and_open_their_rows(app: Flask, cataloguer: FlaskClient) -> None:
    read_in(app, cataloguer, *FILE)
    page = cataloguer.get("/import/1").text
    start = page.index('aria-label="What was read"')
    terms = [each.split("</b>")[0] for each in page[start : page.index("</section>", start)].split("<b>")[1:]]
    assert terms == ["4", "2", "1", "1", "4", "2", "1", "1"], (
        "found = as came + repaired + aside; = new + there + aside"
    )


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("state=new", 2), ("state=duplicate", 1), ("state=quarantined", 1), ("state=repaired", 1), ("state=clean", 2),
        ("", 4), ("state=nonsense", 4), ("finding=record_length", 1), ("finding=%27%20OR%201", 4), ("below=100", 0),
        ("below=1000", 1), ("below=x", 4), ("state=repaired&finding=record_length", 1), ("state=refused", 0),
    ],
)  # fmt: skip
def test_each_count_and_filter_opens_its_rows(
    app: Flask, cataloguer: FlaskClient, query: str, shown: int
) -> None:
    read_in(app, cataloguer, *FILE)
    assert cataloguer.get(f"/import/1?{query}").text.count(ROW) == shown


def test_a_long_list_has_pages(app: Flask, cataloguer: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "PER_PAGE", 2)
    read_in(app, cataloguer, *FILE)
    first = cataloguer.get("/import/1").text
    assert "/import/1?after=2" in first
    second = cataloguer.get("/import/1?after=2").text
    assert second.count(ROW) == 2
    assert "?after=4" not in second
    assert cataloguer.get("/import/1?after=99999999999999").status_code == 200
    assert "No such records" in cataloguer.get("/import/1?state=updated").text


def test_names_are_only_text(app: Flask, cataloguer: FlaskClient) -> None:
    read_in(app, cataloguer, *FILE, name="<script>alert(1).mrc")
    press(app, cataloguer, "/import/1/accept")
    for address in ("/import", "/import/1", "/import/1/4", "/jobs", "/jobs/1"):
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
def test_a_bad_file_is_explained_beside_the_form_and_not_kept(
    cataloguer: FlaskClient, session: Session, home: Path, content: bytes, words: str
) -> None:
    status, page = send(cataloguer, content)
    assert (status, words in page, 'name="file"' in page) == (400, True, True)
    assert (count(session, ImportBatch), incoming(home)) == (0, [])


@pytest.mark.parametrize(
    "values",
    [
        {"charset": "klingon"},
        {"department": "nowhere"},
        {"department": EVIL},
        {"source": "x"},
        {"profile": "x"},
    ],
)
def test_a_bad_choice_is_refused(cataloguer: FlaskClient, session: Session, values: dict[str, str]) -> None:
    assert send(cataloguer, *FILE, **values)[0] == 400
    assert count(session, ImportBatch) == 0


def test_no_file_at_all_is_told(cataloguer: FlaskClient) -> None:
    chosen = {"charset": "", "profile": "", "source": "any", "department": "lending"}
    answer = cataloguer.post("/import", data=chosen)
    assert (answer.status_code, "Choose a file first" in answer.text) == (400, True)


def test_a_file_over_the_limit_is_told(app: Flask, cataloguer: FlaskClient, session: Session) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 100_000
    assert send(cataloguer, book("1") * 1000)[0] == 413
    assert count(session, ImportBatch) == 0


def test_the_same_file_again_is_told(app: Flask, cataloguer: FlaskClient, home: Path) -> None:
    read_in(app, cataloguer, *FILE)
    assert send(cataloguer, *FILE) == (302, "/import/1"), "still to be accepted: the same import"
    assert (work(app), len(incoming(home))) == (0, 1)
    press(app, cataloguer, "/import/1/accept")
    assert read_in(app, cataloguer, *FILE) == "/import/2"
    page = cataloguer.get("/import/2").text
    assert "accepted before" in page
    assert "The same file was imported on" in page
    assert "accepted before" not in cataloguer.get("/import/1").text


def test_a_file_whose_reading_was_cut_off_goes_on_with_the_same_file(
    app: Flask, cataloguer: FlaskClient, session: Session
) -> None:
    send(cataloguer, *FILE)
    cataloguer.post("/jobs/1/stop")
    page = cataloguer.get("/import/1").text
    assert "/jobs/1/go-on" in page
    assert "not read to the end" in page
    assert cataloguer.post("/import/1/accept").status_code == 422
    assert send(cataloguer, *FILE) == (302, "/import/1")
    assert work(app) == 1
    assert count(session, StagedRecord) == 4


def test_a_file_that_is_gone_from_the_data_folder_is_told(
    app: Flask, cataloguer: FlaskClient, home: Path
) -> None:
    send(cataloguer, *FILE)
    for path in (home / "incoming").iterdir():
        path.unlink()
    work(app)
    assert "no longer in the data folder" in cataloguer.get("/import/1").text


def test_a_dry_run_tells_and_changes_nothing(app: Flask, cataloguer: FlaskClient, session: Session) -> None:
    read_in(app, cataloguer, *FILE)
    page = press(app, cataloguer, "/import/1/trial")
    assert "Accepting now would do this" in page
    assert (count(session, Record), count(session, Item)) == (0, 0)
    assert "to be accepted" in page
    assert "New: 2, updates: 0, skipped: 1." in cataloguer.get("/jobs/2").text


@pytest.mark.parametrize("address", ["/import/7", "/import/99999999999"])
def test_unknown_imports_are_not_found(cataloguer: FlaskClient, address: str) -> None:
    assert cataloguer.get(address).status_code == 404


@pytest.mark.parametrize("act", ["accept", "trial", "undo", "read-again", "decide"])
def test_nothing_can_be_done_to_an_unknown_import(cataloguer: FlaskClient, act: str) -> None:
    values = {"decision": "new", "which": "all"}
    assert cataloguer.post(f"/import/7/{act}", data=values).status_code == 404


def test_the_desk_may_not_import(session: Session, client: FlaskClient) -> None:
    assert client.get("/import").status_code == 302
    add_nilufar(session, NOON, role=Role.DESK)
    client.post("/sign-in", data={"login": "nilufar", "password": PASSWORD})
    assert client.get("/import").status_code == 403
    assert send(client, *FILE)[0] == 403
    assert client.post("/import/1/accept").status_code == 403
