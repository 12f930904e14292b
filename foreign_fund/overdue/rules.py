"""When a semester ends, which course is the last, and what a month came to for each loan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

AUTUMN, SPRING = (8, 12), (2, 6)  # months in which a semester runs


def semester_end(day: date) -> date:
    """Return the last day of the semester that runs, or of the next one: 31 January or 30 June."""
    if day.month >= AUTUMN[0]:
        return date(day.year + 1, 1, 31)
    return date(day.year, 1, 31) if day.month < SPRING[0] else _spring(day)


def _spring(day: date) -> date:
    return date(day.year, 6, 30) if day.month <= SPRING[1] else date(day.year + 1, 1, 31)


def last_course(courses: Iterable[str]) -> str:
    """Return the highest course that readers have, empty where none has a number."""
    numbered = [course for course in courses if course.isascii() and course.isdigit()]
    return max(numbered, key=int, default="")


class Part(StrEnum):
    """What a loan may be in the report of a month; one may be several of them."""

    OUT_BEFORE = "out_before"
    LENT = "lent"
    BACK = "back"
    BACK_LATE = "back_late"
    LOST = "lost"
    MADE_GOOD = "made_good"
    OUT_AFTER = "out_after"
    LATE_AFTER = "late_after"


@dataclass(frozen=True, slots=True)
class LoanOfMonth:
    """A loan as the report sees it; `due_then` is the due date that held on the last day of the month."""

    loan_id: int
    language: str
    lent_on: date
    closed_on: date | None
    due_on: date
    due_then: date
    lost_on: date | None


def parts_of(loan: LoanOfMonth, first: date, last: date) -> frozenset[Part]:
    """Return what a loan was in a month.

    What was out before and what was lent, less what came back and what was made good, is what is out after.
    """
    found = set()
    open_before = loan.lent_on < first and (loan.closed_on is None or loan.closed_on >= first)
    if open_before:
        found.add(Part.OUT_BEFORE)
    if first <= loan.lent_on <= last:
        found.add(Part.LENT)
    if loan.closed_on is not None and first <= loan.closed_on <= last:
        found |= _ended(loan)
    if loan.lost_on is not None and first <= loan.lost_on <= last:
        found.add(Part.LOST)
    if loan.lent_on <= last and (loan.closed_on is None or loan.closed_on > last):
        found |= _open(loan, last)
    return frozenset(found)


def _ended(loan: LoanOfMonth) -> set[Part]:
    if loan.lost_on is not None:
        return {Part.MADE_GOOD}
    late = loan.closed_on is not None and loan.closed_on > loan.due_on
    return {Part.BACK, Part.BACK_LATE} if late else {Part.BACK}


def _open(loan: LoanOfMonth, last: date) -> set[Part]:
    lost = loan.lost_on is not None and loan.lost_on <= last
    return {Part.OUT_AFTER} if lost or loan.due_then >= last else {Part.OUT_AFTER, Part.LATE_AFTER}


def due_on_day(due_on: date, renewals: Sequence[tuple[date, date]], day: date) -> date:
    """Return the due date that held on the evening of a day; renewals are (day, due date before), oldest first."""
    later = [before for renewed_on, before in renewals if renewed_on > day]
    return later[0] if later else due_on


@dataclass(frozen=True, slots=True)
class MonthRow:
    """The report of a month for one language; `language` is empty for records that name none."""

    language: str
    counts: dict[Part, int]


def month_rows(loans: Iterable[LoanOfMonth], first: date, last: date) -> tuple[MonthRow, ...]:
    """Return the report by language, the one with most loans out first."""
    found: dict[str, dict[Part, int]] = {}
    for loan in loans:
        counts = found.setdefault(loan.language, dict.fromkeys(Part, 0))
        for part in parts_of(loan, first, last):
            counts[part] += 1
    rows = (MonthRow(language, counts) for language, counts in found.items() if any(counts.values()))
    return tuple(sorted(rows, key=lambda row: (-row.counts[Part.OUT_AFTER], row.language)))


def sum_of(rows: Iterable[MonthRow]) -> dict[Part, int]:
    """Return the sums of all languages."""
    rows = tuple(rows)
    return {part: sum(row.counts[part] for row in rows) for part in Part}
