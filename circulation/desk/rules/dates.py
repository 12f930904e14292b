"""Days typed at the desk: for returns dated back, and due dates given by hand."""

from __future__ import annotations

import re
from datetime import date, timedelta

from circulation.desk.errors import DeskCode, DeskError

LONGEST_BACK = timedelta(days=60)
LONGEST_LOAN = timedelta(days=730)

_PARTS = re.compile(r"(\d{1,2})(?:[./ -](\d{1,2}))?(?:[./ -](\d{2}|\d{4}))?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_STEP = re.compile(r"[+−-]\d{1,3}")


def back_day(text: str, today: date) -> date | None:
    """Return the day to which returns are dated back; None for today. Nothing later, nothing before 60 days."""
    day = today if not text.strip() else _read(text, today, later=False)
    if not today - LONGEST_BACK <= day <= today:
        raise DeskError(DeskCode.DAY_NOT_BACK, day=day, first=today - LONGEST_BACK)
    return None if day == today else day


def due_day(text: str, today: date) -> date | None:
    """Return a due date given by hand; None for none. What is odd about it is asked at the loan (CO-25)."""
    if not text.strip():
        return None
    day = _read(text, today, later=True)
    if not today <= day <= today + LONGEST_LOAN:
        raise DeskError(DeskCode.DAY_NOT_DUE, day=day, last=today + LONGEST_LOAN)
    return day


def _read(text: str, today: date, *, later: bool) -> date:
    """Read 5, 5.4, 05.04.26, 05.04.2026, 2026-04-05, -1 or +7; what is left out comes from the nearest fitting day."""
    text = text.strip().rstrip(".")
    try:
        if _STEP.fullmatch(text):
            return today + timedelta(days=int(text.replace("−", "-")))
        if match := _ISO.fullmatch(text):
            return date(*(int(part) for part in match.groups()))
        if match := _PARTS.fullmatch(text):
            return _completed(match, today, later=later)
    except (ValueError, OverflowError):
        pass
    raise DeskError(DeskCode.DAY_UNREADABLE, text=text[:20])


def _completed(match: re.Match[str], today: date, *, later: bool) -> date:
    day, month, year = (int(part) if part else 0 for part in match.groups())
    if year:
        return date(year if year > 99 else 2000 + year, month, day)
    step = 1 if later else -1
    for near in range(0, 13 * step, step):
        months = today.year * 12 + today.month - 1 + near
        candidate = _existing(months // 12, months % 12 + 1, day)
        if (
            candidate
            and month in {0, candidate.month}
            and (candidate >= today if later else candidate <= today)
        ):
            return candidate
    raise ValueError


def _existing(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
