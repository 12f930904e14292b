"""Sources of files: what a library decides about them, tried on a file while it is typed."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from catalog.importing.models import Decision, ImportSource
from catalog.importing.services import install_defaults
from ils.db import transaction
from tests.catalog.importing.files import book
from tests.catalog.importing.screens import HTMX, press, read_in

LOCAL = ("985", "  $bMY-1$nINV 1$kF 21$lZAL")
FORM: dict[str, Any] = {
    "code": "tashmi", "name_uz": "Toshkent", "name_ru": "Ташкент", "name_en": "Tashkent", "charset": "", "profile": "",
    "threshold": "90", "on_match": "update", "merge_mode": "replace", "merge_keep": "001, 9xx", "merge_take": "952",
    "use": "own", "tag": "985", "barcode": "b", "inventory_number": "n", "call_number": "k", "location": "l", "price": "",
    "acquired_on": "", "note": "", "places": "ZAL = foreign\n", "active": "y",
}  # fmt: skip


@pytest.fixture(autouse=True)
def defaults(session: Session) -> None:
    """The sources that a new library starts with."""
    with transaction(session):
        install_defaults(session)


def kept(session: Session, code: str) -> ImportSource:
    session.rollback()
    found = session.get(ImportSource, code, populate_existing=True)
    assert found is not None
    return found


def test_the_list_shows_what_is_decided(cataloguer: FlaskClient) -> None:
    page = cataloguer.get("/import/sources").text
    assert "IRBIS64" in page
    assert 'data-href="/import/sources/koha"' in page


def test_a_source_is_added_and_used(app: Flask, cataloguer: FlaskClient, session: Session) -> None:
    assert cataloguer.post("/import/sources/new", data=FORM).location == "/import/sources"
    row = kept(session, "tashmi")
    assert (row.threshold, row.on_match, row.active) == (90, Decision.UPDATE, True)
    assert row.merge == {"mode": "replace", "keep": ["001", "9XX"], "take": ["952"]}
    assert row.holdings == {
        "tag": "985", "barcode": "b", "inventory_number": "n", "call_number": "k", "location": "l",
        "places": {"zal": "foreign"},
    }  # fmt: skip
    read_in(app, cataloguer, book("1", "Kitob", "Muallif", 2000, "50 b.", LOCAL), source="tashmi")
    assert "MY-1" in cataloguer.get("/import/1/1").text
    page = press(app, cataloguer, "/import/1/accept")
    assert "Tashkent" in page
    assert "MY-1" in cataloguer.get("/records/1").text


def test_a_source_is_changed_and_taken_out_of_use(cataloguer: FlaskClient, session: Session) -> None:
    page = cataloguer.get("/import/sources/koha").text
    assert 'value="952"' in page
    changed = {name: value for name, value in FORM.items() if name not in ("code", "active")} | {
        "use": "952",
        "tag": "",
    }
    assert cataloguer.post("/import/sources/koha", data=changed).location == "/import/sources"
    row = kept(session, "koha")
    assert (row.name_en, row.active, row.holdings) == (
        "Tashkent",
        False,
        {"use": "952", "places": {"zal": "foreign"}},
    )
    assert 'value="koha"' not in cataloguer.get("/import").text


def test_a_new_source_begins_as_a_copy_of_another(cataloguer: FlaskClient) -> None:
    page = cataloguer.get("/import/sources/new?like=rusmarc").text
    assert '<option selected value="unimarc">' in page
    assert "RUSMARC)</h1>" not in page
    assert cataloguer.get("/import/sources/new?like=nowhere").status_code == 404


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"code": "koha"}, "already a source"),
        ({"code": "Bad code!"}, "cannot be used"),
        ({"threshold": "0"}, "A threshold is a number"),
        ({"threshold": "x"}, "Please mend the marked fields"),
        ({"merge_keep": "nonsense"}, "is no tag"),
        ({"tag": "?"}, "cannot say where copies stand"),
        ({"name_uz": ""}, "Fill in"),
        ({"on_match": "x"}, "Please mend the marked fields"),
    ],
)
def test_what_cannot_be_kept_is_told_and_stays_typed(
    cataloguer: FlaskClient, values: dict[str, str], words: str
) -> None:
    answer = cataloguer.post("/import/sources/new", data=FORM | values)
    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="Ташкент"' in answer.text


def test_the_map_is_tried_on_a_file_while_it_is_typed(app: Flask, cataloguer: FlaskClient) -> None:
    empty = cataloguer.post("/import/sources/preview", data=FORM, headers=HTMX).text
    assert "No file to try it on" in empty
    read_in(app, cataloguer, book("1", "Kitob", "Muallif", 2000, "50 b.", LOCAL))
    found = cataloguer.post("/import/sources/preview", data=FORM | {"batch": "1"}, headers=HTMX).text
    assert "MY-1" in found
    assert "<html" not in found
    none = cataloguer.post("/import/sources/preview", data=FORM | {"tag": "986"}, headers=HTMX).text
    assert "No copies found" in none
    wrong = cataloguer.post("/import/sources/preview", data=FORM | {"tag": "!!"}, headers=HTMX).text
    assert "cannot say where copies stand" in wrong
    assert "MY-1" in cataloguer.post("/import/sources/new", data=FORM | {"threshold": "0"}).text


@pytest.mark.parametrize("code", ["nowhere", "x" * 90])
def test_an_unknown_source_is_not_found(cataloguer: FlaskClient, code: str) -> None:
    assert cataloguer.get(f"/import/sources/{code}").status_code == 404
