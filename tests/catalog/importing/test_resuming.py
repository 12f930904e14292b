"""A killed import goes on where it stopped, whichever way it was going."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.importing import jobs, services
from catalog.importing.errors import ImportCode
from catalog.importing.models import BatchState, ImportBatch, StagedRecord
from catalog.importing.queries import batch as batch_of
from catalog.incoming import candidates
from catalog.items.models import Item
from catalog.records.models import Record
from ils.db import transaction
from ils.errors import LibraryError
from tests.catalog.importing.conftest import Run, counts, problems
from tests.catalog.importing.files import book, copy, stream, unreadable
from tests.conftest import NOON
from tests.world import work_at

WORK = work_at(NOON)
RECORDS = tuple(
    unreadable()
    if number == 5
    else book(str(number), f"Kitob {number}", "Muallif", 2000, f"{number + 10} b.", copy(f"LIB-{number}"))
    for number in range(1, 11)
)
DOUBLED = (*RECORDS, RECORDS[0], RECORDS[9])


class Killed(BaseException):
    """The power is gone."""


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three records to a transaction."""
    monkeypatch.setattr(candidates, "CHUNK", 3)
    monkeypatch.setattr(services.accept_chunk, "__kwdefaults__", {"limit": 3})


def die_after(monkeypatch: pytest.MonkeyPatch, name: str, steps: int) -> None:
    """Let the act of that name work a few times, then kill the process in the middle of its transaction."""
    act, done = getattr(services, name), []

    def dying(*args: object, **facts: object) -> object:
        result = act(*args, **facts)
        done.append(result)
        if len(done) > steps:
            raise Killed
        return result

    monkeypatch.setattr(services, name, dying)


def catalogue(session: Session) -> list[tuple[str, str | None]]:
    rows = session.execute(select(Record.title, Item.barcode).outerjoin(Item).order_by(Record.id))
    return [(title, barcode) for title, barcode in rows]


