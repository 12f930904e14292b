"""The sample readers: plausible, varied, and obviously a sample."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest

from ils.demo.people import CATEGORIES, LANGUAGES, Person, details_of, load_people

PEOPLE = load_people()
THE_DAY = date(2025, 9, 1)
AGES = {
    "pupil": (6, 19),
    "student": (17, 30),
    "applicant": (16, 25),
    "master_student": (20, 40),
    "pensioner": (54, 100),
}


def age(one: Person) -> int:
    had_birthday = (THE_DAY.month, THE_DAY.day) >= (one.birth_date.month, one.birth_date.day)
    return THE_DAY.year - one.birth_year - (not had_birthday)


def test_there_are_ninety_six_different_people() -> None:
    assert len(PEOPLE) == 96
    assert len({one.id for one in PEOPLE}) == 96
    assert len({(one.surname, one.given_name, one.patronymic) for one in PEOPLE}) == 96


def test_every_category_is_met_and_no_other() -> None:
    assert {one.category for one in PEOPLE} == set(CATEGORIES)


@pytest.mark.parametrize("one", PEOPLE, ids=lambda one: one.id)
def test_each_person_is_complete(one: Person) -> None:
    youngest, oldest = AGES.get(one.category, (18, 100))
    assert one.surname
    assert one.given_name
    assert one.sex in {"m", "f"}
    assert one.language in LANGUAGES
    assert re.fullmatch(r"[A-Z]{2}", one.citizenship)
    assert re.fullmatch(r"(\+99890000\d{4})?", one.phone)
    assert youngest <= age(one) <= oldest


def test_patronymics_agree_with_sex() -> None:
    male = re.compile(r"(vich|ич|oʻgʻli|ulı)$")
    female = re.compile(r"(vna|вна|qizi|qızı)$")
    wrong = [
        one.id
        for one in PEOPLE
        if one.patronymic and not {"m": male, "f": female}[one.sex].search(one.patronymic)
    ]
    assert wrong == []


def test_phones_are_nobody_elses() -> None:
    assert [
        phone for phone, times in Counter(one.phone for one in PEOPLE if one.phone).items() if times > 1
    ] == []


def test_citizenship_and_language_are_mixed() -> None:
    assert {one.citizenship for one in PEOPLE} == {"UZ", "KZ", "KR", "DE", "RU"}
    assert {one.language for one in PEOPLE} == set(LANGUAGES)
    assert Counter(one.citizenship for one in PEOPLE)["UZ"] >= 85


def test_apostrophes_are_canonical() -> None:
    text = "".join(one.surname + one.given_name + one.patronymic for one in PEOPLE)
    assert not re.search("[‘’`´'′]", text)


def test_students_have_a_faculty_and_a_group() -> None:
    students = [one for one in PEOPLE if one.category in {"student", "master_student"}]
    assert [one.id for one in students if not (one.faculty and one.group)] == []


def test_somebody_answers_for_every_pupil() -> None:
    told = {one.id: details_of(one, THE_DAY) for one in PEOPLE}
    pupils = [one for one in PEOPLE if one.category == "pupil"]
    assert [
        one.id for one in pupils if not (told[one.id]["guardian_name"] and told[one.id]["guardian_phone"])
    ] == []
    assert told["p46"]["guardian_name"] == "Toshpoʻlatov Zafar"
    assert told["p51"]["guardian_name"] == "Ганиев Тимур"
    assert (told["p02"]["faculty"], told["p02"]["course"], told["p02"]["study_group"]) == (
        "Xorijiy filologiya", "3", "XF-301",
    )  # fmt: skip
