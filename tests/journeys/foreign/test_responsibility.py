"""Duties 9 and 11: responsibility for what the fund keeps; control of the return of copies."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from circulation.patrons.models import Patron
from ils.activity.kinds import Kind
from ils.db import transaction
from tests.conftest import NOON
from tests.foreign_fund.shelf import Shelf
from tests.journeys.foreign.room import DAY, Room

pytestmark = pytest.mark.usefixtures("at_noon")


def test_duty_09_somebody_answers_for_what_the_fund_keeps(room: Room) -> None:
    """Copies pass by an act from one custodian to another, the fund is checked by scanner, a lost copy is made good."""
    room.title("Der kleine Prinz", copies="X-1 X-2 X-3")
    Shelf(room.session).lend("X-3")
    with room.counting() as done:
        person = {"post": "kutubxonachi", "department": "foreign", "since": DAY, "note": ""}
        for name in ("Aziza", "Botir"):
            room.do("/fund/custody/new", name=name, **person)
        room.do("/fund/custody/1/posts", department="foreign", since=DAY)
        room.do("/fund/custody/acts/new", giver="1", **HEAD)
        room.do("/fund/custody/acts/1/all", department="")
        assert "The balances have moved" in room.approve("/fund/custody/acts/1/approve")
        room.do("/fund/custody/shelves", code="J-1", name="Birinchi javon", department="foreign", begins="")
        check = {"title": "Yillik", "reason": "reja", "department": "", "language": "", "custodian": "",
                 "papers": "3", "commission": "A. Rais"}  # fmt: skip
        room.do("/fund/custody/checks/new", **check)
        for code in ("X-1", "X-2"):
            room.do("/fund/custody/checks/1/scan", code=code, shelf="Birinchi javon")
        closing = {"day": DAY, "minutes": "3", "conclusions": "Fond saqlanmoqda."}
        assert "counts once in the work plan" in room.approve("/fund/custody/checks/1/close", **closing)
        room.do("/loans/1/lose", note="poyezdda")
        room.do("/loans/losses/1/replace", same="y", title="", author="Saint-Exupéry")
    assert "X-1" in room.see("/fund/custody/2/copies")
    assert "X-3" in room.see("/fund/custody/losses")
    assert "1/2026" in room.see("/fund/custody/checks")
    assert done.acts == {
        Kind.STOCKTAKE_CLOSE: 1,
        Kind.LOSS_REPORT: 1,
        Kind.LOSS_SETTLE: 1,
        Kind.LOAN_CLOSE: 1,
    }
    assert done.lines == {"27": 1}
    assert done.own == done.lines


HEAD = {
    "day": DAY,
    "taker": "2",
    "to_department": "",
    "grounds": "Buyruq № 7",
    "commission": "A. Rais",
    "note": "",
}


def test_duty_11_copies_are_brought_back_in_time(room: Room) -> None:
    """A late copy is on the watch, its reader is written to, called, promises and brings it; a sheet is given."""
    room.title("Der kleine Prinz", copies="G-1")
    Shelf(room.session).lend("G-1", now=NOON - timedelta(days=60))
    with transaction(room.session) as session:
        session.execute(update(Patron).values(course="4", faculty="Filologiya"))
    with room.counting() as done:
        page = room.see("/fund/overdue?language=ger")
        assert "Karimov Anvar" in page
        assert "203-A" in page
        assert "G-1" in room.see("/fund/overdue/graduation")
        assert "Karimov Anvar" in room.do("/overdue/letters", patron=["1"])
        assert room.browser.get("/outbox/letters.pdf?ids=1").data.startswith(b"%PDF")
        room.do("/outbox/letters/printed", ids=["1"])
        called = {"patron": "1", "loan": ["1"], "outcome": "promised", "until": "2026-04-20"}
        room.do("/overdue/calls", **called)
        room.scan("G-1")
        room.do("/readers/clearance", reader=["1"], reason="Bitiruv", leaves="y")
    assert "Nothing of the fund is late" in room.see("/fund/overdue")
    assert "G-1" in room.see("/fund/overdue/month/loans?part=back")
    assert "Karimov Anvar" in room.see("/readers/clearances")
    assert done.acts == {Kind.OVERDUE_CALL: 1, Kind.OVERDUE_NOTICE: 1, Kind.LOAN_CLOSE: 1, Kind.VISIT: 1}
    assert done.lines == {"16": 1, "16.7": 1}
    assert done.own == done.lines
