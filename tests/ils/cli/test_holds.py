"""`ils holds`: what the night does, by hand, and the list of the hold shelf."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from ils import clock
from ils.app.working import session_of
from tests.circulation.holds.shelves import Shelves
from tests.conftest import app_for
from tests.ils.cli.conftest import Ils


def set_one_aside(home: Path) -> None:
    """Let a copy wait on the hold shelf since a month ago."""
    with session_of(app_for(home)) as session:
        shelves = Shelves(session, clock.now() - timedelta(days=30))
        (anvar,) = shelves.readers(1)
        title = shelves.title()
        item = shelves.copy(title)
        shelves.place(anvar, title)
        shelves.give_back(item)


def test_the_shelf_is_listed_and_what_was_not_fetched_ends_once(ils: Ils, home: Path) -> None:
    set_one_aside(home)
    listed = ils("holds", "shelf", "--json").json
    assert (listed["total"], listed["rows"][0]["card"], listed["rows"][0]["code"]) == (1, "R-1", "00000001")
    assert "00000001" in ils("holds", "shelf", "--department", "lending").out
    assert ils("holds", "shelf", "--department", "foreign").out.strip() == "0"
    assert ils("holds", "expire", "--json").json == {"expired": 1}
    assert ils("holds", "expire").out.strip() == "0"
    assert ils("check").status == 0
