"""A dry run says exactly what an acceptance then does, and changes nothing in the catalogue."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from catalog.importing import services
from catalog.importing.errors import ImportCode, RowCode
from catalog.importing.jobs import trial_batch
from catalog.importing.models import StagedState
from catalog.importing.queries import batch, staged
from catalog.importing.services import copies_preview, trying
from catalog.incoming import candidates
from ils.db import transaction
from ils.errors import LibraryError
from tests.catalog.importing.conftest import Run, problems
from tests.catalog.importing.files import book, copy, unreadable
from tests.catalog.importing.state import WORK, accept, dump, undo, update_all
from tests.conftest import NOON


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two records to a transaction: what one chunk brings, the next must know of."""
    monkeypatch.setattr(candidates, "CHUNK", 2)
    monkeypatch.setattr(trying.trial_chunk, "__kwdefaults__", {"limit": 2})
    monkeypatch.setattr(services.accept_chunk, "__kwdefaults__", {"limit": 3})


FILE = (
    book("1", "Sarob", "Qahhor, Abdulla", 1934, "290 b.", copy("A"), copy("B")),
    book("2", "Kecha", "Choʻlpon", 1936, "300 b.", copy("a"), copy(o="84")),
    unreadable(),
    book("1", "Sarob", "Qahhor, Abdulla", 1934, "290 b.", copy("B"), copy("C")),
    book("9", "Sarob", "Qahhor, Abdulla", 1934, "290 b."),
)


def told_of(view: Any) -> dict[str, int]:
    return {"new": view.accepted, "update": view.updated, "skip": view.skipped, "quarantined": view.quarantined,
            "items": view.items}  # fmt: skip


def test_what_is_told_is_what_happens(session: Session, run: Run) -> None:
    before = dump(session)
    found = run(*FILE, accept=False).batch
    told = trial_batch(session, WORK, found)
    assert told == {
        "at": NOON.isoformat(), "new": 3, "update": 0, "skip": 1, "similar": 1, "items": 3, "quarantined": 1,
        "findings": {RowCode.COPY_BARCODE_TAKEN: 1, RowCode.COPY_WITHOUT_NUMBER: 1},
    }  # fmt: skip
    assert batch(session, found).trial == told
    assert dump(session) == before
    view = accept(session, found)
    assert told_of(view).items() <= told.items()
    assert problems(session) == []


def test_a_trial_sees_what_has_come_since_the_reading(session: Session, run: Run) -> None:
    found = run(*FILE, accept=False).batch
    assert staged(session, found, 2).state is StagedState.NEW
    run(book("2", "Kecha", "Choʻlpon", 1936, "300 b."), file_name="meanwhile.mrc")
    assert trial_batch(session, WORK, found)["skip"] == 2
    assert staged(session, found, 2).state is StagedState.DUPLICATE
    undo(session, 2)
    assert trial_batch(session, WORK, found)["skip"] == 1
    assert staged(session, found, 2).state is StagedState.NEW


def test_a_file_that_is_being_read_is_not_tried(session: Session, run: Run) -> None:
    run(*FILE)
    undo(session, 1)
    with transaction(session), pytest.raises(LibraryError) as refused:
        services.begin_trial(session, batch_id=1)
    assert refused.value.code == ImportCode.BEING_UNDONE


def test_the_copies_of_a_file_are_seen_before(session: Session, run: Run) -> None:
    found = run(*FILE, accept=False).batch
    shown = copies_preview(session, found)
    assert [(each.position, each.barcode, each.added) for each in shown] == [
        (1, "A", True), (1, "B", True), (2, "a", False), (2, "", False), (4, "B", False), (4, "C", True),
    ]  # fmt: skip
    assert [each["code"] for each in shown[2].findings] == [RowCode.COPY_BARCODE_TAKEN]
    assert shown[4].findings == (), "a copy that its own record has is there already"
    assert [each.position for each in copies_preview(session, found, after=1, limit=1)] == [2, 2]
    assert [each.position for each in copies_preview(session, found, after=4, limit=1)] == []


works = st.lists(st.tuples(st.integers(1, 4), st.integers(0, 1), st.integers(0, 3)), min_size=1, max_size=9)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(there=works, file=works, updates=st.booleans())
def test_any_file_becomes_what_was_told(
    session: Session, run: Run, there: list[Any], file: list[Any], updates: bool
) -> None:
    update_all(session) if updates else None
    run(*_file(there), file_name="there.mrc")
    found = run(*_file(file), accept=False, file_name="file.mrc").batch
    told = trial_batch(session, WORK, found)
    view = accept(session, found)
    assert told_of(view).items() <= told.items()
    for batch_id in (found, found - 1):
        undo(session, batch_id) if batch(session, batch_id).may_undo else None


def _file(works: list[tuple[int, int, int]]) -> list[bytes]:
    return [
        book(str(number), f"Kitob {number}{' : nashr' * edition}", "Muallif", 2000, f"{100 + number} b.",
             *([copy(f"H-{copied}")] if copied else []))
        for number, edition, copied in works
    ]  # fmt: skip
