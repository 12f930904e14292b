"""Lines 15, 16, 17 and 22 of the work plan, fed by the desk: each act raises them by exactly the rule."""

from __future__ import annotations

from datetime import datetime

import pytest

from catalog.items.models import ItemState, Use
from circulation.loans.services import check_in
from ils.db import transaction
from tests.circulation.loans.desk import Desk
from tests.plan_lines import FIRST_MINUTE, LAST_MINUTE, SUNDAY, fact, load_plans


@pytest.fixture
def planned(desk: Desk) -> Desk:
    """The desk with the plans of 2026 and 2027."""
    load_plans(desk.session)
    return desk


def lines(desk: Desk, *numbers: str, year: int = 2026) -> list[int]:
    return [fact(desk.session, number, year) for number in numbers]


def test_line_17_rises_by_a_loan_and_a_renewal_and_falls_when_they_are_undone(planned: Desk) -> None:
    planned.reader()
    planned.copy()
    planned.lend()
    assert lines(planned, "17") == [1]
    planned.later(days=5)
    planned.renew(code="INV-1")
    assert lines(planned, "17") == [2]
    planned.undo()
    assert lines(planned, "17") == [1]
    planned.give_back()
    assert lines(planned, "17") == [1]


def test_line_17_falls_when_the_loan_is_undone_and_rises_when_it_is_made_again(planned: Desk) -> None:
    planned.reader()
    item = planned.copy()
    for _once_more in range(2):
        planned.lend()
        assert lines(planned, "17") == [1]
        planned.undo()
        assert planned.state(item) is ItemState.AVAILABLE
        assert lines(planned, "17", "22") == [0, 0]


def test_line_17_counts_use_in_the_room_and_line_22_does_not(planned: Desk) -> None:
    planned.copy()
    with transaction(planned.session) as session:
        check_in(session, planned.work, code="INV-1", room_use=True)
    assert lines(planned, "17", "22") == [1, 0]


@pytest.mark.parametrize(
    ("now", "years"), [(LAST_MINUTE, [1, 0]), (FIRST_MINUTE, [0, 1])], ids=["23:59", "00:01"]
)
def test_line_17_at_the_turn_of_the_year_in_tashkent(planned: Desk, now: datetime, years: list[int]) -> None:
    planned.now = now
    planned.reader()
    planned.copy()
    planned.lend()
    for number in ("15", "15.1", "16", "16.1", "17"):
        assert [fact(planned.session, number, year) for year in (2026, 2027)] == years


def test_line_17_counts_on_a_closed_day(planned: Desk) -> None:
    planned.reader()
    planned.copy()
    planned.now = SUNDAY
    planned.lend()
    assert lines(planned, "17") == [1]


def test_line_22_1_counts_copies_lent_to_organisations_by_contract(planned: Desk) -> None:
    planned.reader(
        surname="12-maktab", given_name="", patronymic="", category="organisation",
        kind="organisation", contract_number="7",
    )  # fmt: skip
    planned.copy()
    planned.lend()
    assert lines(planned, "17", "22", "22.1", "22.2", "22.3") == [1, 1, 1, 0, 0]
    planned.undo()
    assert lines(planned, "17", "22", "22.1") == [0, 0, 0]


@pytest.mark.parametrize(("category", "line"), [("staff", "22.2"), ("subscriber", "22.3")])
def test_line_22_2_and_22_3_count_staff_and_subscribers(planned: Desk, category: str, line: str) -> None:
    planned.reader(category=category)
    planned.copy()
    planned.lend()
    parts = {"22.1": 0, "22.2": 0, "22.3": 0} | {line: 1}
    assert lines(planned, "17", "22", *parts) == [1, 1, *parts.values()]
    planned.undo()
    assert lines(planned, "22", line) == [0, 0]


def test_a_loan_says_where_its_copy_is_used(planned: Desk) -> None:
    planned.reader()
    planned.copy(use=Use.OVERNIGHT)
    planned.lend()
    assert lines(planned, "17", "22") == [1, 0]


def test_line_15_and_16_rise_once_however_much_is_lent(planned: Desk) -> None:
    planned.reader()
    for number in (1, 2):
        planned.copy(f"INV-{number}")
        planned.lend(code=f"INV-{number}")
    assert lines(planned, "15", "15.1", "15.2", "16", "16.1", "16.2", "17") == [1, 1, 0, 1, 1, 0, 2]
    planned.department, planned.sector = "reading_room", "reading"
    planned.copy("INV-3")
    planned.lend(code="INV-3")
    assert lines(planned, "15", "16", "16.1", "16.2", "17") == [1, 2, 1, 1, 3]