@pytest.mark.parametrize("steps", [0, 1, 2, 3])
def test_an_import_killed_while_it_takes_records_in_goes_on(
    session: Session, run: Run, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    with monkeypatch.context() as dying:
        die_after(dying, "take_chunk", steps)
        with pytest.raises(Killed):
            run(*DOUBLED)
    assert session.scalars(select(func.count()).select_from(StagedRecord)).one() == 3 * steps
    assert problems(session) == []
    summary = run(*DOUBLED)
    assert (summary.batch, *counts(summary)) == (1, 12, 9, 2, 1, 9)
    assert len(catalogue(session)) == 9
    assert problems(session) == []


@pytest.mark.parametrize("steps", [0, 2, 3])
def test_staging_killed_halfway_goes_on(
    session: Session, run: Run, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    with monkeypatch.context() as dying:
        die_after(dying, "stage_chunk", steps)
        with pytest.raises(Killed):
            run(*DOUBLED, accept=False)
    with pytest.raises(LibraryError) as refused:
        jobs.accept_batch(session, WORK, 1)
    assert refused.value.code == ImportCode.STILL_READING
    run(*DOUBLED, accept=False)
    assert batch_of(session, 1).state is BatchState.STAGED
    assert counts(run(*DOUBLED)) == (12, 9, 2, 1, 9)
    assert problems(session) == []


@pytest.mark.parametrize("steps", [0, 1, 3])
def test_acceptance_killed_halfway_goes_on(
    session: Session, run: Run, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    run(*DOUBLED, accept=False)
    with monkeypatch.context() as dying:
        die_after(dying, "accept_chunk", steps)
        with pytest.raises(Killed):
            jobs.accept_batch(session, WORK, 1)
    assert problems(session) == []
    told: list[tuple[int, int, int]] = []
    view = jobs.accept_batch(session, WORK, 1, progress=lambda *step: told.append(step))
    assert (view.found, view.accepted, view.skipped, view.quarantined) == (12, 9, 2, 1)
    assert told[-1] == (12, 12, 12)
    assert problems(session) == []


def test_accepting_twice_changes_nothing(session: Session, run: Run) -> None:
    run(*RECORDS)
    before = catalogue(session)
    view = jobs.accept_batch(session, WORK, 1)
    assert (view.state, view.accepted) == (BatchState.ACCEPTED, 9)
    assert catalogue(session) == before


def test_another_way_of_reading_is_another_import(session: Session, run: Run) -> None:
    run(*RECORDS, accept=False)
    assert run(*RECORDS, accept=False, charset="marc-8").batch == 2
    assert run(*RECORDS, accept=False, department="foreign").batch == 3
    assert run(*RECORDS, accept=False).batch == 1


def test_an_unknown_import_is_not_found(session: Session) -> None:
    with pytest.raises(LibraryError) as refused:
        jobs.accept_batch(session, WORK, 4711)
    assert refused.value.code == ImportCode.BATCH_UNKNOWN


def test_duplicates_far_apart_meet(session: Session, run: Run) -> None:
    summary = run(*DOUBLED, accept=False)
    found = [row.position for row in session.scalars(select(StagedRecord)) if row.match]
    assert (summary.found, found) == (12, [11, 12])


def test_planted_corruption_is_found(session: Session, run: Run) -> None:
    run(*RECORDS)
    with transaction(session):
        session.get(ImportBatch, 1).items = 9
        first, second = session.scalars(select(StagedRecord).order_by(StagedRecord.id).limit(2))
        second.record_id = first.record_id
        session.get(ImportBatch, 1).skipped, session.get(ImportBatch, 1).accepted = 1, 8
    found = {problem.code for problem in problems(session)}
    assert found == {"import_count_differs", "import_record_twice", "import_record_left"}


def test_a_desk_gets_in_between_two_steps(session: Session) -> None:
    """Nothing is locked while the file is read: chunks are made outside of any transaction."""
    incoming = services.open_incoming(stream(*RECORDS), file_name="x.mrc")
    assert [len(chunk) for chunk in incoming.chunks()] == [3, 3, 3, 1]
    assert not session.in_transaction()


@pytest.mark.parametrize("accept", [True, False])
def test_of_two_imports_of_one_file_at_once_the_overtaken_one_is_refused_and_nothing_doubled(
    session: Session, run: Run, monkeypatch: pytest.MonkeyPatch, accept: bool
) -> None:
    name = "take_chunk" if accept else "stage_chunk"
    act = getattr(services, name)

    def overtaken(*args: Any, **facts: Any) -> None:
        monkeypatch.setattr(services, name, act)
        session.rollback()
        run(*DOUBLED, accept=accept)
        with transaction(session):
            act(*args, **facts)

    monkeypatch.setattr(services, name, overtaken)
    with pytest.raises(LibraryError) as refused:
        run(*DOUBLED, accept=accept)
    assert refused.value.code == ImportCode.READ_ELSEWHERE
    assert counts(run(*DOUBLED, accept=accept))[0] == 12
    assert session.scalars(select(func.count()).select_from(StagedRecord)).one() % 12 == 0
    assert problems(session) == []


def test_an_import_cut_off_behind_records_that_it_made_is_taken_back(
    session: Session, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as dying:
        die_after(dying, "take_chunk", 1)
        with pytest.raises(Killed):
            run(*DOUBLED)
    session.rollback()
    cut_off = batch_of(session, 1)
    assert (cut_off.state, cut_off.accepted, cut_off.may_undo) == (BatchState.STAGING, 3, True)
    view = jobs.undo_batch(session, WORK, 1)
    assert (view.state, view.accepted, view.undone) == (BatchState.UNDONE, 0, 3)
    assert catalogue(session) == []
    assert problems(session) == []
    assert run(*DOUBLED).batch == 2


def test_a_reader_whose_import_is_taken_back_meanwhile_makes_no_more_records(
    session: Session, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    take, done = services.take_chunk, []

    def disturbed(*args: Any, **facts: Any) -> None:
        if done:
            session.rollback()
            jobs.undo_batch(session, WORK, 1)
            with transaction(session):
                take(*args, **facts)
        take(*args, **facts)
        done.append(1)

    monkeypatch.setattr(services, "take_chunk", disturbed)
    with pytest.raises(LibraryError) as refused:
        run(*DOUBLED)
    assert refused.value.code == ImportCode.BEING_UNDONE
    assert catalogue(session) == []
    assert problems(session) == []
