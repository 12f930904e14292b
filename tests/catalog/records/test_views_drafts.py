"""Drafts without a script: whose they are, two people at one record, templates, copies, cards and journals."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.records.models import Record
from catalog.records.queries import draft_of, record_view
from ils.accounts.models import Staff
from ils.accounts.permissions import Role
from tests.catalog.records.browserlike import a_book, begun, boxes, filled, marc_of, send


@pytest.fixture
def cataloguer(signed_in: Callable[..., FlaskClient]) -> FlaskClient:
    """A cataloguer's browser, in English, without scripts."""
    return signed_in(Role.CATALOGUER)


def test_an_untouched_draft_is_opened_again(cataloguer: FlaskClient) -> None:
    first = begun(cataloguer)
    assert begun(cataloguer) == first
    send(cataloguer, first, filled(boxes(cataloguer, first), title__title="X"), act="keep")
    assert begun(cataloguer) != first


def test_two_people_at_one_record_are_told_and_choose(
    cataloguer: FlaskClient, signed_in: Callable[..., FlaskClient], session: Session
) -> None:
    record_id = a_book(session, title="Otkan kunlar")
    other = signed_in(Role.ADMINISTRATOR)
    mine = cataloguer.get(f"/records/{record_id}/edit").location
    theirs = other.get(f"/records/{record_id}/edit").location
    assert "is at this record too" in other.get(theirs).text
    assert (
        send(
            other, theirs, filled(boxes(other, theirs), title__title="Oʻtkan kunlar", note__note="Ularniki")
        ).status_code
        == 302
    )
    page = cataloguer.get(mine).text
    assert "has been changed since you began" in page
    answer = send(
        cataloguer,
        mine,
        filled(boxes(cataloguer, mine), title__title="O'tkan kunlar", summary__summary="Meniki"),
    )
    assert answer.location.endswith("/conflict")
    page = cataloguer.get(answer.location).text
    assert "take mine" in page
    assert "Ularniki" in page
    assert "saved version 2" in page
    assert cataloguer.post(answer.location, data={"version": "1", "act": "save"}).location.endswith(
        "/conflict"
    )
    done = cataloguer.post(answer.location, data={"version": "2", "245": "theirs", "act": "save"})
    assert done.location.endswith(f"/records/{record_id}")
    fields = marc_of(session, record_id)
    assert "$aOʻtkan kunlar" in fields["245"][0]
    assert fields["500"] == ["$aUlarniki"]
    assert fields["520"] == ["$aMeniki"]
    assert record_view(session, record_id).version == 3


def test_a_draft_is_its_owner_s(
    cataloguer: FlaskClient, signed_in: Callable[..., FlaskClient], session: Session
) -> None:
    address = begun(cataloguer)
    other = signed_in(Role.ADMINISTRATOR)
    assert other.get(address).status_code == 404
    assert other.post(address, data={"by": "form", "base": "[]"}).status_code == 404
    assert signed_in(Role.DESK).get(address).status_code == 403


def test_one_draft_in_two_windows_is_told(cataloguer: FlaskClient) -> None:
    address = begun(cataloguer)
    pairs = boxes(cataloguer, address)
    assert "another window" not in send(cataloguer, address + "/keep", pairs, act="").text
    assert "another window" in send(cataloguer, address + "/keep", pairs, act="").text


def test_a_draft_is_thrown_away(cataloguer: FlaskClient, session: Session) -> None:
    address = begun(cataloguer)
    answer = cataloguer.post(address, data={"act": "discard"})
    assert answer.location == "/records/"
    assert cataloguer.get(address).status_code == 404
    record_id = a_book(session)
    address = cataloguer.get(f"/records/{record_id}/edit").location
    assert cataloguer.post(address, data={"act": "discard"}).location.endswith(f"/records/{record_id}")
    session.rollback()
    staff = session.scalars(select(Staff.id)).first()
    assert staff is not None
    assert draft_of(session, staff, record_id) is None


