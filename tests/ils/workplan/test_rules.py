"""Which acts each line counts, and the arithmetic of a figure."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ils.activity.cut import Cut
from ils.activity.kinds import Channel, Kind
from ils.workplan.rules import (
    COUNTERS,
    Period,
    counter,
    month_period,
    percent,
    quarter_period,
    year_gone,
    year_period,
)
from ils.workplan.services import template_lines

pytestmark = pytest.mark.engine_free

NUMBERS = [line["number"] for line in template_lines()]
ASKED_FOR = (Channel.AUTOMATIC,)
VISIT = (Kind.VISIT,)

# number, the acts it sums, why
FED = [
    (
        "4",
        Cut((Kind.CARD_INDEX_ADD,), sources=("professional_press",)),
        "articles about the profession and the library",
    ),
    ("10", Cut((Kind.ACCESSION,)), "copies of approved acts, whatever they came by"),
    ("10.1", Cut((Kind.ACCESSION,), sources=("legal_deposit",)), "legal deposit"),
    (
        "10.2",
        Cut((Kind.ACCESSION,), sources=("purchase",)),
        "purchase; a subscription is a source of its own",
    ),
    ("10.3", Cut((Kind.ACCESSION,), sources=("exchange",)), "exchange of books"),
    ("10.4", Cut((Kind.ACCESSION,), sources=("gift_person", "gift_organisation")), "gifts"),
    ("10.4.1", Cut((Kind.ACCESSION,), sources=("gift_person",)), "gifts of persons"),
    ("10.4.2", Cut((Kind.ACCESSION,), sources=("gift_organisation",)), "gifts of organisations"),
    ("12", Cut((Kind.RECORD_CLASSIFY,)), "the first class mark of a record"),
    ("13", Cut((Kind.DIGITAL_LINK,)), "texts tied to records"),
    ("14", Cut((Kind.UNION_ACCEPT,)), "records that the union catalogue took, once a year"),
    ("11", Cut((Kind.RECORD_CREATE,)), "records that enter the catalogue, made here or imported"),
    ("15", Cut((Kind.PATRON_REGISTER, Kind.PATRON_REREGISTER)), "each reader once a year (RG-01)"),
    ("15.1", Cut((Kind.PATRON_REGISTER,)), "registered for the first time ever"),
    ("15.2", Cut((Kind.PATRON_REREGISTER,)), "registered again in a new year"),
    ("16", Cut(VISIT), "visits of all sectors (VS-01)"),
    ("16.1", Cut(VISIT, sectors=("lending",)), "lending departments"),
    ("16.2", Cut(VISIT, sectors=("reading",)), "general reading rooms"),
    ("16.3", Cut(VISIT, sectors=("youth",)), "youth work"),
    ("16.4", Cut(VISIT, sectors=("electronic",)), "electronic resources rooms"),
    ("16.5", Cut(VISIT, sectors=("legal",)), "legal information"),
    ("16.6", Cut(VISIT, sectors=("local",)), "local history"),
    ("16.7", Cut(VISIT, sectors=("other",)), "other sectors"),
    (
        "17",
        Cut((Kind.LOAN_OPEN, Kind.LOAN_RENEW), without_channels=ASKED_FOR),
        "issues and renewals asked for",
    ),
    ("26", Cut((Kind.EXHIBITION_ITEM,)), "copies put on exhibitions"),
    ("28", Cut((Kind.CHRONICLE_SEND,)), "records of the press chronicle that were sent"),
    ("29", Cut((Kind.CARD_INDEX_ADD,), sources=("uzbekistanika",)), "documents about Uzbekistan"),
    ("34", Cut((Kind.DIGITAL_PUBLISH,)), "full texts that readers can open"),
]


@pytest.mark.parametrize(("number", "cut", "why"), FED)
def test_a_fed_line_counts_its_acts(number: str, cut: Cut, why: str) -> None:
    assert counter(number) == cut, why


@pytest.mark.parametrize("number", sorted(set(NUMBERS) - {number for number, *_ in FED}))
def test_every_other_line_is_not_fed(number: str) -> None:
    assert counter(number) is None


def test_no_counter_feeds_a_line_that_the_plan_has_not() -> None:
    assert set(COUNTERS) <= set(NUMBERS)


def test_the_sectors_of_line_16_add_up_to_it() -> None:
    parts = [counter(f"16.{number}") for number in range(1, 8)]
    assert [part.sectors for part in parts if part] == [
        ("lending",), ("reading",), ("youth",), ("electronic",), ("legal",), ("local",), ("other",),
    ]  # fmt: skip


def test_a_library_may_leave_renewals_out_of_line_17_and_of_no_other() -> None:
    assert counter("17", renewals_count=False) == Cut((Kind.LOAN_OPEN,), without_channels=ASKED_FOR)
    for number in set(NUMBERS) - {"17"}:
        assert counter(number, renewals_count=False) == counter(number)


@pytest.mark.parametrize(
    ("fact", "plan", "result"),
    [
        (0, 100, 0), (50, 100, 50), (100, 100, 100), (250, 100, 250), (1, 3, 33), (2, 3, 67), (1, 200, 1),
        (None, 100, None), (5, None, None), (5, 0, None), (-1, 100, -1),
    ],
)  # fmt: skip
def test_percent(fact: int | None, plan: int | None, result: int | None) -> None:
    assert percent(fact, plan) == result


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_percent_is_off_by_half_a_point_at_most(fact: int, plan: int) -> None:
    result = percent(fact, plan)
    assert result is not None
    assert abs(result * plan - fact * 100) * 2 <= plan


def test_a_year_is_its_quarters_and_its_months_without_gap() -> None:
    for year in (2024, 2025, 2026):
        for periods in (
            [quarter_period(year, quarter) for quarter in (1, 2, 3, 4)],
            [month_period(year, month) for month in range(1, 13)],
        ):
            assert periods[0].first == year_period(year).first
            assert periods[-1].last == year_period(year).last
            for one, following in pairwise(periods):
                assert following.first - one.last == timedelta(days=1)


def test_february_of_a_leap_year_has_29_days() -> None:
    assert month_period(2024, 2) == Period(date(2024, 2, 1), date(2024, 2, 29))
    assert month_period(2026, 2).last == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("today", "gone"),
    [
        (date(2025, 12, 31), 0),
        (date(2026, 1, 1), 0),
        (date(2026, 1, 4), 1),
        (date(2026, 7, 2), 50),
        (date(2026, 12, 30), 99),
        (date(2026, 12, 31), 100),
        (date(2027, 5, 1), 100),
    ],
)
def test_how_much_of_the_year_is_over(today: date, gone: int) -> None:
    assert year_gone(2026, today) == gone
