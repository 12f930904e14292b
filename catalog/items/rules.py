"""Numbers of copies: which can be printed and scanned, which comes next."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from catalog.items.errors import ItemCode, ItemError, ItemInputError

LONGEST_CODE = 40
MOST_AT_ONCE = 500
DEAREST = 2_000_000_000  # soʻm; the column holds 32 bits
BARCODE_DIGITS = 8

_LAST_DIGITS = re.compile(r"(\d+)(\D*)$", re.ASCII)
_PRICE = re.compile(r"(\d+)(?:[.,](\d{1,2}))?")
_PRICE_WORDS = re.compile(r"\s|soʻm|so'm|so‘m|сўм|сум|uzs", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NewItem:
    """A copy about to be added; at least one of the two numbers is given, both already clean."""

    record_id: int
    department: str
    barcode: str | None = None
    inventory_number: str | None = None
    call_number: str = ""
    price: int | None = None
    acquired_on: date | None = None
    note: str = ""
    item_type: str = ""  # empty: as the document type
    use: str = ""  # a value of `Use`; empty: as the department lends
    parts: str = ""  # what is counted at every loan (CO-23)


def shown_code(barcode: str | None, inventory_number: str | None) -> str:
    """Return the number by which screens and messages name a copy: what the scanner reads, else its inventory number.

    Columns and lines that say “inventory number” show that one; this is for the copy itself.
    """
    return barcode or inventory_number or ""


def clean_barcode(text: str) -> str:
    """Return the barcode as it is stored: upper case, 1–40 printable ASCII characters (Code 128)."""
    code = text.strip()
    if not 0 < len(code) <= LONGEST_CODE or not code.isascii() or not code.isprintable():
        raise ItemInputError(ItemCode.BARCODE_INVALID, barcode=text[:LONGEST_CODE], longest=LONGEST_CODE)
    return code.upper()


def clean_inventory_number(text: str) -> str:
    """Return the inventory number as it is stored: upper case, 1–40 characters of any script."""
    number = unicodedata.normalize("NFC", text.strip()).upper()
    if not 0 < len(number) <= LONGEST_CODE or not number.isprintable():
        raise ItemInputError(
            ItemCode.INVENTORY_INVALID, inventory_number=text[:LONGEST_CODE], longest=LONGEST_CODE
        )
    return number


def wanted_code(text: str) -> str | None:
    """Return what was scanned or typed in the form codes are stored in, or None for what can be no code."""
    code = unicodedata.normalize("NFC", text.strip()).upper() if len(text) <= 4 * LONGEST_CODE else ""
    return code if 0 < len(code) <= LONGEST_CODE and code.isprintable() else None


def next_barcode(running_number: int) -> str:
    """Return the barcode of the library's own series for a running number: 8 digits with leading zeros."""
    return f"{running_number:0{BARCODE_DIGITS}d}"


def inventory_range(first: str, count: int) -> tuple[str, ...]:
    """Return `count` inventory numbers counting up the last digits of the first: INV-099 → INV-100."""
    if count == 1:
        return (clean_inventory_number(first),)
    found = _LAST_DIGITS.search(first.strip())
    if found is None:
        raise ItemInputError(ItemCode.RANGE_WITHOUT_NUMBER, inventory_number=first[:LONGEST_CODE])
    head, (digits, tail) = first.strip()[: found.start()], found.groups()
    return tuple(
        clean_inventory_number(f"{head}{int(digits) + step:0{len(digits)}d}{tail}") for step in range(count)
    )


def spread(given: Sequence[str], count: int, *, field: str) -> tuple[str | None, ...]:
    """Return one number a copy: none at all, or exactly as many as there are copies."""
    if not given:
        return (None,) * count
    if len(given) != count:
        raise ItemInputError(ItemCode.COUNT_DIFFERS, field=field, given=len(given), count=count)
    twice = next((code for code in given if given.count(code) > 1), None)
    if twice is not None:
        raise ItemInputError(ItemCode.GIVEN_TWICE, number=twice)
    return tuple(given)


def check_count(count: int) -> int:
    """Return the number of copies to add at once."""
    if not 1 <= count <= MOST_AT_ONCE:
        raise ItemInputError(ItemCode.COUNT_INVALID, count=count, most=MOST_AT_ONCE)
    return count


def check_price(price: int | None) -> int | None:
    """Return a price in soʻm that a column can hold."""
    if price is not None and not 0 <= price <= DEAREST:
        raise ItemInputError(ItemCode.PRICE_INVALID, price=price)
    return price


def parse_price(text: str) -> int | None:
    """Return whole soʻm from “45 000”, “45000,00 soʻm”; None for nothing, PRICE_INVALID otherwise."""
    plain = _PRICE_WORDS.sub("", text)
    if not plain:
        return None
    found = _PRICE.fullmatch(plain)
    if found is None or len(found[1]) > 12:
        raise ItemInputError(ItemCode.PRICE_INVALID, price=text[:40])
    return check_price(int(found[1]) + (int((found[2] or "0").ljust(2, "0")) >= 50))


def check_withdrawal_day(day: date, *, today: date, acquired_on: date | None) -> None:
    """Refuse a withdrawal in the future or before the copy was acquired."""
    if day > today or (acquired_on is not None and day < acquired_on):
        raise ItemError(ItemCode.DAY_INVALID, day=day, acquired_on=acquired_on)


def near_misses(code: str) -> frozenset[str]:
    """Return what the code may have been meant as: one character missing, doubled, swapped or misread."""
    found = {code[:at] + code[at + 1 :] for at in range(len(code))}
    found |= {code[:at] + code[at + 1] + code[at] + code[at + 2 :] for at in range(len(code) - 1)}
    for sign in "0123456789-":
        found |= {code[:at] + sign + code[at + 1 :] for at in range(len(code))}
        found |= {code[:at] + sign + code[at:] for at in range(len(code) + 1)}
    if code.isdigit():
        found |= {code.lstrip("0"), code.zfill(BARCODE_DIGITS)}
    return frozenset(found - {code, ""})
