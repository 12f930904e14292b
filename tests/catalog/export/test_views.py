"""The pages of exporting and of batches."""

from __future__ import annotations

import html
import io
import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from catalog.export.queries.union import union_batches
from catalog.export.rules import ExportFormat
from catalog.items.services.merging import merge_records
from catalog.marc import read
from catalog.records.services.cards import set_cards
from ils.accounts.permissions import Role
from ils.clock import local_day
from ils.db import transaction
from tests.catalog.records.builders import WORK, add, marc21
from tests.conftest import SignIn


def fetch(browser: FlaskClient, address: str) -> TestResponse:
    """Ask for a file, read it, and let it go."""
    answer = browser.get(address)
    assert answer.data is not None
    answer.close()
    return answer


@pytest.fixture
def cataloguer(signed_in: SignIn) -> FlaskClient:
    return signed_in(Role.CATALOGUER)


@pytest.fixture
def reader(client: FlaskClient) -> FlaskClient:
    client.post("/language", data={"language": "en"})
    return client


def test_a_reader_takes_a_search_along(reader: FlaskClient, shelf: dict[str, int]) -> None:
    page = reader.get("/search?q=oʻtkan").text
    links = [html.unescape(link) for link in re.findall(r'href="(/export\?[^"]+)"', page)]
    assert len(links) == 7
    for link in links:
        answer = fetch(reader, link)
        assert answer.status_code == 200
        handed = "attachment" in answer.headers.get("Content-Disposition", "")
        assert handed is ("format=" in link)
    assert "Records: 1" in reader.get(links[-1]).text


@pytest.mark.parametrize("form", list(ExportFormat))
def test_a_record_in_every_format(reader: FlaskClient, shelf: dict[str, int], form: ExportFormat) -> None:
    record = shelf["native"] if form is ExportFormat.IRBIS_TEXT else shelf["novel"]
    answer = fetch(reader, f"/export/record/{record}?format={form.value}")
    assert answer.status_code == 200
    assert f"filename=record-{record}." in answer.headers["Content-Disposition"]
    assert answer.data
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    if answer.mimetype.startswith("text/"):
        assert answer.content_type.endswith("charset=utf-8")


def test_a_merged_record_leads_on(reader: FlaskClient, session: Session, shelf: dict[str, int]) -> None:
    with transaction(session):
        twin = add(session, marc21("Oʻtkan kunlar : roman", "Qodiriy, Abdulla"))
        merge_records(session, WORK, kept=shelf["novel"], gone=twin)
    assert (
        reader.get(f"/export/record/{twin}?format=ris").location
        == f"/export/record/{shelf['novel']}?format=ris"
    )
    assert reader.get(f"/records/{twin}").location == f"/records/{shelf['novel']}"


def test_what_cannot_be_carried_is_told_before_the_file_is_given(
    cataloguer: FlaskClient, shelf: dict[str, int]
) -> None:
    page = cataloguer.get("/export?format=iso2709").text
    assert "What is left out" in page
    assert "Ensiklopediya" in page
    assert "A field is too long" in page
    links = {html.unescape(link) for link in re.findall(r'href="(/export\?[^"]+)"', page)}
    rest = next(link for link in links if "rest=1" in link)
    told = next(link for link in links if "list=1" in link)
    instead = next(link for link in links if "marcxml" in link)
    assert len(list(read(io.BytesIO(fetch(cataloguer, rest).data)))) == 2
    assert len(list(read(io.BytesIO(fetch(cataloguer, instead).data)))) == 2
    lines = fetch(cataloguer, told).data.decode("utf-8-sig").splitlines()
    assert lines[0] == "record\ttitle\tfield\tleft out"
    assert len(lines) == 3
    assert any(line.startswith(f"{shelf['giant']}\tEnsiklopediya\t\t") for line in lines)


