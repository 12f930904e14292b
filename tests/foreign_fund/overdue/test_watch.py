"""The department's watch is the circulation workbench with the fund fixed (issue 6): row by row, with its own figures."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.records.models import Record
from circulation.loans.services.losing import declare_lost
from circulation.overdue.jobs import run_night
from circulation.overdue.queries import OverdueRow, Wanted, bench, figures, find_late, overdue_rows
from circulation.overdue.services import promise
from foreign_fund.fund.queries import by_language, sum_of
from ils import clock
from ils.db import transaction
from ils.library.funds import Fund, load_fund
from tests.foreign_fund.shelf import Shelf, said_of
from tests.world import work_at

LONG_AGO = clock.now() - timedelta(days=40)
ADDRESS = "/fund/overdue"


@pytest.fixture
def late(shelf: Shelf) -> list[int]:
    """German and English copies of the fund and one of the main fund, with two readers, all late."""
    shelf.copy("G-1")
    shelf.copy("E-1", "eng", department="lending")
    shelf.copy("U-1", "uzb", department="lending")
    return [
        shelf.lend("G-1", now=LONG_AGO), shelf.lend("E-1", "R-2", now=LONG_AGO), shelf.lend("U-1", now=LONG_AGO),
    ]  # fmt: skip


def inside(fund: Fund, row: OverdueRow) -> bool:
    return fund.has(department=row.department, language=row.language, number=row.inventory_number)


@pytest.mark.usefixtures("late")
def test_the_watch_agrees_row_by_row_with_the_workbench_filtered_by_hand(session: Session) -> None:
    day, fund = clock.today(), load_fund(session)
    everything = find_late(session, day=day, wanted=Wanted()).rows
    by_hand = [row for row in everything if inside(fund, row)]
    found = bench(session, day=day, wanted=Wanted(fund)).readers
    watched = [copy.row for reader in found for copy in reader.copies]
    assert sorted(watched, key=lambda row: row.loan_id) == sorted(by_hand, key=lambda row: row.loan_id)
    assert list(overdue_rows(session, day=day, fund=fund)) == by_hand
    assert sum_of(by_language(session, fund=fund, day=day)).overdue == len(by_hand) == 2


@pytest.mark.usefixtures("late")
def test_the_page_has_the_workbench_s_filters_with_the_fund_fixed(department: FlaskClient) -> None:
    text = unescape(department.get(f"{ADDRESS}?fund=&category=student").text)
    assert ("00000001" in text, "00000003" in text) == (True, False)  # G-1 and U-1 by their barcodes
    assert 'name="fund" value="foreign"' in text  # letters and calls carry it along
    assert "filter-fund" not in text
    assert "filter-level" in text
    assert "Nothing is late here" in department.get(f"{ADDRESS}?category=professor").text


@pytest.mark.usefixtures("late")
def test_a_language_level_goes_along_to_letters_and_files(department: FlaskClient, session: Session) -> None:
    english = session.scalars(select(Record).where(Record.language == "eng")).one()
    with transaction(session):
        session.add(said_of(english.id, ("A2", "B1")))
    text = unescape(department.get(f"{ADDRESS}?language_level=B1").text)
    assert ("00000001" in text, "00000002" in text) == (False, True)
    assert 'name="language_level" value="B1"' in text
    assert "Nothing is late here" in department.get(f"{ADDRESS}?language_level=C2").text
    chosen = "fund=foreign&language_level=B1"
    assert "00000001" not in department.get(f"/overdue/list?{chosen}").text
    assert "00000002" in department.get(f"/overdue/list?{chosen}").text


def test_the_figures_of_the_watch(session: Session, department: FlaskClient, late: list[int]) -> None:
    now = clock.now()
    run_night(session, work_at(now))
    with transaction(session):
        promise(session, work_at(now), loan_ids=[late[0]], until=clock.today() + timedelta(days=3))
    fund = load_fund(session)
    told = figures(session, day=clock.today(), since=clock.today(), fund=fund)
    assert (told.late, told.readers, told.promised) == (2, 2, 1)
    assert sum(told.by_level.values()) == 2
    assert None not in told.by_level
    text = unescape(department.get(ADDRESS).text)
    for part in (
        "<b>2</b><span>copies late</span>",
        "promised",
        "This month",
        "letters printed",
        "promises broken",
    ):
        assert part in text


def test_a_lost_copy_is_late_no_more(session: Session, late: list[int]) -> None:
    with transaction(session):
        declare_lost(session, work_at(clock.now()), loan_id=late[0])
    fund = load_fund(session)
    told = figures(session, day=clock.today(), since=clock.today(), fund=fund)
    assert (told.late, told.lost) == (1, 1)
