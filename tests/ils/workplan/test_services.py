"""Loading a year and setting its targets."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ils.accounts.queries import audit_page
from ils.activity.kinds import Kind
from ils.activity.services import record
from ils.activity.work import Done
from ils.db import transaction
from ils.errors import LibraryError
from ils.workplan.errors import PlanCode
from ils.workplan.models import PlanLine
from ils.workplan.queries import plan_figure, plan_figures, years
from ils.workplan.services import load_year, set_target, template_lines
from tests.conftest import NOON
from tests.world import work_at


def load(session: Session, year: int = 2026) -> None:
    with transaction(session):
        load_year(session, work_at(NOON), year=year)


def target(session: Session, plan: int | None, *, number: str = "15", year: int = 2026) -> None:
    with transaction(session):
        set_target(session, work_at(NOON), year=year, number=number, plan=plan)


def test_all_71_lines_are_loaded_in_order_with_the_targets_of_the_document(session: Session) -> None:
    load(session)
    figures = plan_figures(session, year=2026)
    assert len(figures) == 71
    assert [(each.number, each.plan) for each in figures] == [
        (line["number"], line["plan_2021"]) for line in template_lines()
    ]
    assert [each.number for each in figures if each.depth == 0] == [str(number) for number in range(1, 43)]
    assert years(session) == (2026,)


def test_the_year_of_the_document_has_the_document_s_fact_of_the_year_before(session: Session) -> None:
    load(session, 2021)
    assert {each.number: each.last_fact for each in plan_figures(session, year=2021)} == {
        line["number"]: line["fact_2020"] for line in template_lines()
    }


def test_a_later_year_has_what_the_log_knows_of_the_year_before(session: Session) -> None:
    with transaction(session):
        record(session, work_at(NOON), Done(Kind.VISIT, "visit", 1, amount=5, day=date(2025, 12, 31)))
        record(session, work_at(NOON), Done(Kind.VISIT, "visit", 1, amount=9))
    load(session)
    facts = {each.number: each.last_fact for each in plan_figures(session, year=2026)}
    assert (facts["16"], facts["16.1"], facts["16.2"], facts["1"]) == (5, 5, None, None)


def test_a_year_is_loaded_once(session: Session) -> None:
    load(session)
    with pytest.raises(LibraryError) as caught:
        load(session)
    assert caught.value.code == PlanCode.YEAR_LOADED
    assert session.scalar(select(func.count()).select_from(PlanLine)) == 71
    load(session, 2027)
    assert years(session) == (2027, 2026)


@pytest.mark.parametrize("year", [0, 1999, 2101, 10**30, -1])
def test_a_year_that_nobody_works_in_is_refused(session: Session, year: int) -> None:
    with pytest.raises(LibraryError) as caught:
        load(session, year)
    assert caught.value.code == PlanCode.YEAR_OUT_OF_RANGE


def test_the_database_keeps_a_number_once_a_year(session: Session) -> None:
    load(session)
    line = session.scalars(select(PlanLine).where(PlanLine.number == "1")).one()
    line.number = "2"
    with pytest.raises(IntegrityError):
        session.flush()


def test_a_target_is_set_and_noted_with_what_it_was(session: Session) -> None:
    load(session)
    was = plan_figure(session, year=2026, number="15").plan
    target(session, 12_345)
    assert plan_figure(session, year=2026, number="15").plan == 12_345
    entry = audit_page(session)[0]
    assert (entry.action, entry.details) == (
        "plan_target_set",
        {"number": "15", "was": was, "becomes": 12_345},
    )


def test_the_same_target_again_is_no_change(session: Session) -> None:
    load(session)
    target(session, 7)
    entries = len(audit_page(session))
    target(session, 7)
    assert len(audit_page(session)) == entries


def test_none_is_the_dash_of_the_paper_form(session: Session) -> None:
    load(session)
    target(session, None)
    figure = plan_figure(session, year=2026, number="15")
    assert (figure.plan, figure.percent) == (None, None)


@pytest.mark.parametrize("plan", [-1, 1_000_000_001])
def test_a_target_that_cannot_be_is_refused(session: Session, plan: int) -> None:
    load(session)
    with pytest.raises(LibraryError) as caught:
        target(session, plan)
    assert caught.value.code == PlanCode.TARGET_INVALID


@pytest.mark.parametrize(("number", "year"), [("99", 2026), ("15", 2025), ("15" + "0" * 99, 2026)])
def test_a_target_of_a_line_that_is_not_there_is_refused(session: Session, number: str, year: int) -> None:
    load(session)
    with pytest.raises(LibraryError) as caught:
        target(session, 1, number=number, year=year)
    assert caught.value.code == PlanCode.LINE_UNKNOWN