def test_the_whole_catalogue_and_its_parts(
    cataloguer: FlaskClient, session: Session, shelf: dict[str, int]
) -> None:
    with transaction(session):
        set_cards(session, WORK, record_id=shelf["novel"], codes=["chronicle"])
    for query, count in (("", 4), (f"ids={shelf['novel']},{shelf['giant']},x", 2), ("cards=chronicle", 1)):
        assert f"Records: {count}" in cataloguer.get(f"/export?{query}").text
    assert "Nothing to export" in cataloguer.get("/export?batch=77").text
    assert "Nothing to export" in cataloguer.get("/export?q=zzzz").text
    assert cataloguer.get("/export?q=zzzz&format=ris").status_code == 422
    assert cataloguer.get("/export?cards=nothing").status_code == 404
    assert cataloguer.get("/export?format=exe").status_code == 400


def test_copies_go_along_for_staff_only(
    cataloguer: FlaskClient, client: FlaskClient, shelf: dict[str, int]
) -> None:
    address = f"/export/record/{shelf['novel']}?format=marcxml&copies=952"
    assert b'tag="952"' in fetch(cataloguer, address).data
    assert b'tag="952"' not in fetch(client, address).data


@pytest.mark.parametrize("query", ["batch=1", "cards=chronicle"])
def test_what_is_the_staff_s_is_not_given_to_readers(reader: FlaskClient, query: str) -> None:
    assert reader.get(f"/export?{query}&format=ris").status_code == 403


