"""The pages around the editor: home, history, worklists, merging, card indexes, author marks."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from catalog.items.services import add_items
from catalog.marc import Profile
from catalog.records import services
from catalog.records.models import Severity
from catalog.records.queries import merges_of, record_view, severities, version_marc
from ils.accounts.permissions import Role
from ils.db import transaction
from ils.jobs.queries import LARGEST_ID
from tests.catalog.records.builders import add, field, marc21, unimarc
from tests.conftest import NOON
from tests.world import work_at

ISBN = "9789943260009"


@pytest.fixture
def cataloguer(signed_in: Callable[..., FlaskClient]) -> FlaskClient:
    """A cataloguer's browser, in English."""
    return signed_in(Role.CATALOGUER)


def book(session: Session, title: str = "Oʻtkan kunlar", **more: str) -> int:
    """Take a book in and return its id."""
    with transaction(session):
        return add(session, marc21(title, "Qodiriy, Abdulla", **more))


def change(session: Session, record_id: int, title: str) -> None:
    """Describe the book anew."""
    with transaction(session):
        marc = marc21(title, "Qodiriy, Abdulla", note="izoh")
        services.replace_record(
            session, work_at(NOON), record_id=record_id, marc=marc, profile=Profile.MARC21
        )


@pytest.mark.parametrize("language", ["uz", "uz_Cyrl", "ru", "en"])
def test_the_first_page_in_every_language(signed_in: Callable[..., FlaskClient], language: str) -> None:
    client = signed_in(Role.CATALOGUER, language)
    page = client.get("/records/").text
    assert page.count("/records/new?form=") == 9
    assert "/records/cards/chronicle" in page
    assert client.get(client.get("/records/new?form=article").location).status_code == 200
    assert client.get("/records/help/marc21/245").status_code == 200


def test_the_profile_is_remembered(cataloguer: FlaskClient) -> None:
    cataloguer.get("/records/?profile=unimarc")
    assert "UNIMARC" in cataloguer.get(cataloguer.get("/records/new?form=map").location).text
    assert cataloguer.get("/records/?profile=nothing").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/records/",
        "/records/mend",
        "/records/duplicates",
        "/records/templates",
        "/records/cards",
        "/records/author-marks",
    ],
)
def test_only_cataloguers_come_in(
    signed_in: Callable[..., FlaskClient], client: FlaskClient, address: str
) -> None:
    assert signed_in(Role.DESK).get(address).status_code == 403
    assert client.get(address).status_code == 302


def test_history_shows_any_two_versions_and_restores(cataloguer: FlaskClient, session: Session) -> None:
    record_id = book(session, "Otkan kunlar")
    change(session, record_id, "Oʻtkan kunlar")
    change(session, record_id, "Oʻtkan kunlar : roman")
    page = cataloguer.get(f"/records/{record_id}/history").text
    assert "From version 2 to version 3" in page
    assert "roman" in page
    page = cataloguer.get(f"/records/{record_id}/history?old=1&new=3").text
    assert "Otkan kunlar" in page
    assert "izoh" in page
    assert "No difference" in cataloguer.get(f"/records/{record_id}/history?old=2&new=2").text
    assert cataloguer.get(f"/records/{record_id}/history?old=9&new=1").status_code == 404
    assert cataloguer.get("/records/999/history").status_code == 404
    assert cataloguer.post(f"/records/{record_id}/versions/1/restore").status_code == 302
    session.rollback()
    assert record_view(session, record_id).brief.title == "Otkan kunlar"
    assert "Version 1 restored" in cataloguer.get(f"/records/{record_id}/history").text


def test_a_single_version_has_no_difference(cataloguer: FlaskClient, session: Session) -> None:
    assert "No difference" in cataloguer.get(f"/records/{book(session)}/history").text


def test_records_to_mend(cataloguer: FlaskClient, session: Session) -> None:
    assert "Nothing to mend" in cataloguer.get("/records/mend").text
    record_id = book(session, isbn="9789943260001")
    assert "Not checked yet" in cataloguer.get("/records/mend").text
    with transaction(session):
        services.check_records(session, [record_id])
    page = cataloguer.get("/records/mend").text
    assert f"/records/{record_id}/edit" in page
    weights = severities(session)
    isbn = next(code for code in weights if "isbn" in code)
    narrowed = cataloguer.get(f"/records/mend?code={isbn}&severity={weights[isbn].value}").text
    assert f"/records/{record_id}/edit" in narrowed
    answer = cataloguer.post("/records/mend/severities", data={isbn: "off", "level": "full"})
    assert answer.status_code == 302
    session.rollback()
    assert severities(session)[isbn] is Severity.OFF
    assert cataloguer.post("/records/mend/severities", data={isbn: "loud"}).status_code == 400
    assert cataloguer.post("/records/mend/severities", data={"level": "x"}).status_code == 400
    assert cataloguer.get("/records/mend?page=99&code=zzz&severity=zzz").status_code == 200


def test_the_check_is_work_that_goes_on_by_itself(
    cataloguer: FlaskClient, app: Flask, session: Session
) -> None:
    from ils.app.working import runner_of

    record_id = book(session, isbn="9789943260001")
    answer = cataloguer.post("/records/mend/check")
    assert re.search(r"/jobs/\d+$", answer.location)
    assert int(answer.location.rpartition("/")[2]) < LARGEST_ID
    runner_of(app).run_waiting()
    assert f"/records/{record_id}/edit" in cataloguer.get("/records/mend").text


