"""Taking a whole import back, and reading a file again in another way, on the screen."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.orm import Session

from catalog.importing.models import StagedRecord
from catalog.items.models import Item
from catalog.records.models import Record
from ils.db import transaction
from ils.jobs.models import Job
from tests.catalog.importing.files import book, copy, unreadable
from tests.catalog.importing.screens import count, press, read_in, send

FILE = (
    book("1", "Oʻtkan kunlar", "Qodiriy, Abdulla", 1926, "384 b.", copy("LIB-1")),
    book("2", "Mehrobdan chayon", "Qodiriy, Abdulla", 1929, "278 b.", copy("LIB-2")),
    unreadable(),
)
TWICE = "Книга о рыбах".encode().decode("cp1251")


def test_an_accepted_import_is_taken_back(app: Flask, cataloguer: FlaskClient, session: Session) -> None:
    read_in(app, cataloguer, *FILE)
    assert "/import/1/undo" not in cataloguer.get("/import/1").text
    page = press(app, cataloguer, "/import/1/accept")
    assert 'action="/import/1/undo"' in page
    assert "data-confirm=" in page
    assert (count(session, Record), count(session, Item)) == (2, 2)
    page = press(app, cataloguer, "/import/1/undo")
    assert (count(session, Record), count(session, Item)) == (0, 0)
    assert "taken back" in page
    assert 'action="/import/1/undo"' not in page
    assert "Records taken back: 2, refused: 0." in cataloguer.get("/jobs?all=1").text + _jobs(cataloguer)


def _jobs(client: FlaskClient) -> str:
    return "".join(client.get(f"/jobs/{number}").text for number in range(1, 6))


def test_what_was_changed_since_stays_and_says_why(
    app: Flask, cataloguer: FlaskClient, session: Session
) -> None:
    read_in(app, cataloguer, *FILE)
    press(app, cataloguer, "/import/1/accept")
    with transaction(session):
        session.execute(update(Record).where(Record.control_number == "1").values(version=2))
    page = press(app, cataloguer, "/import/1/undo")
    assert (count(session, Record), count(session, Item)) == (1, 1)
    assert "Not taken back: 1." in page
    refused = cataloguer.get("/import/1?state=refused").text
    assert refused.count('<tr data-href="/import/1/') == 1
    assert "The record was changed since (version 2)." in refused
    assert "The record was changed since (version 2)." in cataloguer.get("/import/1/1?state=refused").text
    assert 'action="/import/1/undo"' in page, "once the reason is gone it can be tried again"
    with transaction(session):
        session.execute(update(Record).values(version=1))
    press(app, cataloguer, "/import/1/undo")
    assert count(session, Record) == 0


def test_an_import_that_was_not_accepted_cannot_be_taken_back(app: Flask, cataloguer: FlaskClient) -> None:
    read_in(app, cataloguer, *FILE)
    answer = cataloguer.post("/import/1/undo")
    assert (answer.status_code, "nothing to take back" in answer.text) == (422, True)


def test_text_that_was_encoded_twice_is_offered_to_be_mended(
    app: Flask, cataloguer: FlaskClient, session: Session
) -> None:
    read_in(app, cataloguer, book("1", TWICE))
    page = cataloguer.get("/import/1").text
    assert "The text of this file was encoded twice" in page
    assert "Read again with this repair" in page
    page = press(app, cataloguer, "/import/1/read-again", undo_double="1")
    assert "The text of this file was encoded twice" not in page
    assert "Книга о рыбах" in page
    assert count(session, StagedRecord) == 1
    assert "Книга о рыбах" in press(app, cataloguer, "/import/1/accept")


def test_a_file_is_read_again_in_another_character_set(
    app: Flask, cataloguer: FlaskClient, session: Session
) -> None:
    russian = book("1", "XXXXX", "Muallif", 2000).replace(b"XXXXX", "Осень".encode("cp1251"))
    read_in(app, cataloguer, russian, charset="koi8-r")
    assert "Осень" not in cataloguer.get("/import/1").text
    assert "Осень" in press(app, cataloguer, "/import/1/read-again", charset="cp1251", profile="")
    assert count(session, StagedRecord) == 1
    assert cataloguer.post("/import/1/read-again", data={"charset": "klingon"}).status_code == 400


def test_nothing_is_read_again_once_it_is_accepted(app: Flask, cataloguer: FlaskClient) -> None:
    read_in(app, cataloguer, *FILE)
    page = press(app, cataloguer, "/import/1/accept")
    assert "read-again" not in page
    assert cataloguer.post("/import/1/read-again", data={"undo_double": "1"}).status_code == 422


def test_a_file_that_is_being_read_is_not_read_again_in_another_way(
    app: Flask, cataloguer: FlaskClient, session: Session
) -> None:
    send(cataloguer, *FILE)  # nobody has taken the job up yet
    answer = cataloguer.post("/import/1/read-again", data={"undo_double": "1"})
    assert "is being read somewhere else" in answer.text
    assert answer.status_code == 422
    assert count(session, Job) == 1
