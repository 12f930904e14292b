"""Reckoning with debts: plain functions over plain values. Soʻm, whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from circulation.charges.errors import ChargeCode, ChargeError, ChargeInputError

MOST = 1_000_000_000  # soʻm: what one debt or payment can come to


@dataclass(frozen=True, slots=True)
class Debt:
    """A charge and what of it is still open; `open` is negative where more was paid than is owed by now."""

    charge_id: int
    open: int


@dataclass(frozen=True, slots=True)
class Part:
    """What of a payment goes to which charge."""

    charge_id: int
    amount: int


def check_amount(amount: int) -> int:
    """Return an amount that can be charged or paid: from 1 to a milliard soʻm."""
    if not 1 <= amount <= MOST:
        raise ChargeInputError(ChargeCode.AMOUNT_INVALID, amount=amount, most=MOST)
    return amount


def owed_in_all(debts: Iterable[Debt]) -> int:
    """Return what all debts come to; what was paid too much is taken off."""
    return sum(debt.open for debt in debts)


def spread(debts: Iterable[Debt], amount: int) -> tuple[Part, ...]:
    """Share a payment out, the oldest debt first; refuse more than is owed.

    `debts` come oldest first. Whoever paid too much for one debt owes that much less in all.
    """
    debts = tuple(debts)
    owed = owed_in_all(debts)
    if owed <= 0:
        raise ChargeError(ChargeCode.NOTHING_OWED)
    if check_amount(amount) > owed:
        raise ChargeError(ChargeCode.MORE_THAN_OWED, amount=amount, owed=owed)
    parts: list[Part] = []
    for debt in debts:
        part = min(max(debt.open, 0), amount)
        if part:
            parts.append(Part(debt.charge_id, part))
            amount -= part
    return tuple(parts)
