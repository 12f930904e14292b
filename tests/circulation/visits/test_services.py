"""Counting visits: VS-01 once a reader, sector and day; VS-02 by card, by loan, by head-count."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from circulation.patrons.queries import patron_facts
from circulation.patrons.services import report_card_lost
from circulation.visits import measures
from circulation.visits.errors import VisitCode, VisitError, VisitInputError, VisitNotFound
from circulation.visits.models import Visit
from circulation.visits.queries import by_hour, figures, load_rule, visits, visits_of
from circulation.visits.rules import VisitRule, check_tally, month_of
from circulation.visits.services import card_visit, count_visit, set_rule, take_back, tally
from ils.activity.kinds import Kind, Source
from ils.activity.measures import net_amount, totals_are_sums
from ils.activity.models import Activity
from ils.activity.services import record
from ils.clock import at_hour
from ils.db import transaction
from ils.errors import InputError
from tests.conftest import NOON
from tests.world import add_reader, work_at

LENDING = work_at(NOON)
READING = work_at(NOON, department="reading_room", sector="reading")
TODAY = LENDING.day


def problems(session: Session) -> list[object]:
    return [problem for check in (*measures.CHECKS, totals_are_sums) for problem in check(session)]


@pytest.mark.parametrize(
    ("persons", "day", "code"),
    [
        (0, TODAY, VisitCode.PERSONS_INVALID),
        (-5, TODAY, VisitCode.PERSONS_INVALID),
        (1000, TODAY, VisitCode.PERSONS_INVALID),
        (1, TODAY + timedelta(days=1), VisitCode.DAY_AHEAD),
        (1, TODAY, None),
        (999, TODAY, None),
        (1, TODAY - timedelta(days=400), None),
    ],
)
def test_vs_02_a_head_count_is_1_to_999_on_a_day_that_has_come(
    persons: int, day: date, code: VisitCode | None
) -> None:
    if code is None:
        check_tally(persons, day, TODAY)
        return
    with pytest.raises(VisitInputError) as refused:
        check_tally(persons, day, TODAY)
    assert refused.value.code is code


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 4, 15), date(2026, 4, 1), date(2026, 4, 30)),
        (date(2028, 2, 1), date(2028, 2, 1), date(2028, 2, 29)),
        (date(2026, 12, 31), date(2026, 12, 1), date(2026, 12, 31)),
    ],
)
def test_a_month_has_its_days(day: date, first: date, last: date) -> None:
    assert month_of(day) == (first, last)


def test_vs_01_one_reader_one_sector_one_day_is_one_visit(session: Session) -> None:
    anvar = add_reader(session, NOON, birth_date=date(2005, 1, 1))
    with transaction(session):
        assert card_visit(session, LENDING, patron_id=anvar.id)
    with transaction(session):
        assert not card_visit(session, LENDING, patron_id=anvar.id)
    visit = session.scalars(select(Visit)).one()
    assert (visit.sector, visit.department, visit.day, visit.source, visit.persons) == (
        "lending", "lending", TODAY, "card", 1,
    )  # fmt: skip
    act = session.scalars(select(Activity).where(Activity.kind == Kind.VISIT)).one()
    assert (act.subject_type, act.subject_id, act.sector, act.source, act.patron_age) == (
        "visit", visit.id, "lending", "card", "18-24",
    )  # fmt: skip
    assert problems(session) == []


def test_vs_01_two_sectors_or_two_days_are_two_visits(session: Session) -> None:
    anvar = add_reader(session, NOON)
    tomorrow = work_at(NOON + timedelta(days=1))
    for work in (LENDING, READING, tomorrow):
        with transaction(session):
            assert card_visit(session, work, patron_id=anvar.id)
    assert net_amount(session, Kind.VISIT) == 3
    assert problems(session) == []


def test_vs_01_the_day_ends_at_midnight_of_the_library(session: Session) -> None:
    anvar = add_reader(session, NOON)
    for hour, counted in ((23.9, True), (24.1, True), (28, False)):  # 28 = four in the morning, 23:00 in UTC
        with transaction(session):
            assert card_visit(session, work_at(at_hour(TODAY, hour)), patron_id=anvar.id) is counted


def test_vs_02_a_loan_after_the_card_counts_no_second_visit(session: Session) -> None:
    facts = patron_facts(session, add_reader(session, NOON).id)
    with transaction(session):
        assert card_visit(session, LENDING, patron_id=facts.id)
    with transaction(session):
        assert count_visit(session, LENDING, patron=facts, source=Source.LOAN) is None
    with transaction(session):
        done = count_visit(session, READING, patron=facts, source=Source.LOAN)
        assert done is not None
        assert done.source == "loan"
        record(session, READING, done)
    assert problems(session) == []


def test_vs_01_the_database_is_the_last_guard(session: Session) -> None:
    anvar = add_reader(session, NOON)
    with transaction(session):
        card_visit(session, LENDING, patron_id=anvar.id)
    row = {
        "patron_id": anvar.id, "sector": "lending", "department": "", "day": TODAY, "at": NOON,
        "source": "card", "persons": 1, "slot": "lending",
    }  # fmt: skip
    with pytest.raises(IntegrityError), transaction(session):
        session.execute(insert(Visit).values(row))


def test_a_visit_without_a_sector_is_refused_in_words(session: Session) -> None:
    anvar = add_reader(session, NOON)
    with pytest.raises(VisitError) as refused, transaction(session):
        card_visit(session, work_at(NOON, department="", sector=""), patron_id=anvar.id)
    assert refused.value.code is VisitCode.SECTOR_MISSING


def test_a_lost_card_counts_nobody(session: Session) -> None:
    anvar = add_reader(session, NOON)
    with transaction(session):
        report_card_lost(session, LENDING, patron_id=anvar.id)
    with pytest.raises(VisitError) as refused, transaction(session):
        card_visit(session, LENDING, patron_id=anvar.id)
    assert refused.value.code is VisitCode.CARD_LOST
    assert net_amount(session, Kind.VISIT) == 0


def test_vs_02_head_counts_are_added_on_their_own_day(session: Session) -> None:
    yesterday = TODAY - timedelta(days=1)
    with transaction(session):
        tally(session, LENDING, sector="lending", persons=12)
        tally(session, LENDING, sector="lending", persons=30, note="ekskursiya", day=yesterday)
    assert [(each.day, each.persons) for each in figures(session, since=yesterday, until=TODAY)] == [
        (yesterday, 30), (TODAY, 12),
    ]  # fmt: skip
    assert net_amount(session, Kind.VISIT) == 42
    act = session.scalars(select(Activity).where(Activity.amount == 30)).one()
    assert (act.day, act.note, act.source) == (yesterday, "ekskursiya", "tally")
    assert problems(session) == []


def test_vs_02_a_head_count_of_another_sector_is_not_of_my_department(session: Session) -> None:
    with transaction(session):
        here = tally(session, LENDING, sector="lending", persons=1)
        there = tally(session, LENDING, sector="reading", persons=2)
    assert (here.department, there.department) == ("lending", "")
    with pytest.raises(VisitInputError) as refused, transaction(session):
        tally(session, LENDING, sector="roof", persons=1)
    assert refused.value.code is VisitCode.SECTOR_UNKNOWN


def test_vs_02_a_correction_is_a_negative_twin_with_a_reason(session: Session) -> None:
    with transaction(session):
        wrong = tally(session, LENDING, sector="lending", persons=500)
    later = work_at(NOON + timedelta(days=3), department="reading_room", sector="reading")
    with transaction(session):
        take_back(session, later, visit_id=wrong.id, reason="50 edi")
    page = visits(session, since=TODAY, until=TODAY)
    assert [(row.persons, row.taken_back) for row in page.rows] == [(-500, False), (500, True)]
    assert page.persons == 0
    assert net_amount(session, Kind.VISIT) == 0
    assert problems(session) == []
    with pytest.raises(VisitError) as refused, transaction(session):
        take_back(session, later, visit_id=wrong.id, reason="yana")
    assert refused.value.code is VisitCode.TAKEN_BACK


def test_vs_02_a_reader_taken_back_may_be_counted_again_that_day(session: Session) -> None:
    anvar = add_reader(session, NOON)
    with transaction(session):
        card_visit(session, LENDING, patron_id=anvar.id)
    for again in range(2):
        visit_id = visits(session, since=TODAY, until=TODAY).rows[0].id
        with transaction(session):
            take_back(session, LENDING, visit_id=visit_id, reason="begona guvohnoma")
        assert net_amount(session, Kind.VISIT) == 0
        with transaction(session):
            assert card_visit(session, LENDING, patron_id=anvar.id), again
            assert not card_visit(session, LENDING, patron_id=anvar.id)
    assert net_amount(session, Kind.VISIT) == 1
    assert problems(session) == []


def test_vs_02_groups_and_events_say_who_came(session: Session) -> None:
    with transaction(session):
        tally(session, LENDING, sector="lending", persons=28, source=Source.GROUP, title="7-B sinf")
        tally(session, LENDING, sector="lending", persons=60, source=Source.EVENT, title="Kitob bayrami")
    with pytest.raises(InputError) as refused, transaction(session):
        tally(session, LENDING, sector="lending", persons=5, source=Source.GROUP)
    assert refused.value.facts["field"] == "title"
    rows = visits(session, since=TODAY, until=TODAY, source="group").rows
    assert [(row.title, row.persons) for row in rows] == [("7-B sinf", 28)]
    assert net_amount(session, Kind.VISIT) == 88
    assert problems(session) == []


@pytest.mark.parametrize(
    ("rule", "counted"),
    [
        # the same card at lending, at lending again, in the reading room, in the reading room an hour later
        (VisitRule.SECTOR_DAY, [True, False, True, False]),
        (VisitRule.INSTITUTION_DAY, [True, False, False, False]),
        (VisitRule.EVERY_SCAN, [True, True, True, True]),
    ],
)
def test_vs_01_the_rule_is_a_setting(session: Session, rule: VisitRule, counted: list[bool]) -> None:
    anvar = add_reader(session, NOON)
    with transaction(session):
        set_rule(session, LENDING, rule=rule.value)
    assert load_rule(session) is rule
    scans = [
        LENDING,
        replace(LENDING, now=NOON + timedelta(minutes=5)),
        READING,
        replace(READING, now=NOON + timedelta(hours=1)),
    ]
    found = []
    for work in scans:
        with transaction(session):
            found.append(card_visit(session, work, patron_id=anvar.id))
    assert found == counted
    assert net_amount(session, Kind.VISIT) == sum(counted)
    assert problems(session) == []


def test_vs_01_where_every_scan_counts_a_loan_is_no_scan_of_the_card(session: Session) -> None:
    anvar = add_reader(session, NOON)
    with transaction(session):
        set_rule(session, LENDING, rule="every_scan")
        card_visit(session, LENDING, patron_id=anvar.id)
    later = replace(LENDING, now=NOON + timedelta(minutes=1))
    with transaction(session):
        facts = patron_facts(session, anvar.id)
        assert count_visit(session, later, patron=facts, source=Source.LOAN) is None
        elsewhere = count_visit(session, READING, patron=facts, source=Source.LOAN)
        assert elsewhere is not None
        record(session, READING, elsewhere)
    assert problems(session) == []


def test_an_unknown_rule_is_refused(session: Session) -> None:
    with pytest.raises(VisitInputError) as refused, transaction(session):
        set_rule(session, LENDING, rule="by_weather")
    assert refused.value.code is VisitCode.RULE_UNKNOWN


def test_ci_11_a_back_dated_return_counts_on_its_own_day(session: Session) -> None:
    anvar = add_reader(session, NOON)
    yesterday = TODAY - timedelta(days=1)
    with transaction(session):
        done = count_visit(
            session, LENDING, patron=patron_facts(session, anvar.id), source=Source.LOAN, day=yesterday
        )
        assert done is not None
        record(session, LENDING, done)
    assert visits(session, since=yesterday, until=yesterday).persons == 1
    assert visits(session, since=TODAY, until=TODAY).persons == 0
    assert problems(session) == []


def test_visits_by_hour_leave_a_correction_in_the_hour_of_its_visit(session: Session) -> None:
    later = replace(LENDING, now=NOON + timedelta(hours=3))
    with transaction(session):
        wrong = tally(session, LENDING, sector="lending", persons=9)
        tally(session, LENDING, sector="lending", persons=4)
    with transaction(session):
        take_back(session, later, visit_id=wrong.id, reason="xato")
        tally(session, later, sector="reading", persons=2)
    found = {each.at.hour: each.persons for each in by_hour(session, since=TODAY, until=TODAY)}
    assert found == {NOON.hour: 4, (NOON + timedelta(hours=3)).hour: 2}
    assert [each.persons for each in by_hour(session, since=TODAY, until=TODAY, sector="reading")] == [2]


def test_a_negative_twin_and_what_is_not_there_cannot_be_taken_back(session: Session) -> None:
    with transaction(session):
        wrong = tally(session, LENDING, sector="lending", persons=5)
    with transaction(session):
        take_back(session, LENDING, visit_id=wrong.id, reason="xato")
    twin = session.scalars(select(Visit.id).where(Visit.persons == -5)).one()
    for visit_id in (twin, 404):
        with pytest.raises(VisitNotFound), transaction(session):
            take_back(session, LENDING, visit_id=visit_id, reason="xato")


def test_a_figure_opens_to_the_rows_that_make_it(session: Session) -> None:
    anvar = add_reader(session, NOON)
    with transaction(session):
        card_visit(session, LENDING, patron_id=anvar.id)
        tally(session, LENDING, sector="lending", persons=7, note="bolalar bogʻchasi")
        tally(session, LENDING, sector="reading", persons=3)
    page = visits(session, since=TODAY, until=TODAY, sector="lending")
    assert (page.total, page.persons) == (2, 8)
    assert [(row.patron_name, row.note, row.persons) for row in page.rows] == [
        ("", "bolalar bogʻchasi", 7), ("Karimov Anvar Botir oʻgʻli", "", 1),
    ]  # fmt: skip
    assert visits(session, since=TODAY, until=TODAY, sector="lending", source="tally").persons == 7
    assert visits(session, since=TODAY, until=TODAY, limit=1, offset=2).rows[0].patron_id == anvar.id
    assert visits_of(session, anvar.id).total == 1


def test_the_check_finds_a_visit_that_nobody_logged(session: Session) -> None:
    with transaction(session):
        session.add(
            Visit(
                patron_id=None, sector="lending", department="", day=TODAY, at=NOON, source="tally", persons=4
            )
        )  # fmt: skip
    assert [problem.code for check in measures.CHECKS for problem in check(session)] == ["log_differs"]
