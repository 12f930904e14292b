"""Who may be the same person (practice.md §8): judged on folded names, so that scripts and apostrophes do not matter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from circulation.patrons.errors import Doubt, DoubtCode
from circulation.patrons.rules.people import age

ALIKE = 0.84  # of the letters of two names, where the dates of birth are one
GUARDED_TO = 16  # a younger reader should have a guardian
# The ages, first and last, that nobody wonders at in a category; what is not named here goes with any age.
USUAL_AGES = {
    "pupil": (5, 25), "preschool": (0, 8), "student": (15, 65), "bachelor": (15, 65), "applicant": (14, 45),
    "master_student": (19, 70), "doctoral": (20, 75), "researcher": (18, 120), "teacher": (18, 120),
    "docent": (23, 120), "professor": (28, 120), "employee": (16, 120), "worker": (15, 120),
    "housewife": (16, 120), "pensioner": (40, 120), "farmer": (16, 120), "entrepreneur": (16, 120),
    "military": (16, 75), "staff": (16, 120),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Somebody:
    """A reader as likeness is judged: `name` folded, as kept; `id` None for one who is not written down yet."""

    id: int | None
    name: str
    birth_date: date | None
    phone: str
    shown: str = ""
    card: str = ""


def doubts_about(wanted: Somebody, known: Iterable[Somebody]) -> Iterator[Doubt]:
    """Yield why the wanted reader may be on record already, one doubt for each reader on record."""
    for other in known:
        code = _likeness(wanted, other)
        if code is not None:
            facts = {"reader": other.shown, "card": other.card, "birth_date": other.birth_date}
            yield Doubt(code, facts, other.id)


def is_same(wanted: Somebody, other: Somebody) -> bool:
    """Tell whether both are surely one: one name and one date of birth."""
    return _likeness(wanted, other) is DoubtCode.SAME_PERSON


def _likeness(wanted: Somebody, other: Somebody) -> DoubtCode | None:
    one_name = _one_name(wanted.name, other.name)
    same_birth = wanted.birth_date is not None and wanted.birth_date == other.birth_date
    if one_name and same_birth:
        return DoubtCode.SAME_PERSON
    born_unknown = wanted.birth_date is None or other.birth_date is None
    if one_name and born_unknown:
        return DoubtCode.SIMILAR_NAME
    if same_birth and _nearly(wanted.name, other.name):
        return DoubtCode.SIMILAR_NAME
    if wanted.phone and wanted.phone == other.phone:
        return DoubtCode.SAME_PHONE
    return None


def _one_name(one: str, other: str) -> bool:
    """Tell whether all the words of the shorter name stand in the longer: the patronymic is often left out."""
    words, others = set(one.split()), set(other.split())
    fewer, more = sorted((words, others), key=len)
    return (len(fewer) >= 2 and fewer <= more) or words == others


def _nearly(one: str, other: str) -> bool:
    fewer = min(len(one.split()), len(other.split()))
    if fewer < 2:  # a family name alone says nothing
        return False
    first, second = (" ".join(sorted(name.split()[:fewer])) for name in (one, other))
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= ALIKE


def guardian_doubt(birth_date: date | None, day: date, *, has_guardian: bool) -> Iterator[Doubt]:
    """Yield the doubt about a child for whom nobody answers."""
    if birth_date is not None and not has_guardian and age(birth_date, day) < GUARDED_TO:
        yield Doubt(DoubtCode.NO_GUARDIAN, {"age": age(birth_date, day), "limit": GUARDED_TO})


def category_doubt(category: str, birth_date: date | None, day: date) -> Iterator[Doubt]:
    """Yield the doubt about a category of another age: limits, days and statistics would all follow the slip."""
    first, last = USUAL_AGES.get(category, (0, 200))
    if birth_date is not None and not first <= (years := age(birth_date, day)) <= last:
        yield Doubt(DoubtCode.AGE_UNLIKE_CATEGORY, {"age": years, "first": first, "last": last})
