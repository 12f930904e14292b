"""A list of copies pasted from a spreadsheet or an invoice: a line a title, columns parted by tabs or semicolons."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.stock.errors import Reason, StockCode
from catalog.stock.rules.money import parse_price
from catalog.stock.rules.ready import MOST_COPIES
from ils.errors import LibraryError

MOST_LINES = 500
_FEWEST, _MOST = 1, 4


@dataclass(frozen=True, slots=True)
class PastedLine:
    """What to find (ISBN or title), how many copies, the price of one (hundredths of the currency), the call number."""

    number: int
    wanted: str
    copies: int
    price: int
    call_number: str


def read_list(text: str) -> tuple[tuple[PastedLine, ...], tuple[Reason, ...]]:
    """Return the lines of “ISBN or title ; copies ; price ; call number” and what cannot be read; none for empty ones."""
    lines: list[PastedLine] = []
    wrong: list[Reason] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        if len(lines) + len(wrong) == MOST_LINES:
            wrong.append(Reason(StockCode.TOO_MANY, {"count": number, "most": MOST_LINES}))
            break
        try:
            lines.append(_read(number, line))
        except (LibraryError, ValueError):
            wrong.append(Reason(StockCode.LIST_COLUMNS, {"number": number, "line": line.strip()[:80]}))
    return tuple(lines), tuple(wrong)


def _read(number: int, line: str) -> PastedLine:
    columns = [column.strip() for column in line.split("\t" if "\t" in line else ";")]
    if not _FEWEST <= len(columns) <= _MOST or not columns[0]:
        raise ValueError("columns")
    wanted, copies, price, call_number = columns + [""] * (_MOST - len(columns))
    count = int(copies or "1")
    if not 0 < count <= MOST_COPIES:
        raise ValueError("copies")
    return PastedLine(number, wanted, count, parse_price(price), call_number)
