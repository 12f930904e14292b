"""What an address asks for, and decades out of years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ils.text import whole_number

_LONGEST_PAGE = 7


def page_number(text: str | None) -> int:
    """Return the number of a page, 1 for anything that is none."""
    return max(whole_number(text, digits=_LONGEST_PAGE) or 1, 1)


def last_page(total: int, size: int) -> int:
    """Return the number of the last page, at least 1."""
    return max(-(-total // size), 1)


def decades(years: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return (first year of the decade, records), the latest first, of (year, records)."""
    counts: Counter[int] = Counter()
    for each, records in years:
        counts[each - each % 10] += records
    return tuple(sorted(counts.items(), reverse=True))
