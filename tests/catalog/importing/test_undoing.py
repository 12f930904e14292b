"""Taking an import back: everything as it was before, refused record by record where somebody was quicker."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from catalog.importing import services
from catalog.importing.errors import ImportCode, UndoCode
from catalog.importing.models import BatchState, StagedRecord, StagedState
from catalog.importing.queries import batch as batch_of
from catalog.importing.queries import counts_by_state, staged
from catalog.importing.services import undoing
from catalog.items.models import Item
from catalog.records.models import Record
from ils.accounts.models import AuditEntry
from ils.db import transaction
from ils.errors import LibraryError
from tests.catalog.importing.conftest import Run, counts, problems
from tests.catalog.importing.files import book, copy
from tests.catalog.importing.state import (
    FILE,
    WORK,
    PowerCutError,
    accept,
    dump,
    edit,
    killed,
    reasons,
    undo,
    update_all,
)
from tests.conftest import NOON


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rows to a transaction, so that every undoing takes several."""
    monkeypatch.setattr(undoing.undo_chunk, "__kwdefaults__", {"limit": 2})


def test_everything_is_as_it_was_before(session: Session, run: Run) -> None:
    run(book("9", "Mehrobdan chayon", "Qodiriy, Abdulla", 1929, "250 b.", copy("LIB-9")))
    before = dump(session)
    summary = run(*FILE)
    assert counts(summary) == (5, 3, 1, 1, 4)
    assert dump(session) != before
    view = undo(session, summary.batch)
    assert dump(session) == before
    assert (view.state, view.accepted, view.skipped, view.quarantined, view.undone, view.undo_refused, view.items) == (
        BatchState.UNDONE, 0, 1, 1, 3, 0, 0,
    )  # fmt: skip
    assert view.undone_at == NOON
    assert problems(session) == []


def test_the_bytes_stay_and_the_file_can_come_again(session: Session, run: Run) -> None:
    undo(session, run(*FILE).batch)
    assert staged(session, 1, 1).raw == FILE[0]
    assert staged(session, 1, 1).record_id is None
    again = run(*FILE)
    assert (again.batch, *counts(again)) == (2, 5, 3, 1, 1, 4)
    assert session.scalars(select(Record.id).order_by(Record.id)).all() == [4, 5, 6], "no id comes twice"
    assert session.scalars(select(Item.id).order_by(Item.id)).first() == 5
    assert problems(session) == []


def test_a_part_of_an_acceptance_is_taken_back_too(session: Session, run: Run) -> None:
    before = dump(session)
    run(*FILE, accept=False)
    with transaction(session):
        services.accept_chunk(session, WORK, batch_id=1, limit=2)
    undo(session, 1)
    assert dump(session) == before
    assert counts_by_state(session, 1)[StagedState.NEW] == 1
    with pytest.raises(LibraryError) as refused:
        accept(session, 1)
    assert refused.value.code == ImportCode.BEING_UNDONE
    assert problems(session) == []


def test_copies_that_a_duplicate_brought_go_again(session: Session, run: Run) -> None:
    run(FILE[0])
    before = dump(session)
    summary = run(
        book("1", "Oʻtkan kunlar", "Qodiriy, Abdulla", 1926, "384 b.", copy("LIB-50"), copy("LIB-51"))
    )
    assert (summary.skipped, summary.items) == (1, 2)
    undo(session, summary.batch)
    assert dump(session) == before
    assert problems(session) == []


def test_an_update_goes_back_to_its_before_image(session: Session, run: Run) -> None:
    update_all(session)
    run(*FILE)
    before = dump(session)
    roman = ("1", "Oʻtkan kunlar : roman", "Qodiriy, Abdulla", 1926, "384 b.")
    better = book(*roman, ("080", "  $a821.512.133"), copy("LIB-60"))
    article = better.replace(b"nam a", b"naa a")
    summary = run(better, article, book("4", "Yangi"))
    assert (summary.updated, summary.accepted, summary.items) == (2, 1, 1)
    assert staged(session, summary.batch, 2).version_after == 3
    assert dump(session) != before
    view = undo(session, summary.batch)
    assert (view.undone, view.updated, view.accepted) == (3, 0, 0)
    assert dump(session) == before
    assert problems(session) == []


def test_an_update_that_somebody_improved_stays(session: Session, run: Run) -> None:
    update_all(session)
    run(*FILE)
    roman = book("1", "Oʻtkan kunlar : roman", "Qodiriy, Abdulla", 1926, "384 b.")
    run(roman, book("2", "Sarob : roman", "Qahhor, A.", 1934))
    with transaction(session):
        edit(session)
    view = undo(session, 2)
    assert reasons(session, 2) == {1: [UndoCode.CHANGED]}
    assert (view.updated, view.undone) == (1, 1)
    assert session.scalars(select(Record.title).order_by(Record.id)).all()[:2] == [
        "Oʻtkan kunlar : roman",
        "Sarob",
    ]
    assert problems(session) == []


