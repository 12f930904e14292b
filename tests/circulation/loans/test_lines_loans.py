"""Lines 15, 16, 17 and 22 of the work plan, fed by the desk: each act raises them by exactly the rule."""

from __future__ import annotations

from datetime import datetime

import pytest

from catalog.items.models import ItemState, Use
from tests.circulation.loans.desk import Desk
from tests.plan_lines import FIRST_MINUTE, LAST_MINUTE, SUNDAY, fact, load_plans

LENT = ("17", "22", "22.1", "22.2", "22.3")


@pytest.fixture
def planned(desk: Desk) -> Desk:
    """The desk with the plans of 2026 and 2027."""
    load_plans(desk.session)
    return desk


def borrower(desk: Desk, line: str, card: str = "R-1") -> None:
    """Register the kind of reader whose loans a part of line 22 counts."""
    if line == "22.1":
        desk.reader(
            card, surname="12-maktab", given_name="", patronymic="", category="organisation",
            kind="organisation", contract_number="7",
        )  # fmt: skip
    else:
        desk.reader(card, surname=card, category={"22.2": "staff", "22.3": "subscriber"}[line])


def lines(desk: Desk, *numbers: str, year: int = 2026) -> list[int]:
    return [fact(desk.session, number, year) for number in numbers]


@pytest.mark.line("17", "once undone")
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


@pytest.mark.line("17", "undone corrected")
def test_line_17_falls_when_the_loan_is_undone_and_rises_when_it_is_made_again(planned: Desk) -> None:
    planned.reader()
    item = planned.copy()
    for _once_more in range(2):
        planned.lend()
        assert lines(planned, "17") == [1]
        planned.undo()
        assert planned.state(item) is ItemState.AVAILABLE
        assert lines(planned, "17", "22") == [0, 0]


@pytest.mark.line("17", "once repeated undone")
def test_line_17_counts_use_in_the_room_and_line_22_does_not(planned: Desk) -> None:
    planned.copy()
    planned.give_back(room_use=True)
    assert lines(planned, "17", "22") == [1, 0]
    planned.give_back(room_use=True)  # the same scan within seconds
    assert lines(planned, "17", "22") == [1, 0]
    planned.undo_use()
    assert lines(planned, "17", "22") == [0, 0]
    planned.give_back(room_use=True)  # within seconds of what was taken back: it counts
    assert lines(planned, "17", "22") == [1, 0]
    assert planned.problems() == []


@pytest.mark.line("17 22 22.1 22.2 22.3", "once repeated undone corrected")
@pytest.mark.parametrize("line", ["22.1", "22.2", "22.3"])
def test_line_17_and_22_count_copies_lent_to_organisations_staff_and_subscribers(
    planned: Desk, line: str
) -> None:
    borrower(planned, line)
    planned.reader("R-2", surname="Aliyev")
    planned.copy()
    planned.lend()
    assert lines(planned, *LENT) == [1, 1, *(int(part == line) for part in LENT[2:])]
    planned.refusal(planned.lend)  # the same scan once more asks whether to renew
    assert lines(planned, "17", "22", line) == [1, 1, 1]
    planned.undo()
    assert lines(planned, *LENT) == [0] * 5
    planned.lend("R-2")  # it was a plain reader who took it
    assert lines(planned, *LENT) == [1, 0, 0, 0, 0]
    assert planned.problems() == []


@pytest.mark.line("17 22 22.1 22.2 22.3", "midnight closed")
@pytest.mark.parametrize(
    ("now", "year"),
    [(LAST_MINUTE, 2026), (FIRST_MINUTE, 2027), (SUNDAY, 2026)],
    ids=["23:59", "00:01", "closed"],
)
def test_line_17_and_22_at_the_turn_of_the_year_in_tashkent_and_on_a_closed_day(
    planned: Desk, now: datetime, year: int
) -> None:
    planned.now = now
    for number, line in enumerate(LENT[2:], start=1):
        borrower(planned, line, f"R-{number}")
        planned.copy(f"INV-{number}")
        planned.lend(f"R-{number}", f"INV-{number}")
    asked = ("15", "15.1", "16", "16.1", *LENT)
    for each in (2026, 2027):
        figures = lines(planned, *asked, year=each)
        assert figures == ([3, 3, 3, 3, 3, 3, 1, 1, 1] if each == year else [0] * 9)


def test_a_loan_says_where_its_copy_is_used(planned: Desk) -> None:
    planned.reader()
    planned.copy(use=Use.OVERNIGHT)
    planned.lend()
    assert lines(planned, "17", "22") == [1, 0]


@pytest.mark.line("15 15.1 16 16.1 16.2 17", "once repeated")
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
