"""What a line of a foreign table says of a reader: dates, sexes, names and categories as people write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from circulation.patrons.errors import PatronInputError, TableCode, TableError
from circulation.patrons.rules.people import CITIZENSHIP, Details
from circulation.patrons.rules.reaching import clean_email, clean_phone
from ils.config import LANGUAGES
from ils.errors import LibraryError
from ils.text import fold

PLAIN = (
    "faculty", "study_group", "workplace", "education", "address", "document_number", "guardian_name", "note",
)  # fmt: skip

_DAY_FIRST = re.compile(r"(\d{1,2})[./\-\s](\d{1,2})[./\-\s](\d{4}|\d{2})(?:\D.*)?")
_YEAR_FIRST = re.compile(r"(\d{4})[./\-\s]?(\d{2})[./\-\s]?(\d{2})(?:[ T].*)?")
_YEAR = re.compile(r"(1[89]\d\d|20\d\d)(?:\s*-?\s*\D{0,12})?")
_SERIAL = re.compile(r"\d{5}")  # days since 1899-12-30: a date whose cell was formatted as a number
_SERIAL_FIRST = date(1899, 12, 30)
_COURSE = re.compile(r"([1-9])\s*-?\s*(?:kurs|курс|chi kurs|й курс|course)?", re.IGNORECASE)

_MEN = {
    fold(word)
    for word in ("m", "м", "e", "э", "erkak", "эркак", "муж", "мужской", "male", "oʻgʻil", "ўғил", "man")
}
_WOMEN = {
    fold(word)
    for word in ("f", "ж", "a", "а", "ayol", "аёл", "жен", "женский", "female", "qiz", "қиз", "woman")
}
_SONS = re.compile(r"(ovich|evich|ugli|ogli|uly|ich)$")
_DAUGHTERS = re.compile(r"(ovna|evna|ichna|qizi|kizi|kyzy)$")

_LANGUAGES = {
    "uz": ("oʻzbek", "oʻzbekcha", "узбекский", "uzbek", "lotin"),
    "uz_Cyrl": ("oʻzbekcha kirill", "kirill"),
    "ru": ("rus", "ruscha", "русский", "russian"),
    "en": ("ingliz", "inglizcha", "английский", "english"),
}
_TONGUES = {fold(word): code for code, words in _LANGUAGES.items() for word in words}
_COUNTRIES = {
    "UZ": ("Oʻzbekiston", "Oʻzbekiston Respublikasi", "Узбекистан", "РУз", "Uzbekistan"),
    "KZ": ("Qozogʻiston", "Казахстан", "Kazakhstan"),
    "KG": ("Qirgʻiziston", "Киргизия", "Кыргызстан", "Kyrgyzstan"),
    "TJ": ("Tojikiston", "Таджикистан", "Tajikistan"),
    "TM": ("Turkmaniston", "Туркменистан", "Turkmenistan"),
    "AF": ("Afgʻoniston", "Афганистан", "Afghanistan"),
    "RU": ("Rossiya", "Россия", "РФ", "Russia"),
}
_LANDS = {fold(word): code for code, words in _COUNTRIES.items() for word in words}


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line understood: what it says of a reader, the card (empty: one is made), and what had to be told of it."""

    details: Details
    card: str
    told: tuple[tuple[TableCode, dict[str, Any]], ...] = ()


def read_line(
    cells: Mapping[str, str],
    mapping: Mapping[str, str],
    defaults: Mapping[str, Any],
    categories: Mapping[str, str],
) -> ReadLine:
    """Return what a line says; TableError with the reason where it cannot be taken.

    `mapping` goes from field to heading, `defaults` holds category and language for empty cells, `categories` goes from
    the folded name of a category, in any language, to its code.
    """

    def cell(field: str) -> str:
        return " ".join(cells.get(mapping.get(field, ""), "").split())

    told: list[tuple[TableCode, dict[str, Any]]] = []
    left_out: list[str] = []
    surname, given_name, patronymic = _names(cell)
    if not surname:
        raise TableError(TableCode.NO_NAME)
    details = Details(
        surname=surname,
        given_name=given_name,
        patronymic=patronymic,
        category=_category(cell("category"), str(defaults.get("category", "")), categories),
        birth_date=_birth(cell("birth_date"), told),
        sex=read_sex(cell("sex")) or sex_of(patronymic),
        citizenship=_citizenship(cell("citizenship"), left_out),
        phone=_kept(clean_phone, _first(cell("phone")), left_out),
        email=_kept(clean_email, cell("email"), left_out),
        guardian_phone=_kept(clean_phone, _first(cell("guardian_phone")), left_out),
        course=_course(cell("course")),
        member_until=_until(cell("member_until"), left_out),
        language=_language(cell("language"), str(defaults.get("language", "uz")), left_out),
    )
    for field in PLAIN:
        details[field] = cell(field)  # type: ignore[literal-required]
    if left_out:
        told.append((TableCode.LEFT_OUT, {"values": ", ".join(left_out)}))
    return ReadLine(details, cell("card_number"), tuple(told))


