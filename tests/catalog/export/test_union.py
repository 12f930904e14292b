"""Batches for other catalogues: what goes, what counts, once a year and once for ever."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from catalog.export import measures, services
from catalog.export.errors import ExportCode, ExportError, ExportNotFoundError
from catalog.export.models import UnionBatch, UnionRecord, UnionState
from catalog.export.queries import Selection, Wanted, batch_records, candidates, selected, union_batch
from catalog.export.queries.union import last_accepted, union_batches
from catalog.export.rules import Centre, ExportFormat, Shape
from catalog.export.services import Account, write
from catalog.marc import Profile, read
from catalog.records.models import Origin, RecordCard
from catalog.records.services import add_record, replace_record
from catalog.records.services.cards import set_cards
from ils.activity.cut import Cut
from ils.activity.kinds import Kind
from ils.activity.measures import CHECKS as TOTALS
from ils.activity.measures import net_amount
from ils.activity.queries import total
from ils.activity.work import Work
from ils.db import transaction
from ils.errors import InputError
from tests.catalog.records.builders import WORK, add, marc21

ISO = Shape(ExportFormat.ISO2709)
TITLE = "Mehrobdan chayon"


def later(days: int) -> Work:
    return replace(WORK, now=WORK.now + timedelta(days=days))


@pytest.fixture
def books(session: Session) -> list[int]:
    """Three records described here, and one that came from elsewhere."""
    with transaction(session):
        own = [add(session, marc21(f"Kitob {number}", number=str(number))) for number in range(3)]
        add_record(session, WORK, marc=marc21("Focus 5"), profile=Profile.MARC21, origin=Origin.IMPORTED)
    return own


def prepared(session: Session, centre: str = Centre.UNION, work: Work = WORK, **wanted: object) -> int:
    with transaction(session):
        return services.prepare(
            session,
            work,
            name="Aprel",
            wanted=Wanted(centre=centre, **wanted),
            shape=ISO,  # type: ignore[arg-type]
        )


def sent(session: Session, batch: int, work: Work = WORK) -> int:
    with transaction(session):
        return services.send(session, work, batch_id=batch, sent_at=work.now)


def accepted(session: Session, batch: int, work: Work = WORK) -> int:
    with transaction(session):
        return services.accept(session, work, batch_id=batch, answered_at=work.now, answer="qabul qilindi")


def problems(session: Session) -> list[str]:
    checks = (*TOTALS, *measures.CHECKS)
    return [problem.code for check in checks for problem in check(session)]


def in_batch(session: Session, batch: int) -> list[int]:
    return [row.record_id for row in batch_records(session, batch)]


def test_what_was_described_here_goes_and_counts_when_taken(session: Session, books: list[int]) -> None:
    batch = prepared(session)
    assert in_batch(session, batch) == books
    assert sent(session, batch) == 0
    assert net_amount(session, Kind.UNION_ACCEPT) == 0
    assert accepted(session, batch) == 3
    assert net_amount(session, Kind.UNION_ACCEPT) == 3
    view = union_batch(session, batch)
    assert (view.state, view.records, view.counted, view.answer) == (
        UnionState.ACCEPTED,
        3,
        3,
        "qabul qilindi",
    )
    assert union_batches(session) == (view,)
    assert last_accepted(session, Centre.UNION) == WORK.now
    assert problems(session) == []


def test_imported_records_go_only_where_they_are_asked_for(session: Session, books: list[int]) -> None:
    assert len(candidates(session, Wanted(Centre.UNION))) == 3
    assert len(candidates(session, Wanted(Centre.UNION, own_only=False))) == 4
    assert candidates(session, Wanted(Centre.UNION, since=WORK.now + timedelta(days=1))) == ()


def test_what_they_have_goes_again_only_when_it_has_changed(session: Session, books: list[int]) -> None:
    first = prepared(session)
    with pytest.raises(ExportError) as refusal:
        prepared(session)
    assert refusal.value.code == ExportCode.NOTHING_FOUND
    assert prepared(session, Centre.OBLAST) > first
    sent(session, first)
    accepted(session, first)
    with transaction(session):
        replace_record(session, later(1), record_id=books[1], marc=marc21(TITLE), profile=Profile.MARC21)
    (changed,) = candidates(session, Wanted(Centre.UNION))
    assert (changed.record_id, changed.is_new) == (books[1], False)
    assert in_batch(session, prepared(session, work=later(2))) == [books[1]]


def test_a_record_counts_once_a_year(session: Session, books: list[int]) -> None:
    for centre in (Centre.UNION, Centre.OBLAST):
        batch = prepared(session, centre)
        sent(session, batch)
        accepted(session, batch)
    assert net_amount(session, Kind.UNION_ACCEPT) == 3
    next_year = later(365)
    with transaction(session):
        replace_record(session, next_year, record_id=books[0], marc=marc21(TITLE), profile=Profile.MARC21)
    batch = prepared(session, work=next_year)
    sent(session, batch, next_year)
    assert accepted(session, batch, next_year) == 1
    assert net_amount(session, Kind.UNION_ACCEPT) == 4
    assert problems(session) == []


def test_the_database_itself_bars_a_second_count(session: Session, books: list[int]) -> None:
    first, second = prepared(session), prepared(session, Centre.OBLAST)
    with pytest.raises(IntegrityError), transaction(session):
        session.execute(
            update(UnionRecord).where(UnionRecord.batch_id.in_([first, second])).values(counted_year=2026)
        )


def test_it_counts_on_the_day_of_the_answer(session: Session, books: list[int]) -> None:
    batch = prepared(session)
    sent(session, batch)
    work = later(20)
    with transaction(session):
        services.accept(session, work, batch_id=batch, answered_at=later(5).now)
    cut = Cut(kinds=(Kind.UNION_ACCEPT,))
    assert total(session, cut, since=later(5).day, until=later(5).day) == 3


def test_a_refused_batch_counts_nothing_and_may_go_again(session: Session, books: list[int]) -> None:
    batch = prepared(session)
    sent(session, batch)
    with pytest.raises(InputError), transaction(session):
        services.refuse(session, WORK, batch_id=batch, answered_at=WORK.now, answer=" ")
    with transaction(session):
        services.refuse(session, WORK, batch_id=batch, answered_at=WORK.now, answer="UOʻK yoʻq")
    assert net_amount(session, Kind.UNION_ACCEPT) == 0
    assert len(candidates(session, Wanted(Centre.UNION))) == 3
    assert problems(session) == []


def test_a_prepared_batch_can_be_changed_and_given_up(session: Session, books: list[int]) -> None:
    batch = prepared(session)
    with transaction(session):
        assert services.take_out(session, WORK, batch_id=batch, records=[books[0], 999]) == 1
        replace_record(session, WORK, record_id=books[1], marc=marc21(TITLE), profile=Profile.MARC21)
    assert [row.changed for row in batch_records(session, batch)] == [True, False]
    with transaction(session):
        assert services.renew(session, WORK, batch_id=batch) == 1
        services.choose_shape(session, WORK, batch_id=batch, shape=Shape(ExportFormat.MARCXML, "unimarc"))
    assert union_batch(session, batch).format == "marcxml:unimarc"
    assert [row.changed for row in batch_records(session, batch)] == [False, False]
    with transaction(session):
        services.drop(session, WORK, batch_id=batch)
    with pytest.raises(ExportNotFoundError):
        union_batch(session, batch)
    assert len(candidates(session, Wanted(Centre.UNION))) == 3


def test_the_file_has_each_record_as_it_was_put_in(session: Session, books: list[int]) -> None:
    batch = prepared(session)
    with transaction(session):
        replace_record(session, later(1), record_id=books[1], marc=marc21(TITLE), profile=Profile.MARC21)
    data = b"".join(write(session, selected(session, Selection(union=batch)), ISO, Account(), union=batch))
    titles = [each.record["245"]["a"] for each in read(io.BytesIO(data)) if each.record]
    assert titles == ["Kitob 0", "Kitob 1", "Kitob 2"]


def test_the_order_of_things_is_kept(session: Session, books: list[int]) -> None:
    batch = prepared(session)
    with pytest.raises(ExportError) as refusal:
        accepted(session, batch)
    assert refusal.value.code == ExportCode.NOT_SENT
    sent(session, batch)
    for act in (
        lambda: sent(session, batch),
        lambda: services.take_out(session, WORK, batch_id=batch, records=books),
        lambda: services.renew(session, WORK, batch_id=batch),
        lambda: services.drop(session, WORK, batch_id=batch),
    ):
        with pytest.raises(ExportError) as refusal, transaction(session):
            act()
        assert refusal.value.code == ExportCode.NOT_PREPARED
    accepted(session, batch)
    with pytest.raises(ExportError):
        accepted(session, batch)


@pytest.mark.parametrize("days", [-1, 1])
def test_nothing_is_sent_before_it_was_made_or_tomorrow(
    session: Session, books: list[int], days: int
) -> None:
    batch = prepared(session)
    with pytest.raises(ExportError) as refusal, transaction(session):
        services.send(session, WORK, batch_id=batch, sent_at=later(days).now)
    assert refusal.value.code == ExportCode.DAY_INVALID


def test_an_empty_batch_is_not_sent(session: Session, books: list[int]) -> None:
    batch = prepared(session)
    with transaction(session):
        services.take_out(session, WORK, batch_id=batch, records=books)
    with pytest.raises(ExportError) as refusal:
        sent(session, batch)
    assert refusal.value.code == ExportCode.BATCH_EMPTY


@pytest.mark.parametrize("number", [0, 77, 10**20])
def test_an_unknown_batch(session: Session, number: int) -> None:
    for act in (lambda: union_batch(session, number), lambda: sent(session, number)):
        with pytest.raises(ExportNotFoundError):
            act()


def chronicle(session: Session, *records: int) -> None:
    with transaction(session):
        for record_id in records:
            set_cards(session, WORK, record_id=record_id, codes=["chronicle"])


def test_the_press_chronicle_counts_once_for_ever_at_the_national_library(
    session: Session, books: list[int]
) -> None:
    chronicle(session, books[0], books[1])
    assert sent(session, prepared(session, Centre.OBLAST)) == 0
    first = prepared(session, Centre.NATIONAL, cards="chronicle")
    assert in_batch(session, first) == books[:2]
    assert sent(session, first, later(40)) == 2
    cut = Cut(kinds=(Kind.CHRONICLE_SEND,))
    assert (
        total(session, cut, since=WORK.day, until=WORK.day) == 2
    )  # made and sent: counted where it was made
    accepted(session, first, later(41))
    with transaction(session):
        replace_record(session, later(50), record_id=books[0], marc=marc21(TITLE), profile=Profile.MARC21)
    assert sent(session, prepared(session, Centre.NATIONAL, later(51)), later(51)) == 0
    assert net_amount(session, Kind.CHRONICLE_SEND) == 2
    assert problems(session) == []


def test_leaving_the_chronicle_later_changes_nothing(session: Session, books: list[int]) -> None:
    chronicle(session, books[0])
    sent(session, prepared(session, Centre.NATIONAL))
    with transaction(session):
        set_cards(session, WORK, record_id=books[0], codes=[])
    assert session.scalars(select(RecordCard.record_id)).all() == []
    assert problems(session) == []


def test_the_check_finds_counts_without_a_batch(session: Session, books: list[int]) -> None:
    chronicle(session, books[0])
    batch = prepared(session, Centre.NATIONAL)
    sent(session, batch)
    accepted(session, batch)
    with transaction(session):
        session.execute(update(UnionBatch).values(state=UnionState.PREPARED, sent_at=None, answered_at=None))
    assert sorted(set(problems(session))) == ["chronicle_not_sent", "union_counted_untaken"]
    with transaction(session):
        session.execute(update(UnionRecord).values(counted_year=None))
    assert "log_differs" in problems(session)
