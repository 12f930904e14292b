"""Which copies are late."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from circulation.loans.rules import open_days_late
from circulation.overdue.queries import count_overdue, languages_of_late, overdue, overdue_rows
from ils.library.calendar import load_calendar
from ils.library.funds import Fund, load_fund
from tests.circulation.loans.desk import Desk

DAY = date(2026, 5, 20)


def numbers(desk: Desk, **asked: Any) -> list[str | None]:
    desk.session.rollback()
    return [row.inventory_number for row in overdue(desk.session, day=DAY, **asked).rows]


def test_the_latest_come_first_and_what_is_not_due_is_left_out(desk: Desk) -> None:
    page = overdue(desk.session, day=DAY)
    assert [(row.inventory_number, row.days_late) for row in page.rows] == [
        ("INV-2", 25), ("INV-1", 20), ("INV-3", 15), ("INV-4", 8),
    ]  # fmt: skip
    assert (page.total, page.readers, page.worst) == (4, 2, 25)


def test_a_row_has_what_a_telephone_call_needs(desk: Desk) -> None:
    row = overdue(desk.session, day=DAY).rows[1]
    assert (row.patron, row.phone) == ("Karimov Anvar Botir oʻgʻli", "+998 90 123 45 67")
    assert (row.title, row.lent_on, row.due_on) == ("Oʻtkan kunlar", date(2026, 4, 15), date(2026, 4, 30))
    assert row.open_days_late == open_days_late(load_calendar(desk.session), row.due_on, DAY)
    assert row.open_days_late < row.days_late


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"department": "foreign"}, ["INV-2"]),
        ({"language": "eng"}, ["INV-3"]),
        ({"category": "pupil"}, ["INV-2", "INV-3"]),
        ({"min_days": 20}, ["INV-2", "INV-1"]),
        ({"min_days": 0}, ["INV-2", "INV-1", "INV-3", "INV-4"]),
        ({"limit": 2, "offset": 1}, ["INV-1", "INV-3"]),
        ({"department": "lending", "category": "student", "min_days": 9}, ["INV-1"]),
        ({"department": "nowhere"}, []),
    ],
)
def test_the_list_is_narrowed(desk: Desk, asked: dict[str, Any], found: list[str]) -> None:
    assert numbers(desk, **asked) == found


def test_the_foreign_fund_is_met_by_department_or_language(desk: Desk) -> None:
    fund = load_fund(desk.session)
    assert numbers(desk, fund=fund) == ["INV-2", "INV-3"]
    assert [row.inventory_number for row in overdue_rows(desk.session, day=DAY, fund=fund)] == [
        "INV-2",
        "INV-3",
    ]
    assert (count_overdue(desk.session, day=DAY, fund=fund), count_overdue(desk.session, day=DAY)) == (2, 4)


def test_a_fund_that_nobody_has_defined_has_nothing_late(desk: Desk) -> None:
    assert numbers(desk, fund=Fund("empty", frozenset(), frozenset())) == []


def test_a_copy_is_late_on_the_day_after_it_was_due(desk: Desk) -> None:
    assert count_overdue(desk.session, day=date(2026, 4, 25)) == 0
    assert count_overdue(desk.session, day=date(2026, 4, 26)) == 1


def test_a_returned_copy_is_not_late(desk: Desk) -> None:
    desk.give_back("INV-2")
    assert "INV-2" not in numbers(desk)


def test_an_empty_page_still_tells_the_total(desk: Desk) -> None:
    page = overdue(desk.session, day=DAY, offset=100)
    assert (page.rows, page.total) == ((), 4)
    nobody = overdue(desk.session, day=date(2026, 1, 1))
    assert (nobody.total, nobody.readers, nobody.worst) == (0, 0, 0)


def test_the_languages_that_can_be_chosen(desk: Desk) -> None:
    assert languages_of_late(desk.session, day=DAY) == ("eng", "ger", "uzb")
