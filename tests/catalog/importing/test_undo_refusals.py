"""What is not taken back of an import, and why: somebody has used it since."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from catalog.digital.models import DigitalObject, ObjectForm, Rights
from catalog.export.models import UnionBatch, UnionRecord, UnionState
from catalog.importing.errors import ImportCode, UndoCode
from catalog.importing.models import BatchState
from catalog.importing.queries import staged
from catalog.importing.services import undoing
from catalog.items.models import Item, ItemState
from catalog.items.services import add_item, give_barcodes, place, withdraw
from catalog.items.services.merging import merge_records, undo_merge
from catalog.records.models import Origin, Record, RecordCard, RecordDraft, RecordMerge
from catalog.records.services import set_host
from ils.accounts.permissions import Role
from ils.accounts.services import add_staff
from ils.db import transaction
from ils.errors import LibraryError
from tests.catalog.importing.conftest import Run, problems
from tests.catalog.importing.files import book
from tests.catalog.importing.state import (
    FILE,
    WORK,
    dump,
    edit,
    reasons,
    undo,
)
from tests.conftest import NOON
from tests.world import PASSWORD


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rows to a transaction, so that every undoing takes several."""
    monkeypatch.setattr(undoing.undo_chunk, "__kwdefaults__", {"limit": 2})


def lend(session: Session, code: str) -> None:
    """What the desk writes to the copy when it goes out."""
    item = session.scalars(select(Item).where(Item.barcode == code)).one()
    item.state, item.state_since = ItemState.ON_LOAN, NOON + timedelta(hours=1)


def touch_state(session: Session) -> None:
    lend(session, "LIB-1")


def touch_copies(session: Session) -> None:
    add_item(session, WORK, record_id=1, department="lending", inventory_number="100")


def touch_barcodes(session: Session) -> None:
    session.execute(update(Item).where(Item.barcode == "LIB-1").values(barcode=None))
    give_barcodes(session, WORK, record_id=1)


def touch_withdrawn(session: Session) -> None:
    withdraw(session, WORK, item_id=1, act="7", day=WORK.day)


def touch_placed(session: Session) -> None:
    place(session, item_id=1, kind="exhibition", ref_id=1, label="Navroʻz", section="", lendable=True,
          since=WORK.day, until=None)  # fmt: skip


def touch_draft(session: Session) -> None:
    staff = add_staff(
        session, WORK, login="nilufar", name="Nilufar", role=Role.CATALOGUER, password=PASSWORD,
        department="lending",
    )  # fmt: skip
    session.flush()
    session.add(
        RecordDraft(
            staff_id=staff.id, record_id=1, base_version=1, form="book", profile="marc21", origin=Origin.ORIGINAL,
            marc=b"", extra={}, title="", created_at=NOON, updated_at=NOON,
        )
    )  # fmt: skip


def touch_digital(session: Session) -> None:
    session.add(
        DigitalObject(
            record_id=1, form=ObjectForm.LINK, title="", url="https://example.org/1", file_name="", media_type="",
            size=0, sha256="", pages=None, full_text=True, rights=Rights.OPEN, created_at=NOON, created_by=None,
            replaced_at=None, removed_at=None, removed_because="",
        )
    )  # fmt: skip


def touch_union(session: Session) -> None:
    batch = UnionBatch(name="1", centre="MK", format="iso2709", state=UnionState.PREPARED, created_at=NOON,
                       created_by=None, sent_at=None, answered_at=None, answer="")  # fmt: skip
    session.add(batch)
    session.flush()
    session.add(UnionRecord(batch_id=batch.id, record_id=1, version=1, counted_year=None))


def touch_merge(session: Session) -> None:
    run_id = session.scalars(select(Record.id).where(Record.title == "Boshqa")).one()
    session.add(
        RecordMerge(kept_id=1, gone_id=run_id, moved={}, at=NOON, by=None, undone_at=None, undone_by=None)
    )


def touch_part(session: Session) -> None:
    other = session.scalars(select(Record.id).where(Record.title == "Boshqa")).one()
    set_host(session, WORK, record_id=other, host_id=1)


def touch_cards(session: Session) -> None:
    session.add(RecordCard(record_id=1, card_index="uzbekistanika", added_at=NOON))