def test_two_that_are_the_same_become_one_and_part_again(cataloguer: FlaskClient, session: Session) -> None:
    kept = book(session, isbn=ISBN)
    with transaction(session):
        topic = field("650", ("a", "roman"))
        other = marc21("Oʻtkan kunlar", "Qodiriy, Abdulla", isbn=ISBN, note="boshqa izoh", extra=(topic,))
        gone = add(session, other)
        add_items(session, work_at(NOON), record_id=gone, department="lending", count=2)
    page = cataloguer.get("/records/duplicates").text
    assert f"kept={kept}&amp;gone={gone}" in page
    page = cataloguer.get(f"/records/merge?kept={kept}&gone={gone}").text
    assert "boshqa izoh" in page
    ticks = re.findall(r'name="take" value="(\d+)" aria-label="Take over field (\d+)"', page)
    assert {tag for _at, tag in ticks} == {"500", "650"}
    note = next(at for at, tag in ticks if tag == "500")
    answer = cataloguer.post("/records/merge", data={"kept": kept, "gone": gone, "take": [note]})
    assert answer.status_code == 302
    session.rollback()
    (merge,) = merges_of(session, kept)
    assert merge.copies == 2
    marc, _profile = version_marc(session, kept, 2)
    assert [each.tag for each in marc.fields].count("500") == 1
    assert "No two records look the same" in cataloguer.get("/records/duplicates").text
    history = cataloguer.get(f"/records/{kept}/history").text
    assert "copies: 2" in history
    done = cataloguer.post(f"/records/merges/{merge.id}/undo", data={"record": kept})
    assert done.location.endswith(f"/records/{kept}/history")
    assert "taken back" in cataloguer.get(done.location).text
    assert cataloguer.post(f"/records/merges/{merge.id}/undo").status_code == 422


def test_what_cannot_be_merged_is_explained(cataloguer: FlaskClient, session: Session) -> None:
    one = book(session)
    with transaction(session):
        two = add(session, unimarc("Заглавие"), profile=Profile.UNIMARC)
    assert cataloguer.get("/records/merge?kept=1&gone=999").status_code == 404
    assert cataloguer.get("/records/merge").status_code == 404
    page = cataloguer.get(f"/records/merge?kept={one}&gone={two}").text
    assert "different formats" in page
    answer = cataloguer.post("/records/merge", data={"kept": one, "gone": one})
    assert answer.status_code in (400, 422)
    assert "not merged" in answer.text


def test_card_indexes_are_named_and_opened(cataloguer: FlaskClient, session: Session) -> None:
    record_id = book(session)
    with transaction(session):
        services.set_cards(session, work_at(NOON), record_id=record_id, codes=["chronicle"])
    assert "kunlar" in cataloguer.get("/records/cards/chronicle").text
    assert cataloguer.get("/records/cards/nothing").status_code == 404
    done = cataloguer.post("/records/cards", data={"code": "school", "name_uz": "Maktablar haqida"})
    assert done.status_code == 302
    assert "Maktablar haqida" in cataloguer.get("/records/cards").text
    wrong = cataloguer.post("/records/cards", data={"code": "Not good", "name_uz": "X"})
    assert wrong.status_code == 400
    assert 'value="Not good"' in wrong.text


def test_author_marks_are_loaded_tried_and_proposed(cataloguer: FlaskClient, session: Session) -> None:
    assert "No table yet" in cataloguer.get("/records/author-marks").text
    assert cataloguer.post("/records/author-marks", data={"name": "X"}).status_code == 400
    table = "К 30\tКах\nВ 24\tВвед\nQ 63\tQod\n".encode()
    done = cataloguer.post(
        "/records/author-marks", data={"name": "Xavkina", "file": (BytesIO(table), "hav.txt")}
    )
    assert done.status_code == 302
    page = cataloguer.get("/records/author-marks?word=Qodiriy").text
    assert "Q 63" in page
    draft = cataloguer.get(f"/records/{book(session)}/edit").location
    assert 'data-take="Q 63"' in cataloguer.get(draft).text
    broken = cataloguer.post("/records/author-marks", data={"name": "X", "file": (BytesIO(b"\n\n"), "x.txt")})
    assert broken.status_code == 400
    assert cataloguer.post("/records/author-marks/letters", data={"letters": "қ к\nў у\n"}).status_code == 302
    assert cataloguer.post("/records/author-marks/letters", data={"letters": "қҳ к"}).status_code == 400
    assert cataloguer.post("/records/author-marks/drop", data={"name": "Xavkina"}).status_code == 302
    assert cataloguer.post("/records/author-marks/drop", data={"name": "Xavkina"}).status_code == 404


def test_a_large_record_can_be_sent(app: Flask) -> None:
    assert app.config["MAX_FORM_MEMORY_SIZE"] >= 4_000_000


def test_findings_are_told_in_words(cataloguer: FlaskClient, session: Session) -> None:
    record_id = book(session, isbn="9789943260001")
    with transaction(session):
        services.check_records(session, [record_id])
    page = cataloguer.get("/records/mend").text
    assert "The ISBN does not check" in page
    assert "finding:" not in page
    assert "name:" not in page
    assert (
        "The ISBN does not check"
        in cataloguer.get(cataloguer.get(f"/records/{record_id}/edit").location).text
    )
