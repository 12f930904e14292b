"""The figures of the plan rise by exactly the acts that were done, and open to them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ils.activity.kinds import Channel, Kind
from ils.activity.models import Activity
from ils.activity.queries import opened_terms
from ils.activity.services import record, reverse
from ils.activity.work import Done, ItemSnapshot, PatronSnapshot, Work
from ils.db import transaction
from ils.workplan.errors import PlanCode, PlanLineUnknownError
from ils.workplan.queries import Figure, by_month, line_terms, plan_figure, plan_figures
from ils.workplan.queries.directing import slow_lines
from ils.workplan.rules import Period, month_period, quarter_period, year_period
from ils.workplan.services import (
    Typed,
    count_renewals,
    load_year,
    retire_line,
    set_counter,
    set_openings,
    set_target,
)
from tests.conftest import NOON
from tests.world import work_at


@pytest.fixture
def plan(session: Session) -> Session:
    """A library with the plan of 2026."""
    with transaction(session):
        load_year(session, work_at(NOON), year=2026)
    return session


def do(session: Session, kind: Kind, *, amount: int = 1, work: Work | None = None, source: str = "") -> None:
    with transaction(session):
        record(session, work or work_at(NOON), Done(kind, "loan", 1, amount=amount, source=source))


def facts(session: Session) -> dict[str, int]:
    """Return the figures that are not zero."""
    return {each.number: each.fact for each in plan_figures(session, year=2026) if each.fact}


def in_sector(sector: str) -> Work:
    return work_at(NOON, sector=sector)


AUTOMATIC = replace(work_at(NOON), channel=Channel.AUTOMATIC)
FOREIGNER, OURS = PatronSnapshot(citizenship="KZ"), PatronSnapshot(citizenship="UZ")
ELECTRONIC = ItemSnapshot(document_type="electronic")


def of(kind: Kind, source: str = "", *lines: str, **details: Any) -> tuple[Work, Done, dict[str, int]]:
    """Return an act of amount 3 with the lines that it raises: "16" by 3, "19:1" by 1."""
    work = details.pop("work", work_at(NOON))
    told = {number: int(by or 3) for number, _colon, by in (line.partition(":") for line in lines)}
    return work, Done(kind, "loan", 1, amount=3, source=source, **details), told


ACTS = [
    of(Kind.DOCUMENT_FILE, "manual", "1"),
    of(Kind.DOCUMENT_FILE, "recommendation", "1"),
    of(Kind.DOCUMENT_FILE, "staff_summary", "2"),
    of(Kind.DOCUMENT_FILE, "directory", "3"),
    of(Kind.DOCUMENT_FILE, "rare_list", "24"),
    of(Kind.DOCUMENT_FILE, "rare_service", "25:1"),
    of(Kind.DOCUMENT_FILE, "rare_technology", "25.1:1"),
    of(Kind.DOCUMENT_FILE, "security_report", "37"),
    of(Kind.DOCUMENT_FILE, "other"),
    of(Kind.CARD_INDEX_ADD, "professional_press", "4"),
    of(Kind.CARD_INDEX_ADD, "uzbekistanika", "29"),
    of(Kind.CARD_INDEX_ADD, "chronicle"),
    of(Kind.METHOD_HELP, "visit", "5"),
    of(Kind.QUARTER_CLOSE, "", "6"),
    of(Kind.PROJECT_START, "", "7"),
    of(Kind.OTHER_WORK, "", "8"),
    of(Kind.SURVEY_CLOSE, "", "9"),
    of(Kind.ACCESSION, "legal_deposit", "10", "10.1"),
    of(Kind.ACCESSION, "purchase", "10", "10.2"),
    of(Kind.ACCESSION, "subscription", "10"),
    of(Kind.ACCESSION, "exchange", "10", "10.3"),
    of(Kind.ACCESSION, "gift_person", "10", "10.4", "10.4.1"),
    of(Kind.ACCESSION, "gift_organisation", "10", "10.4", "10.4.2"),
    of(Kind.RECORD_CREATE, "original", "11"),
    of(Kind.RECORD_CREATE, "imported", "11", "25.3", item=ELECTRONIC),
    of(Kind.RECORD_CLASSIFY, "original", "12"),
    of(Kind.CLASS_MARK, "udc"),
    of(Kind.DIGITAL_LINK, "", "13"),
    of(Kind.UNION_ACCEPT, "", "14"),
    of(Kind.ANALYTIC_CREATE, "original"),
    of(Kind.ITEM_ADD),
    of(Kind.PATRON_REGISTER, "", "15", "15.1", patron=OURS),
    of(Kind.PATRON_REGISTER, "", "15", "15.1"),
    of(Kind.PATRON_REGISTER, "", "15", "15.1", "40", patron=FOREIGNER),
    of(Kind.PATRON_REREGISTER, "", "15", "15.2", "40", patron=FOREIGNER),
    *(
        of(Kind.VISIT, "card", "16", f"16.{number}", work=in_sector(sector))
        for number, sector in enumerate(
            ("lending", "reading", "youth", "electronic", "legal", "local", "other"), start=1
        )
    ),
    of(Kind.LOAN_OPEN, "home", "17"),
    of(Kind.LOAN_OPEN, "organisation", "17", "22", "22.1"),
    of(Kind.LOAN_OPEN, "home", "17", "22", "22.2", patron=PatronSnapshot("staff")),
    of(Kind.LOAN_OPEN, "room", "17", "22", "22.3", patron=PatronSnapshot("subscriber")),
    of(Kind.LOAN_RENEW, "", "17"),
    of(Kind.LOAN_RENEW, "", "17", work=replace(work_at(NOON), channel=Channel.WEB)),
    of(Kind.LOAN_RENEW, "", work=AUTOMATIC),
    of(Kind.ROOM_USE, "", "17"),
    of(Kind.POINT_ISSUE, "", "17"),
    of(Kind.LOAN_CLOSE),
    of(Kind.EVENT_HOLD, "event", "18"),
    of(Kind.EVENT_HOLD, "excursion", "18"),
    of(Kind.EVENT_HOLD, "training", "18"),
    of(Kind.EVENT_HOLD, "field", "20"),
    of(Kind.EVENT_HOLD, "club", "21"),
    of(Kind.EXHIBITION_OPEN, "", "18"),
    of(Kind.EXHIBITION_ITEM, "", "26"),
    of(Kind.POINT_SERVE, "", "19:1"),
    of(Kind.REMOTE_DELIVER, "local", "23", "23.1"),
    of(Kind.REMOTE_DELIVER, "foreign", "23", "23.2"),
    of(Kind.REMOTE_DELIVER, "library", "23", "23.3"),
    of(Kind.RARE_DIGITISE, "", "25:1", "25.2"),
    of(Kind.STOCKTAKE_CLOSE, "", "27"),
    of(Kind.CHRONICLE_SEND, "", "28"),
    of(Kind.AID_FINISH, "universal", "30", "30.1"),
    of(Kind.AID_FINISH, "branch", "30", "30.2"),
    of(Kind.AID_FINISH, "thematic", "30", "30.3"),
    of(Kind.AID_FINISH, "local_history", "30"),
    of(Kind.OWN_PUBLICATION, "", "31"),
    of(Kind.PAGES_SCAN, "order", "32"),
    of(Kind.PAGES_SCAN, "plan", "35"),
    of(Kind.PAGES_SCAN, "rare"),
    of(Kind.POST_PUBLISH, "telegram", "33"),
    of(Kind.DIGITAL_PUBLISH, "", "34"),
    of(Kind.QR_PLACE, "", "36"),
    of(Kind.TRAINING_HOLD, "", "38"),
    of(Kind.AGREEMENT_SIGN, "foreign", "39"),
    of(Kind.AGREEMENT_SIGN, "local"),
    of(Kind.DELEGATION_RECEIVE, "", "40"),
    of(Kind.MEDIA_APPEAR, "", "41"),
    of(Kind.PAID_SERVICE, "copy", "42", "42.1"),
    of(Kind.RENT_RECEIVE, "", "42", "42.2"),
]


@pytest.mark.parametrize(("work", "done", "lines"), ACTS)
def test_an_act_raises_its_lines_and_no_other_and_its_twin_lowers_them(
    plan: Session, work: Work, done: Done, lines: dict[str, int]
) -> None:
    with transaction(plan):
        record(plan, work, done)
    assert facts(plan) == lines
    row = plan.scalars(select(Activity)).one()
    with transaction(plan):
        reverse(plan, work_at(NOON + timedelta(days=40)), activity=row, reason="a slip")
    assert facts(plan) == {}


def test_every_line_of_the_form_is_raised_by_some_act(plan: Session) -> None:
    assert {number for _work, _done, lines in ACTS for number in lines} == set(line_terms(plan, 2026))


def test_every_figure_opens_to_rows_that_sum_to_it(plan: Session) -> None:
    with transaction(plan):
        for work, done, _lines in ACTS:
            record(plan, work, done)
    span = year_period(2026)
    found = facts(plan)
    for number, (terms, measure) in line_terms(plan, 2026).items():
        page = opened_terms(plan, terms, since=span.first, until=span.last)
        assert sum(row.amount for row in page.rows) == page.amount
        assert found[number] == (1 if measure in {"distinct", "exists"} else page.amount) > 0
        assert plan_figure(plan, year=2026, number=number).fact == found[number]


def test_parts_add_up_to_their_line(plan: Session) -> None:
    with transaction(plan):
        for work, done, _lines in ACTS:
            record(plan, work, done)
    found = facts(plan)
    for line, parts in (("15", 2), ("16", 7), ("22", 3), ("23", 3), ("42", 2)):
        assert found[line] == sum(found[f"{line}.{number}"] for number in range(1, parts + 1))


def test_an_act_taken_back_lowers_its_line(plan: Session) -> None:
    do(plan, Kind.LOAN_OPEN)
    do(plan, Kind.LOAN_OPEN)
    row = plan.scalars(select(Activity)).first()
    assert row is not None
    with transaction(plan):
        reverse(plan, work_at(NOON + timedelta(days=40)), activity=row, reason="wrong reader")
    assert facts(plan) == {"17": 1}


def test_a_renewal_that_nobody_asked_for_never_counts(plan: Session) -> None:
    for count in (True, False):
        with transaction(plan):
            count_renewals(plan, work_at(NOON), year=2026, number="17", count=count)
        do(plan, Kind.LOAN_RENEW, work=AUTOMATIC)
        assert facts(plan) == {}


def test_a_library_that_leaves_renewals_out_sees_issues_only(plan: Session) -> None:
    do(plan, Kind.LOAN_OPEN)
    do(plan, Kind.LOAN_RENEW, amount=5)
    with transaction(plan):
        count_renewals(plan, work_at(NOON), year=2026, number="17", count=False)
    assert facts(plan) == {"17": 1}


def test_only_the_days_of_the_period_count(plan: Session) -> None:
    for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 1), date(2027, 1, 1)):
        with transaction(plan):
            record(plan, work_at(NOON), Done(Kind.LOAN_OPEN, "loan", 1, day=day))
    assert plan_figure(plan, year=2026, number="17").fact == 3
    assert plan_figure(plan, year=2026, number="17", period=quarter_period(2026, 1)).fact == 2
    assert plan_figure(plan, year=2026, number="17", period=month_period(2026, 4)).fact == 1
    assert by_month(plan, year=2026, number="17") == (1, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0)
    assert plan_figure(plan, year=2026, number="17").last_fact == 1
    assert plan_figure(plan, year=2026, number="1").last_fact is None


def unfed(plan: Session, number: str = "1") -> None:
    with transaction(plan):
        set_counter(plan, work_at(NOON), year=2026, number=number, terms=(), measure="amount")


def test_a_line_not_fed_has_no_fact_and_is_never_behind(plan: Session) -> None:
    unfed(plan)
    figure = plan_figure(plan, year=2026, number="1")
    assert (figure.fact, figure.percent, figure.terms) == (None, None, ())
    assert by_month(plan, year=2026, number="1") == (0,) * 12
    assert figure not in slow(plan)


def test_a_point_served_often_is_one_point_and_none_when_all_trips_are_undone(plan: Session) -> None:
    trips = []
    for day in (1, 2, 3):
        with transaction(plan):
            record(plan, work_at(NOON), Done(Kind.POINT_SERVE, "point", 5, day=date(2026, 4, day)))
        trips.append(plan.scalars(select(Activity).order_by(Activity.id.desc())).first())
    do(plan, Kind.POINT_SERVE)
    assert plan_figure(plan, year=2026, number="19").fact == 2
    for number, trip in enumerate(trips, start=1):
        with transaction(plan):
            assert trip is not None
            reverse(plan, work_at(NOON), activity=trip, reason="a slip")
        assert plan_figure(plan, year=2026, number="19").fact == (1 if number == 3 else 2)


def test_a_line_may_count_acts_instead_of_amounts(plan: Session) -> None:
    terms = line_terms(plan, 2026)["32"][0]
    with transaction(plan):
        set_counter(plan, work_at(NOON), year=2026, number="32", terms=terms, measure="acts")
    do(plan, Kind.PAGES_SCAN, amount=300, source="order")
    do(plan, Kind.PAGES_SCAN, amount=20, source="order")
    assert plan_figure(plan, year=2026, number="32").fact == 2
    row = plan.scalars(select(Activity)).first()
    assert row is not None
    with transaction(plan):
        reverse(plan, work_at(NOON), activity=row, reason="a slip")
    assert plan_figure(plan, year=2026, number="32").fact == 1
    assert by_month(plan, year=2026, number="32")[3] == 1


def typed(session: Session, *figures: Typed, year: int = 2026) -> None:
    with transaction(session):
        set_openings(session, work_at(NOON), year=year, figures=figures, source="report")


def test_typed_figures_are_added_and_marked_in_the_year_and_in_whole_months_only(plan: Session) -> None:
    do(plan, Kind.LOAN_OPEN)
    typed(plan, Typed("17", "m1", 100), Typed("17", "m4", 50), Typed("16", "year", 7))
    whole = plan_figure(plan, year=2026, number="17")
    assert (whole.fact, whole.opening) == (151, 150)
    quarter = plan_figure(plan, year=2026, number="17", period=quarter_period(2026, 1))
    assert (quarter.fact, quarter.opening) == (100, 100)
    half = plan_figure(plan, year=2026, number="17", period=Period(date(2026, 4, 2), date(2026, 4, 30)))
    assert (half.fact, half.opening) == (1, 0)
    visits = plan_figure(plan, year=2026, number="16", period=quarter_period(2026, 1))
    assert (visits.fact, visits.opening) == (0, 0)
    assert plan_figure(plan, year=2026, number="16").fact == 7
    assert by_month(plan, year=2026, number="17") == (100, 0, 0, 51, 0, 0, 0, 0, 0, 0, 0, 0)
    assert plan_figure(plan, year=2026, number="17", sector="lending").fact == 1


def test_typed_figures_of_parts_go_into_their_line_and_feed_a_line_without_counter(plan: Session) -> None:
    unfed(plan)
    typed(
        plan, Typed("22.1", "m2", 20), Typed("22.2", "m3", 5), Typed("1", "year", 4), Typed("25", "year", 3)
    )
    figures = {each.number: each for each in plan_figures(plan, year=2026)}
    assert (figures["22"].fact, figures["22"].opening) == (25, 25)
    assert (figures["1"].fact, figures["1"].opening) == (4, 4)
    assert figures["25"].fact == 1  # there is something, however much
    assert by_month(plan, year=2026, number="22")[:3] == (0, 20, 5)


def test_last_year_is_what_its_own_plan_counted_and_what_was_typed_for_it(plan: Session) -> None:
    with transaction(plan):
        load_year(plan, work_at(NOON), year=2025)
        count_renewals(plan, work_at(NOON), year=2025, number="17", count=False)
        for kind in (Kind.LOAN_OPEN, Kind.LOAN_RENEW):
            record(plan, work_at(NOON), Done(kind, "loan", 1, day=date(2025, 5, 5)))
    typed(plan, Typed("17", "m1", 100), year=2025)
    figure = plan_figure(plan, year=2026, number="17")
    assert (figure.last_fact, figure.last_opening) == (101, 100)


def test_figures_and_targets_of_a_sector(plan: Session) -> None:
    do(plan, Kind.LOAN_OPEN, amount=2, work=in_sector("reading"))
    do(plan, Kind.LOAN_OPEN, amount=5)
    do(plan, Kind.VISIT, work=in_sector("reading"))
    with transaction(plan):
        set_target(plan, work_at(NOON), year=2026, number="17", plan=10, sector="reading")
    found = {each.number: each for each in plan_figures(plan, year=2026, sector="reading")}
    assert (found["17"].fact, found["17"].plan, found["17"].percent) == (2, 10, 20)
    assert [found[number].fact for number in ("16", "16.1", "16.2")] == [1, 0, 1]
    assert found["16"].plan is None


def test_the_target_of_a_quarter_is_its_own_or_that_of_its_months(plan: Session) -> None:
    with transaction(plan):
        for part, goal in (("q1", 30), ("m4", 5), ("m5", 6), ("m6", 7), ("m7", 1)):
            set_target(plan, work_at(NOON), year=2026, number="17", plan=goal, part=part)
    asked = {
        quarter: plan_figure(plan, year=2026, number="17", period=quarter_period(2026, quarter))
        for quarter in (1, 2, 3)
    }
    whole = plan_figure(plan, year=2026, number="17").plan
    assert [(each.plan, each.plan_part) for each in asked.values()] == [
        (30, "q1"),
        (18, "q2"),
        (whole, "year"),
    ]
    assert plan_figure(plan, year=2026, number="17", period=month_period(2026, 5)).plan == 6


def test_the_lines_of_a_service_and_its_targets_of_other_lines(plan: Session) -> None:
    with transaction(plan):
        set_target(plan, work_at(NOON), year=2026, number="5", plan=3, service="akt")
    found = {each.number: each.plan for each in plan_figures(plan, year=2026, service="akt")}
    assert found["5"] == 3
    assert "17" not in found
    assert found["33"] == 9300


def test_a_retired_line_counts_on_but_is_never_behind(plan: Session) -> None:
    with transaction(plan):
        retire_line(
            plan, work_at(NOON), year=2026, number="26", reason="counted by the exhibitions' own plan"
        )
    do(plan, Kind.EXHIBITION_ITEM)
    figure = plan_figure(plan, year=2026, number="26")
    assert (figure.fact, figure.retired) == (1, True)
    assert figure not in slow(plan)


def test_lines_behind_the_pace(plan: Session) -> None:
    target = plan_figure(plan, year=2026, number="26").plan
    assert target
    assert "26" in {each.number for each in slow(plan)}
    do(plan, Kind.EXHIBITION_ITEM, amount=target)
    assert "26" not in {each.number for each in slow(plan)}


def slow(plan: Session) -> tuple[Figure, ...]:
    return slow_lines(plan, plan_figures(plan, year=2026), year=2026, today=date(2026, 12, 31))


@pytest.mark.parametrize("number", ["99", "", "15.", "1" * 500, "'; --"])
def test_a_line_that_is_not_there_is_refused(plan: Session, number: str) -> None:
    with pytest.raises(PlanLineUnknownError) as caught:
        plan_figure(plan, year=2026, number=number)
    assert caught.value.code is PlanCode.LINE_UNKNOWN


def test_a_line_speaks_the_language_of_the_page(plan: Session) -> None:
    figure: Figure = plan_figure(plan, year=2026, number="16.1")
    assert figure.text("name", "uz_Cyrl") == figure.text("name", "uz") == figure.name_uz
    assert figure.text("unit", "ru") == figure.unit_ru
    assert figure.text("section", "en") == figure.section_en
    assert figure.depth == 1