def test_readers_get_not_more_than_a_thousand(
    reader: FlaskClient, cataloguer: FlaskClient, shelf: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("catalog.export.views.downloads.MOST_PUBLIC", 3)
    refused = reader.get("/export?format=ris")
    assert refused.status_code == 422
    assert "at most 3 are given" in refused.text
    assert "At most 3 records" in reader.get("/export").text
    assert fetch(cataloguer, "/export?format=ris").status_code == 200


def test_a_cell_is_no_formula(cataloguer: FlaskClient, session: Session) -> None:
    with transaction(session):
        from tests.catalog.records.builders import field

        add(session, marc21("=HYPERLINK(1)", extra=(field("500", ("a", "x" * 10_000)),)))
    told = fetch(cataloguer, "/export?format=iso2709&list=1").data.decode("utf-8-sig")
    assert "\t'=HYPERLINK(1)\t" in told


def test_a_batch_from_beginning_to_end(
    cataloguer: FlaskClient, session: Session, shelf: dict[str, int]
) -> None:
    assert "No batch yet" in cataloguer.get("/union").text
    assert "Show the records" in cataloguer.get("/union/new").text
    page = cataloguer.get("/union/new?centre=union&since=&own_only=y&articles=y").text
    assert "Oʻtkan kunlar" in page
    assert "Make the batch" in page
    form = {"centre": "union", "other": "", "since": "", "cards": "", "own_only": "y", "articles": "y", "name": "",
            "format": "marcxml:"}  # fmt: skip
    assert cataloguer.post("/union/new", data=form).status_code == 400
    made = cataloguer.post("/union/new", data=form | {"format": "marcxml"}, follow_redirects=True)
    assert "Union catalogue of the republic" in made.text
    (view,) = union_batches(session)
    base = f"/union/{view.id}"
    assert len(list(read(io.BytesIO(fetch(cataloguer, f"{base}/file").data)))) == 4
    gone = cataloguer.post(
        f"{base}/take-out", data={"record": [str(shelf["giant"]), "x"]}, follow_redirects=True
    )
    assert "Taken out: 1" in gone.text
    assert (
        "Saved." in cataloguer.post(f"{base}/format", data={"format": "iso2709"}, follow_redirects=True).text
    )
    assert cataloguer.post(f"{base}/format", data={"format": "exe"}).status_code == 400
    assert "Newest versions put in: 0" in cataloguer.post(f"{base}/renew", follow_redirects=True).text
    assert "Write the day" in cataloguer.post(f"{base}/sent", data={"day": ""}).text
    day = local_day(union_batches(session)[0].created_at).isoformat()
    assert "Sent." in cataloguer.post(f"{base}/sent", data={"day": day}, follow_redirects=True).text
    assert cataloguer.post(f"{base}/drop").status_code == 422
    answered = {"outcome": "accepted", "day": day, "answer": "Qabul qilindi"}
    done = cataloguer.post(f"{base}/answer", data=answered, follow_redirects=True)
    assert "Records counted in the plan: 3" in done.text
    assert "Qabul qilindi" in done.text
    assert "counted in 20" in done.text
    assert "Nothing new for them" not in cataloguer.get("/union/new?centre=oblast&own_only=y").text
    again = cataloguer.get("/union/new?centre=union&own_only=y").text
    assert "Ensiklopediya" in again
    assert "Kadыri" not in again


def test_a_refused_batch_and_one_given_up(
    cataloguer: FlaskClient, session: Session, shelf: dict[str, int]
) -> None:
    form = {"centre": "other", "other": "Jizzax viloyati AKM", "own_only": "y", "articles": "y",
            "format": "iso2709:unimarc", "name": "May"}  # fmt: skip
    assert cataloguer.post("/union/new", data=form | {"other": " "}).status_code == 400
    cataloguer.post("/union/new", data=form)
    (view,) = union_batches(session)
    assert (view.centre, view.format, view.name) == ("Jizzax viloyati AKM", "iso2709:unimarc", "May")
    day = local_day(view.created_at).isoformat()
    cataloguer.post(f"/union/{view.id}/sent", data={"day": day})
    refused = {"outcome": "refused", "day": day, "answer": ""}
    assert cataloguer.post(f"/union/{view.id}/answer", data=refused).status_code == 400
    told = cataloguer.post(
        f"/union/{view.id}/answer", data=refused | {"answer": "UOʻK yoʻq"}, follow_redirects=True
    )
    assert "UOʻK yoʻq" in told.text
    cataloguer.post("/union/new", data=form)
    second = union_batches(session)[0]
    assert "was given up" in cataloguer.post(f"/union/{second.id}/drop", follow_redirects=True).text
    assert [each.id for each in union_batches(session)] == [view.id]


def test_what_was_written_down_by_mistake_is_taken_back(
    cataloguer: FlaskClient, session: Session, shelf: dict[str, int]
) -> None:
    form = {
        "centre": "union",
        "other": "",
        "own_only": "y",
        "articles": "y",
        "format": "iso2709",
        "name": "May",
    }
    cataloguer.post("/union/new", data=form)
    (view,) = union_batches(session)
    base, day = f"/union/{view.id}", local_day(view.created_at).isoformat()
    assert "Written down by mistake?" not in cataloguer.get(base).text
    cataloguer.post(f"{base}/sent", data={"day": day})
    assert "It was not sent" in cataloguer.get(base).text
    cataloguer.post(f"{base}/answer", data={"outcome": "accepted", "day": day, "answer": ""})
    assert "Take the answer back" in cataloguer.get(base).text
    assert cataloguer.post(f"{base}/unsend", data={"reason": "Xato"}).status_code == 422
    assert cataloguer.post(f"{base}/answer/back", data={"reason": " "}).status_code == 400
    back = cataloguer.post(f"{base}/answer/back", data={"reason": "Xato"}, follow_redirects=True)
    assert "The answer was taken back. Counted no more: 4" in back.text
    unsent = cataloguer.post(f"{base}/unsend", data={"reason": "Xato"}, follow_redirects=True)
    assert "The batch can be changed again. Counted no more: 0" in unsent.text
    assert "Mark as sent" in unsent.text


@pytest.mark.parametrize("address", ["/union", "/union/new", "/union/1"])
def test_batches_are_the_cataloguers(signed_in: SignIn, address: str) -> None:
    assert signed_in(Role.DESK).get(address).status_code == 403


def test_an_unknown_batch_is_told(cataloguer: FlaskClient) -> None:
    assert cataloguer.get("/union/77").status_code == 404
    assert cataloguer.get("/union/77/file").status_code == 404
    assert cataloguer.post("/union/77/drop").status_code == 404
