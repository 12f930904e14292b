"""Closing a period: figures are frozen under a seal, and every difference later is explained to the last row."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from ils.activity.cut import Cut
from ils.activity.kinds import Kind
from ils.activity.models import Activity
from ils.activity.services import record, reverse
from ils.activity.work import Done
from ils.db import transaction
from ils.errors import InputError
from ils.workplan.errors import PlanCode, PlanError, PlanInputError, PlanLineUnknownError
from ils.workplan.measures import seals_hold
from ils.workplan.models import ClosedFigure
from ils.workplan.queries import plan_figure
from ils.workplan.queries.closing import closure, closures, differences, seal_holds, sealed_figures, standing
from ils.workplan.services import Typed, load_year, set_counter, set_openings, set_target
from ils.workplan.services.closing import close_period, reopen_period
from tests.plan_lines import FIRST_MINUTE, LAST_MINUTE
from tests.world import work_at

AFTER = datetime(2026, 4, 2, 6, tzinfo=UTC)  # a working day after the first quarter
IN_QUARTER = date(2026, 3, 10)


@pytest.fixture
def plan(session: Session) -> Session:
    """A plan of 2026 with twelve issues and two posts in its first quarter."""
    with transaction(session):
        load_year(session, work_at(AFTER), year=2026)
    act(session, Kind.LOAN_OPEN, 12)
    act(session, Kind.POST_PUBLISH, 2)
    return session


def act(session: Session, kind: Kind, amount: int = 1, *, day: date = IN_QUARTER, subject: int = 1) -> None:
    with transaction(session):
        record(
            session, work_at(AFTER, sector="lending"), Done(kind, "thing", subject, amount=amount, day=day)
        )


def closed(session: Session, part: str = "q1", at: datetime = AFTER) -> int:
    with transaction(session):
        return close_period(session, work_at(at), year=2026, part=part)


def of_line(session: Session, closure_id: int, number: str) -> tuple[int, int, int, int, int]:
    facts = closure(session, closure_id)
    found = {each.number: each for each in differences(session, facts)}[number]
    assert found.unexplained == 0
    return found.was, found.now, found.late, found.counted_otherwise, found.typed


def test_figures_are_kept_with_their_rows_sectors_and_targets(plan: Session) -> None:
    number = closed(plan)
    kept = {each.number: each for each in sealed_figures(plan, number)}
    assert (kept["17"].fact, kept["17"].acts, kept["17"].sectors) == (12, 1, {"lending": 12})
    assert kept["33"].fact == 2
    assert kept["17"].plan is None  # the year has a target, the quarter has none of its own
    with transaction(plan):
        set_target(plan, work_at(AFTER), year=2026, number="17", plan=40, part="q1")
        reopen_period(plan, work_at(AFTER), closure_id=number, reason="The target came late")
    number = closed(plan)
    assert {each.number: each.plan for each in sealed_figures(plan, number)}["17"] == 40
    assert seal_holds(plan, closure(plan, number))
    assert list(seals_hold(plan)) == []
    assert differences(plan, closure(plan, number)) == ()


@pytest.mark.line("6", "once undone")
def test_line_06_counts_a_closed_quarter_on_its_last_day_and_no_month(plan: Session) -> None:
    closed(plan, "m1")
    assert plan_figure(plan, year=2026, number="6").fact == 0
    number = closed(plan)
    assert plan_figure(plan, year=2026, number="6").fact == 1
    days = plan.scalars(select(Activity.day).where(Activity.kind == Kind.QUARTER_CLOSE)).all()
    assert days == [date(2026, 3, 31)]
    with transaction(plan):
        reopen_period(plan, work_at(AFTER), closure_id=number, reason="A form was found")
    assert plan_figure(plan, year=2026, number="6").fact == 0
    closed(plan)
    assert plan_figure(plan, year=2026, number="6").fact == 1


@pytest.mark.line("6", "repeated corrected")
def test_line_06_a_quarter_counts_once_however_often_it_is_closed_and_corrected(plan: Session) -> None:
    number = closed(plan)
    with pytest.raises(PlanError):
        closed(plan)
    assert plan_figure(plan, year=2026, number="6").fact == 1
    for _again in range(2):
        with transaction(plan):
            reopen_period(plan, work_at(AFTER), closure_id=number, reason="A form was found")
        act(plan, Kind.POST_PUBLISH)
        number = closed(plan)
        assert plan_figure(plan, year=2026, number="6").fact == 1
    assert {each.number: each.fact for each in sealed_figures(plan, number)}["33"] == 4


@pytest.mark.line("6", "midnight closed")
@pytest.mark.parametrize("at", [FIRST_MINUTE, datetime(2027, 1, 10, 6, tzinfo=UTC)], ids=["00:01", "Sunday"])
def test_line_06_the_last_quarter_closed_in_january_counts_in_its_own_year(
    plan: Session, at: datetime
) -> None:
    with pytest.raises(PlanError) as refused:
        closed(plan, "q4", at=LAST_MINUTE)
    assert refused.value.code is PlanCode.PART_NOT_OVER
    plan.rollback()
    with transaction(plan):
        load_year(plan, work_at(at), year=2027)
    closed(plan, "q4", at=at)
    assert [plan_figure(plan, year=year, number="6").fact for year in (2026, 2027)] == [1, 0]


@pytest.mark.parametrize("at", [datetime(2026, 3, 31, 18, 59, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)])
def test_a_period_whose_last_day_is_not_over_is_refused(plan: Session, at: datetime) -> None:
    with pytest.raises(PlanError) as refused:
        closed(plan, at=at)
    assert refused.value.code is PlanCode.PART_NOT_OVER


def test_a_quarter_is_over_at_midnight_in_tashkent(plan: Session) -> None:
    assert closed(plan, at=datetime(2026, 3, 31, 19, 0, tzinfo=UTC))


def test_a_period_is_closed_once_and_opened_once(plan: Session) -> None:
    number = closed(plan)
    with pytest.raises(PlanError) as refused:
        closed(plan)
    assert refused.value.code is PlanCode.CLOSED_ALREADY
    with pytest.raises(PlanInputError) as without:
        reopen_period(plan, work_at(AFTER), closure_id=number, reason="  ")
    assert without.value.code is PlanCode.REOPEN_REASON
    with transaction(plan):
        reopen_period(plan, work_at(AFTER), closure_id=number, reason="A form was found")
    with pytest.raises(PlanError) as again:
        reopen_period(plan, work_at(AFTER), closure_id=number, reason="once more")
    assert again.value.code is PlanCode.OPENED_ALREADY
    assert standing(plan, 2026) == {}
    assert [each.reopen_reason for each in closures(plan, 2026)] == ["A form was found"]
    with pytest.raises(PlanLineUnknownError):
        reopen_period(plan, work_at(AFTER), closure_id=999, reason="x")
    plan.rollback()


@pytest.mark.parametrize(
    ("year", "part", "kind"), [(2026, "q5", InputError), (2027, "q1", PlanError), (1990, "q1", InputError)]
)
def test_what_cannot_be_closed(plan: Session, year: int, part: str, kind: type[Exception]) -> None:
    with pytest.raises(kind), transaction(plan):
        close_period(plan, work_at(datetime(2028, 1, 5, tzinfo=UTC)), year=year, part=part)


def test_late_entries_and_corrections_are_told_to_the_row(plan: Session) -> None:
    number = closed(plan)
    act(plan, Kind.LOAN_OPEN, 5)
    first = plan.scalars(select(Activity).where(Activity.kind == Kind.POST_PUBLISH)).one()
    with transaction(plan):
        reverse(plan, work_at(AFTER), activity=first, reason="Written twice")
    act(plan, Kind.LOAN_OPEN, 7, day=date(2026, 4, 1))  # the next quarter's
    assert of_line(plan, number, "17") == (12, 17, 5, 0, 0)
    assert of_line(plan, number, "33") == (2, 0, -2, 0, 0)
    assert seal_holds(plan, closure(plan, number))


def test_a_line_that_counts_otherwise_since_says_so(plan: Session) -> None:
    act(plan, Kind.LOAN_RENEW, 3)
    number = closed(plan)
    with transaction(plan):
        set_counter(
            plan,
            work_at(AFTER),
            year=2026,
            number="17",
            terms=[Cut(kinds=(Kind.LOAN_OPEN,))],
            measure="amount",
        )
    act(plan, Kind.LOAN_OPEN, 2)
    assert of_line(plan, number, "17") == (15, 14, 2, -3, 0)


def test_typed_figures_changed_since_are_told(plan: Session) -> None:
    number = closed(plan)
    with transaction(plan):
        set_openings(
            plan, work_at(AFTER), year=2026, figures=[Typed("17", "m2", 400)], source="Diary of February"
        )
    assert of_line(plan, number, "17") == (12, 412, 0, 0, 400)


def test_a_yes_that_stands_already_is_left_as_it_is(plan: Session) -> None:
    with transaction(plan):
        for line, kind in (("33", Kind.POST_PUBLISH), ("41", Kind.MEDIA_APPEAR)):
            terms = [Cut(kinds=(kind,))]
            set_counter(plan, work_at(AFTER), year=2026, number=line, terms=terms, measure="exists")
    number = closed(plan)
    with transaction(plan):
        typed = [Typed("33", "m2", 5), Typed("41", "m2", 5)]
        set_openings(plan, work_at(AFTER), year=2026, figures=typed, source="Jurnal")
    act(plan, Kind.POST_PUBLISH, subject=2)
    act(plan, Kind.MEDIA_APPEAR, subject=3)
    assert of_line(plan, number, "33") == (1, 1, 0, 0, 0)
    assert of_line(plan, number, "41") == (0, 1, 1, 0, 0)


def test_a_line_of_parts_changes_with_them(plan: Session) -> None:
    number = closed(plan)
    with transaction(plan):
        record(
            plan,
            work_at(AFTER),
            Done(Kind.LOAN_OPEN, "thing", 9, amount=4, source="organisation", day=IN_QUARTER),
        )
    assert of_line(plan, number, "22.1") == (0, 4, 4, 0, 0)
    assert of_line(plan, number, "22") == (0, 4, 4, 0, 0)


def test_different_things_are_explained_by_the_thing_that_came(plan: Session) -> None:
    act(plan, Kind.POINT_SERVE, subject=1)
    number = closed(plan)
    act(plan, Kind.POINT_SERVE, subject=1)
    act(plan, Kind.POINT_SERVE, subject=2)
    assert of_line(plan, number, "19") == (1, 2, 1, 0, 0)


def test_a_figure_changed_by_hand_breaks_the_seal(plan: Session) -> None:
    number = closed(plan)
    with transaction(plan):
        plan.get_one(ClosedFigure, (number, "17")).fact = 40
    assert not seal_holds(plan, closure(plan, number))
    assert [each.code for each in seals_hold(plan)] == ["plan_seal_broken"]


def test_a_period_that_is_open_again_may_be_closed_with_the_new_figures(plan: Session) -> None:
    first = closed(plan)
    act(plan, Kind.LOAN_OPEN, 2)
    with transaction(plan):
        reopen_period(plan, work_at(AFTER), closure_id=first, reason="Two loans were on paper")
    second = closed(plan, at=AFTER + timedelta(days=1))
    assert {each.number: each.fact for each in sealed_figures(plan, second)}["17"] == 14
    assert differences(plan, closure(plan, second)) == ()
    assert of_line(plan, first, "17") == (12, 14, 2, 0, 0)
    assert plan.execute(text("SELECT count(*) FROM plan_closure")).scalar_one() == 2
