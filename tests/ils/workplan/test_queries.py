"""The figures of the plan rise by exactly the acts that were done, and open to them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ils.activity.kinds import Channel, Kind
from ils.activity.models import Activity
from ils.activity.queries import opened
from ils.activity.services import record, reverse
from ils.activity.work import Done, Work
from ils.db import transaction
from ils.workplan.errors import PlanCode, PlanLineUnknownError
from ils.workplan.queries import Figure, behind, by_month, last_year_fact, plan_figure, plan_figures
from ils.workplan.rules import COUNTERS, counter, month_period, quarter_period, year_period
from ils.workplan.services import count_renewals, load_year
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
ACTS = [
    (Kind.CARD_INDEX_ADD, work_at(NOON), "professional_press", {"4"}),
    (Kind.CARD_INDEX_ADD, work_at(NOON), "uzbekistanika", {"29"}),
    (Kind.CARD_INDEX_ADD, work_at(NOON), "chronicle", set()),
    (Kind.CHRONICLE_SEND, work_at(NOON), "", {"28"}),
    (Kind.ACCESSION, work_at(NOON), "legal_deposit", {"10", "10.1"}),
    (Kind.ACCESSION, work_at(NOON), "purchase", {"10", "10.2"}),
    (Kind.ACCESSION, work_at(NOON), "subscription", {"10"}),
    (Kind.ACCESSION, work_at(NOON), "exchange", {"10", "10.3"}),
    (Kind.ACCESSION, work_at(NOON), "gift_person", {"10", "10.4", "10.4.1"}),
    (Kind.ACCESSION, work_at(NOON), "gift_organisation", {"10", "10.4", "10.4.2"}),
    (Kind.RECORD_CLASSIFY, work_at(NOON), "original", {"12"}),
    (Kind.CLASS_MARK, work_at(NOON), "udc", set()),
    (Kind.DIGITAL_LINK, work_at(NOON), "", {"13"}),
    (Kind.UNION_ACCEPT, work_at(NOON), "", {"14"}),
    (Kind.DIGITAL_PUBLISH, work_at(NOON), "", {"34"}),
    (Kind.ANALYTIC_CREATE, work_at(NOON), "original", set()),
    (Kind.RECORD_CREATE, work_at(NOON), "", {"11"}),
    (Kind.ITEM_ADD, work_at(NOON), "", set()),
    (Kind.PATRON_REGISTER, work_at(NOON), "", {"15", "15.1"}),
    (Kind.PATRON_REREGISTER, work_at(NOON), "", {"15", "15.2"}),
    (Kind.VISIT, in_sector("lending"), "", {"16", "16.1"}),
    (Kind.VISIT, in_sector("reading"), "", {"16", "16.2"}),
    (Kind.VISIT, in_sector("youth"), "", {"16", "16.3"}),
    (Kind.VISIT, in_sector("electronic"), "", {"16", "16.4"}),
    (Kind.VISIT, in_sector("legal"), "", {"16", "16.5"}),
    (Kind.VISIT, in_sector("local"), "", {"16", "16.6"}),
    (Kind.VISIT, in_sector("other"), "", {"16", "16.7"}),
    (Kind.LOAN_OPEN, work_at(NOON), "", {"17"}),
    (Kind.LOAN_RENEW, work_at(NOON), "", {"17"}),
    (Kind.LOAN_RENEW, replace(work_at(NOON), channel=Channel.WEB), "", {"17"}),
    (Kind.LOAN_RENEW, AUTOMATIC, "", set()),
    (Kind.LOAN_CLOSE, work_at(NOON), "", set()),
    (Kind.EXHIBITION_ITEM, work_at(NOON), "", {"26"}),
    (Kind.EXHIBITION_OPEN, work_at(NOON), "", set()),
]


@pytest.mark.parametrize(("kind", "work", "source", "lines"), ACTS)
def test_an_act_raises_its_lines_and_no_other(
    plan: Session, kind: Kind, work: Work, source: str, lines: set[str]
) -> None:
    do(plan, kind, amount=3, work=work, source=source)
    assert facts(plan) == dict.fromkeys(lines, 3)


def test_every_figure_opens_to_rows_that_sum_to_it(plan: Session) -> None:
    for number, (kind, work, source, _lines) in enumerate(ACTS, start=1):
        do(plan, kind, amount=number, work=work, source=source)
    span = year_period(2026)
    for number in COUNTERS:
        cut = counter(number)
        assert cut is not None
        page = opened(plan, cut, since=span.first, until=span.last)
        assert sum(row.amount for row in page.rows) == page.amount == facts(plan)[number] > 0


def test_parts_add_up_to_their_line(plan: Session) -> None:
    for kind, work, source, _lines in ACTS:
        do(plan, kind, work=work, source=source)
    found = facts(plan)
    assert found["15"] == found["15.1"] + found["15.2"]
    assert found["16"] == sum(found[f"16.{number}"] for number in range(1, 8))


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
            count_renewals(plan, work_at(NOON), count=count)
        do(plan, Kind.LOAN_RENEW, work=AUTOMATIC)
        assert facts(plan) == {}


def test_a_library_that_leaves_renewals_out_sees_issues_only(plan: Session) -> None:
    do(plan, Kind.LOAN_OPEN)
    do(plan, Kind.LOAN_RENEW, amount=5)
    with transaction(plan):
        count_renewals(plan, work_at(NOON), count=False)
    assert facts(plan) == {"17": 1}


def test_only_the_days_of_the_period_count(plan: Session) -> None:
    for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 1), date(2027, 1, 1)):
        with transaction(plan):
            record(plan, work_at(NOON), Done(Kind.LOAN_OPEN, "loan", 1, day=day))
    assert plan_figure(plan, year=2026, number="17").fact == 3
    assert plan_figure(plan, year=2026, number="17", period=quarter_period(2026, 1)).fact == 2
    assert plan_figure(plan, year=2026, number="17", period=month_period(2026, 4)).fact == 1
    assert by_month(plan, year=2026, number="17") == (1, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0)
    assert last_year_fact(plan, year=2026, number="17") == 1
    assert last_year_fact(plan, year=2026, number="1") is None


def test_a_line_not_fed_has_no_fact_and_is_never_behind(plan: Session) -> None:
    figure = plan_figure(plan, year=2026, number="1")
    assert (figure.fact, figure.percent) == (None, None)
    assert by_month(plan, year=2026, number="1") == (0,) * 12
    assert figure not in behind(plan_figures(plan, year=2026), 100)


def test_lines_behind_the_pace(plan: Session) -> None:
    target = plan_figure(plan, year=2026, number="26").plan
    assert target
    do(plan, Kind.EXHIBITION_ITEM, amount=target // 2)
    done = plan_figure(plan, year=2026, number="26").percent
    assert done is not None
    assert "26" in {each.number for each in behind(plan_figures(plan, year=2026), done + 1)}
    assert "26" not in {each.number for each in behind(plan_figures(plan, year=2026), done)}


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
