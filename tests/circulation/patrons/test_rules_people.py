"""Names in both scripts, channels, e-mail, and what makes two readers one."""

from __future__ import annotations

from datetime import date

import pytest

from circulation.patrons.errors import DoubtCode, PatronCode, PatronInputError
from circulation.patrons.rules import clean_channels, clean_details, clean_email, name_keys, other_script
from circulation.patrons.rules.alike import (
    USUAL_AGES,
    Somebody,
    category_doubt,
    doubts_about,
    guardian_doubt,
    is_same,
)
from circulation.patrons.rules.pins import clean_pin, is_simple
from circulation.patrons.services.categories import CATEGORIES
from ils.text import fold

DAY = date(2026, 4, 15)
BORN = date(2004, 9, 3)


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("Maʼrufov Oʻktam Gʻofur oʻgʻli", "Маъруфов Ўктам Ғофур ўғли"),
        ("Маъруфов Ўктам Ғофур ўғли", "Maʼrufov Oʻktam Gʻofur oʻgʻli"),
        ("Иванов Пётр Сергеевич", "Ivanov Pyotr Sergeyevich"),
        ("محمد", ""),  # of a script that has no rules nothing is made
        ("", ""),
    ],
)
def test_a_name_is_made_in_the_other_script(typed: str, other: str) -> None:
    assert other_script(typed) == other


def test_a_name_typed_in_the_other_script_is_kept_and_its_words_are_found() -> None:
    made = clean_details(DAY, surname="Schmidt", given_name="Jürgen", category="x")
    assert not made["other_typed"]
    typed = clean_details(DAY, surname="Schmidt", given_name="Jürgen", other_name="Шмидт Юрген", category="x")
    assert typed["other_typed"]
    assert typed["other_name"] == "Шмидт Юрген"
    assert {"shmidt", "yurgen"} <= set(typed["name_folded"].split())


def test_words_that_fold_alike_are_kept_once() -> None:
    assert name_keys("Karimov Anvar", "Каримов Анвар") == name_keys("Karimov Anvar")


@pytest.mark.parametrize(
    "wrong", ["nodira", "nodira@", "@x.uz", "a b@x.uz", "a@x", "a@x.uz, b@x.uz", "<a@x.uz>"]
)
def test_what_no_mail_goes_to_is_refused(wrong: str) -> None:
    with pytest.raises(PatronInputError) as refused:
        clean_email(wrong)
    assert refused.value.code is PatronCode.EMAIL_INVALID


def test_an_e_mail_address_stays_as_typed() -> None:
    assert clean_email(" Nodira.K@mail.example.uz ") == "Nodira.K@mail.example.uz"
    assert clean_email(None) == ""


def test_channels_are_known_and_each_named_once() -> None:
    assert clean_channels(["sms", "telegram", "sms"]) == ["sms", "telegram"]
    assert clean_channels([]) is None
    with pytest.raises(PatronInputError) as refused:
        clean_channels(["pigeon"])
    assert refused.value.code is PatronCode.CHANNEL_UNKNOWN


def test_nobody_has_agreed_tomorrow() -> None:
    with pytest.raises(PatronInputError) as refused:
        clean_details(DAY, surname="Karimov", category="x", consent_on=date(2026, 4, 16))
    assert refused.value.code is PatronCode.CONSENT_LATER


def somebody(name: str, born: date | None = BORN, phone: str = "", number: int = 1) -> Somebody:
    return Somebody(number, fold(name), born, phone, name, "R-1")


ON_RECORD = somebody("Karimova Nodira Botir qizi", phone="+998901234567")


