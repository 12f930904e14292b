"""What a query can be, and what may be done with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from foreign_fund.service.errors import QueryCode, ServiceError, ServiceInputError

OLDEST = timedelta(days=366)  # a query entered later than a year after it was asked is a slip of the key
WAITS_LONG = timedelta(days=3)
MOST_OPEN = 5  # queries that one reader or guest may have waiting on the public side
LONGEST_TEXT = 4000
_LANGUAGE = re.compile(r"[a-z]{3}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class Way(StrEnum):
    """How a query came."""

    ORAL = "oral"
    WRITTEN = "written"
    VIRTUAL = "virtual"


class AskerKind(StrEnum):
    """Who asks."""

    TEACHER = "teacher"
    READER = "reader"
    GUEST = "guest"


class QueryState(StrEnum):
    """How far a query is."""

    RECEIVED = "received"
    ANSWERED = "answered"
    REFUSED = "refused"


class QueryType(StrEnum):
    """The types of reference questions, the same that the tally board has: sources of QUESTION_ANSWER."""

    TOPIC = "topic"
    ADDRESS = "address"
    FACT = "fact"
    CLARIFY = "clarify"


class RefuseReason(StrEnum):
    """Why a query is refused, the same that the tally board has: sources of REFUSAL_NOTE."""

    NOT_HELD = "not_held"
    ON_LOAN = "on_loan"
    ROOM_ONLY = "room_only"
    UNPROCESSED = "unprocessed"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class QueryFacts:
    """What is said of a query; a reader by `patron_id`, anybody else by name."""

    day: date
    way: str
    asker_kind: str
    topic: str
    type: str = QueryType.TOPIC
    patron_id: int | None = None
    asker: str = ""
    contact: str = ""
    language: str = "uz"
    wanted: str = ""
    languages: str = ""
    department: str = ""
    sector: str = ""


def require_open(state: str) -> None:
    """Refuse an act on a query that has ended."""
    if state != QueryState.RECEIVED:
        raise ServiceError(QueryCode.ENDED)


def require_ended(state: str) -> None:
    """Refuse to take back what nobody has done."""
    if state == QueryState.RECEIVED:
        raise ServiceError(QueryCode.NOT_ENDED)


def check_day(day: date, today: date) -> None:
    """Refuse a day that has not come, and one of more than a year ago."""
    if not today - OLDEST <= day <= today:
        raise ServiceInputError(QueryCode.DAY_ODD, day=day)


def check_choices(facts: QueryFacts) -> None:
    """Refuse what is none of the ways, askers and types."""
    known: tuple[tuple[str, type[StrEnum]], ...] = (
        (facts.way, Way), (facts.asker_kind, AskerKind), (facts.type, QueryType)
    )  # fmt: skip
    for value, choices in known:
        if value not in set(choices):
            raise ServiceInputError(QueryCode.CHOICE_UNKNOWN, value=value[:40])


def check_reason(reason: str) -> RefuseReason:
    """Return the reason; refuse what is none."""
    if reason not in set(RefuseReason):
        raise ServiceInputError(QueryCode.CHOICE_UNKNOWN, value=reason[:40])
    return RefuseReason(reason)


def check_contact(contact: str) -> str:
    """Return an address of e-mail, empty for none; refuse what is none."""
    text = contact.strip()
    if text and not _EMAIL.fullmatch(text):
        raise ServiceInputError(QueryCode.CONTACT_ODD, contact=text[:60])
    return text


def language_codes(text: str) -> str:
    """Return “eng, GER” as codes with a space between, each once, in their order; what is no code is refused."""
    codes = tuple(dict.fromkeys(re.split(r"[\s,;]+", text.strip().casefold()))) if text.strip() else ()
    for code in codes:
        if code and not _LANGUAGE.fullmatch(code):
            raise ServiceInputError(QueryCode.CHOICE_UNKNOWN, value=code[:40])
    return " ".join(code for code in codes if code)[:100]


def clean_lines(text: str) -> str:
    """Return words of several lines without what a screen cannot show."""
    lines = (line.rstrip() for line in text.replace("\r", "").replace("\t", " ").split("\n"))
    said = "\n".join(lines).strip()
    return "".join(sign for sign in said if sign == "\n" or ord(sign) >= 32)[:LONGEST_TEXT]
