"""What a price and a receipt must be (plan line 42.1): plain functions over plain values. Soʻm, whole."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from circulation.paid.errors import PaidCode, PaidError, PaidInputError

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
MOST_QUANTITY, MOST_PRICE, MOST_AMOUNT = 10_000, 100_000_000, 1_000_000_000_000
LANGUAGES = ("uz", "ru", "en")
_CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")


class Method(StrEnum):
    """How a receipt was paid."""

    CASH = "cash"
    CARD = "card"
    TRANSFER = "transfer"


@dataclass(frozen=True, slots=True)
class Wanted:
    """So many of a service."""

    code: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Priced:
    """A service as it is priced on a day."""

    id: int
    code: str
    price: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a receipt; a refund has negative quantities."""

    price_id: int
    code: str
    quantity: int
    price: int

    @property
    def amount(self) -> int:
        """What the line comes to."""
        return self.quantity * self.price


def lines_of(prices: Mapping[str, Priced], wanted: Sequence[Wanted]) -> tuple[Line, ...]:
    """Return the lines of a receipt in the order asked; refuse what is not on the list that day."""
    if not wanted:
        raise PaidInputError(PaidCode.NOTHING_CHOSEN)
    made = tuple(_line(prices, each) for each in wanted)
    if total_of(made) > MOST_AMOUNT:
        raise PaidInputError(PaidCode.TOO_MUCH, most=MOST_AMOUNT)
    return made


def _line(prices: Mapping[str, Priced], wanted: Wanted) -> Line:
    if not 1 <= wanted.quantity <= MOST_QUANTITY:
        raise PaidInputError(PaidCode.QUANTITY_INVALID, most=MOST_QUANTITY)
    priced = prices.get(wanted.code)
    if priced is None:
        raise PaidInputError(PaidCode.SERVICE_UNKNOWN, service=wanted.code[:40])
    return Line(priced.id, priced.code, wanted.quantity, priced.price)


def total_of(lines: Sequence[Line]) -> int:
    """Return what a receipt comes to."""
    return sum(line.amount for line in lines)


def check_method(method: str) -> Method:
    """Return a way to pay."""
    if method not in set(Method):
        raise PaidInputError(PaidCode.METHOD_UNKNOWN, method=method[:20])
    return Method(method)


def check_day(day: date, today: date) -> date:
    """Return the day on which money went over the table: one that has come, not before 2000."""
    if day > today:
        raise PaidInputError(PaidCode.DAY_AHEAD, day=day)
    if day < FIRST_DAY:
        raise PaidInputError(PaidCode.DAY_TOO_OLD, day=day)
    return day


def check_refund(*, day: date, paid_on: date, is_refund: bool, refunded_by: str) -> None:
    """Refuse a second refund, the refund of a refund, and one before the money came."""
    if is_refund:
        raise PaidError(PaidCode.IS_REFUND)
    if refunded_by:
        raise PaidError(PaidCode.REFUNDED, number=refunded_by)
    if day < paid_on:
        raise PaidInputError(PaidCode.REFUND_TOO_EARLY, day=day, paid=paid_on)


def check_code(code: str) -> str:
    """Return the code of a service: lower-case Latin letters, digits and _, 2 to 40."""
    typed = code.strip().lower()
    if not _CODE.fullmatch(typed):
        raise PaidInputError(PaidCode.CODE_INVALID, code=code[:40])
    return typed


def check_price(price: int, since: date) -> None:
    """Refuse a price of nothing, and a year that can only be a slip of the key."""
    if not 1 <= price <= MOST_PRICE:
        raise PaidInputError(PaidCode.PRICE_INVALID, most=MOST_PRICE)
    if not FIRST_DAY <= since <= LAST_DAY:
        raise PaidInputError(PaidCode.PRICE_DAY_ODD, day=since)


def spoken(texts: Mapping[str, str], language: str) -> str:
    """Return a text in a language, else in the first one that has it; `uz_Cyrl` reads the Latin one."""
    order = (language.partition("_")[0], *LANGUAGES)
    return next((texts[each] for each in order if texts.get(each)), "")
