"""Trips: what is exchanged on them by the rules of the desk, what is refused, what each leaves behind."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import delete, update

from circulation.loans.errors import LoanRefused
from circulation.patrons.models import Patron
from circulation.points import queries, services
from circulation.points.errors import PointError, PointInputError, PointNotFoundError
from circulation.points.models import Trip, TripAct
from circulation.points.queries import Wanted
from circulation.points.rules import ActKind
from circulation.visits.errors import VisitError
from ils.db import transaction
from ils.errors import LibraryError
from tests.circulation.points.van import Van
from tests.conftest import NOON

TODAY = NOON.date()
EARLIER = TODAY - timedelta(days=10)


@pytest.fixture
def ready(van: Van) -> Van:
    """A reader, two copies, and a past before the trips."""
    van.now = NOON - timedelta(days=60)
    van.reader()
    van.reader("R-2", surname="Saidova", given_name="Nodira", patronymic="")
    van.copy()
    van.copy("INV-2", title="Focus 5")
    van.now = NOON
    return van


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"name": " "}, "empty_value"),
        ({"name": "12-maktab"}, "point_name_taken"),
        ({"sector": "moon"}, "sector_unknown"),
        ({"department": "moon"}, "department_unknown"),
        ({"opened_on": date(1890, 1, 1)}, "point_day_odd"),
        ({"closed_on": date(2019, 1, 1)}, "point_day_odd"),
    ],
)
def test_what_no_point_can_have_is_refused(van: Van, said: dict[str, object], code: str) -> None:
    with pytest.raises(LibraryError) as refused:
        van.add_point(**({"name": "Bozor"} | said))  # type: ignore[arg-type]
    assert str(refused.value.code) == code


def test_days_of_trips(van: Van) -> None:
    with pytest.raises(PointInputError, match="trip_ahead"):
        van.trip(TODAY + timedelta(days=1))
    with pytest.raises(PointInputError, match="trip_day_odd"):
        van.trip(date(2019, 12, 31))
    trip = van.trip()
    with pytest.raises(PointError, match="trip_that_day"):
        van.trip()
    van.withdraw(trip)
    van.trip()
    with pytest.raises(PointNotFoundError):
        van.trip(point=99)
    with transaction(van.session) as session:
        services.change_point(
            session, van.work, point_id=van.point, name="12-maktab", department="lending", sector="other",
            opened_on=date(2020, 1, 1), closed_on=EARLIER,
        )  # fmt: skip
    with pytest.raises(PointInputError, match="trip_day_odd"):
        van.trip(EARLIER + timedelta(days=1))


def test_counts_have_limits(van: Van) -> None:
    trip = van.trip()
    for visitors, issued in ((-1, 0), (1000, 0), (0, -1), (0, 10000)):
        with pytest.raises(PointInputError, match="trip_count_invalid"):
            van.close(trip, visitors, issued)
    with pytest.raises(PointError, match="trip_not_closed"):
        van.reopen(trip)


def test_a_card_counts_one_visit_on_the_day_of_the_trip(ready: Van) -> None:
    trip = ready.trip(EARLIER)
    assert [ready.greet(trip), ready.greet(trip)] == [True, False]
    ready.lend_on(trip)
    ready.close(trip)
    with pytest.raises(PointError, match="trip_not_open"):
        ready.greet(trip)
    assert ready.problems() == []


def test_a_lost_card_opens_nothing(ready: Van) -> None:
    trip = ready.trip()
    with transaction(ready.session) as session:
        session.execute(update(Patron).where(Patron.card_number == "R-1").values(card_lost_on=EARLIER))
    with pytest.raises(VisitError, match="visit_card_lost"):
        ready.greet(trip)
    with pytest.raises(VisitError, match="visit_reader_unknown"):
        ready.greet(trip, "R-9")
    with pytest.raises(LoanRefused):
        ready.lend_on(trip)


def test_lent_on_the_road_renewed_there_and_brought_back_there(ready: Van) -> None:
    first = ready.trip(TODAY - timedelta(days=14))
    lent = ready.lend_on(first)
    assert (lent.kind, lent.item.inventory_number) == (ActKind.LEND, "INV-1")
    ready.close(first)
    (out,) = queries.out_there(ready.session, ready.point)
    assert (out.card_number, out.code, out.lent_on) == ("R-1", lent.item.code, TODAY - timedelta(days=14))
    second = ready.trip(TODAY - timedelta(days=7))
    renewed = ready.renew_on(second)
    assert renewed.due_on is not None
    assert lent.due_on is not None
    assert renewed.due_on > lent.due_on
    ready.close(second)
    third = ready.trip()
    assert ready.back_on(third).kind is ActKind.RETURN
    ready.close(third)
    assert queries.out_there(ready.session, ready.point) == ()
    page = queries.trips(ready.session, Wanted())
    assert [(row.lent, row.renewed, row.returned) for row in page.rows] == [(0, 0, 1), (0, 1, 0), (1, 0, 0)]
    assert (page.total, page.exchanged) == (3, 3)
    assert queries.point_row(ready.session, ready.point, year=2026).trips == 3
    assert ready.problems() == []


def test_the_rules_of_the_desk_hold_and_a_question_is_answered(ready: Van) -> None:
    trip = ready.trip(EARLIER)
    ready.lend_on(trip, "INV-2", "R-2")
    with pytest.raises(LoanRefused) as refused:
        ready.lend_on(trip, "INV-2", "R-1")
    assert refused.value.assessment.asks[0].code == "lent_to_other"
    yes = services.yes_to(ready.work, EARLIER, refused.value.assessment)
    assert ready.lend_on(trip, "INV-2", "R-1", yes).kind is ActKind.LEND
    with pytest.raises(LoanRefused) as unknown:
        ready.lend_on(trip, "INV-9")
    assert unknown.value.assessment.reasons[0].code == "copy_unknown"
    assert ready.problems() == []


def test_a_second_scan_of_a_copy_changes_nothing(ready: Van) -> None:
    trip = ready.trip()
    ready.lend_on(trip)
    for again in (ready.lend_on, ready.renew_on):
        with pytest.raises(PointError, match="trip_copy_here_already"):
            again(trip)
    ready.back_on(trip)
    with pytest.raises(PointError, match="trip_copy_not_lent"):
        ready.back_on(trip)
    assert len(queries.acts_of(ready.session, trip)) == 2


def test_a_copy_that_was_elsewhere_later_was_not_in_the_van(ready: Van) -> None:
    trip = ready.trip(EARLIER)
    ready.now = NOON - timedelta(days=5)
    ready.lend()
    ready.now = NOON
    for act in (ready.lend_on, ready.renew_on, ready.back_on):
        with pytest.raises(PointInputError, match="trip_copy_later"):
            act(trip)
    ready.give_back()
    with pytest.raises(PointInputError, match="trip_copy_later"):
        ready.lend_on(trip)


def test_parts_are_counted_first(ready: Van) -> None:
    ready.copy("INV-3", title="Atlas", parts="CD")
    trip = ready.trip()
    with pytest.raises(LoanRefused) as asked:
        ready.lend_on(trip, "INV-3")
    ready.lend_on(trip, "INV-3", yes=services.yes_to(ready.work, TODAY, asked.value.assessment))
    with pytest.raises(LoanRefused) as parts:
        ready.back_on(trip, "INV-3")
    assert parts.value.assessment.asks[0].code == "parts_back"
    assert ready.back_on(trip, "INV-3", parts="").kind is ActKind.RETURN


def test_an_exchange_is_undone_whole(ready: Van) -> None:
    trip = ready.trip(EARLIER)
    ready.lend_on(trip)
    (act,) = queries.acts_of(ready.session, trip)
    ready.undo_on(trip, act.id)
    assert queries.acts_of(ready.session, trip) == ()
    with pytest.raises(PointNotFoundError, match="trip_act_unknown"):
        ready.undo_on(trip, act.id)
    ready.lend_on(trip)
    (again,) = queries.acts_of(ready.session, trip)
    ready.undo(again.act_id)
    assert queries.exchanged(ready.session, trip) == 0
    ready.undo_on(trip, again.id)
    ready.lend_on(trip)
    ready.close(trip)
    assert ready.problems() == []


def test_checks_find_what_does_not_agree(ready: Van) -> None:
    trip = ready.trip()
    ready.lend_on(trip)
    ready.close(trip, visitors=3, issued=2)
    with transaction(ready.session) as session:
        row = session.get_one(Trip, trip)
        row.visitors, row.issued = 4, 5
        session.execute(delete(TripAct))
        session.add(TripAct(trip_id=trip, loan_id=1, kind="renew", at=NOON))
    found = {problem.code for problem in ready.problems()}
    assert found == {"trip_log_differs", "trip_visitors_differ", "trip_act_without_loan"}


def test_an_exchange_undone_at_the_desk_after_the_trip_was_closed_is_found_and_mended(ready: Van) -> None:
    trip = ready.trip()
    ready.lend_on(trip)
    ready.close(trip)
    (act,) = queries.acts_of(ready.session, trip)
    ready.undo(act.act_id)
    (problem,) = ready.problems()
    assert (problem.code, problem.facts["rows"], problem.facts["logged"]) == ("trip_log_differs", 0, 1)
    ready.reopen(trip)
    ready.close(trip)
    assert ready.problems() == []


def test_lists_are_narrowed_and_withdrawn_trips_are_not_summed(ready: Van) -> None:
    first, second = ready.trip(EARLIER), ready.trip()
    ready.close(first, visitors=3, issued=2)
    ready.close(second, visitors=1, issued=1)
    ready.withdraw(second)
    page = queries.trips(ready.session, Wanted())
    assert (page.total, page.visitors, page.issued) == (2, 3, 2)
    for wanted, total in (
        (Wanted(since=TODAY), 1), (Wanted(until=EARLIER), 1), (Wanted(state="withdrawn"), 1),
        (Wanted(point_id=ready.point), 2), (Wanted(department="foreign"), 0), (Wanted(department="lending"), 2),
    ):  # fmt: skip
        assert queries.trips(ready.session, wanted).total == total, wanted
    assert queries.describe_trips(ready.session, [first]) == {first: "12-maktab, 05.04.2026"}
    assert queries.describe(ready.session, [ready.point]) == {ready.point: "12-maktab"}
    with pytest.raises(PointNotFoundError):
        queries.trip_row(ready.session, 99)
    with pytest.raises(PointNotFoundError):
        queries.point_row(ready.session, 99, year=2026)
