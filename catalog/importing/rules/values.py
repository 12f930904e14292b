"""Values as files write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

_DAYS = (
    re.compile(r"(?P<y>\d{4})-?(?P<m>\d{2})-?(?P<d>\d{2})(?:\D.*)?"),
    re.compile(r"(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>\d{4})"),
)


def parse_day(text: str) -> date | None:
    """Return the day of `2024-05-31`, `20240531` or `31.05.2024`; None for anything else."""
    for form in _DAYS:
        found = form.fullmatch(text.strip())
        if found:
            try:
                return date(int(found["y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                return None
    return None


def summed_name(known: str, met: Iterable[str]) -> str:
    """Return one name for what the records of a file have used so far; ASCII agrees with everything."""
    names = {name for name in (known, *met) if name and name != "ascii"}
    if not names:
        return "ascii" if known or any(met) else ""
    return names.pop() if len(names) == 1 else "mixed"
