"""Rules of readers, as tables."""

from __future__ import annotations

from datetime import date

import pytest

from circulation.patrons.errors import PatronCode, PatronInputError
from circulation.patrons.rules import (
    age,
    age_group,
    check_birth_date,
    clean_card,
    clean_details,
    clean_name,
    clean_phone,
    full_name,
    generated_card,
    name_keys,
    registration_kind,
    scanned_card,
    show_phone,
)
from ils.errors import InputCode, InputError

DAY = date(2026, 4, 15)


@pytest.mark.parametrize(
    ("years", "kind"),
    [
        (set(), "new"),  # nobody knows the reader
        ({2025}, "returning"),  # last year
        ({2019}, "returning"),  # long ago counts just the same
        ({2027}, "new"),  # a later year on record does not make this one a return
        ({2019, 2027}, "returning"),
    ],
)
def test_rg_01_the_first_year_is_new_and_every_later_one_a_return(years: set[int], kind: str) -> None:
    assert registration_kind(years, 2026) == kind


@pytest.mark.parametrize(
    ("birth_date", "group"),
    [
        (None, ""),
        (date(2026, 4, 15), "0-6"),  # born today
        (date(2019, 4, 16), "0-6"),  # seven tomorrow
        (date(2019, 4, 15), "7-14"),  # seven today
        (date(2011, 4, 16), "7-14"),
        (date(2011, 4, 15), "15-17"),
        (date(2008, 4, 16), "15-17"),
        (date(2008, 4, 15), "18-24"),
        (date(2001, 4, 16), "18-24"),
        (date(2001, 4, 15), "25-30"),
        (date(1995, 4, 16), "25-30"),
        (date(1995, 4, 15), "31-55"),
        (date(1970, 4, 16), "31-55"),
        (date(1970, 4, 15), "56+"),
        (date(1926, 1, 1), "56+"),
    ],
)
def test_ages_change_on_the_birthday(birth_date: date | None, group: str) -> None:
    assert age_group(birth_date, DAY) == group


def test_who_was_born_on_29_february_ages_on_1_march() -> None:
    assert age(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert age(date(2008, 2, 29), date(2026, 3, 1)) == 18


@pytest.mark.parametrize("odd", [date(2026, 4, 16), date(1905, 4, 15), date(1, 1, 1)])
def test_a_birth_tomorrow_or_in_another_age_is_refused(odd: date) -> None:
    with pytest.raises(PatronInputError) as refused:
        check_birth_date(odd, DAY)
    assert refused.value.code is PatronCode.BIRTH_DATE_ODD


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("K-000001", "K-000001"),
        (" k-000001 ", "K-000001"),
        ("0001234567", "0001234567"),  # leading zeros stay (SB-05)
        ("AKM/12.5", "AKM/12.5"),
        ("7", "7"),
        ("A" * 40, "A" * 40),
    ],
)
def test_card_numbers_are_kept_in_capitals(typed: str, kept: str) -> None:
    assert clean_card(typed) == kept


@pytest.mark.parametrize("wrong", ["", " ", "-1", "1-", "A B", "К-1", "A" * 41, "<b>", "K\x00", "K%", "ʻ"])
def test_what_a_scanner_could_not_read_is_no_card_number(wrong: str) -> None:
    with pytest.raises(PatronInputError) as refused:
        clean_card(wrong)
    assert refused.value.code is PatronCode.CARD_INVALID


@pytest.mark.parametrize(
    ("scanned", "meant"),
    [
        ("k-000001\r\n", "K-000001"),
        ("Л-000001", "K-000001"),
        ("л-000001", "K-000001"),
        ("012", "012"),
        ("", ""),
    ],
)
def test_sb_04_a_card_scanned_in_the_wrong_layout_is_understood(scanned: str, meant: str) -> None:
    assert scanned_card(scanned) == meant


