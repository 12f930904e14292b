"""How far the copies of a title go round the students of a course."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from foreign_fund.service.errors import ListCode, ServiceInputError

NORM = 50  # per cent: a copy for two students
MOST_NORM = 200
MOST_STUDENTS = 9999
MOST_TITLES = 300
MOST_COPIES = 999
LONGEST_REVIEW = 600  # minutes


class Cover(StrEnum):
    """What the copies of a title come to."""

    ENOUGH = "enough"
    ELECTRONIC = "electronic"  # too few copies, but a full text that everybody may open
    BELOW = "below"
    NONE = "none"  # no copy at all
    NOT_ASKED = "not_asked"  # nobody has said for how many students


@dataclass(frozen=True, slots=True)
class Coverage:
    """`percent`: copies for a hundred students, None without students; `missing`: copies up to the norm."""

    percent: int | None
    missing: int
    cover: Cover


def coverage(*, copies: int, students: int, norm: int, open_text: bool) -> Coverage:
    """Return how far `copies` go round; `norm` is in copies for a hundred students, so 50 is one for two."""
    if not students:
        return Coverage(None, 0, Cover.NOT_ASKED)
    wanted = -(-students * norm // 100)
    missing = max(wanted - copies, 0)
    percent = copies * 100 // students
    if not missing:
        return Coverage(percent, 0, Cover.ENOUGH)
    if open_text:
        return Coverage(percent, missing, Cover.ELECTRONIC)
    return Coverage(percent, missing, Cover.BELOW if copies else Cover.NONE)


def check_norm(norm: int | None) -> int:
    """Return the norm; refuse what nobody can mean."""
    if norm is None or not 1 <= norm <= MOST_NORM:
        raise ServiceInputError(ListCode.NORM_INVALID, most=MOST_NORM)
    return norm


def check_students(students: int | None) -> int:
    """Return the number of students, 0 for nobody knows."""
    if students is not None and not 0 <= students <= MOST_STUDENTS:
        raise ServiceInputError(ListCode.STUDENTS_INVALID, most=MOST_STUDENTS)
    return students or 0


def check_copies(copies: int | None) -> int:
    """Return how many copies are to be ordered, 0 for none."""
    if copies is not None and not 0 <= copies <= MOST_COPIES:
        raise ServiceInputError(ListCode.COPIES_INVALID, most=MOST_COPIES)
    return copies or 0


def check_minutes(minutes: int | None) -> int | None:
    """Return how long a review took."""
    if minutes is not None and not 0 < minutes <= LONGEST_REVIEW:
        raise ServiceInputError(ListCode.MINUTES_INVALID, most=LONGEST_REVIEW)
    return minutes
