"""Numbers of copies."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.items.errors import ItemCode
from catalog.items.rules import (
    check_count,
    check_withdrawal_day,
    clean_barcode,
    clean_inventory_number,
    inventory_range,
    near_misses,
    next_barcode,
    parse_price,
    spread,
    wanted_code,
)
from ils.errors import LibraryError
from ils.printing.barcodes import code128_svg


def refusal(act: object, *args: object, **facts: object) -> str:
    with pytest.raises(LibraryError) as refused:
        act(*args, **facts)  # type: ignore[operator]
    return str(refused.value.code)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("inv-045", "INV-045"), ("  00000042 ", "00000042"), ("a b", "A B"), ("x" * 40, "X" * 40), ("~!", "~!")],
)
def test_barcode_is_stored_in_upper_case(typed: str, stored: str) -> None:
    assert clean_barcode(typed) == stored


@pytest.mark.parametrize("typed", ["", "   ", "x" * 41, "ШТМ-045", "a\tb", "a\x00b", "ı", "9" * 10_000])
def test_what_code_128_cannot_print_is_no_barcode(typed: str) -> None:
    assert refusal(clean_barcode, typed) == ItemCode.BARCODE_INVALID


@given(st.text(max_size=45))
def test_every_barcode_taken_can_be_printed(typed: str) -> None:
    try:
        code = clean_barcode(typed)
    except LibraryError:
        return
    assert code == code.strip()
    assert wanted_code(code) == code
    assert code128_svg(code)


@pytest.mark.parametrize(
    ("typed", "stored"), [("инв-12/а", "ИНВ-12/А"), (" 1024 ", "1024"), ("oʻ-7", "Oʻ-7".upper())]
)
def test_inventory_number_takes_any_letters(typed: str, stored: str) -> None:
    assert clean_inventory_number(typed) == stored


@pytest.mark.parametrize("typed", ["", " ", "x" * 41, "ß" * 21, "a\nb"])
def test_inventory_number_is_refused(typed: str) -> None:
    assert refusal(clean_inventory_number, typed) == ItemCode.INVENTORY_INVALID


def test_own_series_has_eight_digits() -> None:
    assert next_barcode(42) == "00000042"
    assert next_barcode(123_456_789) == "123456789"


@pytest.mark.parametrize(
    ("first", "count", "last"),
    [("INV-099", 3, "INV-101"), ("7", 4, "10"), ("2026/0009a", 2, "2026/0010A"), ("ИНВ 1", 1, "ИНВ 1")],
)
def test_range_counts_the_last_digits_up(first: str, count: int, last: str) -> None:
    numbers = inventory_range(first, count)
    assert len(set(numbers)) == count
    assert numbers[-1] == last


def test_range_needs_digits() -> None:
    assert refusal(inventory_range, "ИНВ", 2) == ItemCode.RANGE_WITHOUT_NUMBER


def test_numbers_are_for_all_copies_or_for_none() -> None:
    assert spread([], 2, field="barcode") == (None, None)
    assert spread(["A", "B"], 2, field="barcode") == ("A", "B")
    assert refusal(spread, ["A"], 2, field="barcode") == ItemCode.COUNT_DIFFERS
    assert refusal(spread, ["A", "A"], 2, field="barcode") == ItemCode.GIVEN_TWICE


@pytest.mark.parametrize("count", [0, -1, 501])
def test_count_of_copies_has_bounds(count: int) -> None:
    assert refusal(check_count, count) == ItemCode.COUNT_INVALID


@pytest.mark.parametrize(
    ("typed", "price"),
    [
        ("", None),
        ("45 000", 45_000),
        ("45 000,50 soʻm", 45_001),
        ("12000.00", 12_000),
        ("0", 0),
        ("7 сўм", 7),
    ],
)
def test_price_is_whole_som(typed: str, price: int | None) -> None:
    assert parse_price(typed) == price


@pytest.mark.parametrize("typed", ["-5", "abc", "1e9", "9" * 13, "3000000000", "1.234"])
def test_price_is_refused(typed: str) -> None:
    assert refusal(parse_price, typed) == ItemCode.PRICE_INVALID


def test_withdrawal_is_neither_tomorrow_nor_before_acquisition() -> None:
    today, bought = date(2026, 4, 15), date(2026, 4, 1)
    check_withdrawal_day(today, today=today, acquired_on=bought)
    for day in (date(2026, 4, 16), date(2026, 3, 31)):
        assert refusal(check_withdrawal_day, day, today=today, acquired_on=bought) == ItemCode.DAY_INVALID


@pytest.mark.parametrize("slip", ["0000042", "00000024", "00000043", "000000042", "42"])
def test_one_slip_is_near(slip: str) -> None:
    assert "00000042" in near_misses(slip)
