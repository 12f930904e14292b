"""Rules of readers: ages, card numbers, names, telephones, kinds of registration."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from typing import Any, Literal, TypedDict, Unpack

from circulation.patrons.errors import PatronCode, PatronInputError
from ils.config import LANGUAGES
from ils.errors import clean_text
from ils.text import fold, fold_variants, normalise_apostrophes, repair_layout, sort_key

AGE_GROUPS = ((6, "0-6"), (14, "7-14"), (17, "15-17"), (30, "18-30"), (55, "31-55"), (200, "56+"))
OLDEST = 120
CARD = re.compile(r"[A-Z0-9](?:[A-Z0-9./-]{0,38}[A-Z0-9])?")  # prints as Code 128, typed alike on any layout
CARD_BEGINNING = re.compile(r"[A-Z0-9][A-Z0-9./-]{0,39}")
CITIZENSHIP = re.compile(r"[A-Z]{2}")  # ISO 3166 alpha-2
PHONE_SIGNS = re.compile(r"[\s().\-\u2010-\u2015]+")
SEXES = ("", "m", "f")


class Details(TypedDict, total=False):
    """What may be told of a reader: sex m, f or empty, citizenship in two letters, language one of ours."""

    surname: str
    given_name: str
    patronymic: str
    category: str
    birth_date: date | None
    sex: str
    citizenship: str
    phone: str
    study_group: str
    language: str
    note: str


def age(birth_date: date, day: date) -> int:
    """Return the whole years lived on that day."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def age_group(birth_date: date | None, day: date) -> str:
    """Return the age group that statistics use; empty when the date of birth is unknown."""
    if birth_date is None:
        return ""
    years = age(birth_date, day)
    return next(name for last, name in AGE_GROUPS if years <= last)


def check_birth_date(birth_date: date | None, day: date) -> None:
    """Refuse a birth in the future or more than 120 years ago."""
    if birth_date is not None and not 0 <= age(birth_date, day) <= OLDEST:
        raise PatronInputError(PatronCode.BIRTH_DATE_ODD, birth_date=birth_date)


def clean_card(text: str) -> str:
    """Return a card number as it is kept: upper case, at most 40 signs of Code 128."""
    card = text.strip().upper()
    if not CARD.fullmatch(card):
        raise PatronInputError(PatronCode.CARD_INVALID, card=text.strip()[:60])
    return card


def scanned_card(code: str) -> str:
    """Return the card number that a scan may mean; a Cyrillic keyboard layout is repaired (SB-04)."""
    return (repair_layout(code.strip()) or code.strip()).upper()


def generated_card(number: int) -> str:
    """Return the card number of our own making; barcodes of copies are never written this way."""
    return f"K-{number:06d}"


def clean_name(text: str | None, *, field: str, required: bool = False) -> str:
    """Return a name with single spaces and the apostrophes of the alphabet; the script stays as typed."""
    spaced = " ".join((text or "").split())
    return clean_text(normalise_apostrophes(spaced), field=field, limit=100, required=required)


def full_name(surname: str, given_name: str, patronymic: str) -> str:
    """Return the name in the order of documents: familiya, ism, otasining ismi."""
    return " ".join(part for part in (surname, given_name, patronymic) if part)


def name_keys(name: str) -> tuple[str, str]:
    """Return the sort key and the folded words of a name; all readers stand in one Uzbek alphabet."""
    folded = " ".join((fold(name), *fold_variants(name)))
    return sort_key(name, "uzb")[:400], folded[:400]


def clean_phone(text: str | None) -> str:
    """Return a telephone as E.164; nine digits are Uzbek, no network code is refused (practice.md §8)."""
    digits = PHONE_SIGNS.sub("", clean_text(text, field="phone", limit=40))
    if not digits:
        return ""
    if re.fullmatch(r"[1-9]\d{8}", digits):
        return "+998" + digits
    number = re.fullmatch(r"(?:\+|00)([1-9]\d{6,14})|(998\d{9})", digits)
    if number is None or (digits.startswith(("+998", "00998")) and len(number[1]) != 12):
        raise PatronInputError(PatronCode.PHONE_INVALID, phone=(text or "").strip())
    return "+" + (number[1] or number[2])


def show_phone(phone: str) -> str:
    """Return +998 90 123 45 67; a foreign number stays as it is."""
    found = re.fullmatch(r"\+998(\d\d)(\d{3})(\d\d)(\d\d)", phone)
    return f"+998 {' '.join(found.groups())}" if found else phone


def registration_kind(years: Collection[int], year: int) -> Literal["new", "returning"]:
    """RG-01: the first year on record is new; any later one is a return."""
    return "returning" if any(earlier < year for earlier in years) else "new"


def clean_details(day: date, **given: Unpack[Details]) -> dict[str, Any]:
    """Return the columns of a reader, every value cleaned or refused; what is not given gets its default."""
    names = {
        "surname": clean_name(given.get("surname"), field="surname", required=True),
        "given_name": clean_name(given.get("given_name"), field="given_name"),
        "patronymic": clean_name(given.get("patronymic"), field="patronymic"),
    }
    name_sort, name_folded = name_keys(full_name(**names))
    birth_date = given.get("birth_date")
    check_birth_date(birth_date, day)
    return names | {
        "name_sort": name_sort,
        "name_folded": name_folded,
        "category": given.get("category", ""),
        "birth_date": birth_date,
        "sex": _one_of(given.get("sex", ""), SEXES, PatronCode.SEX_INVALID),
        "citizenship": clean_citizenship(given.get("citizenship", "UZ")),
        "phone": clean_phone(given.get("phone")),
        "study_group": clean_text(given.get("study_group"), field="study_group", limit=100),
        "language": _one_of(given.get("language", "uz"), LANGUAGES, PatronCode.LANGUAGE_UNKNOWN),
        "note": clean_text(given.get("note"), field="note", limit=500),
    }


def clean_citizenship(code: str) -> str:
    """Return a country code in capitals; refuse what is none."""
    country = code.strip().upper()
    if not CITIZENSHIP.fullmatch(country):
        raise PatronInputError(PatronCode.CITIZENSHIP_INVALID, value=code[:10])
    return country


def _one_of(value: str, known: tuple[str, ...], code: PatronCode) -> str:
    if value not in known:
        raise PatronInputError(code, value=value[:10])
    return value
