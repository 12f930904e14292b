"""Duties 6 and 10: holdings and services made known; bibliographic work and service to students."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ils.activity.kinds import Kind
from tests.catalog.importing.files import book
from tests.catalog.importing.screens import press, read_in
from tests.catalog.records.browserlike import begun, boxes, filled, send
from tests.journeys.foreign.room import DAY, Room, said

pytestmark = pytest.mark.usefixtures("at_noon")


def test_duty_06_holdings_and_services_are_made_known(room: Room, client: FlaskClient) -> None:
    """An exhibition that everybody sees on the web, news of it in the channel, a code of it on the board."""
    record = room.title("Faust")
    room.approve("/orders/address", address="https://katalog.example.uz")
    with room.counting() as done:
        show = {"title": "Deutsche Klassik", "form": "virtual", "department": "foreign", "place": "Veb-sayt",
                "public": "y", "opens_on": DAY, "closes_on": "2026-05-15"}  # fmt: skip
        room.do("/exhibitions/new", **show)
        assert "Faust" in room.do("/exhibitions/1/pick", record=record)
        room.do("/exhibitions/1/open")
        post = {"type": "telegram", "title": "Nemis mumtozlari", "link": "https://t.me/arm/1", "day": DAY}
        room.do("/registers/posts/new", department="foreign", **post)
        code = {"title": "Deutsche Klassik", "url": "https://katalog.example.uz/shows/1", "placed_on": DAY}
        room.do("/orders/codes/new", board="Talabalar uyi", **code)
    assert "Faust" in said(client.get("/shows/1"))
    assert "Nemis mumtozlari" in room.see("/registers/posts/?department=foreign")
    assert "Talabalar uyi" in room.see("/orders/codes")
    assert done.acts == {Kind.EXHIBITION_OPEN: 1, Kind.POST_PUBLISH: 1, Kind.QR_PLACE: 1}
    assert done.lines == {"18": 1, "33": 1, "36": 1}
    assert done.own == done.lines


def test_duty_10_bibliographic_work_and_service_to_students_grow_better(room: Room, app: Flask) -> None:
    """A title is described, others are taken over from a file; a student with faculty and group finds and borrows."""
    with room.counting() as done:
        draft = begun(room.browser, "foreign_textbook")
        typed = filled(boxes(room.browser, draft), title__title="Deutsch als Fremdsprache", bbk__mark="81.2")
        described = send(room.browser, draft, typed).location
        assert "The record is in the catalogue" in room.see(described)
        read_in(app, room.browser, book("1", "Menschen A1"), book("2", "Focus 5"), department="foreign")
        assert "accepted" in press(app, room.browser, "/import/1/accept")
        number = described.rpartition("/")[2]
        reader = {"surname": "Karimov", "given_name": "Anvar", "category": "student", "citizenship": "UZ", "sex": "m",
                  "language": "uz", "faculty": "Filologiya", "course": "2", "study_group": "203-A",
                  "card_number": "R-1", "consent_on": DAY}  # fmt: skip
        room.do("/patrons/new", **reader)
        room.do(f"/items/add?record_id={number}", count="1", department="foreign", inventory_numbers="77")
        room.scan("R-1")
        assert "Lent" in room.scan("77")
    assert "Menschen" in room.see("/search?q=menschen")
    assert "203-A" in room.see("/patrons/1")
    assert done.acts == {
        Kind.RECORD_CREATE: 3, Kind.RECORD_CLASSIFY: 1, Kind.CLASS_MARK: 1, Kind.ITEM_ADD: 1,
        Kind.PATRON_REGISTER: 1, Kind.LOAN_OPEN: 1, Kind.VISIT: 1,
    }  # fmt: skip
    assert done.lines == {"11": 3, "12": 1, "15": 1, "15.1": 1, "16": 1, "16.7": 1, "17": 1}
    assert done.own == done.lines
