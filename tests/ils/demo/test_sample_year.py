"""A whole sample year: every automatic line, month and sector, and every cell of the diary, beside books kept by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.items.models import Item
from catalog.records.models import Record
from circulation.loans.models import Loan
from circulation.patrons.models import Patron
from circulation.visits.models import Visit
from foreign_fund.exhibitions.models import Exhibition
from ils.activity.models import Activity, DailyTotal, MonthlyTotal
from ils.app import CHECKS
from ils.clock import at_hour
from ils.demo.year import DemoError, fill, is_empty
from ils.library.places import sectors
from ils.reports.jobs import tell
from ils.reports.models import Report as KeptReport
from ils.reports.models import ReportSchedule
from ils.reports.rules import Asked
from ils.web.session import db
from ils.workplan.models import Mode, PlanClosure, PlanTask
from ils.workplan.queries import Figure, by_month, plan_figures
from ils.workplan.queries.closing import closures, differences, seal_holds
from ils.workplan.queries.targets import target_cells
from ils.workplan.rules import Period, month_period, year_period
from tests.conftest import _driver, _reset, app_for
from tests.ils.reports import handkept_plan
from tests.ils.reports.cells import compare_mass_work, compare_month
from tests.ils.reports.handkept_plan import LINES, Books, Line
from tests.world import work_at

pytestmark = pytest.mark.slow

YEAR = 2026
LAST = date(YEAR, 12, 31)
ONCE = {"25.2", "27"}  # works of the rare fund and stocktakes: one of them is a year's work
MONTHS = range(1, 13)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, template: Path, worker_url: str) -> Iterator[Session]:
    """The sample library as it stands at noon of the year's last day, made once for the tests of this file."""
    home = tmp_path_factory.mktemp("sample")
    if not worker_url:
        (home / "library.sqlite").write_bytes((template / "library.sqlite").read_bytes())
    app: Flask = app_for(home, _driver(worker_url))
    with app.app_context():
        if worker_url:
            _reset()
        session = db.session()
        assert is_empty(session)
        fill(session, work_at(at_hour(LAST, 12)), seed=2026, say=lambda _text: None)
        yield session
        db.session.remove()
        db.engine.dispose()


Kept = dict[str, list[Line]]


@pytest.fixture(scope="module")
def kept(filled: Session) -> Kept:
    """The books of every automatic line, kept by hand."""
    books = Books(filled)
    return {number: list(book(books)) for number, book in LINES.items()}


def automatic(session: Session, span: Period, sector: str = "") -> dict[str, Figure]:
    found = plan_figures(session, year=span.first.year, period=span, sector=sector)
    return {each.number: each for each in found if each.mode is Mode.AUTO}


def compare(session: Session, kept: Kept, span: Period, sector: str = "") -> int:
    """Compare every automatic line of some days and a sector (or all); returns how many cells were compared."""
    shown = automatic(session, span, sector)
    assert set(shown) == set(LINES)
    for number, figure in shown.items():
        by_hand = handkept_plan.figure(number, kept[number], span.first, span.last, sector)
        assert (figure.fact or 0) - figure.opening == by_hand, (number, span, sector)
    return len(shown)


def test_every_automatic_line_of_every_month_and_sector(filled: Session, kept: Kept) -> None:
    places = ["", *(each.code for each in sectors(filled))]
    spans = [year_period(YEAR), *(month_period(YEAR, month) for month in MONTHS), year_period(YEAR - 1)]
    compared = sum(compare(filled, kept, span, place) for span in spans for place in places)
    assert compared == len(spans) * len(places) * len(LINES) > 5_000


def test_no_act_of_an_automatic_line_stands_outside_the_sectors(filled: Session) -> None:
    whole = automatic(filled, year_period(YEAR))
    parts = [automatic(filled, year_period(YEAR), each.code) for each in sectors(filled)]
    for number in set(whole) - handkept_plan.DISTINCT:
        assert sum(part[number].fact or 0 for part in parts) == whole[number].fact, number


def test_the_books_know_nothing_of_the_log(filled: Session, kept: Kept) -> None:
    """The proof proves something: a visit that the log does not know of makes the books and the plan differ."""
    try:
        filled.add(
            Visit(
                sector="lending",
                department="lending",
                day=LAST,
                at=at_hour(LAST, 9),
                source="tally",
                persons=3,
            )
        )
        filled.flush()
        wrong = kept | {number: list(LINES[number](Books(filled))) for number in ("16", "16.1")}
        with pytest.raises(AssertionError, match="'16'"):
            compare(filled, wrong, year_period(YEAR))
    finally:
        filled.rollback()
    source = Path(handkept_plan.__file__).read_text("utf-8")
    assert "ils.activity" not in source
    assert "ils.workplan" not in source
    tables = {each.__tablename__ for each in (Activity, DailyTotal, MonthlyTotal)}
    assert not any(f'"{name}"' in source or f" {name}" in source for name in tables)


