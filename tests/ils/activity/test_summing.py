"""Figures by every column and measure equal what plain Python makes of the rows; totals of months are their sums."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from ils.activity.cut import Cut, cut_data, cut_of, cuts_of
from ils.activity.kinds import Channel, Kind
from ils.activity.measures import lines_are_sums, months_are_sums, totals_are_sums
from ils.activity.models import Activity, MonthlyTotal
from ils.activity.queries import (
    Asked,
    counted,
    counted_by,
    counted_each,
    counted_many,
    crossed,
    day_by,
    opened_terms,
    total,
)
from ils.activity.queries.where import COLUMNS
from ils.activity.services import record, reverse
from ils.activity.totals import rebuild_months
from ils.activity.work import Done, ItemSnapshot, PatronSnapshot, Work
from ils.db import transaction
from tests.conftest import NOON

KINDS = (Kind.VISIT, Kind.LOAN_OPEN, Kind.POINT_SERVE)
WORKS = st.builds(
    Work,
    now=st.just(NOON),
    department=st.sampled_from(["lending", "foreign"]),
    sector=st.sampled_from(["lending", "reading"]),
    channel=st.sampled_from([Channel.DESK, Channel.AUTOMATIC]),
)
DAYS = st.integers(0, 120).map(lambda days: date(2025, 12, 1) + timedelta(days=days))
DONE = st.builds(
    Done,
    kind=st.sampled_from(KINDS),
    subject_type=st.just("visit"),
    subject_id=st.integers(1, 3),
    amount=st.integers(1, 5),
    patron=st.sampled_from(
        [
            PatronSnapshot(),
            PatronSnapshot("staff", "18-24", "m", "UZ"),
            PatronSnapshot("student", "0-13", "f", "KZ"),
        ]
    ),
    item=st.sampled_from([ItemSnapshot(), ItemSnapshot("eng", "8", "book", "foreign")]),
    source=st.sampled_from(["", "home"]),
    day=DAYS,
)
SOME = st.sets(st.sampled_from(["lending", "reading"]), max_size=1).map(tuple)
CUTS = st.builds(
    Cut,
    kinds=st.sets(st.sampled_from([str(kind) for kind in KINDS]), min_size=1).map(tuple),
    sectors=SOME,
    sources=st.sampled_from([(), ("home",)]),
    without_channels=st.sampled_from([(), ("automatic",)]),
    categories=st.sampled_from([(), ("staff",), ("staff", "student")]),
    without_citizenships=st.sampled_from([(), ("UZ", "")]),
    languages=st.sampled_from([(), ("eng",)]),
)
TERMS = st.lists(CUTS, min_size=1, max_size=3).map(tuple)
BY = st.lists(st.sampled_from(["month", *COLUMNS]), max_size=2, unique=True).map(tuple)


def fitting(rows: list[Activity], terms: tuple[Cut, ...], since: date, until: date) -> list[Activity]:
    """Choose the rows that any of the terms counts, each once."""

    def fits(row: Activity, cut: Cut) -> bool:
        wanted = (
            (cut.kinds, row.kind), (cut.sectors, row.sector), (cut.sources, row.source),
            (cut.categories, row.patron_category), (cut.languages, row.item_language),
        )  # fmt: skip
        return (
            all(not values or value in values for values, value in wanted)
            and row.channel not in cut.without_channels
            and row.patron_citizenship not in cut.without_citizenships
        )

    return [row for row in rows if since <= row.day <= until and any(fits(row, cut) for cut in terms)]


def value(row: Activity, by: str) -> str:
    if by == "month":
        return f"{row.day:%Y-%m}"
    return str(row.item_fund if by == "fund" else getattr(row, COLUMNS[by]))


def by_hand(rows: list[Activity], by: tuple[str, ...], measure: str) -> dict[tuple[str, ...], int]:
    groups: defaultdict[tuple[str, ...], list[Activity]] = defaultdict(list)
    for row in rows:
        groups[tuple(value(row, each) for each in by)].append(row)
    found = {}
    for key, own in groups.items():
        things: Counter[int] = Counter()
        for row in own:
            things[row.subject_id] += row.amount
        found[key] = {
            "amount": sum(row.amount for row in own),
            "acts": sum(1 if row.undo_of is None else -1 for row in own),
            "distinct": sum(amount > 0 for amount in things.values()),
            "exists": int(sum(row.amount for row in own) > 0),
        }[measure]
    return {key: figure for key, figure in found.items() if figure}


SEQUENCE = st.lists(st.tuples(WORKS, DONE, st.booleans()), min_size=1, max_size=12)


def enact(session: Session, sequence: list[tuple[Work, Done, bool]]) -> list[Activity]:
    """Do it, take back what was regretted, and return all rows of the log."""
    for work, done, regretted in sequence:
        with transaction(session):
            record(session, work, done)
        if regretted:
            last = session.scalars(select(Activity).order_by(Activity.id.desc())).first()
            assert last is not None
            with transaction(session):
                reverse(session, work, activity=last, reason="regretted")
    return list(session.scalars(select(Activity)))


@given(sequence=SEQUENCE)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_totals_of_months_are_the_sums_of_any_acts_and_twins(
    session: Session, sequence: list[tuple[Work, Done, bool]]
) -> None:
    enact(session, sequence)
    assert list(months_are_sums(session)) == []
    assert list(lines_are_sums(session)) == []
    assert list(totals_are_sums(session)) == []


@given(sequence=SEQUENCE, asked=st.lists(st.tuples(TERMS, BY, DAYS, DAYS), min_size=1, max_size=8))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_figure_over_any_days_is_what_the_rows_say(
    session: Session,
    sequence: list[tuple[Work, Done, bool]],
    asked: list[tuple[tuple[Cut, ...], tuple[str, ...], date, date]],
) -> None:
    rows = enact(session, sequence)
    for terms, by, one, other in asked:
        since, until = min(one, other), max(one, other)
        own = fitting(rows, terms, since, until)
        for measure in ("amount", "acts", "distinct", "exists"):
            assert crossed(session, terms, by, since=since, until=until, measure=measure) == by_hand(
                own, by, measure
            )
        page = opened_terms(session, terms, since=since, until=until)
        assert (
            page.amount
            == sum(row.amount for row in own)
            == counted(session, terms, "amount", since=since, until=until)
        )
        assert page.acts == len(own)
        days = day_by(session, terms, "sector", since=since, until=until)
        assert sum(sum(cells.values()) for cells in days.values()) == page.amount
    many = {
        f"{number} {measure}": (terms, measure)
        for number, (terms, _by, _one, _other) in enumerate(asked)
        for measure in ("amount", "acts", "distinct", "exists")
    }
    span = {"since": date(2026, 1, 1), "until": date(2026, 3, 10)}
    assert counted_many(session, many, **span) == {
        name: counted(session, terms, measure, **span) for name, (terms, measure) in many.items()
    }


@pytest.fixture
def january(session: Session) -> Session:
    """Two loans on both sides of the turn of the month."""
    staff = PatronSnapshot("staff", "18-24", "m", "UZ")
    with transaction(session):
        for day in (date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 28)):
            record(session, Work(now=NOON), Done(Kind.LOAN_OPEN, "loan", 1, patron=staff, day=day))
    return session


def test_a_year_by_months(january: Session) -> None:
    loans = (Cut((Kind.LOAN_OPEN,), categories=("staff",)),)
    span = {"since": date(2026, 1, 1), "until": date(2026, 12, 31)}
    assert counted_by(january, loans, "month", **span) == {"2026-01": 1, "2026-02": 2}
    assert crossed(january, loans, ("month", "sex"), **span) == {("2026-01", "m"): 1, ("2026-02", "m"): 2}
    assert day_by(january, loans, "", since=date(2026, 2, 1), until=date(2026, 2, 2)) == {
        date(2026, 2, 1): {"": 1}
    }
    assert total(january, loans[0], since=date(2026, 2, 2), until=date(2026, 3, 15)) == 1
    assert counted_by(january, loans, "month", since=date(2026, 3, 1), until=date(2026, 2, 1)) == {}


@pytest.mark.parametrize(
    "corruption",
    ["UPDATE activity_month SET amount = 9", "UPDATE activity_month SET acts = 9", "DELETE FROM activity_month",
     "UPDATE activity_month SET patron_sex = 'f'"],
)  # fmt: skip
def test_a_wrong_total_of_a_month_is_found_and_mended_from_the_rows(
    january: Session, corruption: str
) -> None:
    with transaction(january):
        january.execute(text(corruption))
    assert {problem.code for problem in months_are_sums(january)} == {"month_differs"}
    with transaction(january):
        assert rebuild_months(january) == 2
    assert list(months_are_sums(january)) == []
    assert {row.month for row in january.scalars(select(MonthlyTotal))} == {
        date(2026, 1, 1),
        date(2026, 2, 1),
    }


def test_a_counter_is_stored_and_read_back() -> None:
    cut = Cut((Kind.LOAN_OPEN,), sources=("organisation",), without_citizenships=("UZ", ""))
    data = {
        "kinds": ["circulation:loan:open"], "sources": ["organisation"], "without_citizenships": ["UZ", ""],
    }  # fmt: skip
    assert cut_data(cut) == data
    assert cut_of(data) == cut
    assert cuts_of(None) == ()
    with pytest.raises(ValueError, match="colours"):
        cut_of({"kinds": ["x"], "colours": ["red"]})


def test_lines_are_checked_against_their_months_and_mended(january: Session) -> None:
    with transaction(january):
        january.execute(text("UPDATE activity_line SET acts = acts + 1"))
    assert {problem.code for problem in lines_are_sums(january)} == {"month_differs"}
    with transaction(january):
        rebuild_months(january)
    assert list(lines_are_sums(january)) == []


def test_many_acts_at_once_are_added_like_single_ones(january: Session) -> None:
    done = [
        Done(Kind.VISIT, "visit", number, amount=2, day=date(2026, 1, 5 + number % 3)) for number in range(50)
    ]
    with transaction(january):
        record(january, Work(now=NOON, sector="lending"), *done)
    visits = (Cut((Kind.VISIT,)),)
    assert counted_by(january, visits, "month", since=date(2026, 1, 1), until=date(2026, 12, 31)) == {
        "2026-01": 100
    }
    assert (
        list(lines_are_sums(january))
        == list(months_are_sums(january))
        == list(totals_are_sums(january))
        == []
    )
    rows = january.scalars(select(Activity).where(Activity.kind == Kind.VISIT).order_by(Activity.id))
    assert [(row.subject_id, row.at) for row in rows] == [(number, NOON) for number in range(50)]


def test_figures_of_different_days_are_told_together(january: Session) -> None:
    loans = (Cut((Kind.LOAN_OPEN,)),)
    asked = {
        "year": Asked(loans, "amount", date(2026, 1, 1), date(2026, 12, 31)),
        "february": Asked(loans, "acts", date(2026, 2, 1), date(2026, 2, 28)),
        "turn": Asked(loans, "amount", date(2026, 1, 31), date(2026, 2, 1)),
        "staff": Asked(
            (Cut((Kind.LOAN_OPEN,), categories=("staff",)),), "exists", date(2026, 1, 2), date(2026, 3, 9)
        ),
        "things": Asked(loans, "distinct", date(2026, 1, 1), date(2026, 12, 31)),
        "before": Asked(loans, "amount", date(2025, 1, 1), date(2025, 12, 31)),
        "nothing": Asked((), "amount", date(2026, 1, 1), date(2026, 12, 31)),
        "backwards": Asked(loans, "amount", date(2026, 12, 31), date(2026, 1, 1)),
    }
    assert counted_each(january, asked) == {
        "year": 3, "february": 2, "turn": 2, "staff": 1, "things": 1, "before": 0, "nothing": 0, "backwards": 0,
    }  # fmt: skip
