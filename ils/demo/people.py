"""The readers of the sample library: invented people with names as they are met in Uzbekistan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ils.demo.tables import table

CATEGORIES = (
    "pupil",
    "student",
    "applicant",
    "master_student",
    "researcher",
    "docent",
    "professor",
    "employee",
    "worker",
    "housewife",
    "pensioner",
    "farmer",
    "other",
)
LANGUAGES = ("uz", "uz_Cyrl", "ru", "en")


@dataclass(frozen=True)
class Person:
    """One reader; `sex` is m or f, `citizenship` ISO 3166-1 alpha-2, `phone` a sample number or empty."""

    id: str
    surname: str
    given_name: str
    patronymic: str
    sex: str
    birth_date: date
    category: str
    citizenship: str
    language: str
    phone: str
    faculty: str
    group: str

    @property
    def birth_year(self) -> int:
        """Year of birth."""
        return self.birth_date.year


def load_people() -> tuple[Person, ...]:
    """All readers, in the order of the file."""
    return tuple(_person(row) for row in table("people.tsv"))


def _person(row: dict[str, str]) -> Person:
    return Person(
        id=row["id"],
        surname=row["surname"],
        given_name=row["given_name"],
        patronymic=row["patronymic"],
        sex=row["sex"],
        birth_date=date.fromisoformat(row["birth_date"]),
        category=row["category"],
        citizenship=row["citizenship"],
        language=row["language"],
        phone=row["phone"],
        faculty=row["faculty"],
        group=row["group"],
    )