@pytest.mark.parametrize(
    ("name", "born", "phone", "code"),
    [
        ("Karimova Nodira Botir qizi", BORN, "", DoubtCode.SAME_PERSON),
        ("Каримова Нодира Ботир қизи", BORN, "", DoubtCode.SAME_PERSON),  # the other script
        ("Karimova Nodira", BORN, "", DoubtCode.SAME_PERSON),  # the patronymic left out
        ("Nodira Karimova", BORN, "", DoubtCode.SAME_PERSON),  # turned round
        ("Karimova Nadira Botir qizi", BORN, "", DoubtCode.SIMILAR_NAME),  # a letter
        ("Karimova Nodira Botir qizi", None, "", DoubtCode.SIMILAR_NAME),  # no date says no
        ("Karimova Nodira Botir qizi", date(1980, 1, 1), "", None),  # her aunt
        ("Azimova Zulfiya", BORN, "", None),
        ("Azimova Zulfiya", None, "+998901234567", DoubtCode.SAME_PHONE),
        ("Karimova", BORN, "", None),  # a family name alone says nothing
        ("Karimova Malika Botir qizi", date(2006, 1, 1), "+998901234567", DoubtCode.SAME_PHONE),  # her sister
    ],
)
def test_who_may_be_on_record_already(
    name: str, born: date | None, phone: str, code: DoubtCode | None
) -> None:
    found = [each.code for each in doubts_about(somebody(name, born, phone, 0), [ON_RECORD])]
    assert found == ([code] if code else [])


def test_only_one_name_and_one_birth_are_surely_one_person() -> None:
    assert is_same(somebody("Karimova Nodira"), ON_RECORD)
    assert not is_same(somebody("Karimova Nadira"), ON_RECORD)


def test_a_doubt_is_named_with_what_was_shown() -> None:
    (doubt,) = doubts_about(somebody("Karimova Nodira"), [ON_RECORD])
    assert doubt.key == "doubt_same_person:1"
    assert doubt.facts == {"reader": "Karimova Nodira Botir qizi", "card": "R-1", "birth_date": BORN}


@pytest.mark.parametrize(
    ("born", "has_guardian", "asked"),
    [
        (date(2010, 4, 16), False, True),  # sixteen tomorrow
        (date(2010, 4, 15), False, False),  # sixteen today
        (date(2016, 1, 1), True, False),
        (None, False, False),
    ],
)
def test_somebody_answers_for_a_child(born: date | None, has_guardian: bool, asked: bool) -> None:
    assert bool(list(guardian_doubt(born, DAY, has_guardian=has_guardian))) is asked


@pytest.mark.parametrize("good", ["8305", "135790", "20042004"])
def test_a_pin_has_four_to_eight_digits(good: str) -> None:
    assert clean_pin(f" {good} ") == good


@pytest.mark.parametrize("wrong", ["", "123", "123456789", "12a4", "١٢٣٤", "12 34"])
def test_what_is_no_pin_is_refused(wrong: str) -> None:
    with pytest.raises(PatronInputError) as refused:
        clean_pin(wrong)
    assert refused.value.code is PatronCode.PIN_INVALID


@pytest.mark.parametrize("simple", ["0000", "1234", "7890", "4321", "0987", "55555555"])
def test_what_is_guessed_at_once_is_no_pin(simple: str) -> None:
    assert is_simple(simple)
    with pytest.raises(PatronInputError) as refused:
        clean_pin(simple)
    assert refused.value.code is PatronCode.PIN_SIMPLE


@pytest.mark.parametrize(
    ("category", "born", "doubted"),
    [
        ("pupil", date(1988, 2, 3), True),
        ("pupil", date(2012, 2, 3), False),
        ("pensioner", date(1990, 2, 3), True),
        ("pensioner", date(1960, 2, 3), False),
        ("preschool", date(2012, 2, 3), True),
        ("other", date(1930, 2, 3), False),
        ("own_category", date(1930, 2, 3), False),
        ("pupil", None, False),
    ],
)
def test_a_category_of_another_age_is_doubted(category: str, born: date | None, doubted: bool) -> None:
    assert bool([*category_doubt(category, born, date(2026, 4, 15))]) is doubted


def test_the_ages_are_told_of_categories_that_exist() -> None:
    assert set(USUAL_AGES) <= {code for code, *_names in CATEGORIES}
