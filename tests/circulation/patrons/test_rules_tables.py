"""How a foreign table of readers is understood: headings, days, names, words of people."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from circulation.patrons.errors import TableCode, TableError
from circulation.patrons.rules import irbis
from circulation.patrons.rules.headings import (
    FIELDS,
    UPDATED_FIELDS,
    guess_field,
    guess_mapping,
    heading_line,
    letter,
    named_columns,
)
from circulation.patrons.rules.lines import read_day, read_line, read_sex, sex_of, split_name

CATEGORIES = {"student": "student", "talaba": "student", "studyent": "student", "pupil": "pupil"}


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Familiya", "surname"),
        ("ФАМИЛИЯ", "surname"),
        ("Фамилияси", "surname"),  # Uzbek in Cyrillic
        ("  familiyasi ", "surname"),
        ("Last name", "surname"),
        ("F.I.SH.", "full_name"),
        ("Ф.И.О.", "full_name"),
        ("ФИО студента", "full_name"),
        ("Tug'ilgan sanasi (kun.oy.yil)", "birth_date"),
        ("Туғилган санаси", "birth_date"),
        ("Дата рождения", "birth_date"),
        ("Телефон", "phone"),
        ("Telefon raqami 1", "phone"),
        ("Телефон родителей", "guardian_phone"),
        ("Номер читательского билета", "card_number"),
        ("Guruh", "study_group"),
        ("Группа", "study_group"),
        ("Факультет", "faculty"),
        ("Yashash manzili", "address"),
        ("T/r", ""),
        ("", ""),
        ("Stipendiya", ""),
    ],
)
def test_headings_are_known_in_three_languages(heading: str, field: str) -> None:
    assert guess_field(heading) == field


def test_the_first_heading_of_a_field_is_taken() -> None:
    assert guess_mapping(["№", "Telefon", "Telefon 2", "F.I.Sh."]) == {
        "phone": "Telefon", "full_name": "F.I.Sh.",
    }  # fmt: skip


def test_a_whole_name_beside_a_surname_is_left_alone() -> None:
    assert guess_mapping(["ФИО", "Фамилия", "Имя"]) == {"surname": "Фамилия", "given_name": "Имя"}


def test_headings_are_found_below_a_title() -> None:
    rows = [["Fakultet talabalari"], [""], ["№", "F.I.Sh.", "Guruh"], ["1", "Karimov Anvar", "XF-1"]]
    assert heading_line(rows) == 2
    assert heading_line([["", ""], ["a", "b"], ["c", "d"]]) == 1  # nothing is known: the first with two cells


def test_every_column_has_a_name_of_its_own() -> None:
    assert named_columns(["Tel", "", "Tel", "Tel"], 5) == ["Tel", "B", "Tel 2", "Tel 3", "E"]
    assert [letter(number) for number in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_what_may_be_updated_is_a_field_and_never_the_person() -> None:
    assert set(UPDATED_FIELDS) <= set(FIELDS)
    assert not {"surname", "given_name", "birth_date", "sex", "card_number"} & set(UPDATED_FIELDS)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("21.11.2001", date(2001, 11, 21)),
        ("1.2.2005", date(2005, 2, 1)),
        ("21/11/2001", date(2001, 11, 21)),
        ("21-11-2001", date(2001, 11, 21)),
        ("2001-11-21", date(2001, 11, 21)),
        ("2001-11-21 00:00:00", date(2001, 11, 21)),
        ("20011121", date(2001, 11, 21)),
        ("21.11.2001 y.", date(2001, 11, 21)),
        ("21.11.01", date(2001, 11, 21)),
        ("21.11.87", date(1987, 11, 21)),
        ("37216", date(2001, 11, 21)),  # a spreadsheet's number
        ("31.02.2005", None),
        ("2001", None),
        ("kuz", None),
        ("", None),
    ],
)
def test_days_as_people_write_them(text: str, day: date | None) -> None:
    assert read_day(text) == day


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        ("Erkak", "m"),
        ("эркак", "m"),
        ("м", "m"),
        ("Муж.", "m"),
        ("AYOL", "f"),
        ("ж", "f"),
        ("female", "f"),
        ("", ""),
    ],
)
def test_sexes_as_people_write_them(text: str, sex: str) -> None:
    assert read_sex(text) == sex


def test_another_word_is_no_sex() -> None:
    with pytest.raises(TableError) as refused:
        read_sex("bor")
    assert refused.value.code is TableCode.SEX


@pytest.mark.parametrize(
    ("patronymic", "sex"),
    [
        ("Botir oʻgʻli", "m"),
        ("Ботир ўғли", "m"),
        ("Botirovich", "m"),
        ("Сергеевич", "m"),
        ("Botir qizi", "f"),
        ("Ботир қизи", "f"),
        ("Ильинична", "f"),
        ("Botirovna", "f"),
        ("", ""),
        ("Lee", ""),
    ],
)
def test_a_patronymic_tells_the_sex(patronymic: str, sex: str) -> None:
    assert sex_of(patronymic) == sex


def test_a_whole_name_is_parted() -> None:
    assert split_name("Karimov Anvar Botir oʻgʻli") == ("Karimov", "Anvar", "Botir oʻgʻli")
    assert split_name("Karimov, Anvar") == ("Karimov", "Anvar", "")
    assert split_name("Pelé") == ("Pelé", "", "")


def line(cells: dict[str, str], **defaults: Any) -> Any:
    mapping = {field: field for field in FIELDS}
    return read_line(cells, mapping, {"category": "", "language": "uz", **defaults}, CATEGORIES)


def test_a_line_becomes_a_reader() -> None:
    read = line({
        "full_name": "Karimova Nodira Botir qizi", "birth_date": "03.09.2004", "category": "Talaba", "course": "2-kurs",
        "phone": "90 123 45 67, 91 765 43 21", "study_group": " XF-301 ", "citizenship": "Oʻzbekiston",
        "language": "Русский",
        "card_number": "r-77", "guardian_phone": "+998 90 111 11 11", "email": "n@x.uz", "member_until": "2027-07-01",
    })  # fmt: skip
    assert read.card == "r-77"
    assert read.told == ()
    told = read.details
    assert (told["surname"], told["given_name"], told["patronymic"]) == ("Karimova", "Nodira", "Botir qizi")
    assert (told["birth_date"], told["sex"], told["category"]) == (date(2004, 9, 3), "f", "student")
    assert (told["phone"], told["course"], told["study_group"]) == ("+998901234567", "2", "XF-301")
    assert (told["citizenship"], told["language"], told["member_until"]) == ("UZ", "ru", date(2027, 7, 1))


def test_what_cannot_be_read_is_left_out_and_told() -> None:
    read = line({
        "surname": "Karimov", "category": "pupil", "phone": "12345", "email": "yoʻq", "citizenship": "Narnia",
        "language": "klingon", "member_until": "tez orada", "guardian_phone": "ota",
    })  # fmt: skip
    (code, facts), *_rest = read.told
    assert code is TableCode.LEFT_OUT
    assert {"12345", "yoʻq", "Narnia", "klingon", "tez orada", "ota"} == set(facts["values"].split(", "))
    assert (read.details["phone"], read.details["citizenship"], read.details["language"]) == ("", "UZ", "uz")


def test_of_a_bare_year_the_first_of_january_is_made_and_told() -> None:
    read = line({"surname": "Karimov", "category": "pupil", "birth_date": "1987 y."})
    assert read.details["birth_date"] == date(1987, 1, 1)
    assert read.told == ((TableCode.YEAR_ONLY, {"year": 1987}),)


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"category": "pupil"}, TableCode.NO_NAME),
        ({"surname": "Karimov"}, TableCode.NO_CATEGORY),
        ({"surname": "Karimov", "category": "astronavt"}, TableCode.CATEGORY),
        ({"surname": "Karimov", "category": "pupil", "birth_date": "31.02.2005"}, TableCode.BIRTH),
        ({"surname": "Karimov", "category": "pupil", "sex": "bor"}, TableCode.SEX),
    ],
)
def test_a_line_that_cannot_be_is_refused(cells: dict[str, str], code: TableCode) -> None:
    with pytest.raises(TableError) as refused:
        line(cells)
    assert refused.value.code is code


def test_the_category_for_all_serves_an_empty_cell_and_an_unknown_word() -> None:
    assert line({"surname": "Karimov"}, category="pupil").details["category"] == "pupil"
    assert line({"surname": "Karimov", "category": "?"}, category="pupil").details["category"] == "pupil"


RDR = """#10: Иванова
#11: Анна
#12: Петровна
#21: 19870312
#30: 000123
#23: ж
#13: ^CArnasoy^DNavoiy^E12
#17: 901234567
#17: 911234567
#40: ^GIBIS^B1
*****

#10: Собиров
#30: 000124
*****
"""


def test_the_text_export_of_irbis_is_a_table() -> None:
    assert irbis.looks_irbis(RDR)
    assert not irbis.looks_irbis("Familiya;Ism\nKarimov;Anvar")
    first, second = irbis.irbis_rows(RDR)
    assert first[0] == 1
    assert first[1]["10 Familiya"] == "Иванова"
    assert first[1]["13 Manzil"] == "Arnasoy, Navoiy, 12"
    assert first[1]["17 Telefon"] == "901234567; 911234567"
    assert "40" not in str(first[1].keys())
    assert second == (12, {"10 Familiya": "Собиров", "30 Kitobxon raqami": "000124"})
    read = read_line(first[1], irbis.MAPPING, {"category": "pupil"}, {})
    assert (read.card, read.details["birth_date"], read.details["sex"]) == ("000123", date(1987, 3, 12), "f")
    assert read.details["phone"] == "+998901234567"