def test_a_draft_in_which_nothing_was_typed_goes_with_its_page(
    cataloguer: FlaskClient, session: Session
) -> None:
    record_id = a_book(session)
    for address in (begun(cataloguer), cataloguer.get(f"/records/{record_id}/edit").location):
        assert send(cataloguer, address, boxes(cataloguer, address), act="close").status_code == 302
        assert cataloguer.get(address).status_code == 404
    address = cataloguer.get(f"/records/{record_id}/edit").location
    done = send(cataloguer, address, filled(boxes(cataloguer, address), title__title="Boshqa"), act="close")
    assert done.location.endswith(f"/records/{record_id}")
    assert ("v.title", "Boshqa") in boxes(cataloguer, address)


def test_new_like_this_one_leaves_the_numbers_behind(cataloguer: FlaskClient, session: Session) -> None:
    record_id = a_book(session, title="Mehrobdan chayon")
    address = cataloguer.get(f"/records/new?copy={record_id}").location
    assert ("v.title", "Mehrobdan chayon") in boxes(cataloguer, address)
    done = send(cataloguer, address, boxes(cataloguer, address))
    fields = marc_of(session, int(done.location.rpartition("/")[2]))
    assert "001" not in fields


def test_a_template_is_kept_and_begun_from(cataloguer: FlaskClient) -> None:
    address = begun(cataloguer)
    pairs = filled(boxes(cataloguer, address), imprint__place="Toshkent", imprint__publisher="Sharq")
    answer = send(cataloguer, address, pairs, act="template")
    assert cataloguer.get(answer.location).status_code == 200
    assert cataloguer.post(answer.location, data={"name": "  "}).status_code == 400
    assert cataloguer.post(answer.location, data={"name": "Sharq nashri"}).location == address
    again = cataloguer.post(answer.location, data={"name": "Sharq nashri"})
    assert again.status_code == 422
    assert "already a template" in again.text
    page = cataloguer.get("/records/templates").text
    found = re.search(r"/records/new\?template=(\d+)", page)
    assert found is not None
    other = cataloguer.get(found[0]).location
    assert other != address
    assert ("v.publisher", "Sharq") in boxes(cataloguer, other)
    assert cataloguer.post(f"/records/templates/{found[1]}/delete").status_code == 302
    assert "No templates yet" in cataloguer.get("/records/templates").text


def test_cards_and_the_journal_go_with_the_record(cataloguer: FlaskClient, session: Session) -> None:
    journal = begun(cataloguer, "serial_issue")
    done = send(
        cataloguer,
        journal,
        filled(boxes(cataloguer, journal), title_part__title="Infolib", issn__issn="2181-8207"),
    )
    host = int(done.location.rpartition("/")[2])
    page = cataloguer.get("/records/hosts?q=infolib").text
    assert f'data-id="{host}"' in page
    assert 'data-issn="2181-8207"' in page
    article = begun(cataloguer, "article")
    pairs = filled(
        boxes(cataloguer, article),
        title__title="Kutubxona haqida",
        host__title="Infolib",
        host__part="2021, № 3",
    )
    pairs = [(name, str(host) if name == "host" else value) for name, value in pairs]
    done = send(cataloguer, article, [*pairs, ("card", "professional_press")])
    record_id = int(done.location.rpartition("/")[2])
    session.rollback()
    assert session.get_one(Record, record_id).host_id == host
    assert "Kutubxona haqida" in cataloguer.get("/records/cards/professional_press").text
    again = cataloguer.get(f"/records/{record_id}/edit").location
    assert ("card", "professional_press") in boxes(cataloguer, again)
    assert ("host", str(host)) in boxes(cataloguer, again)
    send(cataloguer, again, [pair for pair in boxes(cataloguer, again) if pair[0] != "card"])
    assert "No cards yet" in cataloguer.get("/records/cards/professional_press").text