TOUCHES = [
    (touch_state, UndoCode.COPY_TOUCHED),
    (edit, UndoCode.CHANGED),
    (touch_copies, UndoCode.COPIES),
    (touch_barcodes, UndoCode.COPY_TOUCHED),
    (touch_withdrawn, UndoCode.COPY_TOUCHED),
    (touch_placed, UndoCode.COPY_SHOWN),
    (touch_draft, UndoCode.EDITED),
    (touch_digital, UndoCode.FILES),
    (touch_union, UndoCode.UNION),
    (touch_merge, UndoCode.MERGED),
    (touch_part, UndoCode.PARTS),
    (touch_cards, UndoCode.CARDS),
]


@pytest.mark.parametrize(("touch", "code"), TOUCHES)
def test_what_somebody_used_is_refused_and_all_else_undone(
    session: Session, run: Run, touch: Any, code: UndoCode
) -> None:
    summary = run(*FILE)
    run(book("77", "Boshqa", "Boshqa", 2001, "99 b."), file_name="other.mrc")
    with transaction(session):
        touch(session)
    view = undo(session, summary.batch)
    told = reasons(session, summary.batch)
    assert told.keys() == {1, 4}, "both rows that name the record"
    assert told[1][0] == told[4][0] == code
    assert (view.state, view.accepted, view.undone, view.undo_refused) == (BatchState.UNDONE, 1, 2, 2)
    assert session.scalars(select(Record.title).order_by(Record.id)).all() == ["Oʻtkan kunlar", "Boshqa"]
    barcodes = set(session.scalars(select(Item.inventory_number))) | set(
        session.scalars(select(Item.barcode))
    )
    assert {"7", "LIB-2", "LIB-4"} <= barcodes, "all copies of the record stay"
    assert view.items == 3
    assert [each for each in problems(session) if each.code.startswith("import")] == []


def test_all_reasons_are_told_at_once(session: Session, run: Run) -> None:
    run(*FILE)
    with transaction(session):
        edit(session)
        touch_copies(session)
        touch_withdrawn(session)
    undo(session, 1)
    assert reasons(session, 1)[1] == [UndoCode.CHANGED, UndoCode.COPIES, UndoCode.COPY_TOUCHED]
    facts = staged(session, 1, 1).undo
    assert facts is not None
    assert facts["facts"] == {"version": 2}
    assert facts["more"][1]["facts"] == {"code": "LIB-1"}


def test_a_refused_record_is_tried_again(session: Session, run: Run) -> None:
    before = dump(session)
    run(*FILE)
    with transaction(session):
        touch_digital(session)
    assert undo(session, 1).undo_refused == 2
    with transaction(session):
        session.delete(session.scalars(select(DigitalObject)).one())
    view = undo(session, 1)
    assert (view.state, view.undone, view.undo_refused) == (BatchState.UNDONE, 3, 0)
    assert dump(session) == before
    with pytest.raises(LibraryError) as refused:
        undo(session, 1)
    assert refused.value.code == ImportCode.NOT_UNDOABLE


def test_a_later_import_is_taken_back_first(session: Session, run: Run) -> None:
    before = dump(session)
    run(*FILE)
    run(*FILE)
    view = undo(session, 1)
    assert (view.accepted, view.undo_refused) == (3, 4)
    assert staged(session, 1, 5).undo == {"code": UndoCode.IMPORTED, "facts": {"batch": 2}, "more": []}
    assert undo(session, 2).undone == 0
    undo(session, 1)
    assert dump(session) == before
    assert problems(session) == []


def test_the_database_has_the_last_word(session: Session, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Something new refers to one record of many, and no query of ours knows of it."""
    run(*FILE)
    with transaction(session):
        touch_digital(session)
    monkeypatch.setattr("catalog.importing.services.refusing.references", lambda *_args: {})
    view = undo(session, 1)
    assert reasons(session, 1)[1] == [UndoCode.IN_USE]
    assert (view.undone, view.undo_refused) == (2, 2)
    assert problems(session) == []


def test_a_merge_that_was_undone_bars_nothing_any_more(session: Session, run: Run) -> None:
    before = dump(session)
    run(*FILE)
    with transaction(session):
        merge_id = merge_records(session, WORK, kept=1, gone=2)
    assert undo(session, 1).undo_refused > 0
    assert {code for codes in reasons(session, 1).values() for code in codes} == {UndoCode.MERGED}
    with transaction(session):
        undo_merge(session, WORK, merge_id=merge_id)
    assert undo(session, 1).undo_refused == 0
    assert dump(session) == before
    assert problems(session) == []
