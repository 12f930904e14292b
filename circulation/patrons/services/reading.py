"""Reading a table of readers from a file: XLSX, CSV of any delimiter in UTF-8 or cp1251, IRBIS text."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from openpyxl import load_workbook

from circulation.patrons.errors import TableCode, TableError
from circulation.patrons.rules import irbis
from circulation.patrons.rules.headings import guess_mapping, heading_line, named_columns

MOST_LINES = 20_000
MOST_COLUMNS = 60
LONGEST_CELL = 500
MOST_UNPACKED = 200_000_000  # bytes of a workbook: more is a bomb, not a list of readers
DELIMITERS = ("\t", ";", ",", "|")
LOOKED_AT = 30  # lines, to tell the delimiter


@dataclass(frozen=True, slots=True)
class Table:
    """A file as a table: headings, what they are taken for, and rows with the line they stand in."""

    columns: list[str]
    mapping: dict[str, str]
    rows: list[tuple[int, dict[str, str]]]


def read_table(content: bytes, file_name: str) -> Table:
    """Return the table in a file; TableError says what it is when it is none."""
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise TableError(TableCode.OLD_EXCEL, file=file_name)
    if content.startswith(b"PK\x03\x04"):
        return _table(_workbook_rows(content, file_name), file_name)
    text = _text(content, file_name)
    if irbis.looks_irbis(text):
        rows = list(islice(irbis.irbis_rows(text), MOST_LINES + 1))
        return _sound(Table(list(irbis.HEADINGS), dict(irbis.MAPPING), rows), file_name)
    return _table(_csv_rows(text, file_name), file_name)


def _text(content: bytes, file_name: str) -> str:
    for mark, charset in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if content.startswith(mark):
            return content.decode(charset, "replace")
    if b"\0" in content:
        raise TableError(TableCode.NOT_A_TABLE, file=file_name)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1251", "replace")


def _csv_rows(text: str, file_name: str) -> list[list[str]]:
    delimiter = _delimiter(text)
    try:
        return list(islice(_csv(text, delimiter), MOST_LINES + LOOKED_AT))
    except csv.Error as problem:
        raise TableError(TableCode.NOT_A_TABLE, file=file_name) from problem


def _csv(text: str, delimiter: str) -> Iterator[list[str]]:
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
        yield [_cell(cell) for cell in row[:MOST_COLUMNS]]


def _delimiter(text: str) -> str:
    """Return the delimiter that parts the first lines into the most columns, alike in most of them."""

    def width(delimiter: str) -> tuple[int, int]:
        try:
            widths = [len(row) for row in islice(_csv(text, delimiter), LOOKED_AT) if any(row)]
        except csv.Error:
            return 0, 0
        common = max(set(widths), key=widths.count, default=0)
        return (widths.count(common) * (common > 1), common)

    return max(DELIMITERS, key=width)


def _workbook_rows(content: bytes, file_name: str) -> list[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(each.file_size for each in archive.infolist()) > MOST_UNPACKED:
                raise TableError(TableCode.TOO_LARGE, file=file_name, limit=MOST_LINES)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except TableError:
        raise
    except Exception as problem:  # the library raises whatever the broken part of the file meets
        raise TableError(TableCode.NOT_A_TABLE, file=file_name) from problem
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what a program wrote there is often wrong
        rows = islice(sheet.iter_rows(values_only=True), MOST_LINES + LOOKED_AT)
        return [[_cell(cell) for cell in row[:MOST_COLUMNS]] for row in rows]
    except Exception as problem:
        raise TableError(TableCode.NOT_A_TABLE, file=file_name) from problem
    finally:
        book.close()


def _cell(value: Any) -> str:
    """Return a cell as text in one line: a day as 2001-11-21, a whole number without its point."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = " ".join(str(value).split())
    return "".join(sign for sign in text if sign.isprintable())[:LONGEST_CELL]


def _table(rows: Sequence[Sequence[str]], file_name: str) -> Table:
    if not any(sign.isalnum() for row in rows for cell in row for sign in cell):
        raise TableError(TableCode.EMPTY, file=file_name)
    head = heading_line(rows)
    body = [(number, row) for number, row in enumerate(rows[head + 1 :], start=head + 2) if any(row)]
    width = max(len(row) for row in rows)
    columns = named_columns(rows[head], width)
    kept = [
        (number, {name: cell for name, cell in zip(columns, row, strict=False) if cell})
        for number, row in body
    ]
    return _sound(Table(columns, guess_mapping(columns), kept), file_name)


def _sound(table: Table, file_name: str) -> Table:
    if not table.rows:
        raise TableError(TableCode.EMPTY, file=file_name)
    if len(table.rows) > MOST_LINES:
        raise TableError(TableCode.TOO_LARGE, file=file_name, limit=MOST_LINES)
    if len(table.columns) < 2 and not table.mapping:
        raise TableError(TableCode.NOT_A_TABLE, file=file_name)
    return table
