"""An import, days at the desk, and the import taken back: what readers have stays, everything else goes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.importing.errors import UndoCode
from catalog.importing.jobs import import_file, undo_batch
from catalog.importing.models import BatchState
from catalog.importing.queries import RowCut, rows
from catalog.items.models import Item
from catalog.records.models import Record
from circulation.loans.services import check_in, check_out
from foreign_fund.exhibitions import services as exhibitions
from ils.app import CHECKS
from ils.db import transaction
from tests.catalog.importing.files import book, copy
from tests.catalog.importing.state import dump
from tests.conftest import NOON
from tests.world import add_reader, work_at

WORKS = 30


def problems(session: Session) -> list[object]:
    """Return everything that `ils check` finds."""
    return [problem for check in CHECKS for problem in check(session)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Thirty books in German, each with two copies of the foreign department, as a file."""
    path = tmp_path / "works.mrc"
    path.write_bytes(
        b"".join(
            book(str(number), f"Buch {number}", "Kästner, Erich", 1950 + number, f"{100 + number} S.",
                 copy(f"F-{number}", str(number), "foreign"), copy(f"G-{number}", location="foreign"))
            for number in range(1, WORKS + 1)
        )
    )  # fmt: skip
    return path


def test_an_import_taken_back_at_once_leaves_nothing(session: Session, file: Path) -> None:
    before = dump(session)
    done = import_file(session, work_at(NOON), file)
    assert (done.accepted, done.found) == (WORKS, WORKS)
    later = work_at(NOON + timedelta(days=3))
    view = undo_batch(session, later, done.batch)
    assert (view.state, view.undone, view.undo_refused) == (BatchState.UNDONE, WORKS, 0)
    assert dump(session) == before, "the acts of that day too: each twin counts on the day of its act"
    assert problems(session) == []


def test_the_whole_house_agrees_after_a_day_at_the_desk(session: Session, file: Path) -> None:
    done = import_file(session, work_at(NOON), file)
    add_reader(session, NOON, card="R-1")
    desk = work_at(NOON + timedelta(hours=1))
    for code in ("F-1", "F-2"):
        with transaction(session):
            check_out(session, desk, card="R-1", code=code)
    with transaction(session):
        check_in(session, desk, code="F-2")
    with transaction(session):
        passport = {
            "title": "Kästner",
            "department": "foreign",
            "opens_on": NOON.date(),
            "closes_on": NOON.date(),
        }
        shown = exhibitions.create(session, desk, **passport)
        exhibitions.add_copy(session, desk, exhibition_id=shown.id, code="G-3")
    view = undo_batch(session, work_at(NOON + timedelta(days=1)), done.batch)
    assert (view.undone, view.undo_refused, view.items) == (WORKS - 3, 3, 6)
    refused = rows(session, done.batch, cut=RowCut(refused=True))
    told = {row.position: row.undo["code"] for row in refused if row.undo}
    assert told == {1: UndoCode.COPY_LENT, 2: UndoCode.COPY_LENT, 3: UndoCode.COPY_SHOWN}
    assert set(session.scalars(select(Record.title))) == {"Buch 1", "Buch 2", "Buch 3"}
    assert session.scalars(select(func.count()).select_from(Item)).one() == 6
    assert problems(session) == []
