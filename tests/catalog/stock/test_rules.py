"""Money, numbers, lists, sheets: plain values."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.stock.errors import StockCode, StockInputError
from catalog.stock.rules.chosen import read_ids, write_ids
from catalog.stock.rules.codes import NARROWEST, WIDEST, module_width, spine_lines
from catalog.stock.rules.money import parse_price, parse_rate, price_in_som, price_text, rate_text
from catalog.stock.rules.numbers import leads, number_in, number_text, span, spans
from catalog.stock.rules.pasted import MOST_LINES, read_list
from catalog.stock.rules.sheets import (
    CROSS,
    LINE_X,
    LINE_Y,
    Correction,
    Layout,
    check_first,
    check_layout,
    correction_from,
    place,
)
from catalog.stock.services.defaults import SHEETS

pytestmark = pytest.mark.engine_free

A4 = Layout(2100, 2970, 5, 13, 47, 107, 406, 212, 381, 212)


@pytest.mark.parametrize(
    ("text", "price"),
    [
        ("", 0),
        ("45 000", 4_500_000),
        ("45000 soʻm", 4_500_000),
        ("12,5", 1_250),
        ("12.50", 1_250),
        ("0.01", 1),
    ],
)
def test_prices_are_read(text: str, price: int) -> None:
    assert parse_price(text) == price


@pytest.mark.parametrize(
    "text", ["x", "-1", "1,234", "1.2.3", "٣", "99999999999999", "30000000", "1e5", "=1"]
)
def test_what_is_no_price_is_refused(text: str) -> None:
    with pytest.raises(StockInputError) as refused:
        parse_price(text)
    assert refused.value.code is StockCode.PRICE_INVALID


@given(st.integers(0, 2_000_000_000))
def test_a_price_is_written_as_it_is_read(price: int) -> None:
    assert parse_price(price_text(price)) == price


@given(st.integers(1, 2_000_000_000))
def test_a_rate_is_written_as_it_is_read(rate: int) -> None:
    assert parse_rate(rate_text(rate)) == rate


@pytest.mark.parametrize("text", ["", "0", "0,0000", "x", "1.23456", "999999999"])
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(StockInputError):
        parse_rate(text)


@given(st.integers(0, 2_000_000), st.integers(1, 200_000_000))
def test_half_a_som_goes_up_exactly(price: int, rate: int) -> None:
    exact = Fraction(price, 100) * Fraction(rate, 10_000)
    if exact < 2_000_000_000:
        assert price_in_som(price, rate) == int(exact + Fraction(1, 2))
    assert price_in_som(50, 10_000) == 1


def test_numbers_of_a_series() -> None:
    assert number_text("X-", 6, 12) == "X-000012"
    assert number_text("", 0, 12) == "12"
    assert [number_in("X-", text) for text in ("X-12", "X-", "12", "X-1A", "X-9999999999", "X-٣")] == [
        12, None, None, None, None, None,
    ]  # fmt: skip
    assert (
        spans(["000001", "000002", "000003", "000007", "X-1", "X-2"]) == "000001 – 000003, 000007, X-1 – X-2"
    )
    assert spans(["99", "100"]) == "99, 100"
    assert spans([]) == ""


def test_spans_of_inventory_numbers() -> None:
    assert span("a-098", "A-101") == ("A-098", "A-099", "A-100", "A-101")
    assert span("7", "") == ("7",)
    for first, last in (("A-1", "B-2"), ("5", "4"), ("1", "99999"), ("x", "y"), ("1a", "2a")):
        with pytest.raises(StockInputError):
            span(first, last)


def test_moves_lead_from_number_to_number() -> None:
    moves = {5: {10}, 10: {7, 5}, 7: {20}}
    assert leads(moves, 5, 20)
    assert leads(moves, 3, 3)
    assert not leads(moves, 5, 21)


def test_a_list_is_read_with_all_its_mistakes() -> None:
    text = "978-1\t2\t45 000\t84\n\n Kitob ; 3 \nBir\n;2\nA;x\nB;0\nC;1;2;3;4\nD;1;abc\n"
    lines, wrong = read_list(text)
    assert [(line.number, line.wanted, line.copies, line.price, line.call_number) for line in lines] == [
        (1, "978-1", 2, 4_500_000, "84"), (3, "Kitob", 3, 0, ""), (4, "Bir", 1, 0, ""),
    ]  # fmt: skip
    assert [reason.facts["number"] for reason in wrong] == [5, 6, 7, 8, 9]
    _lines, wrong = read_list("a\n" * (MOST_LINES + 5))
    assert [reason.code for reason in wrong] == [StockCode.TOO_MANY]


def test_the_sheets_of_a_new_library_fit_their_pages() -> None:
    assert [sheet.labels for _name, _kind, sheet in SHEETS] == [65, 24, 24, 65, 55, 45, 1, 1]
    for _name, _kind, sheet in SHEETS:
        last = place(check_layout(sheet), sheet.labels - 1)
        assert last.page == 0
        assert last.x + last.width <= sheet.page_width / 10
        assert last.y + last.height <= sheet.page_height / 10


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"left": 300}, StockCode.SHEET_TOO_WIDE),
        ({"top": 300}, StockCode.SHEET_TOO_HIGH),
        ({"step_x": 380}, StockCode.LABELS_OVERLAP),
        ({"step_y": 211}, StockCode.LABELS_OVERLAP),
        ({"left": -1}, StockCode.SIZE_INVALID),
        ({"label_width": 0}, StockCode.SIZE_INVALID),
        ({"page_width": 99_999}, StockCode.SIZE_INVALID),
        ({"columns": 0}, StockCode.SIZE_INVALID),
        ({"columns": 100, "rows": 100}, StockCode.SIZE_INVALID),
    ],
)
def test_sheets_that_cannot_be_are_refused(change: dict[str, int], code: StockCode) -> None:
    from dataclasses import replace

    with pytest.raises(StockInputError) as refused:
        check_layout(replace(A4, **change))
    assert refused.value.code is code


def test_labels_begin_where_a_sheet_was_left() -> None:
    where = place(A4, 0, first=7)
    assert (where.page, where.x, where.y) == (0, 45.3, 31.9)
    assert place(A4, 59, first=7).page == 1
    assert (place(A4, 59, first=7).x, place(A4, 59, first=7).y) == (4.7, 10.7)
    for wrong in (0, 66):
        with pytest.raises(StockInputError):
            check_first(A4, wrong)


@given(st.floats(-3, 3), st.floats(-3, 3), st.floats(0.9, 1.1), st.integers(0, 64))
def test_a_measured_printer_prints_where_it_should(left: float, top: float, size: float, number: int) -> None:
    """A printer that shifts and scales, corrected by what its page measured, is right within its last digit."""
    measured = correction_from(
        left=left + CROSS / 10 * size,
        top=top + CROSS / 10 * size,
        line_x=LINE_X / 10 * size,
        line_y=LINE_Y / 10 * size,
    )
    wanted, sent = place(A4, number), place(A4, number, correction=measured)
    assert left + size * sent.x == pytest.approx(wanted.x, abs=0.25)
    assert top + size * sent.y == pytest.approx(wanted.y, abs=0.25)


@pytest.mark.parametrize(
    "measures",
    [
        {"left": 20, "top": 20, "line_x": 15, "line_y": 200},
        {"left": 70, "top": 20, "line_x": 150, "line_y": 200},
        {"left": 20, "top": 20, "line_x": 150, "line_y": 20},
    ],
)
def test_measures_that_cannot_be_are_refused(measures: dict[str, float]) -> None:
    with pytest.raises(StockInputError) as refused:
        correction_from(**measures)
    assert refused.value.code is StockCode.MEASURE_INVALID


def test_a_printer_that_is_right_needs_nothing() -> None:
    assert correction_from(left=20, top=20, line_x=150, line_y=200) == Correction()


@given(st.lists(st.integers(1, 500), unique=True, max_size=60))
def test_chosen_copies_survive_the_address(ids: list[int]) -> None:
    assert read_ids(write_ids(ids)) == tuple(ids)


def test_an_address_that_asks_for_everything_is_refused() -> None:
    with pytest.raises(StockInputError):
        read_ids("1-999999999")
    assert read_ids("x,,3-1,-5,2") == (2,)


@given(st.integers(35, 500), st.floats(10, 210))
def test_modules_are_readable_and_fit(modules: int, width: float) -> None:
    unit = module_width(modules, width)
    if unit is None:
        assert width / (modules + 20) < NARROWEST + 0.05
    else:
        assert NARROWEST <= unit <= WIDEST
        assert unit * (modules + 20) <= width + 1e-9


def test_spines() -> None:
    assert spine_lines("84(5Oʻ)6 Q-57") == ("84(5Oʻ)6", "Q-57")
    assert spine_lines("821.512.133(092)-31 A") == ("821.512.133(092)", "-31", "A")
    assert spine_lines("  ") == ()
    assert spine_lines("a b c d e f g h") == ("a", "b", "c", "d", "e", "f g h")