def test_generated_cards_have_six_digits_and_then_more() -> None:
    assert [generated_card(number) for number in (1, 999_999, 1_000_000)] == [
        "K-000001", "K-999999", "K-1000000",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("   ", ""),
        ("90 123 45 67", "+998901234567"),
        ("(90) 123-45-67", "+998901234567"),
        ("901234567", "+998901234567"),
        ("998901234567", "+998901234567"),
        ("+998 90 123 45 67", "+998901234567"),
        ("00998901234567", "+998901234567"),
        ("22 123 45 67", "+998221234567"),  # a code nobody uses today is not refused (practice.md §8)
        ("+7 495 123-45-67", "+74951234567"),
        ("0049 30 1234567", "+49301234567"),
    ],
)
def test_telephones_are_kept_as_e164(typed: str, kept: str) -> None:
    assert clean_phone(typed) == kept


@pytest.mark.parametrize(
    "wrong",
    ["12345", "90 123 45", "+998 90 123 45", "telefon", "90 123 45 67 ext 2", "0901234567", "+" + "9" * 16],
)
def test_what_cannot_be_dialled_is_refused_in_words(wrong: str) -> None:
    with pytest.raises(PatronInputError) as refused:
        clean_phone(wrong)
    assert refused.value.code is PatronCode.PHONE_INVALID


def test_telephones_are_shown_in_groups() -> None:
    assert show_phone("+998901234567") == "+998 90 123 45 67"
    assert show_phone("+74951234567") == "+74951234567"
    assert show_phone("") == ""


@pytest.mark.parametrize("apostrophe", "ʻʼ‘’'`´′")
def test_names_get_the_apostrophes_of_the_alphabet(apostrophe: str) -> None:
    typed = "  G’ofur   o’g’li  Ma’rufov ".replace("’", apostrophe)
    assert clean_name(typed, field="surname") == "Gʻofur oʻgʻli Maʼrufov"


def test_a_name_with_control_characters_or_without_letters_is_refused() -> None:
    with pytest.raises(InputError) as refused:
        clean_name("Karimov\x07", field="surname")
    assert refused.value.code is InputCode.CONTROL_CHARACTERS
    with pytest.raises(InputError) as refused:
        clean_name(" \t ", field="surname", required=True)
    assert refused.value.code is InputCode.EMPTY


def test_a_foreigner_may_have_one_word() -> None:
    assert full_name("Pelé", "", "") == "Pelé"


def test_both_scripts_have_one_key() -> None:
    assert name_keys("Oʻktam Gʻofur oʻgʻli") == name_keys("Ўктам Ғофур ўғли")


def test_readers_stand_in_the_order_of_the_uzbek_alphabet() -> None:
    names = ["Choriyev", "Шарипов", "Gʻofurov", "Oʻktamov", "Зокиров", "Olimov", "Abdullayev"]
    ordered = sorted(names, key=lambda name: name_keys(name)[0])
    assert ordered == ["Abdullayev", "Olimov", "Зокиров", "Oʻktamov", "Gʻofurov", "Шарипов", "Choriyev"]


def test_keys_of_the_longest_names_fit_their_columns() -> None:
    sort, folded = name_keys(" ".join(["Щ" * 100] * 3))
    assert len(sort) <= 400
    assert len(folded) <= 400


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"sex": "x"}, PatronCode.SEX_INVALID),
        ({"language": "de"}, PatronCode.LANGUAGE_UNKNOWN),
        ({"citizenship": "UZB"}, PatronCode.CITIZENSHIP_INVALID),
        ({"citizenship": ""}, PatronCode.CITIZENSHIP_INVALID),
    ],
)
def test_choices_outside_their_lists_are_refused(given: dict[str, str], code: PatronCode) -> None:
    with pytest.raises(PatronInputError) as refused:
        clean_details(DAY, surname="Karimov", category="student", **given)  # type: ignore[typeddict-item]
    assert refused.value.code is code
