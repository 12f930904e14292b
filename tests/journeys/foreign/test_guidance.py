"""Duties 1 and 3 of the charter: guidance of other libraries and shared use; methodical and research work."""

from __future__ import annotations

from io import BytesIO

import pytest

from ils.activity.kinds import Kind
from tests.journeys.foreign.room import DAY, Room

pytestmark = pytest.mark.usefixtures("at_noon")

GOETHE = {"name": "Goethe-Institut", "kind": "centre", "country": "DE", "currency": "EUR", "active": "y"}
PARCEL = {"partner_id": "1", "day": DAY, "document": "Xat 9", "currency": "UZS", "department": "foreign"}
ENTRY = {"day": DAY, "department": "foreign", "people": "M. Yusupova"}


def test_duty_01_other_libraries_are_guided_and_resources_shared(room: Room) -> None:
    """A school is helped; a parcel goes, a parcel comes and is accepted; a book is asked for and given back."""
    record = room.title("Der kleine Prinz")
    room.title("Focus 5", "eng", copies="77")
    with room.counting() as done:
        room.do("/registers/libraries/new", name="12-maktab kutubxonasi", kind="school")
        page = room.do(
            "/registers/method_help/new", **ENTRY, type="on_site", library_id="1", title="Katalog yuritish"
        )
        assert "12-maktab" in page
        room.do("/partners/new", **GOETHE)
        room.do(
            "/registers/agreements/new",
            **ENTRY,
            title="Almashinuv",
            partner="Goethe",
            country="DE",
            number="7",
        )
        assert "Almashinuv" in room.do("/partners/1/entries", entry_id="2")
        room.do("/partners/shipments/new?direction=sent", **PARCEL)
        room.do("/partners/shipments/1/lines", code="77")
        room.do("/partners/shipments/1/post")
        room.do("/partners/shipments/new?direction=received", **PARCEL)
        room.do(
            "/partners/shipments/2/lines", record_id=str(record), copies="2", price="45 000", for_fund="y"
        )
        room.do("/partners/shipments/2/post")
        room.do("/partners/shipments/2/act", series="foreign", department="foreign")
        room.approve("/accession/1/approve")
        assert "Ledger and act agree" in room.see("/partners/shipments/2")
        asked = {
            "partner_id": "1",
            "asked_on": DAY,
            "department": "foreign",
            "form": "book",
            "title": "Faust",
        }
        room.do("/partners/requests/new?way=out", **asked)
        room.do("/partners/requests/1/step", state="found", day=DAY)
        room.do("/partners/requests/1/step", state="sent", day=DAY, due_on="2026-05-15")
        assert "came back" in room.do("/partners/requests/1/step", state="returned", day=DAY)
    page = room.see("/partners/1/ledger")
    assert "we owe copies: 1" in page
    assert done.acts == {
        Kind.METHOD_HELP: 1, Kind.AGREEMENT_SIGN: 1, Kind.ACCESSION: 2, Kind.ITEM_ADD: 2, Kind.ITEM_WITHDRAW: 1,
    }  # fmt: skip
    assert done.lines == {"5": 1, "10": 2, "10.3": 2, "39": 1}
    assert done.own == done.lines


def test_duty_03_methodical_and_research_work_and_projects(room: Room) -> None:
    """A manual and a recommendation, a consultation and a project, each with its paper, seen as the department's own."""
    paper = (BytesIO(b"%PDF-1.4\n1 0 obj"), "qollanma.pdf")
    with room.counting() as done:
        room.do("/registers/libraries/new", name="12-maktab kutubxonasi", kind="school")
        told = {**ENTRY, "number": "1", "type": "manual", "title": "Nemis kitoblari", "file": paper}
        assert "qollanma.pdf" in room.do("/registers/documents/new", **told)
        told = {**ENTRY, "number": "2", "type": "recommendation", "title": "Almashinuv tartibi"}
        room.do("/registers/documents/new", **told)
        room.do("/registers/method_help/new", **ENTRY, type="written", library_id="1", title="Tasniflash")
        told = {**ENTRY, "type": "project", "title": "Ikki til", "link": "https://arm.example.uz/2"}
        room.do("/registers/projects/new", **told)
    page = room.see("/partners/abroad")
    for register in ("documents", "method_help", "projects"):
        assert f"/registers/{register}/?department=foreign" in page
    assert "Nemis kitoblari" in room.see("/registers/documents/?department=foreign")
    assert "Ikki til" in room.see("/registers/projects/?department=foreign")
    assert done.acts == {Kind.DOCUMENT_FILE: 2, Kind.METHOD_HELP: 1, Kind.PROJECT_START: 1}
    assert done.lines == {"1": 2, "5": 1, "7": 1}
    assert done.own == done.lines