def test_a_record_made_and_updated_by_one_file_goes_whole(session: Session, run: Run) -> None:
    update_all(session)
    before = dump(session)
    summary = run(
        FILE[0], book("1", "Oʻtkan kunlar : roman", "Qodiriy, Abdulla", 1926, "384 b.", copy("LIB-8"))
    )
    assert (summary.accepted, summary.updated) == (1, 1)
    undo(session, 1)
    assert dump(session) == before
    assert problems(session) == []


def test_a_journal_behind_its_articles_goes_with_them(session: Session, run: Run) -> None:
    before = dump(session)
    parts = [book(str(number), f"Maqola {number}", "Muallif", 2000, "5 b.") for number in (1, 2, 3)]
    run(*parts, book("9", "Sharq yulduzi", "", 2000, "12 son"))
    with transaction(session):
        session.execute(update(Record).where(Record.id < 4).values(host_id=4))
    view = undo(session, 1)
    assert (view.undone, view.undo_refused) == (4, 0)
    assert dump(session) == before


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_a_killed_undoing_goes_on(
    session: Session, run: Run, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    before = dump(session)
    run(*FILE)
    with monkeypatch.context() as dying:
        dying.setattr(services, "undo_chunk", killed(services.undo_chunk, steps))
        with pytest.raises(PowerCutError):
            undo(session, 1)
    session.rollback()
    assert batch_of(session, 1).state is BatchState.UNDOING
    assert problems(session) == []
    undo(session, 1)
    assert dump(session) == before
    assert problems(session) == []


def test_what_was_not_accepted_cannot_be_taken_back(session: Session, run: Run) -> None:
    run(*FILE, accept=False)
    with pytest.raises(LibraryError) as refused:
        undo(session, 1)
    assert refused.value.code == ImportCode.NOT_UNDOABLE
    with pytest.raises(LibraryError) as refused:
        undo(session, 4711)
    assert refused.value.code == ImportCode.BATCH_UNKNOWN
    run(*FILE)
    with transaction(session), pytest.raises(LibraryError) as refused:
        services.undo_chunk(session, WORK, batch_id=1)
    assert refused.value.code == ImportCode.NOT_UNDOABLE


def test_an_undoing_is_not_closed_before_its_end(session: Session, run: Run) -> None:
    run(*FILE)
    with transaction(session):
        services.begin_undo(session, WORK, batch_id=1)
        services.begin_undo(session, WORK, batch_id=1)
    with transaction(session), pytest.raises(LibraryError):
        services.close_undo(session, WORK, batch_id=1)
    undo(session, 1)
    with transaction(session):
        services.close_undo(session, WORK, batch_id=1)
    actions = list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))
    assert actions == ["file_staged", "file_accepted", "import_undo_begun", "import_undone"]


def test_planted_corruption_of_an_undone_import_is_found(session: Session, run: Run) -> None:
    run(*FILE)
    undo(session, 1)
    run(book("77", "Boshqa", "Boshqa", 2001, "99 b."), file_name="other.mrc")
    with transaction(session):
        session.execute(update(StagedRecord).where(StagedRecord.id == 1).values(record_id=4))
    assert {problem.code for problem in problems(session)} == {"import_row_of_undone"}


works = st.lists(st.tuples(st.integers(1, 4), st.integers(0, 2), st.booleans()), min_size=1, max_size=8)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=works, second=works, updates=st.booleans())
def test_any_two_files_taken_back_leave_nothing(
    session: Session, run: Run, first: list[Any], second: list[Any], updates: bool
) -> None:
    update_all(session) if updates else None
    before = dump(session)
    batches = [
        run(*_file(each), file_name=f"{number}.mrc").batch for number, each in enumerate((first, second))
    ]
    assert problems(session) == []
    for batch_id in reversed(batches):
        if batch_of(session, batch_id).may_undo:
            undo(session, batch_id)
        assert problems(session) == []
    assert dump(session) == before


def _file(works: list[tuple[int, int, bool]]) -> list[bytes]:
    return [
        book(str(number), f"Kitob {number}{' : nashr' * edition}", "Muallif", 2000, f"{100 + number} b.",
             *([copy(f"H-{number}-{edition}")] if copied else []))
        for number, edition, copied in works
    ]  # fmt: skip
