"""One record of a file: what is shown of it, and what a person decides about it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.importing.models import Decision, StagedRecord, StagedState
from catalog.records.models import Record
from tests.catalog.importing.files import book, copy, unreadable
from tests.catalog.importing.screens import count, press, read_in

FILE = (
    book("1", "Oʻtkan kunlar", "Qodiriy, Abdulla", 1926, "384 b.", copy("LIB-1", c="lending")),
    book("1"),
    unreadable(),
    b"00042" + book("2", "Mehrobdan chayon", "Qodiriy, Abdulla", 1929, "278 b.")[5:],
)


@pytest.fixture(autouse=True)
def file(app: Flask, cataloguer: FlaskClient) -> None:
    """The file is read and waits for decisions."""
    read_in(app, cataloguer, *FILE)


@pytest.fixture
def rows(session: Session) -> Iterator[dict[int, StagedRecord]]:
    """The rows as they are now, by position."""

    class Rows(dict[int, StagedRecord]):
        def __missing__(self, position: int) -> StagedRecord:
            session.rollback()
            session.expire_all()
            return session.scalars(select(StagedRecord).where(StagedRecord.position == position)).one()

    return Rows()  # type: ignore[return-value]


def decide(client: FlaskClient, position: int, decision: str, **more: str) -> str:
    answer = client.post(f"/import/1/{position}/decide", data={"decision": decision} | more)
    assert answer.status_code == 302, answer.text
    return str(answer.location)


def test_a_record_shows_its_fields_bytes_and_copies(cataloguer: FlaskClient) -> None:
    page = cataloguer.get("/import/1/1").text
    assert "‡aOʻtkan kunlar¶" in page
    assert ">245<" in page
    assert "LIB-1" in page
    assert "4f ca bb 74 6b 61 6e" in page, "the bytes of Oʻtkan"


def test_a_repair_shows_what_it_was_before_and_after(cataloguer: FlaskClient) -> None:
    page = cataloguer.get("/import/1/4").text
    assert "record_length" in page
    assert ">00042<" in page or ">42<" in page


def test_what_cannot_be_read_shows_its_bytes(cataloguer: FlaskClient) -> None:
    page = cataloguer.get("/import/1/3").text
    assert "Nothing could be read" in page
    assert "this is no record at all" in page
    assert 'name="decision"' not in page


def test_a_match_is_explained_point_by_point_and_shown_beside(cataloguer: FlaskClient) -> None:
    page = cataloguer.get("/import/1/2").text
    assert "The same control number" in page
    assert "+100" in page
    assert "Record 1 of this file" in page
    assert "Beside each other" in page
    assert "In the catalogue" not in page
    assert 'class="is-gone"' in page, "the copy stands in the first one only"


def test_a_match_in_the_catalogue_is_shown_with_what_an_update_makes(
    app: Flask, cataloguer: FlaskClient
) -> None:
    press(app, cataloguer, "/import/1/accept")
    changed = book("1", "Oʻtkan kunlar", "Qodiriy, Abdulla", 1926, "390 b.")
    read_in(app, cataloguer, changed, name="newer.mrc")
    page = cataloguer.get("/import/2/1").text
    assert "In the catalogue" in page
    assert "<mark" in page
    assert "390 b." in page
    assert "After the update" not in page
    cataloguer.post("/import/2/1/decide", data={"decision": "update"})
    assert "After the update" in cataloguer.get("/import/2/1").text


def test_arrows_lead_through_the_list_as_it_is_cut(cataloguer: FlaskClient) -> None:
    page = cataloguer.get("/import/1/2").text
    assert 'href="/import/1/1" data-key="ArrowLeft"' in page
    assert 'href="/import/1/3" data-key="ArrowRight"' in page
    cut = cataloguer.get("/import/1/1?state=new").text
    assert 'href="/import/1/4?state=new" data-key="ArrowRight"' in cut
    assert "ArrowLeft" not in cut


@pytest.mark.parametrize(("decision", "kept"), [("new", Decision.NEW), ("skip", Decision.SKIP)])
def test_a_decision_is_kept_and_leads_to_the_next(
    cataloguer: FlaskClient, rows: dict[int, StagedRecord], decision: str, kept: Decision
) -> None:
    assert decide(cataloguer, 2, decision) == "/import/1/3"
    assert rows[2].decision is kept
    assert "decided by Nilufar Karimova" in cataloguer.get("/import/1/2").text
    decide(cataloguer, 2, "rule")
    assert rows[2].decision is None
    assert "by the source’s rule" in cataloguer.get("/import/1/2").text


def test_a_decision_is_carried_out(app: Flask, cataloguer: FlaskClient, session: Session) -> None:
    decide(cataloguer, 2, "new")
    press(app, cataloguer, "/import/1/accept")
    assert count(session, Record) == 3
    page = cataloguer.get("/import/1/2").text
    assert "/records/2" in page
    assert 'name="decision"' not in page


def test_a_match_other_than_the_best_can_be_chosen(
    app: Flask, cataloguer: FlaskClient, rows: dict[int, StagedRecord]
) -> None:
    assert decide(cataloguer, 2, "skip", match="p1") == "/import/1/3"
    assert rows[2].match["chosen"] is True
    answer = cataloguer.post("/import/1/2/decide", data={"decision": "update", "match": "r77"})
    assert answer.status_code == 422
    assert cataloguer.get("/import/1/2?match=r77").status_code == 200


def test_a_record_is_set_aside_and_taken_back_from_there(
    cataloguer: FlaskClient, rows: dict[int, StagedRecord]
) -> None:
    decide(cataloguer, 1, "aside")
    assert rows[1].state is StagedState.QUARANTINED
    assert "No longer set aside" in cataloguer.get("/import/1/1").text
    decide(cataloguer, 1, "release")
    assert rows[1].state is StagedState.NEW


@pytest.mark.parametrize(
    ("position", "decision", "status"),
    [(1, "update", 422), (3, "new", 422), (1, "nonsense", 400), (99, "new", 404), (99999999999, "new", 404)],
)
def test_what_cannot_be_decided_is_refused(
    cataloguer: FlaskClient, position: int, decision: str, status: int
) -> None:
    answer = cataloguer.post(f"/import/1/{position}/decide", data={"decision": decision})
    assert answer.status_code == status


def test_many_are_decided_at_once(cataloguer: FlaskClient, rows: dict[int, StagedRecord]) -> None:
    ticked = {"decision": "skip", "which": "ticked", "position": ["1", "2"]}
    page = cataloguer.post("/import/1/decide", data=ticked, follow_redirects=True).text
    assert "Records changed: 1" in page, "what resembles nothing cannot be skipped"
    assert (rows[1].decision, rows[2].decision) == (None, Decision.SKIP)
    every = {"decision": "new", "which": "all", "state": "new"}
    assert cataloguer.post("/import/1/decide", data=every).location == "/import/1?state=new"
    assert [rows[position].decision for position in (1, 2, 4)] == [Decision.NEW, Decision.SKIP, Decision.NEW]
    cataloguer.post("/import/1/decide", data={"decision": "rule", "which": "all"})
    assert {rows[position].decision for position in (1, 2, 4)} == {None}


def test_many_are_set_aside_and_taken_back(cataloguer: FlaskClient, rows: dict[int, StagedRecord]) -> None:
    cataloguer.post("/import/1/decide", data={"decision": "aside", "which": "all"})
    assert {rows[position].state for position in (1, 2, 4)} == {StagedState.QUARANTINED}
    page = cataloguer.get("/import/1?state=quarantined").text
    assert "No longer set aside" in page
    back = {"decision": "release", "which": "all", "state": "quarantined"}
    cataloguer.post("/import/1/decide", data=back)
    assert [rows[position].state for position in (1, 2, 3)] == [
        StagedState.NEW, StagedState.DUPLICATE, StagedState.QUARANTINED,
    ]  # fmt: skip


@pytest.mark.parametrize("decision", ["", "nonsense", "NEW"])
def test_a_bulk_decision_that_is_none_is_refused(cataloguer: FlaskClient, decision: str) -> None:
    answer = cataloguer.post("/import/1/decide", data={"decision": decision, "which": "all"})
    assert answer.status_code == 400


def test_bytes_can_be_had_exactly(cataloguer: FlaskClient) -> None:
    answer = cataloguer.get("/import/1/4/raw")
    assert answer.data == FILE[3]
    assert answer.mimetype == "application/octet-stream"
    assert "attachment" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    "address", ["/import/1/9", "/import/7/1", "/import/7/1/raw", "/import/1/99999999999"]
)
def test_unknown_records_are_not_found(cataloguer: FlaskClient, address: str) -> None:
    assert cataloguer.get(address).status_code == 404
