"""What an entry must say before it is taken."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlsplit

from ils.errors import InputCode, InputError, clean_text
from ils.registers.errors import RegisterCode, RegisterInputError
from ils.registers.rules.kinds import HOME_COUNTRY, RegisterKind

FIRST_DAY = date(2000, 1, 1)
LAST_UNTIL = date(2100, 12, 31)
MOST_PERSONS, MOST_HOURS, MOST_SOM = 100_000, 10_000, 1_000_000_000_000
LONGEST = {
    "title": 500, "number": 60, "people": 500, "place": 300, "partner": 300, "link": 500, "type": 40, "country": 2,
}  # fmt: skip
LONGEST_NOTE = 2000
_COUNTRY = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class Facts:
    """What somebody enters; `day` is the day it happened, not the day of entry."""

    day: date
    title: str
    type: str = ""
    number: str = ""
    until: date | None = None
    people: str = ""
    place: str = ""
    partner: str = ""
    library_id: int | None = None
    country: str = ""
    persons: int | None = None
    hours: int | None = None
    amount: int | None = None
    link: str = ""
    note: str = ""


def checked(kind: RegisterKind, facts: Facts, *, today: date) -> Facts:
    """Return the facts cleaned, with nothing that the register does not ask for; refuse what cannot be."""
    kept = {name: getattr(facts, name) for name in kind.fields if name not in LONGEST and name != "note"}
    for name in kind.fields:
        if name in LONGEST:
            kept[name] = clean_text(getattr(facts, name), field=name, limit=LONGEST[name])
    if "country" in kept:
        kept["country"] = kept["country"].upper()
    clean = Facts(**{**kept, "day": facts.day, "title": kept["title"], "note": _note(facts.note)})
    clean = replace(clean, link=_link(clean.link))
    _refuse_missing(kind, clean)
    _refuse_days(clean, today)
    _refuse_numbers(clean)
    _refuse_country(kind, clean)
    return clean


def _note(text: str) -> str:
    """Return the note with its line ends; each line is cleaned as any other text."""
    lines = (text or "").replace("\t", " ").splitlines()
    whole = "\n".join(clean_text(line, field="note", limit=LONGEST_NOTE) for line in lines).strip()
    if len(whole) > LONGEST_NOTE:
        raise InputError(InputCode.TOO_LONG, field="note", limit=LONGEST_NOTE, length=len(whole))
    return whole


def _link(text: str) -> str:
    if not text:
        return ""
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if (
        parts.scheme.lower() not in ("http", "https")
        or not parts.hostname
        or " " in text
        or "@" in parts.netloc
    ):
        raise RegisterInputError(RegisterCode.LINK_INVALID, link=text[:60])
    return text


def _refuse_missing(kind: RegisterKind, facts: Facts) -> None:
    if kind.types and facts.type and facts.type not in kind.types:
        raise RegisterInputError(RegisterCode.TYPE_UNKNOWN, type=facts.type)
    for name in kind.fields:
        if name in kind.wanted(facts.type) and getattr(facts, name) in ("", None):
            raise RegisterInputError(RegisterCode.FIELD_MISSING, field=name, register=kind.code)


def _refuse_days(facts: Facts, today: date) -> None:
    if facts.day > today:
        raise RegisterInputError(RegisterCode.DAY_AHEAD, day=facts.day)
    if facts.day < FIRST_DAY:
        raise RegisterInputError(RegisterCode.DAY_TOO_OLD, day=facts.day)
    if facts.until is not None and not FIRST_DAY <= facts.until <= LAST_UNTIL:
        raise RegisterInputError(RegisterCode.UNTIL_BEFORE, until=facts.until, day=facts.day)


def _refuse_numbers(facts: Facts) -> None:
    for name, least, most in (
        ("persons", 0, MOST_PERSONS), ("hours", 0, MOST_HOURS), ("amount", 1, MOST_SOM),
    ):  # fmt: skip
        value = getattr(facts, name)
        if value is not None and not least <= value <= most:
            raise RegisterInputError(RegisterCode.NUMBER_OUT, field=name, least=least, most=most)


def _refuse_country(kind: RegisterKind, facts: Facts) -> None:
    if facts.country and not _COUNTRY.fullmatch(facts.country):
        raise RegisterInputError(RegisterCode.COUNTRY_INVALID, country=facts.country)
    if kind.foreign_only and facts.country == HOME_COUNTRY:
        raise RegisterInputError(RegisterCode.COUNTRY_HOME)
    if kind.foreign_only and not facts.persons:
        raise RegisterInputError(RegisterCode.NUMBER_OUT, field="persons", least=1, most=MOST_PERSONS)
