"""Lines 16, 17 and 19 of the work plan, as trips feed them: counted, repeated, corrected, withdrawn, at midnight."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from circulation.points import queries
from circulation.points.errors import PointError
from ils import clock
from ils.db import transaction
from ils.library.calendar import set_special_days
from tests.circulation.lines import fact
from tests.circulation.points.van import Van
from tests.conftest import NOON
from tests.world import add_point

TODAY = NOON.date()


def figures(van: Van, year: int = 2026) -> tuple[int, int, int]:
    """Visits, issues, points served."""
    return (fact(van.session, "16", year), fact(van.session, "17", year), fact(van.session, "19", year))


@pytest.mark.line("19", "once repeated")
def test_line_19_a_point_counts_once_however_many_trips(van: Van) -> None:
    for week in range(3):
        van.close(van.trip(TODAY - timedelta(weeks=week)), issued=4)
    assert figures(van) == (0, 12, 1)
    other = add_point(van.session, van.now - timedelta(days=1), name="Bogʻdod MFY")
    van.close(van.trip(point=other), issued=1)
    assert figures(van) == (0, 13, 2)
    assert van.problems() == []


def test_line_19_without_an_exchange_the_point_was_not_served(van: Van) -> None:
    trip = van.trip()
    van.close(trip, visitors=8)
    assert figures(van) == (8, 0, 0)
    with pytest.raises(PointError, match="trip_not_open"):
        van.close(trip, issued=3)
    assert figures(van) == (8, 0, 0)
    assert van.problems() == []


def test_line_19_a_copy_brought_back_is_an_exchange(van: Van) -> None:
    van.reader()
    van.copy()
    van.lend()
    trip = van.trip()
    van.back_on(trip)
    assert fact(van.session, "19") == 0
    van.close(trip)
    assert fact(van.session, "19") == 1
    assert van.problems() == []


@pytest.mark.line("16.7 17 19", "once repeated")
def test_line_17_copies_lent_renewed_and_given_out_at_a_point(van: Van) -> None:
    van.reader()
    van.copy()
    earlier = van.trip(TODAY - timedelta(days=14))
    van.lend_on(earlier)
    van.close(earlier)
    assert figures(van) == (1, 1, 1)
    trip = van.trip()
    van.renew_on(trip, card="R-1")
    van.close(trip, visitors=5, issued=20)
    assert figures(van) == (7, 22, 1)
    assert fact(van.session, "16.7") == 7
    assert van.problems() == []


@pytest.mark.line("17 19", "undone")
def test_line_17_withdrawn_takes_back_what_the_trip_counted_itself_and_leaves_the_loans(van: Van) -> None:
    van.reader()
    van.copy()
    trip = van.trip()
    van.lend_on(trip)
    van.close(trip, visitors=5, issued=20)
    assert figures(van) == (6, 21, 1)
    van.withdraw(trip)
    assert figures(van) == (1, 1, 0)
    with pytest.raises(PointError, match="trip_withdrawn"):
        van.withdraw(trip)
    assert figures(van) == (1, 1, 0)
    assert van.problems() == []


@pytest.mark.line("19", "undone corrected")
def test_line_19_opened_again_corrected_and_closed_anew(van: Van) -> None:
    trip = van.trip()
    van.close(trip, visitors=5, issued=20)
    van.reopen(trip)
    assert figures(van) == (0, 0, 0)
    van.close(trip, visitors=6, issued=2)
    assert figures(van) == (6, 2, 1)
    van.reopen(trip)
    van.close(trip)
    assert figures(van) == (0, 0, 0)
    assert van.problems() == []


def test_line_19_one_of_two_trips_withdrawn_leaves_the_point_served(van: Van) -> None:
    first, second = van.trip(TODAY - timedelta(days=7)), van.trip()
    for trip in (first, second):
        van.close(trip, issued=1)
    van.withdraw(first)
    assert figures(van) == (0, 1, 1)
    van.withdraw(second)
    assert figures(van) == (0, 0, 0)
    assert van.problems() == []


def test_line_19_what_was_undone_among_the_loans_is_no_exchange(van: Van) -> None:
    van.reader()
    van.copy()
    trip = van.trip()
    van.lend_on(trip)
    (act,) = queries.acts_of(van.session, trip)
    van.undo(act.act_id)
    van.close(trip)
    assert figures(van) == (0, 0, 0)
    assert queries.acts_of(van.session, trip) == ()
    assert van.problems() == []


@pytest.mark.line("16 17 19", "midnight closed")
@pytest.mark.parametrize(("hour", "year"), [(23 + 59 / 60, 2025), (24 + 1 / 60, 2026)])
def test_line_17_and_19_at_midnight_of_31_december_in_tashkent(van: Van, hour: float, year: int) -> None:
    van.reader()
    van.copy()
    van.now = clock.at_hour(date(2025, 12, 31), hour)
    with transaction(van.session) as session:
        set_special_days(
            session, first=date(2025, 12, 31), last=date(2026, 1, 1), is_open=False, reason="Yangi yil"
        )
    trip = van.trip()
    van.lend_on(trip)
    van.close(trip, visitors=2, issued=3)
    for each in (2025, 2026):
        assert figures(van, each) == ((3, 4, 1) if each == year else (0, 0, 0))
    assert van.problems() == []


def test_line_17_a_trip_of_december_typed_in_january_counts_in_december(van: Van) -> None:
    van.now = clock.at_hour(date(2025, 12, 1), 9)
    van.reader()
    van.copy()
    van.now = clock.at_hour(date(2026, 1, 2), 9)
    trip = van.trip(date(2025, 12, 30))
    assert van.greet(trip)
    lent = van.lend_on(trip)
    van.close(trip, visitors=2, issued=3)
    assert figures(van, 2025) == (3, 4, 1)
    assert figures(van) == (0, 0, 0)
    loan = van.loan(queries.acts_of(van.session, trip)[0].loan_id)
    assert (loan.lent_on, loan.department, lent.due_on) == (date(2025, 12, 30), "lending", loan.due_on)
    assert van.problems() == []
