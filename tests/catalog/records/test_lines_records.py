"""Lines 4, 11, 12 and 29 of the work plan, fed by cataloguing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from catalog.records.services import set_cards
from ils.activity.work import Work
from ils.db import transaction
from tests.catalog.records import builders
from tests.catalog.records.builders import field, marc21
from tests.conftest import NOON
from tests.plan_lines import FIRST_MINUTE, LAST_MINUTE, SUNDAY, fact, load_plans

UDC = field("080", ("a", "821.512.133"))


@pytest.fixture
def planned(session: Session) -> Session:
    """A library with the plans of 2026 and 2027."""
    load_plans(session)
    return session


def add(session: Session, *marc: Any) -> int:
    """Take a record in, in a transaction of its own."""
    with transaction(session):
        return builders.add(session, *marc)


def lines(session: Session, *numbers: str) -> list[int]:
    return [fact(session, number) for number in numbers]


def test_line_11_and_12_rise_by_a_record_with_its_first_class_mark(planned: Session) -> None:
    add(planned, marc21("Oʻtkan kunlar"))
    assert lines(planned, "11", "12") == [1, 0]
    add(planned, marc21("Mehrobdan chayon", extra=(UDC,)))
    assert lines(planned, "11", "12", "25.3") == [2, 1, 0]


@pytest.mark.parametrize(("index", "line"), [("professional_press", "4"), ("uzbekistanika", "29")])
def test_line_4_and_29_rise_by_a_card_and_fall_when_it_is_taken_out(
    planned: Session, index: str, line: str
) -> None:
    record = add(planned, marc21("Maqola"))
    other = "29" if line == "4" else "4"
    for codes, figure in (((index,), 1), ((index,), 1), ((), 0), ((index, "chronicle"), 1)):
        with transaction(planned):
            set_cards(planned, Work(now=NOON), record_id=record, codes=codes)
        assert lines(planned, line, other) == [figure, 0]


@pytest.mark.parametrize(
    ("now", "years"),
    [(LAST_MINUTE, [1, 0]), (FIRST_MINUTE, [0, 1]), (SUNDAY, [1, 0])],
    ids=["23:59", "00:01", "closed"],
)
def test_line_4_at_the_turn_of_the_year_in_tashkent_and_on_a_closed_day(
    planned: Session, now: datetime, years: list[int]
) -> None:
    record = add(planned, marc21("Maqola"))
    with transaction(planned):
        set_cards(planned, Work(now=now), record_id=record, codes=("professional_press",))
    assert [fact(planned, "4", year) for year in (2026, 2027)] == years
