"""Lines 42 and 42.1 of the work plan, as receipts feed them: sold, repeated, refunded, corrected, at midnight."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from circulation.paid.errors import PaidError, PaidInputError
from circulation.paid.queries import lines_of_receipts, receipt_view
from circulation.paid.services import take
from ils.db import transaction
from ils.library.calendar import load_calendar
from ils.registers.rules.checking import Facts
from ils.registers.services import enter
from ils.workplan.queries import plan_figure
from ils.workplan.services import load_year
from tests.circulation.paid.till import Till
from tests.world import add_reader


@pytest.mark.line("42 42.1", "once repeated")
def test_line_42_1_rises_by_the_som_of_a_receipt(till: Till) -> None:
    till.take(("copying", 3), ("scanning", 2))
    assert till.lines() == (3500, 3500)
    till.take(("copying", 3), ("scanning", 2))  # the same again is another sale
    assert till.lines() == (7000, 7000)
    assert till.problems() == []


@pytest.mark.line("42", "once")
def test_line_42_is_services_and_rent(till: Till) -> None:
    till.take(("scanning", 4))
    with transaction(till.session):
        facts = Facts(day=till.work.day, title="Zal ijarasi", partner="Maktab", amount=600_000)
        enter(till.session, till.work, register="rent", facts=facts)
    assert till.lines() == (604_000, 4_000)


@pytest.mark.line("42 42.1", "once")
def test_line_42_and_42_1_in_the_plan(till: Till) -> None:
    with transaction(till.session):
        load_year(till.session, till.work, year=2026)
    till.take(("copying", 7))
    figures = [plan_figure(till.session, year=2026, number=number).fact for number in ("42", "42.1")]
    assert figures == [3500, 3500]


@pytest.mark.line("42 42.1", "undone")
def test_line_42_1_a_refund_takes_its_som_away_once(till: Till) -> None:
    sold = till.take(("copying", 3), ("scanning", 1))
    kept = till.take(("copying", 1))
    back = till.refund(sold.id)
    assert (back.amount, back.first, back.label) == (-2500, sold.label, "3/2026")
    assert till.lines() == (500, 500)
    with pytest.raises(PaidError, match="paid_refunded"):
        till.refund(sold.id)
    with pytest.raises(PaidError, match="paid_is_refund"):
        till.refund(back.id)
    assert receipt_view(till.session, sold.id).refund == back.label
    assert [each.quantity for each in lines_of_receipts(till.session, [back.id])[back.id]] == [-3, -1]
    assert till.lines() == (kept.amount, 500)
    assert till.problems() == []


@pytest.mark.line("42 42.1", "corrected")
def test_line_42_1_a_wrong_receipt_is_corrected_on_its_own_day(till: Till) -> None:
    wrong = till.take(("copying", 100), day=date(2025, 12, 30))
    assert (till.lines(2025), till.lines()) == ((50_000, 50_000), (0, 0))
    till.refund(wrong.id, day=wrong.day)
    till.take(("copying", 10), day=date(2025, 12, 30))
    assert (till.lines(2025), till.lines()) == ((5_000, 5_000), (0, 0))
    assert till.problems() == []


def test_line_42_1_money_given_back_next_year_is_taken_from_that_year(till: Till) -> None:
    sold = till.take(("copying", 4), day=date(2025, 12, 31))
    back = till.refund(sold.id)
    assert (sold.label, back.label) == ("1/2025", "1/2026")
    assert (till.lines(2025), till.lines()) == ((2000, 2000), (-2000, -2000))
    assert till.problems() == []


@pytest.mark.line("42 42.1", "midnight")
@pytest.mark.parametrize(
    ("instant", "year"), [("2025-12-31T23:59+05:00", 2025), ("2026-01-01T00:01+05:00", 2026)]
)
def test_line_42_1_at_midnight_of_31_december_in_tashkent(till: Till, instant: str, year: int) -> None:
    receipt = till.at(now=datetime.fromisoformat(instant)).take(("copying", 2))
    assert (receipt.year, receipt.number) == (year, 1)
    expected = {2025: (0, 0), 2026: (0, 0)} | {year: (1000, 1000)}
    assert {each: till.lines(each) for each in (2025, 2026)} == expected
    assert till.problems() == []


@pytest.mark.line("42 42.1", "closed")
def test_line_42_1_on_a_closed_day(till: Till) -> None:
    navruz = date(2026, 3, 21)
    assert not load_calendar(till.session).is_open(navruz)
    till.take(("copying", 2), day=navruz)
    assert till.lines() == (1000, 1000)
    assert till.problems() == []


def test_line_42_1_what_is_refused_counts_nothing(till: Till) -> None:
    for wanted in (("copying", 0), ("copying", 10_001), ("unknown", 1)):
        with pytest.raises(PaidInputError):
            till.take(wanted)
    with pytest.raises(PaidInputError, match="paid_nothing_chosen"), transaction(till.session):
        take(till.session, till.work, wanted=[], method="cash")
    with pytest.raises(PaidInputError, match="paid_day_ahead"):
        till.take(("copying", 1), day=date(2026, 4, 16))
    with pytest.raises(PaidInputError, match="paid_reader_unknown"):
        till.take(("copying", 1), card="R-404")
    assert till.lines() == (0, 0)


def test_line_42_1_who_pays_does_not_matter(till: Till) -> None:
    add_reader(till.session, till.work.now)
    known = till.take(("copying", 1), card="R-1")
    named = till.take(("copying", 1), payer="12-maktab")
    nobody = till.take(("copying", 1))
    assert [each.who for each in (known, named, nobody)] == ["Karimov Anvar Botir oʻgʻli", "12-maktab", ""]
    till.refund(known.id)
    assert till.lines() == (1000, 1000)
    assert till.problems() == []
