"""Files with tables of readers: any delimiter, two charsets, workbooks, and what is none."""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import Any

import pytest
from openpyxl import Workbook

from circulation.patrons.errors import TableCode, TableError
from circulation.patrons.services import read_table, reading

ROWS = [
    ["F.I.Sh.", "Guruh", "Izoh"],
    ["Гʻофуров Ўктам", "ХФ-301", "a, b; c"],
    ["Karimova Nodira", "XF-302", ""],
]


def csv_of(delimiter: str, rows: list[list[str]] = ROWS) -> str:
    return "\r\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)


def workbook(rows: list[list[Any]]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16"])
def test_every_delimiter_and_mark_is_told(delimiter: str, charset: str) -> None:
    table = read_table(csv_of(delimiter).encode(charset), "x.csv")
    assert table.columns == ["F.I.Sh.", "Guruh", "Izoh"]
    assert table.mapping == {"full_name": "F.I.Sh.", "study_group": "Guruh", "note": "Izoh"}
    assert table.rows == [
        (2, {"F.I.Sh.": "Гʻофуров Ўктам", "Guruh": "ХФ-301", "Izoh": "a, b; c"}),
        (3, {"F.I.Sh.": "Karimova Nodira", "Guruh": "XF-302"}),
    ]


def test_an_old_table_in_cp1251_is_read() -> None:
    table = read_table("Фамилия;Имя\r\nИванова;Анна".encode("cp1251"), "x.csv")
    assert table.rows == [(2, {"Фамилия": "Иванова", "Имя": "Анна"})]


def test_a_workbook_is_read_with_days_and_whole_numbers() -> None:
    content = workbook(
        [
            ["Roʻyxat"],
            [],
            ["Familiya", "Tugʻilgan sana", "Telefon"],
            ["Karimov", datetime.date(2004, 9, 3), 901234567.0],
        ]
    )
    table = read_table(content, "x.xlsx")
    assert table.rows == [
        (4, {"Familiya": "Karimov", "Tugʻilgan sana": "2004-09-03", "Telefon": "901234567"})
    ]
    assert table.mapping["birth_date"] == "Tugʻilgan sana"


def test_a_list_of_names_alone_is_a_table() -> None:
    assert read_table(b"F.I.Sh.\nKarimov Anvar\n", "x.csv").rows == [(2, {"F.I.Sh.": "Karimov Anvar"})]


def test_irbis_text_is_a_table() -> None:
    table = read_table("#10: Иванова\r\n#11: Анна\r\n*****\r\n".encode("cp1251"), "rdr.txt")
    assert table.mapping["surname"] == "10 Familiya"
    assert table.rows == [(1, {"10 Familiya": "Иванова", "11 Ism": "Анна"})]


def zipped(name: str, size: int) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, b"0" * size)
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", TableCode.EMPTY),
        (b"\r\n;;\r\n", TableCode.EMPTY),
        (b"Familiya;Ism", TableCode.EMPTY),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 100, TableCode.OLD_EXCEL),
        (b"PK\x03\x04garbage", TableCode.NOT_A_TABLE),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", TableCode.NOT_A_TABLE),
        (b"bir ustun\nikki ustun\n", TableCode.NOT_A_TABLE),
    ],
)
def test_what_is_no_table_says_so(content: bytes, code: TableCode) -> None:
    with pytest.raises(TableError) as refused:
        read_table(content, "x")
    assert refused.value.code is code
    assert refused.value.facts["file"] == "x"


def test_an_archive_that_is_no_workbook_is_no_table() -> None:
    with pytest.raises(TableError) as refused:
        read_table(zipped("readme.txt", 10), "x.xlsx")
    assert refused.value.code is TableCode.NOT_A_TABLE


def test_too_many_lines_and_a_workbook_that_unpacks_for_ever_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reading, "MOST_LINES", 5)
    lines = "\n".join(f"Karimov{number};Anvar" for number in range(7))
    with pytest.raises(TableError) as refused:
        read_table(f"Familiya;Ism\n{lines}".encode(), "x.csv")
    assert refused.value.code is TableCode.TOO_LARGE
    monkeypatch.setattr(reading, "MOST_UNPACKED", 1000)
    with pytest.raises(TableError) as refused:
        read_table(zipped("xl/workbook.xml", 2000), "x.xlsx")
    assert refused.value.code is TableCode.TOO_LARGE


def test_cells_are_one_line_of_text_and_formulas_only_text() -> None:
    table = read_table(b'Familiya;Ism\n"Kari\nmov";"=1+1\x07"\n', "x.csv")
    assert table.rows == [(2, {"Familiya": "Kari mov", "Ism": "=1+1"})]