def _names(cell: Any) -> tuple[str, str, str]:
    surname, given_name, patronymic = cell("surname"), cell("given_name"), cell("patronymic")
    if surname or not cell("full_name"):
        return surname, given_name, patronymic
    return split_name(cell("full_name"))


def split_name(text: str) -> tuple[str, str, str]:
    """Return familiya, ism and all the rest as otasining ismi: Botir oʻgʻli is two words."""
    words = text.replace(",", " ").split()
    return words[0] if words else "", words[1] if len(words) > 1 else "", " ".join(words[2:])


def _category(text: str, default: str, categories: Mapping[str, str]) -> str:
    found = categories.get(fold(text)) if text else None
    if found:
        return found
    if default:
        return default
    if text:
        raise TableError(TableCode.CATEGORY, value=text[:60])
    raise TableError(TableCode.NO_CATEGORY)


def _birth(text: str, told: list[tuple[TableCode, dict[str, Any]]]) -> date | None:
    if not text:
        return None
    day = read_day(text)
    if day is not None:
        return day
    year = _YEAR.fullmatch(text)
    if year is None:
        raise TableError(TableCode.BIRTH, value=text[:60])
    told.append((TableCode.YEAR_ONLY, {"year": int(year[1])}))
    return date(int(year[1]), 1, 1)


def read_day(text: str) -> date | None:
    """Return a day written as 21.11.2001, 2001-11-21, 20011121 or a spreadsheet's number; None for what is none.

    Of two figures up to 30 are of this century.
    """
    try:
        if found := _DAY_FIRST.fullmatch(text):
            year = int(found[3]) if len(found[3]) == 4 else 1900 + int(found[3]) + 100 * (int(found[3]) <= 30)
            return date(year, int(found[2]), int(found[1]))
        if found := _YEAR_FIRST.fullmatch(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
    return _SERIAL_FIRST + timedelta(days=int(text)) if _SERIAL.fullmatch(text) else None


def read_sex(text: str) -> str:
    """Return m or f, empty for an empty cell; refuse another word."""
    word = fold(text)
    if not word:
        return ""
    if word in _MEN:
        return "m"
    if word in _WOMEN:
        return "f"
    raise TableError(TableCode.SEX, value=text[:30])


def sex_of(patronymic: str) -> str:
    """Return what a patronymic tells: oʻgʻli, -ovich → m; qizi, -ovna → f; empty where it tells nothing."""
    key = fold(patronymic)
    if _DAUGHTERS.search(key):
        return "f"
    return "m" if _SONS.search(key) else ""


def _kept(clean: Any, text: str, left_out: list[str]) -> str:
    """A reader is not refused for a bad telephone: the value is left out, and told."""
    try:
        kept: str = clean(text)
    except (PatronInputError, LibraryError):
        left_out.append(text[:60])
        return ""
    return kept


def _first(text: str) -> str:
    """Return the first of several telephones in one cell."""
    return re.split(r"[,;/|]|\s{2,}", text.removesuffix(".0"))[0].strip()


def _course(text: str) -> str:
    found = _COURSE.fullmatch(text.removesuffix(".0"))
    return found[1] if found else text[:20]


def _citizenship(text: str, left_out: list[str]) -> str:
    if not text:
        return "UZ"
    if CITIZENSHIP.fullmatch(text.upper()):
        return text.upper()
    if fold(text) not in _LANDS:
        left_out.append(text[:60])
    return _LANDS.get(fold(text), "UZ")


def _until(text: str, left_out: list[str]) -> date | None:
    day = read_day(text) if text else None
    if text and day is None:
        left_out.append(text[:60])
    return day


def _language(text: str, default: str, left_out: list[str]) -> str:
    if not text:
        return default
    if text in LANGUAGES:
        return text
    if fold(text) not in _TONGUES:
        left_out.append(text[:60])
    return _TONGUES.get(fold(text), default)
