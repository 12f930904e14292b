"""Line 10 of the work plan and its parts, fed by acts of acceptance on the day that each act bears."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from catalog.stock import services
from catalog.stock.errors import StockError
from catalog.stock.models import AccessionSource
from catalog.stock.queries.standing import standing
from catalog.stock.services import Correction, NewLine
from ils.db import transaction
from tests.catalog.stock.conftest import WORK, accepted, approved, begun, lines_added, problems
from tests.plan_lines import FIRST_MINUTE, LAST_MINUTE, SUNDAY, fact, load_plans
from tests.world import work_at

Books = tuple[int, int]
LINES = "10 10.1 10.2 10.3 10.4 10.4.1 10.4.2"
# Where copies come from → how many of them the act of these tests has, and the lines that it feeds beside line 10.
SOURCES = {
    AccessionSource.LEGAL_DEPOSIT: (1, "10.1"),
    AccessionSource.PURCHASE: (3, "10.2"),
    AccessionSource.EXCHANGE: (2, "10.3"),
    AccessionSource.GIFT_PERSON: (5, "10.4 10.4.1"),
    AccessionSource.GIFT_ORGANISATION: (7, "10.4 10.4.2"),
}
ALL = {"10": 18, "10.1": 1, "10.2": 3, "10.3": 2, "10.4": 12, "10.4.1": 5, "10.4.2": 7}
NOTHING = dict.fromkeys(ALL, 0)


@pytest.fixture(autouse=True)
def planned(session: Session) -> None:
    """The plans of three years."""
    load_plans(session, 2025, 2026, 2027)


def lines(session: Session, year: int = 2026) -> dict[str, int]:
    return {number: fact(session, number, year) for number in ALL}


def take_all(session: Session, books: Books, now: datetime = WORK.now, day: date | None = None) -> list[int]:
    """Take copies in from every source by an act each; return the acts."""
    work = work_at(now, actor_id=None)
    return [
        accepted(session, NewLine(books[0], copies, 100), work=work, source=source, day=day or work.day)
        for source, (copies, _lines) in SOURCES.items()
    ]


@pytest.mark.line(LINES, "once repeated")
def test_line_10_and_its_parts_rise_by_the_copies_of_approved_acts_of_their_source(
    session: Session, books: Books
) -> None:
    draft = begun(session)
    lines_added(session, draft, NewLine(books[0], 90, 100))
    assert lines(session) == NOTHING
    acts = take_all(session, books)
    assert lines(session) == ALL
    for act in acts:
        with pytest.raises(StockError, match="act_not_draft"):
            approved(session, act)
    assert lines(session) == ALL
    take_all(session, books)  # the same once more is another delivery
    assert lines(session) == {number: 2 * copies for number, copies in ALL.items()}
    assert problems(session) == []


@pytest.mark.line(LINES, "undone corrected")
def test_line_10_and_its_parts_fall_by_acts_that_correct_on_the_day_of_the_correction(
    session: Session, books: Books
) -> None:
    acts = take_all(session, books, day=date(2025, 12, 31))
    assert (lines(session, 2025), lines(session)) == (ALL, NOTHING)
    for act in acts:
        copies = [copy.item_id for copy in standing(session, act)]
        with transaction(session):
            second = services.begin_correction(
                session, WORK, act_id=act, wanted=Correction(copies, {}), day=WORK.day, document="",
                note="Ortiqcha sanalgan",
            )  # fmt: skip
        approved(session, second)
    # The summary book of last year is closed: what was wrong there is taken off in this one.
    assert lines(session, 2025) == ALL
    assert lines(session) == {number: -copies for number, copies in ALL.items()}
    take_all(session, books)
    assert lines(session) == NOTHING
    assert problems(session) == []


@pytest.mark.line(LINES, "midnight closed")
@pytest.mark.parametrize(
    ("now", "year"),
    [(LAST_MINUTE, 2026), (FIRST_MINUTE, 2027), (SUNDAY, 2026)],
    ids=["23:59", "00:01", "closed"],
)
def test_line_10_and_its_parts_at_the_turn_of_the_year_in_tashkent_and_on_a_closed_day(
    session: Session, books: Books, now: datetime, year: int
) -> None:
    take_all(session, books, now)
    assert {each: lines(session, each) for each in (2026, 2027)} == {2026: NOTHING, 2027: NOTHING} | {
        year: ALL
    }


@pytest.mark.line(LINES, "midnight")
def test_line_10_an_act_of_december_approved_in_january_counts_in_december(
    session: Session, books: Books
) -> None:
    take_all(session, books, FIRST_MINUTE, day=date(2026, 12, 31))
    assert (lines(session), lines(session, 2027)) == (ALL, NOTHING)
