"""What a lost copy costs (practice.md §4.5). Soʻm."""

from __future__ import annotations

from circulation.charges.rules import MOST
from circulation.loans.errors import LoanCode, LoanInputError

MOST_TIMES = 100


def check_multiple(multiple: int) -> int:
    """Return how many times the price is asked for a lost copy: 0 (no money) to 100."""
    if not 0 <= multiple <= MOST_TIMES:
        raise LoanInputError(LoanCode.MULTIPLE_INVALID, most=MOST_TIMES)
    return multiple


def compensation(price: int | None, multiple: int) -> int:
    """Return what is asked for a lost copy; 0 where the library asks no money or the price is not known.

    Never more than one debt can come to: a ladder must not stop at the dearest book.
    """
    return min((price or 0) * multiple, MOST)
