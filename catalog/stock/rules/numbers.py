"""Inventory numbers: how a series writes them, which numbers it has used, spans of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from catalog.stock.errors import StockCode, StockInputError

MOST_DIGITS = 12
LARGEST = 2_000_000_000
LONGEST_PREFIX = 20
MOST_IN_SPAN = 2_000

_CODE = re.compile(r"[a-z][a-z0-9_]{1,29}")
_LAST_DIGITS = re.compile(r"(.*?)(\d{1,12})", re.ASCII | re.DOTALL)
_DIGITS = re.compile(r"\d{1,12}", re.ASCII)


def number_text(prefix: str, digits: int, number: int) -> str:
    """Return a number as the inventory book writes it: prefix and digits, with leading zeros."""
    return f"{prefix}{number:0{digits}d}"


def spellings(prefix: str, number: int) -> list[str]:
    """Return every way to write a number with its prefix: 7, 07, 007 … would be one number to whoever reads them."""
    return [f"{prefix}{number:0{width}d}" for width in range(len(str(number)), MOST_DIGITS + 1)]


def number_in(prefix: str, text: str) -> int | None:
    """Return the running number of an inventory number of this series, None if it is not of it."""
    rest = text.removeprefix(prefix)
    if not text.startswith(prefix) or not _DIGITS.fullmatch(rest):
        return None
    return int(rest) if int(rest) <= LARGEST else None


def highest(prefix: str, texts: Iterable[str]) -> int:
    """Return the highest number of a series among inventory numbers, 0 for none."""
    return max((number_in(prefix, text) or 0 for text in texts), default=0)


def check_code(code: str) -> str:
    """Return the code of a series: lower-case Latin letters, digits and _."""
    if not _CODE.fullmatch(code) or code == "new":  # which is the address of a book to be opened
        raise StockInputError(StockCode.SERIES_CODE_INVALID, code=code[:40])
    return code


def check_prefix(prefix: str) -> str:
    """Return the prefix as numbers are stored, in upper case; one that ended in a digit would run into the number."""
    clean = prefix.strip().upper()
    if len(clean) > LONGEST_PREFIX or not clean.isprintable() or clean[-1:].isdigit():
        raise StockInputError(StockCode.PREFIX_INVALID, prefix=prefix[:LONGEST_PREFIX])
    return clean


def check_digits(digits: int) -> int:
    """Return to how many digits a number is padded."""
    if not 0 <= digits <= MOST_DIGITS:
        raise StockInputError(StockCode.DIGITS_INVALID, digits=digits, most=MOST_DIGITS)
    return digits


def span(first: str, last: str) -> tuple[str, ...]:
    """Return the inventory numbers from first to last, counting up their last digits: A-098 … A-102."""
    begin, end = _parts(first), _parts(last or first)
    if begin is None or end is None or begin[0] != end[0] or not 0 <= end[1] - begin[1] < MOST_IN_SPAN:
        raise StockInputError(StockCode.RANGE_INVALID, first=first[:40], last=last[:40], most=MOST_IN_SPAN)
    head, start, width = begin
    return tuple(f"{head}{number:0{width}d}" for number in range(start, end[1] + 1))


def _parts(text: str) -> tuple[str, int, int] | None:
    found = _LAST_DIGITS.fullmatch(text.strip().upper())
    return (found[1], int(found[2]), len(found[2])) if found else None


def spans(texts: Iterable[str]) -> str:
    """Return inventory numbers as people write them: 000001 – 000003, 000007."""
    found: list[list[str]] = []
    for text in texts:
        last, here = _parts(found[-1][-1]) if found else None, _parts(text)
        follows = last and here and (last[0], last[1] + 1, last[2]) == here
        if follows:
            found[-1] = [found[-1][0], text]
        else:
            found.append([text])
    return ", ".join(" – ".join(each) for each in found)


def leads(moves: Mapping[int, Iterable[int]], start: int, end: int) -> bool:
    """Tell whether moves of a series by hand (from → to …) lead from one number to another."""
    seen, waiting = set(), [start]
    while waiting:
        at = waiting.pop()
        if at == end:
            return True
        if at not in seen:
            seen.add(at)
            waiting += moves.get(at, ())
    return False
