"""Prices of acts: hundredths of a currency, a rate of four decimals, whole soʻm; integers throughout."""

from __future__ import annotations

import re

from catalog.stock.errors import StockCode, StockInputError

HOME = "UZS"
CURRENCIES = (HOME, "USD", "EUR", "RUB", "GBP", "CNY", "JPY", "KRW", "TRY", "KZT", "CHF", "AED")

HUNDREDTHS = 100
RATE_UNIT = 10_000  # a rate is soʻm for so many units of the currency
LARGEST = 2_000_000_000  # what a column holds

_SPACES = re.compile(r"\s|soʻm|so'm|so‘m|сўм|сум")
_AMOUNT = re.compile(r"(\d{1,12})(?:[.,](\d{1,2}))?", re.ASCII)
_RATE = re.compile(r"(\d{1,9})(?:[.,](\d{1,4}))?", re.ASCII)


def parse_price(text: str) -> int:
    """Return hundredths of the currency from “45 000”, “12,50”; nothing is 0, anything else PRICE_INVALID.

    A comma with three digits after it may be either kind of comma, so it is refused.
    """
    plain = _SPACES.sub("", text)
    if not plain:
        return 0
    found = _AMOUNT.fullmatch(plain)
    if found is None:
        raise StockInputError(StockCode.PRICE_INVALID, price=text[:40])
    return check_price(int(found[1]) * HUNDREDTHS + int((found[2] or "0").ljust(2, "0")))


def check_price(price: int) -> int:
    """Return a price that a column can hold."""
    if not 0 <= price <= LARGEST:
        raise StockInputError(StockCode.PRICE_INVALID, price=price_text(price))
    return price


def parse_rate(text: str) -> int:
    """Return soʻm for 10,000 units of the currency from “12 650,55”."""
    found = _RATE.fullmatch(_SPACES.sub("", text))
    rate = int(found[1]) * RATE_UNIT + int((found[2] or "0").ljust(4, "0")) if found else 0
    if not 0 < rate <= LARGEST:
        raise StockInputError(StockCode.RATE_INVALID, rate=text[:40])
    return rate


def check_rate(currency: str, rate: int) -> int:
    """Return the rate of a currency that acts know; the soʻm has none of its own."""
    if currency not in CURRENCIES:
        raise StockInputError(StockCode.CURRENCY_UNKNOWN, currency=currency[:10])
    if currency == HOME:
        return RATE_UNIT
    if not 0 < rate <= LARGEST:
        raise StockInputError(StockCode.RATE_INVALID, rate=rate)
    return rate


def price_in_som(price: int, rate: int) -> int:
    """Return the price of one copy in whole soʻm; half a soʻm goes up. Sums are made of these, never of fractions."""
    whole = HUNDREDTHS * RATE_UNIT
    som = (2 * price * rate + whole) // (2 * whole)
    if som > LARGEST:
        raise StockInputError(StockCode.PRICE_INVALID, price=price_text(price))
    return som


def price_text(price: int) -> str:
    """Return hundredths as they are typed: 1250 → 12.50, 4500000 → 45000."""
    whole, rest = divmod(price, HUNDREDTHS)
    return f"{whole}.{rest:02d}" if rest else str(whole)


def rate_text(rate: int) -> str:
    """Return a rate as it is typed: 126505500 → 12650.55."""
    whole, rest = divmod(rate, RATE_UNIT)
    return f"{whole}.{rest:04d}".rstrip("0") if rest else str(whole)
