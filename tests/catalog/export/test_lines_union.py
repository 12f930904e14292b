"""Lines 14 and 28 of the work plan, fed by batches for other catalogues."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from catalog.export import services
from catalog.export.errors import ExportError
from catalog.export.rules import Centre
from catalog.marc import Profile
from catalog.records.services import replace_record
from catalog.records.services.cards import set_cards
from ils.activity.work import Work
from ils.db import transaction
from ils.errors import LibraryError
from tests.catalog.export.test_union import accepted, chronicle, later, prepared, problems, sent
from tests.catalog.records.builders import WORK, add, marc21
from tests.plan_lines import FIRST_MINUTE, LAST_MINUTE, SUNDAY, fact, load_plans

TURN = [(LAST_MINUTE, [1, 0]), (FIRST_MINUTE, [0, 1]), (SUNDAY, [1, 0])]
TURNS = ["23:59", "00:01", "closed"]


@pytest.fixture
def books(session: Session) -> list[int]:
    """Three records described here, and the plans of two years."""
    load_plans(session)
    with transaction(session):
        return [add(session, marc21(f"Kitob {number}", number=str(number))) for number in range(3)]


def back(session: Session, batch: int, work: Work = WORK) -> int:
    with transaction(session):
        return services.take_answer_back(session, work, batch_id=batch, reason="Boshqa partiya edi")


def unsent(session: Session, batch: int, work: Work = WORK) -> int:
    with transaction(session):
        return services.unsend(session, work, batch_id=batch, reason="Hali yuborilmagan")


@pytest.mark.line("14", "once repeated")
def test_line_14_counts_what_the_union_catalogue_took_each_record_once_a_year(
    session: Session, books: list[int]
) -> None:
    first = prepared(session)
    sent(session, first)
    assert fact(session, "14") == 0
    accepted(session, first)
    assert fact(session, "14") == 3
    with pytest.raises(ExportError, match="union_not_sent"):
        accepted(session, first)
    with transaction(session):
        marc = marc21("Mehrobdan chayon")
        replace_record(session, later(29), record_id=books[0], marc=marc, profile=Profile.MARC21)
    again = prepared(session, work=later(30))
    sent(session, again, later(30))
    accepted(session, again, later(31))
    assert [fact(session, "14"), fact(session, "14", 2027)] == [3, 0]


@pytest.mark.line("14", "undone corrected")
def test_line_14_falls_with_an_answer_taken_back_and_counts_by_the_next_one(
    session: Session, books: list[int]
) -> None:
    batch = prepared(session)
    sent(session, batch)
    accepted(session, batch, replace(WORK, now=LAST_MINUTE))
    for number, reason, problem in ((batch, " ", "empty_value"), (999, "Xato", "union_batch_unknown")):
        with pytest.raises(LibraryError, match=problem), transaction(session):
            services.take_answer_back(session, WORK, batch_id=number, reason=reason)
    assert back(session, batch, replace(WORK, now=FIRST_MINUTE)) == 3
    assert [fact(session, "14", year) for year in (2026, 2027)] == [0, 0]
    with pytest.raises(ExportError, match="union_not_answered"):
        back(session, batch)
    assert problems(session) == []
    accepted(session, batch, replace(WORK, now=FIRST_MINUTE))  # the day of the letter was that of January
    assert [fact(session, "14", year) for year in (2026, 2027)] == [0, 3]
    assert problems(session) == []


@pytest.mark.line("14", "undone corrected")
def test_line_14_keeps_what_another_batch_brought_in_the_same_year(
    session: Session, books: list[int]
) -> None:
    batches = [prepared(session, centre) for centre in (Centre.UNION, Centre.OBLAST)]
    for batch in batches:
        sent(session, batch)
        accepted(session, batch)
    assert fact(session, "14") == 3
    assert back(session, batches[0]) == 3
    assert fact(session, "14") == 3  # the oblast centre took them too
    assert problems(session) == []
    assert back(session, batches[1]) == 3
    with transaction(session):  # it was a refusal
        services.refuse(session, WORK, batch_id=batches[1], answered_at=WORK.now, answer="Formati boshqa")
    assert fact(session, "14") == 0
    assert back(session, batches[1]) == 0
    assert problems(session) == []


@pytest.mark.line("14", "midnight closed")
@pytest.mark.parametrize(("now", "years"), TURN, ids=TURNS)
def test_line_14_at_the_turn_of_the_year_in_tashkent_and_on_a_closed_day(
    session: Session, books: list[int], now: datetime, years: list[int]
) -> None:
    batch = prepared(session)
    sent(session, batch)
    accepted(session, batch, replace(WORK, now=now))
    assert [fact(session, "14", year) for year in (2026, 2027)] == [3 * times for times in years]


@pytest.mark.line("28", "once repeated")
def test_line_28_counts_records_of_the_chronicle_sent_to_the_national_library_once(
    session: Session, books: list[int]
) -> None:
    chronicle(session, books[0], books[1])
    batch = prepared(session, Centre.NATIONAL, cards="chronicle")
    assert fact(session, "28") == 0
    sent(session, batch, later(1))
    assert fact(session, "28") == 2
    with pytest.raises(ExportError, match="union_not_prepared"):
        sent(session, batch, later(1))
    accepted(session, batch, later(2))
    with transaction(session):
        marc = marc21("Mehrobdan chayon")
        replace_record(session, later(3), record_id=books[0], marc=marc, profile=Profile.MARC21)
    sent(session, prepared(session, Centre.NATIONAL, later(4)), later(4))
    assert fact(session, "28") == 2


@pytest.mark.line("28", "undone corrected")
def test_line_28_falls_with_a_sending_taken_back_and_keeps_what_another_batch_took_along(
    session: Session, books: list[int]
) -> None:
    chronicle(session, books[0], books[1])
    first = prepared(session, Centre.NATIONAL, cards="chronicle")
    sent(session, first)
    assert unsent(session, first) == 2
    assert fact(session, "28") == 0
    with pytest.raises(ExportError, match="union_not_sent"):
        unsent(session, first)
    with transaction(session):  # one of them waits for the next batch
        services.take_out(session, WORK, batch_id=first, records=[books[1]])
    sent(session, first)
    assert fact(session, "28") == 1
    with transaction(session):
        marc = marc21("Mehrobdan chayon")
        replace_record(session, later(1), record_id=books[0], marc=marc, profile=Profile.MARC21)
    second = prepared(session, Centre.NATIONAL, later(2))
    assert sent(session, second, later(2)) == 1  # the other one; the first is there again, changed
    assert fact(session, "28") == 2
    assert unsent(session, first, later(3)) == 1
    assert fact(session, "28") == 2
    assert problems(session) == []


@pytest.mark.line("28", "midnight closed")
@pytest.mark.parametrize(("now", "years"), TURN, ids=TURNS)
def test_line_28_counts_in_the_year_of_the_description_on_a_closed_day_too(
    session: Session, books: list[int], now: datetime, years: list[int]
) -> None:
    work = Work(now=now)
    with transaction(session):
        record = add(session, marc21("Tuman gazetasi"), work=work)
        set_cards(session, work, record_id=record, codes=["chronicle"])
    afterwards = Work(now=now + timedelta(days=20))
    sent(session, prepared(session, Centre.NATIONAL, afterwards, cards="chronicle"), afterwards)
    assert [fact(session, "28", year) for year in (2026, 2027)] == years
