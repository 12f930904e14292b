"""Copies chosen for labels, as an address carries them: 1-40,45,50-90 in the order of printing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from catalog.stock.errors import StockCode, StockInputError
from catalog.stock.rules.sheets import MOST_LABELS

_RUN = re.compile(r"(\d{1,9})(?:-(\d{1,9}))?", re.ASCII)


def write_ids(ids: Sequence[int]) -> str:
    """Return ids as runs; what follows its neighbour joins it."""
    runs: list[list[int]] = []
    for item_id in ids:
        if runs and runs[-1][1] + 1 == item_id:
            runs[-1][1] = item_id
        else:
            runs.append([item_id, item_id])
    return ",".join(f"{first}-{last}" if first != last else str(first) for first, last in runs)


def read_ids(text: str) -> tuple[int, ...]:
    """Return the ids of such an address in their order; what is no run is passed over."""
    found: list[int] = []
    for part in text.split(","):
        run = _RUN.fullmatch(part.strip())
        if run:
            first, last = int(run[1]), int(run[2] or run[1])
            check_many(len(found) + last - first + 1)
            found += range(first, last + 1)
    return tuple(dict.fromkeys(found))


def check_many(count: int) -> None:
    """Refuse more labels than are printed at a time."""
    if count > MOST_LABELS:
        raise StockInputError(StockCode.TOO_MANY_LABELS, count=count, most=MOST_LABELS)
