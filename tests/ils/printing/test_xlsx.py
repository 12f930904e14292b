"""Spreadsheets open, and what was typed comes back as it was typed."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from ils.printing.xlsx import LONGEST, Column, Sheet, make_xlsx
from tests.conftest import NOON

pytestmark = pytest.mark.engine_free

TYPED = (
    "=1+1",
    "+998 90",
    "-",
    "@SUM(A1)",
    "http://example.org",
    "00012",
    "mailto:x@y",
    "<b>&",
    "ў ʻ ع",
    "a\nb",
)


def test_text_is_never_a_formula_a_link_or_a_number() -> None:
    rows = [[text, 5, 2.5, date(2026, 4, 15), None] for text in TYPED]
    sheet = Sheet("Dalolatnoma: [1/2026]", [Column("=A1", 20)] * 5, rows, above=["=Sarlavha", "Ikkinchi"],
                  totals=[["Jami", 50, 25.0, None, None]], below=["=Oxiri"])  # fmt: skip
    book = load_workbook(BytesIO(make_xlsx([sheet], title="Dalolatnoma", at=NOON)))
    page = book["Dalolatnoma   1 2026"]
    cells = [list(row) for row in page.iter_rows(min_row=5, max_row=4 + len(TYPED))]
    assert [row[0].value for row in cells] == list(TYPED)
    assert {row[0].data_type for row in cells} == {"s"}
    assert [row[0].hyperlink for row in cells] == [None] * len(TYPED)
    assert {(row[1].value, row[2].value, row[3].value.date(), row[4].value) for row in cells} == {
        (5, 2.5, date(2026, 4, 15), None)
    }
    assert [page["A1"].value, page["A4"].value, page["A15"].value] == ["=Sarlavha", "=A1", "Jami"]
    assert all(cell.data_type != "f" for row in page.iter_rows() for cell in row)
    assert page["A17"].value == "=Oxiri"
    assert page.print_title_rows == "$4:$4"


def test_a_text_longer_than_a_cell_is_cut_and_a_nameless_sheet_gets_a_name() -> None:
    book = load_workbook(
        BytesIO(make_xlsx([Sheet("'[]'", [Column("a", 9)], [["x" * 40_000]])], title="", at=NOON))
    )
    assert book.sheetnames == ["1"]
    assert len(str(book["1"]["A2"].value)) == LONGEST
