"""Lines 4, 11, 12, 25.3 and 29 of the work plan, fed by cataloguing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from catalog.items.services.merging import merge_records, undo_merge
from catalog.marc import Profile
from catalog.records import measures
from catalog.records.services import replace_record, set_cards
from ils.activity.measures import totals_are_sums
from ils.activity.work import Work
from ils.db import transaction
from tests.catalog.records import builders
from tests.catalog.records.builders import field, marc21
from tests.conftest import NOON
from tests.plan_lines import FIRST_MINUTE, LAST_MINUTE, SUNDAY, fact, load_plans

UDC, OTHER_UDC = field("080", ("a", "821.512.133")), field("080", ("a", "94(575.1)"))
ELECTRONIC = "mm"
DESCRIBED = ("11", "12", "25.3")


@pytest.fixture
def planned(session: Session) -> Session:
    """A library with the plans of 2026 and 2027."""
    load_plans(session)
    return session


def add(session: Session, *marc: Any, now: datetime = NOON) -> int:
    """Take a record in, in a transaction of its own."""
    with transaction(session):
        return builders.add(session, *marc, work=Work(now=now))


def change(session: Session, record: int, marc: Any, now: datetime = NOON) -> None:
    with transaction(session):
        replace_record(session, Work(now=now), record_id=record, marc=marc, profile=Profile.MARC21)


def cards(session: Session, record: int, *codes: str, now: datetime = NOON) -> None:
    with transaction(session):
        set_cards(session, Work(now=now), record_id=record, codes=codes)


def lines(session: Session, *numbers: str, year: int = 2026) -> list[int]:
    return [fact(session, number, year) for number in numbers]


def problems(session: Session) -> list[str]:
    return [problem.code for check in (*measures.CHECKS, totals_are_sums) for problem in check(session)]


@pytest.mark.line("11 12 25.3", "once repeated")
def test_line_11_12_and_25_3_rise_by_a_record_its_first_mark_and_its_type(planned: Session) -> None:
    plain = marc21("Oʻtkan kunlar")
    first = add(planned, plain)
    assert lines(planned, *DESCRIBED) == [1, 0, 0]
    change(planned, first, plain)  # saved once more as it was
    assert lines(planned, *DESCRIBED) == [1, 0, 0]
    disc = marc21("Mehrobdan chayon", kind=ELECTRONIC, extra=(UDC,))
    second = add(planned, disc)
    change(planned, second, disc)
    assert lines(planned, *DESCRIBED) == [2, 1, 1]
    change(planned, second, marc21("Mehrobdan chayon", kind=ELECTRONIC, extra=(OTHER_UDC,)))
    assert lines(planned, *DESCRIBED) == [2, 1, 1]
    assert problems(planned) == []


@pytest.mark.line("11 12 25.3", "undone")
def test_line_11_12_and_25_3_fall_with_a_double_that_is_merged_and_rise_when_that_is_undone(
    planned: Session,
) -> None:
    disc = marc21("Mehrobdan chayon", kind=ELECTRONIC, extra=(UDC,))
    kept, gone = add(planned, disc), add(planned, disc)
    assert lines(planned, *DESCRIBED) == [2, 2, 2]
    with transaction(planned):
        merge = merge_records(planned, Work(now=NOON), kept=kept, gone=gone)
    assert lines(planned, *DESCRIBED) == [1, 1, 1]
    with transaction(planned):
        undo_merge(planned, Work(now=NOON), merge_id=merge)
    assert lines(planned, *DESCRIBED) == [2, 2, 2]
    assert problems(planned) == []


@pytest.mark.line("11 12 25.3", "corrected")
def test_line_11_12_and_25_3_follow_a_corrected_type_and_mark_on_the_day_of_the_first(
    planned: Session,
) -> None:
    later = FIRST_MINUTE + timedelta(days=40)
    record = add(planned, marc21("Disk", kind=ELECTRONIC, extra=(UDC,)))
    for marc, figures in (
        (marc21("Disk", extra=(UDC,)), [1, 1, 0]),  # a book after all
        (marc21("Disk", kind="aa"), [0, 0, 0]),  # an article, and without its mark
        (marc21("Disk", kind=ELECTRONIC), [1, 0, 1]),
    ):
        change(planned, record, marc, now=later)
        assert lines(planned, *DESCRIBED) == figures
        assert lines(planned, *DESCRIBED, year=2027) == [0, 0, 0]
    change(planned, record, marc21("Disk", kind=ELECTRONIC, extra=(UDC,)), now=later)
    assert lines(planned, "12", year=2027) == [1]  # a mark given next year is the work of next year
    assert problems(planned) == []


@pytest.mark.line("4 29", "once repeated undone corrected")
@pytest.mark.parametrize(("index", "line"), [("professional_press", "4"), ("uzbekistanika", "29")])
def test_line_4_and_29_rise_by_a_card_and_fall_when_it_is_taken_out(
    planned: Session, index: str, line: str
) -> None:
    record = add(planned, marc21("Maqola"))
    other = "29" if line == "4" else "4"
    for codes, figure in (((index,), 1), ((index,), 1), ((), 0), ((index, "chronicle"), 1)):
        cards(planned, record, *codes)
        assert lines(planned, line, other) == [figure, 0]
    cards(planned, record, "uzbekistanika" if line == "4" else "professional_press")  # the right index
    assert lines(planned, line, other) == [0, 1]
    assert problems(planned) == []


@pytest.mark.line("4 11 12 25.3 29", "midnight closed")
@pytest.mark.parametrize(
    ("now", "year"),
    [(LAST_MINUTE, 2026), (FIRST_MINUTE, 2027), (SUNDAY, 2026)],
    ids=["23:59", "00:01", "closed"],
)
def test_line_4_11_12_25_3_and_29_at_the_turn_of_the_year_in_tashkent_and_on_a_closed_day(
    planned: Session, now: datetime, year: int
) -> None:
    record = add(planned, marc21("Disk", kind=ELECTRONIC, extra=(UDC,)), now=now)
    cards(planned, record, "professional_press", "uzbekistanika", now=now)
    for each in (2026, 2027):
        figures = lines(planned, "4", "11", "12", "25.3", "29", year=each)
        assert figures == ([1] * 5 if each == year else [0] * 5)
