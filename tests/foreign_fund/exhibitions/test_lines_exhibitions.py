"""Lines 18 and 26 of the work plan, fed by exhibitions: opened once, each copy once on each of them."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from catalog.items.queries import find_item
from foreign_fund.exhibitions import services
from foreign_fund.exhibitions.errors import ExhibitionError
from foreign_fund.exhibitions.measures import CHECKS
from foreign_fund.exhibitions.models import Exhibition, ExhibitionState
from ils.activity.measures import totals_are_sums
from ils.activity.work import Work
from ils.db import transaction
from tests.conftest import NOON
from tests.foreign_fund.shelf import Shelf, at
from tests.plan_lines import FIRST_MINUTE, LAST_MINUTE, SUNDAY, fact, load_plans
from tests.world import work_at


@pytest.fixture
def german(session: Session, shelf: Shelf) -> int:
    """An exhibition in preparation, two copies on the shelf, the plans of two years."""
    load_plans(session)
    for code in ("1", "2"):
        shelf.copy(code)
    return exhibition(session)


def exhibition(session: Session, title: str = "Deutsche Bücher") -> int:
    days = {"opens_on": date(2026, 4, 16), "closes_on": date(2027, 5, 15)}
    with transaction(session):
        return services.create(session, at(), title=title, department="foreign", **days).id


def scan(session: Session, number: int, code: str, work: Work | None = None) -> int:
    with transaction(session):
        return services.add_copy(session, work or at(), exhibition_id=number, code=code).entry_id


def do(session: Session, act: object, number: int, work: Work | None = None, **told: int) -> None:
    with transaction(session):
        act(session, work or at(), exhibition_id=number, **told)  # type: ignore[operator]


def lines(session: Session, year: int = 2026) -> tuple[int, int]:
    return fact(session, "18", year), fact(session, "26", year)


def problems(session: Session) -> list[str]:
    return [problem.code for check in (*CHECKS, totals_are_sums) for problem in check(session)]


@pytest.mark.line("18 26", "once repeated")
def test_line_26_counts_each_copy_once_on_each_exhibition_and_line_18_the_opening(
    session: Session, german: int
) -> None:
    entry = scan(session, german, "1")
    scan(session, german, "2")
    assert lines(session) == (0, 2)
    with pytest.raises(ExhibitionError, match="exhibition_copy_already_here"):
        scan(session, german, "1")
    do(session, services.open_exhibition, german)
    assert lines(session) == (1, 2)
    with pytest.raises(ExhibitionError, match="exhibition_not_in_this_state"):
        do(session, services.open_exhibition, german)
    do(session, services.remove_copy, german, entry_id=entry)
    scan(session, german, "1")  # back in its place: seen once
    assert lines(session) == (1, 2)
    do(session, services.close_exhibition, german)
    assert lines(session) == (1, 2)
    other = exhibition(session, "Exupéry")
    scan(session, other, "1")
    do(session, services.open_exhibition, other)
    assert lines(session) == (2, 3)
    assert problems(session) == []


@pytest.mark.line("26", "undone corrected")
def test_line_26_a_mistaken_scan_is_taken_back_and_another_copy_put_in_its_place(
    session: Session, german: int
) -> None:
    entry = scan(session, german, "1")
    do(session, services.undo_copy, german, entry_id=entry)
    assert lines(session) == (0, 0)
    scan(session, german, "2")
    assert lines(session) == (0, 1)
    scan(session, german, "1")
    assert lines(session) == (0, 2)
    assert problems(session) == []


@pytest.mark.line("18", "undone corrected")
def test_line_18_an_opening_by_mistake_is_taken_back_and_counts_on_the_day_of_the_right_one(
    session: Session, german: int
) -> None:
    scan(session, german, "1")
    do(session, services.open_exhibition, german, work_at(LAST_MINUTE, department="foreign"))
    assert (lines(session), lines(session, 2027)) == ((1, 1), (0, 0))
    do(session, services.undo_opening, german, work_at(FIRST_MINUTE, department="foreign"))
    assert (lines(session), lines(session, 2027)) == ((0, 1), (0, 0))
    facts = find_item(session, "1")
    assert facts is not None
    assert facts.placement is None
    assert session.get_one(Exhibition, german).state is ExhibitionState.PREPARING
    with pytest.raises(ExhibitionError, match="exhibition_not_in_this_state"):
        do(session, services.undo_opening, german)
    do(session, services.open_exhibition, german, work_at(FIRST_MINUTE, department="foreign"))
    assert (lines(session), lines(session, 2027)) == ((0, 1), (1, 0))
    do(session, services.undo_opening, german, work_at(FIRST_MINUTE, department="foreign"))
    assert lines(session, 2027) == (0, 0)
    assert problems(session) == []


def test_an_exhibition_from_which_somebody_has_borrowed_was_open(
    session: Session, german: int, shelf: Shelf
) -> None:
    scan(session, german, "1")
    do(session, services.open_exhibition, german)
    shelf.lend("1")
    with pytest.raises(ExhibitionError, match="exhibition_lent_meanwhile"):
        do(session, services.undo_opening, german)
    assert fact(session, "18") == 1


@pytest.mark.line("18 26", "midnight closed")
@pytest.mark.parametrize(
    ("now", "year"),
    [(LAST_MINUTE, 2026), (FIRST_MINUTE, 2027), (SUNDAY, 2026)],
    ids=["23:59", "00:01", "closed"],
)
def test_line_18_and_26_at_the_turn_of_the_year_in_tashkent_and_on_a_closed_day(
    session: Session, german: int, now: datetime, year: int
) -> None:
    work = work_at(now, department="foreign", sector="other")
    assert now != NOON
    scan(session, german, "1", work)
    do(session, services.open_exhibition, german, work)
    for each in (2026, 2027):
        assert lines(session, each) == ((1, 1) if each == year else (0, 0))
