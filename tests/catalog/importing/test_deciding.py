"""What people decide about rows, over the source's rule; what resembles something is told, never merged silently."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.importing import services
from catalog.importing.errors import ImportCode, RowCode
from catalog.importing.models import BatchState, Decision, StagedState
from catalog.importing.queries import (
    RowCut,
    batch,
    count_rows,
    finding_counts,
    neighbours,
    row_matches,
    rows,
    source,
    staged,
    would_be,
)
from catalog.records.models import Record
from catalog.records.rules.matching import Rule
from ils.accounts.models import AuditEntry
from ils.db import transaction
from ils.errors import LibraryError
from tests.catalog.importing.conftest import Run, problems
from tests.catalog.importing.files import book, unreadable
from tests.catalog.importing.state import WORK, accept, set_source, undo

SAROB = ("Sarob", "Qahhor, Abdulla", 1934, "290 b.")
OTHER_SYSTEM = book("A-1", *SAROB, source="UzTaNK")


@pytest.fixture
def waiting(session: Session, run: Run) -> int:
    """An import of four: one we have, one like it under another number of the same source, a new one, no record."""
    run(book("1", *SAROB))
    return run(book("1", *SAROB), OTHER_SYSTEM, book("3", "Boshqa", "Kimdir", 2001, "77 b."), unreadable(),
               accept=False, file_name="more.mrc").batch  # fmt: skip


def states(session: Session, batch_id: int) -> list[str]:
    return [row.state.value for row in rows(session, batch_id)]


def decide(session: Session, batch_id: int, decision: Decision | None, *positions: int) -> int:
    with transaction(session):
        return services.decide_rows(
            session, WORK, batch_id=batch_id, decision=decision, positions=positions or None
        )


def test_the_same_work_under_another_number_is_told_as_similar(session: Session, waiting: int) -> None:
    assert states(session, waiting) == ["duplicate", "new", "new", "quarantined"]
    row = staged(session, waiting, 2)
    (best, *_others) = row_matches(row)
    assert (best.record_id, best.score, row.score) == (1, 50, 50)
    assert {reason.rule for reason in best.reasons} >= {Rule.FINGERPRINT, Rule.OTHER_NUMBER}
    assert [each.position for each in rows(session, waiting, cut=RowCut(similar=True))] == [2]
    assert row_matches(staged(session, waiting, 3)) == ()
    assert accept(session, waiting).accepted == 2
    assert problems(session) == []


def test_rows_are_cut_counted_and_walked(session: Session, waiting: int) -> None:
    assert count_rows(session, waiting) == 4
    assert count_rows(session, waiting, RowCut(below=80)) == 1
    assert neighbours(session, waiting, 2) == (1, 3)
    assert neighbours(session, waiting, 2, RowCut(state=StagedState.NEW)) == (None, 3)
    assert neighbours(session, waiting, 2**40) == (None, None)
    (code, count) = finding_counts(session, waiting)[0]
    assert count == 1
    assert [row.position for row in rows(session, waiting, cut=RowCut(finding=code))] == [4]
    assert rows(session, waiting, cut=RowCut(finding='%"')) == ()
    assert finding_counts(session, 99) == ()


def test_a_person_decides_over_the_rule(session: Session, waiting: int) -> None:
    assert decide(session, waiting, Decision.NEW, 1) == 1
    assert decide(session, waiting, Decision.SKIP, 2, 3, 4) == 1, (
        "what resembles nothing, and no record, are left out"
    )
    view = source(session, "any")
    assert [would_be(staged(session, waiting, at), view) for at in (1, 2, 3)] == [
        Decision.NEW, Decision.SKIP, Decision.NEW,
    ]  # fmt: skip
    done = accept(session, waiting)
    assert (done.accepted, done.skipped, done.quarantined) == (2, 1, 1)
    assert staged(session, waiting, 2).record_id == 1
    assert problems(session) == []


def test_a_decision_is_taken_back(session: Session, waiting: int) -> None:
    decide(session, waiting, Decision.UPDATE)
    assert [row.decision for row in rows(session, waiting)] == [Decision.UPDATE, Decision.UPDATE, None, None]
    assert decide(session, waiting, None) == 3
    assert [row.decision for row in rows(session, waiting)] == [None] * 4
    assert accept(session, waiting).updated == 0


def test_the_threshold_is_the_source_s(session: Session, waiting: int) -> None:
    set_source(session, threshold=50, on_match=Decision.SKIP)
    done = accept(session, waiting)
    assert (done.accepted, done.skipped) == (1, 2)


def test_another_of_the_matches_is_chosen(session: Session, run: Run) -> None:
    run(book("1", *SAROB), book("2", "Sarob", "Qahhor, Abdulla", 1934, "", source="RuMoRGB"))
    found = run(book("1", *SAROB), accept=False, file_name="more.mrc").batch
    assert [match.record_id for match in row_matches(staged(session, found, 1))] == [1, 2]
    with transaction(session):
        services.choose_match(session, WORK, batch_id=found, position=1, decision=Decision.SKIP, record_id=2)
    row = staged(session, found, 1)
    assert [match.record_id for match in row_matches(row)] == [2, 1]
    assert (row.decision, row.state) == (Decision.SKIP, StagedState.DUPLICATE)
    accept(session, found)
    assert staged(session, found, 1).record_id == 2
    for chosen in ({"record_id": 99}, {"other": 1}):
        with transaction(session), pytest.raises(LibraryError) as refused:
            services.choose_match(session, WORK, batch_id=found, position=1, decision=Decision.SKIP, **chosen)
        assert refused.value.code == ImportCode.ROW_DECIDED


def test_a_chosen_record_that_went_is_told(session: Session, run: Run) -> None:
    run(book("2", "Sarob", "Qahhor, Abdulla", 1934, "", source="RuMoRGB"))
    found = run(book("1", *SAROB), accept=False, file_name="more.mrc").batch
    with transaction(session):
        services.choose_match(session, WORK, batch_id=found, position=1, decision=Decision.SKIP, record_id=1)
    undo(session, 1)
    assert accept(session, found).accepted == 1
    assert [each["code"] for each in staged(session, found, 1).findings] == [RowCode.TARGET_GONE]


def test_a_row_may_follow_one_further_up(session: Session, run: Run) -> None:
    pair = (book("1", *SAROB), book("2", *SAROB))
    found = run(*pair, accept=False).batch
    with transaction(session):
        services.choose_match(session, WORK, batch_id=found, position=2, decision=Decision.SKIP, other=1)
        with pytest.raises(LibraryError) as refused:
            services.choose_match(session, WORK, batch_id=found, position=2, decision=Decision.SKIP, other=7)
    assert refused.value.code == ImportCode.NO_MATCH
    with transaction(session):
        services.accept_chunk(session, WORK, batch_id=found, limit=1)
    assert (accept(session, found).skipped, staged(session, found, 2).record_id) == (1, 1)


def test_one_that_follows_a_row_put_aside_becomes_a_record(session: Session, run: Run) -> None:
    found = run(book("1", *SAROB), book("2", *SAROB), accept=False).batch
    with transaction(session):
        services.choose_match(session, WORK, batch_id=found, position=2, decision=Decision.SKIP, other=1)
        services.set_aside(session, WORK, batch_id=found, positions=[1])
    assert accept(session, found).accepted == 1
    assert RowCode.TARGET_GONE in {each["code"] for each in staged(session, found, 2).findings}
    assert problems(session) == []


def test_rows_are_put_aside_and_released(session: Session, waiting: int) -> None:
    with transaction(session):
        assert services.set_aside(session, WORK, batch_id=waiting, positions=[2, 3, 4]) == 2
    assert batch(session, waiting).quarantined == 3
    accept(session, waiting)
    assert len(session.scalars(select(Record.id)).all()) == 1
    assert problems(session) == []
    with transaction(session):
        assert services.release(session, WORK, batch_id=waiting, positions=[3, 4]) == 1
    assert batch(session, waiting).state is BatchState.ACCEPTING
    done = accept(session, waiting)
    assert (done.accepted, done.quarantined, done.state) == (1, 2, BatchState.ACCEPTED)
    assert problems(session) == []


@pytest.mark.parametrize(
    ("position", "code"), [(3, ImportCode.NO_MATCH), (4, ImportCode.ROW_DECIDED), (9, ImportCode.ROW_UNKNOWN)]
)
def test_a_decision_that_cannot_be_is_refused(
    session: Session, waiting: int, position: int, code: ImportCode
) -> None:
    with pytest.raises(LibraryError) as refused:
        decide(session, waiting, Decision.UPDATE, position)
    assert refused.value.code == code
    assert "import_decided" not in set(session.scalars(select(AuditEntry.action)))


def test_a_finished_import_is_not_decided_again(session: Session, waiting: int) -> None:
    accept(session, waiting)
    assert decide(session, waiting, Decision.NEW, 1, 2) == 0
    undo(session, waiting)
    with pytest.raises(LibraryError) as refused:
        decide(session, waiting, Decision.NEW)
    assert refused.value.code == ImportCode.BEING_UNDONE
