"""The readers of the sample library: invented people with names as they are met in Uzbekistan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.account.services.clearing import clear_all
from circulation.patrons.models import Patron, PatronKind, RestrictionKind
from circulation.patrons.rules import Details
from circulation.patrons.services import restrict, set_pin
from ils.activity.work import Work
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


PIN = "2580"  # of the first readers, told in the documents: so the reader's own page can be tried
WITH_PIN = 3
FATHERS = {"Тимуровна": "Тимур", "Олегович": "Олег", "Андреевич": "Андрей"}


def details_of(person: Person, day: date) -> Details:
    """What the desk writes down of a person who joins on that day; the pupils' fathers answer for them."""
    course = (
        next((sign for sign in person.group.rpartition("-")[2] if sign.isdigit()), "")
        if person.faculty
        else ""
    )
    details = Details(
        surname=person.surname,
        given_name=person.given_name,
        patronymic=person.patronymic,
        category=person.category,
        birth_date=person.birth_date,
        sex=person.sex,
        citizenship=person.citizenship,
        phone=person.phone,
        faculty=person.faculty,
        course=course,
        study_group=person.group,
        language=person.language,
        consent_on=None if person.id.endswith("7") else day,  # some have not signed yet
    )
    if person.category == "pupil":
        details["guardian_name"] = father_of(person)
        details["guardian_phone"] = f"+998900001{person.id[1:]:0>3}"
    return details


def father_of(person: Person) -> str:
    """The name of a person's father, as surname and patronymic tell it."""
    name = FATHERS.get(person.patronymic, person.patronymic.split(" ")[0])
    surname = person.surname[:-1] if person.surname[-1] in "aа" and person.sex == "f" else person.surname
    return f"{surname} {name}"


def finish_people(session: Session, work: Work) -> None:
    """Restrict two readers, give the first three a PIN."""
    people = list(
        session.scalars(select(Patron.id).where(Patron.kind == PatronKind.PERSON).order_by(Patron.id))
    )
    for patron_id in people[:WITH_PIN]:
        set_pin(session, work, patron_id=patron_id, pin=PIN)
    restrict(
        session, work, patron_id=people[-1], kind=RestrictionKind.SUSPENSION, until=work.day + timedelta(days=10),
        reason="Oʻquv zalidan kitob olib chiqilgan",
    )  # fmt: skip
    restrict(
        session,
        work,
        patron_id=people[-2],
        kind=RestrictionKind.MANUAL,
        reason="Yirtilgan kitob almashtirilmagan",
    )


def give_sheets(session: Session, work: Work) -> None:
    """Give clearance sheets to students of the last course and to a lecturer who leaves, if they owe nothing."""
    readers = select(Patron.id).order_by(Patron.id)
    students = list(session.scalars(readers.where(Patron.category == "student", Patron.course == "4")))
    lecturers = list(session.scalars(readers.where(Patron.category == "docent")))[-1:]
    for ids, reason, leaves in ((students, "Oʻqishni tugatish", False), (lecturers, "Ishdan boʻshash", True)):
        if ids:
            clear_all(session, work, patron_ids=ids, reason=reason, leaves=leaves)