@pytest.mark.parametrize("number", LINES)
def test_the_sample_year_feeds_every_automatic_line(filled: Session, number: str) -> None:
    months = by_month(filled, year=YEAR, number=number)
    assert automatic(filled, year_period(YEAR))[number].fact
    assert sum(1 for each in months if each) >= (1 if number in ONCE else 3), months


def test_every_cell_of_the_diary_of_the_sample_year(filled: Session) -> None:
    done = 0
    with force_locale("en"):
        for month in MONTHS:
            span = month_period(YEAR, month)
            report = tell(filled, Asked("diary", span.first, span.last, {}), "en")
            assert compare_month(filled, report, YEAR, month) > 500
            done += compare_mass_work(filled, report, YEAR, month)
    assert done > 30


def test_the_sample_is_whole_and_sound(filled: Session) -> None:
    def count(table: type) -> int:
        return filled.scalars(select(func.count()).select_from(table)).one()

    assert (count(Record) >= 300, count(Item) >= 500, count(Patron) >= 80) == (True, True, True)
    assert count(Exhibition) == 5  # one of them virtual, still in preparation
    assert count(Loan) > 500
    late = select(func.count()).select_from(Loan).where(Loan.closed_at.is_(None), Loan.due_on < LAST)
    assert filled.scalars(late).one() >= 5
    languages = set(filled.scalars(select(Record.language).distinct()))
    assert {"uzb", "rus", "eng", "ger", "fre", "ara", "kor"} <= languages
    assert [problem for check in CHECKS for problem in check(filled)] == []
    assert not is_empty(filled)
    with pytest.raises(DemoError):
        fill(filled, work_at(at_hour(LAST, 12)), seed=2026, say=lambda _text: None)
    filled.rollback()


def test_months_up_to_the_present_one_and_a_quarter_are_closed(filled: Session) -> None:
    stand = {each.part: each for each in closures(filled, YEAR) if each.reopened_at is None}
    assert set(stand) == {"m7", "m8", "m9", "q3", "m10", "m11"}
    assert all(each.seal and seal_holds(filled, each) for each in stand.values())
    assert plan_line(filled, "6").fact == 1
    assert by_month(filled, year=YEAR, number="6")[8] == 1


def plan_line(session: Session, number: str, year: int = YEAR) -> Figure:
    return next(each for each in plan_figures(session, year=year) if each.number == number)


def test_a_correction_after_the_closing_is_told_with_its_reason(filled: Session) -> None:
    told = {
        each.part: {row.number: row for row in differences(filled, each)} for each in closures(filled, YEAR)
    }
    assert {part for part, rows in told.items() if rows} == {"m9", "q3"}
    for part in ("m9", "q3"):
        event, visits = told[part]["18"], told[part]["16"]
        assert (event.now - event.was, event.late, event.late_acts) == (1, 1, 1)
        assert (visits.now - visits.was, visits.late, visits.late_acts) == (39, 39, 2)
        assert set(told[part]) == {"16", "16.2", "16.3", "18"}
        assert all(row.unexplained == 0 for row in told[part].values())


def test_a_period_was_opened_again_and_closed_anew(filled: Session) -> None:
    rows = filled.scalars(
        select(PlanClosure).where(PlanClosure.year == YEAR, PlanClosure.part == "m7").order_by(PlanClosure.id)
    )
    first, second = rows
    assert first.reopened_at
    assert first.reopen_reason
    assert second.reopened_at is None
    assert second.closed_at >= first.reopened_at


def test_targets_stand_by_quarter_and_by_sector(filled: Session) -> None:
    line = plan_line(filled, "17")
    cells = target_cells(filled, YEAR)[line.id]
    assert sum(cells[part, "", ""] for part in ("q1", "q2", "q3", "q4")) == line.plan
    assert sum(plan for (_part, sector, _service), plan in cells.items() if sector) == line.plan


def test_tasks_one_late_one_done(filled: Session) -> None:
    tasks = filled.scalars(select(PlanTask)).all()
    assert len(tasks) == 4
    assert {each.number for each in tasks if each.done_at} == {"12"}
    late = [each.number for each in tasks if each.due_on and each.due_on < LAST and not each.done_at]
    assert late == ["17"]
    services = {each.number: each.service for each in plan_figures(filled, year=YEAR)}
    assert all(each.service == services[each.number] for each in tasks)


def test_last_years_facts_come_from_the_paper_books(filled: Session) -> None:
    line = plan_line(filled, "16")
    assert line.last_fact == line.last_opening == 2280
    new = plan_line(filled, "15.1")
    assert (new.last_fact or 0) > new.last_opening > 0
    parts = [plan_line(filled, f"16.{number}").last_opening for number in range(1, 8)]
    assert sum(parts) == line.last_opening


def test_a_report_that_comes_back_has_left_a_draft(filled: Session) -> None:
    assert filled.scalars(select(ReportSchedule).where(ReportSchedule.active.is_(True))).all()
    states = set(filled.scalars(select(KeptReport.state)))
    assert {"draft", "approved"} <= states
