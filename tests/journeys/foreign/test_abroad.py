"""Duties 4 and 8: foreign experience and co-operation; electronic resources attracted, gathered and delivered."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask.testing import FlaskClient

from ils.activity.kinds import Kind
from tests.catalog.digital.samples import pdf
from tests.journeys.foreign.room import DAY, Room, said

pytestmark = pytest.mark.usefixtures("at_noon")

ENTRY = {"day": DAY, "department": "foreign", "people": "M. Yusupova"}


def test_duty_04_foreign_experience_is_studied_and_cooperation_grows(room: Room) -> None:
    """A partner, an agreement that soon ends, a delegation, a conference abroad with its report, a reader from abroad."""
    with room.counting() as done:
        partner = {
            "name": "Bibliothek Leipzig",
            "kind": "library",
            "country": "DE",
            "currency": "EUR",
            "active": "y",
        }
        room.do("/partners/new", **partner)
        told = {"title": "Tajriba almashinuvi", "partner": "Leipzig", "country": "DE", "until": "2026-05-10"}
        room.do("/registers/agreements/new", **ENTRY, **told)
        room.do("/partners/1/entries", entry_id="1")
        room.do(
            "/registers/delegations/new", **ENTRY, title="Leipzigdan mehmonlar", country="DE", persons="4"
        )
        told = {"type": "conference", "title": "Bibliothekartag", "country": "DE", "note": "Uch tavsiya"}
        room.do("/registers/abroad/new", **ENTRY, **told)
        reader = {"surname": "Weber", "given_name": "Jan", "category": "student", "citizenship": "DE",
                  "sex": "m", "language": "ru", "card_number": "R-9", "consent_on": DAY}  # fmt: skip
        room.do("/patrons/new", **reader)
        room.do("/foreign/deadlines/look")
    assert "days left: 25" in room.see("/foreign/deadlines")
    page = room.see("/partners/abroad")
    assert "Bibliothekartag" in page
    assert "<b>5</b>" in page  # four guests and a reader
    assert "Tajriba almashinuvi" in room.see("/partners/1")
    assert done.acts == {
        Kind.AGREEMENT_SIGN: 1, Kind.DELEGATION_RECEIVE: 4, Kind.ABROAD_TAKE_PART: 1, Kind.PATRON_REGISTER: 1,
    }  # fmt: skip
    assert done.lines == {"15": 1, "15.1": 1, "39": 1, "40": 5}
    assert done.own == done.lines


def test_duty_08_electronic_resources_are_gathered_and_delivered(room: Room, client: FlaskClient) -> None:
    """A database is listed and opened by a reader; a full text is tied to its record; an article goes abroad."""
    record = room.title("Faust")
    with room.counting() as done:
        listing = {"url": "https://ebsco.example/search", "access": "open", "department": "foreign", "currency": "UZS",
                   "subjects": "Fizika", "languages": "eng", "trial_until": "2026-04-30"}  # fmt: skip
        room.do("/foreign/databases/new", title="EBSCO", **listing)
        assert client.get("/databases/1/open").location == "https://ebsco.example/search"
        assert "asked" in room.do("/foreign/databases/check")
        text = {
            "url": "",
            "pages": "",
            "full_text": "y",
            "rights": "open",
            "file": (BytesIO(pdf(2)), "faust.pdf"),
        }
        assert "Attached." in room.do(f"/digital/record/{record}", title="Faust", **text)
        asked = {"recipient_kind": "foreign", "recipient": "J. Weber", "country": "de", "asked_on": DAY,
                 "department": "foreign", "documents": "Faust haqida", "record_id": str(record)}  # fmt: skip
        room.do("/orders/requests/new", **asked)
        room.do("/orders/requests/1/documents/1/deliver", form="email", day=DAY)
    assert "EBSCO" in said(client.get("/databases"))
    assert 'href="/digital/1"' in said(client.get(f"/records/{record}"))
    assert "delivered" in room.see("/orders/requests?state=done")
    assert done.acts == {Kind.DIGITAL_LINK: 1, Kind.DIGITAL_PUBLISH: 1, Kind.REMOTE_DELIVER: 1}
    assert done.lines == {"13": 1, "23": 1, "23.2": 1, "34": 1}
    assert done.own == done.lines
