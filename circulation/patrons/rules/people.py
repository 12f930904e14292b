"""What is told of a reader: ages, names in both scripts, and every column cleaned."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, Literal, TypedDict, Unpack

from circulation.patrons.errors import PatronCode, PatronInputError
from circulation.patrons.rules.reaching import clean_channels, clean_email, clean_phone
from ils.config import LANGUAGES
from ils.errors import clean_text
from ils.text import (
    fold,
    fold_variants,
    has_cyrillic,
    normalise_apostrophes,
    script_of,
    sort_key,
    to_cyrillic,
    to_latin,
)

AGE_GROUPS = (
    (6, "0-6"),
    (14, "7-14"),
    (17, "15-17"),
    (24, "18-24"),
    (30, "25-30"),
    (55, "31-55"),
    (200, "56+"),
)
OLDEST = 120
GROWN_UP = 18  # from this birthday on nobody answers for a reader but the reader
CITIZENSHIP = re.compile(r"[A-Z]{2}")  # ISO 3166 alpha-2
SEXES = ("", "m", "f")
KINDS = ("person", "organisation")


class Details(TypedDict, total=False):
    """What may be told of a reader: sex m, f or empty, citizenship in two letters, language one of ours.

    `other_name` empty: made of the name; `kind` person or organisation; `channels` None: the library's order.
    """

    surname: str
    given_name: str
    patronymic: str
    other_name: str
    category: str
    birth_date: date | None
    sex: str
    citizenship: str
    phone: str
    email: str
    address: str
    education: str
    workplace: str
    faculty: str
    course: str
    study_group: str
    document_number: str
    guardian_id: int | None
    guardian_name: str
    guardian_phone: str
    kind: str
    contract_number: str
    contact_name: str
    member_until: date | None
    consent_on: date | None
    channels: Sequence[str] | None
    language: str
    note: str


# Plain texts and their longest lengths.
TEXTS = {
    "address": 300, "education": 100, "workplace": 200, "faculty": 100, "course": 20, "study_group": 100,
    "document_number": 40, "contract_number": 60, "note": 500,
}  # fmt: skip


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


def clean_name(text: str | None, *, field: str, required: bool = False, limit: int = 100) -> str:
    """Return a name with single spaces and the apostrophes of the alphabet; the script stays as typed."""
    spaced = " ".join((text or "").split())
    return clean_text(normalise_apostrophes(spaced), field=field, limit=limit, required=required)


def full_name(surname: str, given_name: str, patronymic: str) -> str:
    """Return the name in the order of documents: familiya, ism, otasining ismi."""
    return " ".join(part for part in (surname, given_name, patronymic) if part)


def name_if_any(*parts: str | None) -> str:
    """Return the name of a row that may have let go of its reader; empty where it has."""
    surname, given_name, patronymic = (part or "" for part in parts)
    return full_name(surname, given_name, patronymic)


def other_script(name: str) -> str:
    """Return the name in the other of the two scripts; empty for one in neither, which has no rules."""
    script = script_of(name)
    if script == "cyrillic":
        return to_latin(name)[:300]
    return to_cyrillic(name)[:300] if script == "latin" and not has_cyrillic(name) else ""


def name_keys(name: str, other_name: str = "") -> tuple[str, str]:
    """Return the sort key and the folded words of a name; all readers stand in one Uzbek alphabet.

    The words of the name in the other script stand behind them where they fold otherwise: a reader is found by either.
    """
    words = [*fold(name).split(), *fold_variants(name)]
    known = set(words)
    words += [word for word in dict.fromkeys(fold(other_name).split()) if word not in known]
    return sort_key(name, "uzb")[:400], " ".join(words)[:400]


def registration_kind(years: Collection[int], year: int) -> Literal["new", "returning"]:
    """RG-01: the first year on record is new; any later one is a return."""
    return "returning" if any(earlier < year for earlier in years) else "new"


def clean_details(day: date, **given: Unpack[Details]) -> dict[str, Any]:
    """Return the columns of a reader, every value cleaned or refused; what is not given gets its default."""
    birth_date = given.get("birth_date")
    check_birth_date(birth_date, day)
    texts = {name: clean_text(given.get(name), field=name, limit=limit) for name, limit in TEXTS.items()}  # type: ignore[arg-type]
    return (
        _names(given)
        | texts
        | {
            "category": given.get("category", ""),
            "birth_date": birth_date,
            "sex": one_of(given.get("sex", ""), SEXES, PatronCode.SEX_INVALID),
            "citizenship": clean_citizenship(given.get("citizenship", "UZ")),
            "phone": clean_phone(given.get("phone")),
            "email": clean_email(given.get("email")),
            "language": one_of(given.get("language", "uz"), LANGUAGES, PatronCode.LANGUAGE_UNKNOWN),
            "kind": one_of(given.get("kind", "person"), KINDS, PatronCode.KIND_UNKNOWN),
            "guardian_id": given.get("guardian_id"),
            "guardian_name": clean_name(given.get("guardian_name"), field="guardian_name", limit=200),
            "guardian_phone": clean_phone(given.get("guardian_phone")),
            "contact_name": clean_name(given.get("contact_name"), field="contact_name", limit=200),
            "member_until": given.get("member_until"),
            "consent_on": _consent(given.get("consent_on"), day),
            "channels": clean_channels(given.get("channels")),
        }
    )


def _names(given: Details) -> dict[str, Any]:
    """Return the columns of the name: as typed, in the other script, and the keys by which it is found and sorted."""
    names = {
        "surname": clean_name(given.get("surname"), field="surname", required=True),
        "given_name": clean_name(given.get("given_name"), field="given_name"),
        "patronymic": clean_name(given.get("patronymic"), field="patronymic"),
    }
    whole = full_name(**names)
    made = other_script(whole)
    typed = clean_name(given.get("other_name"), field="other_name", limit=300)
    other = typed or made
    name_sort, name_folded = name_keys(whole, other)
    keys = {"name_sort": name_sort, "name_folded": name_folded}
    return {**names, **keys, "other_name": other, "other_typed": other != made}


def _consent(consent_on: date | None, day: date) -> date | None:
    if consent_on is not None and consent_on > day:
        raise PatronInputError(PatronCode.CONSENT_LATER, day=consent_on)
    return consent_on


def clean_citizenship(code: str) -> str:
    """Return a country code in capitals; refuse what is none."""
    country = code.strip().upper()
    if not CITIZENSHIP.fullmatch(country):
        raise PatronInputError(PatronCode.CITIZENSHIP_INVALID, value=code[:10])
    return country


def one_of(value: str, known: tuple[str, ...], code: PatronCode) -> str:
    """Return a value of a list; refuse another with that code."""
    if value not in known:
        raise PatronInputError(code, value=value[:10])
    return value
