"""Where a database stands on a day, which terms end soon, what an answer of its address means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from foreign_fund.databases.errors import DatabaseCode, DatabaseInputError

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)
LONGEST_ADDRESS = 500
AS_THEY_ARE = "/%:@!$&'()*+,;=~[]|"
LEADING = frozenset({301, 302, 303, 307, 308})
_LANGUAGE = re.compile(r"[a-z]{3}")


class Access(StrEnum):
    """How one gets into a database."""

    OPEN = "open"
    IP = "ip"
    LOGIN = "login"
    BUILDING = "building"


class Standing(StrEnum):
    """Where a database stands on a day; readers see those of `SHOWN`."""

    OPEN = "open"
    SUBSCRIBED = "subscribed"
    TRIAL = "trial"
    COMING = "coming"
    ENDED = "ended"
    CLOSED = "closed"


SHOWN = frozenset({Standing.OPEN, Standing.SUBSCRIBED, Standing.TRIAL})


class LinkState(StrEnum):
    """What the last look at an address found.

    `OFFLINE`: the library itself had no net, so nothing is known; `INNER`: it leads into the library's own network, so
    nothing was asked.
    """

    UNASKED = ""
    OK = "ok"
    REFUSED = "refused"
    BROKEN = "broken"
    OFFLINE = "offline"
    INNER = "inner"  # kept as not asked, with this for what was told


class Term(StrEnum):
    """What ends."""

    TRIAL = "trial"
    SUBSCRIPTION = "subscription"
    AGREEMENT = "agreement"


class Outcome(StrEnum):
    """What came of a reminder; `MOVED` is the program's own: the term has another end now, or its owner is gone."""

    RENEWED = "renewed"
    ENDED = "ended"
    MOVED = "moved"


ANSWERS = (Outcome.RENEWED, Outcome.ENDED)
LEAD = {
    Term.TRIAL: timedelta(days=14),
    Term.SUBSCRIPTION: timedelta(days=60),  # a tender and a contract take that long
    Term.AGREEMENT: timedelta(days=60),
}
LOOK_BACK = timedelta(days=365)  # a term over for longer is nobody's task any more


class Terms(Protocol):
    """What the rules need of a database."""

    @property
    def access(self) -> str: ...
    @property
    def subscribed_from(self) -> date | None: ...
    @property
    def subscribed_until(self) -> date | None: ...
    @property
    def trial_until(self) -> date | None: ...
    @property
    def closed_on(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class DatabaseFacts:
    """What is said of a database; `price` in hundredths of the currency, `rate` soʻm for 10,000 units of it."""

    title: str
    url: str
    access: str
    department: str
    provider: str = ""
    subjects: str = ""
    languages: str = ""
    about: str = ""
    how: str = ""
    terms: str = ""
    subscribed_from: date | None = None
    subscribed_until: date | None = None
    trial_until: date | None = None
    price: int = 0
    currency: str = "UZS"
    rate: int = 10_000
    note: str = ""


def standing_of(database: Terms, day: date) -> Standing:
    """Return where a database stands on a day: a subscription goes before a trial, both before what is open anyway."""
    begins, ends, trial = database.subscribed_from, database.subscribed_until, database.trial_until
    if database.closed_on is not None and database.closed_on <= day:
        return Standing.CLOSED
    if begins is not None and begins <= day and (ends is None or day <= ends):
        return Standing.SUBSCRIBED
    if trial is not None and day <= trial:
        return Standing.TRIAL
    if begins is not None and day < begins:
        return Standing.COMING
    if begins is None and ends is None and trial is None and database.access == Access.OPEN:
        return Standing.OPEN
    return Standing.ENDED


def ends_soon(term: Term, ends_on: date, day: date) -> bool:
    """Tell whether a term is to be spoken of: it ends within its lead, or has ended not too long ago."""
    return day - LOOK_BACK <= ends_on <= day + LEAD[term]


def check_terms(facts: DatabaseFacts) -> None:
    """Refuse an access that there is not, days of another age, an end before the beginning."""
    if facts.access not in set(Access):
        raise DatabaseInputError(DatabaseCode.ACCESS_UNKNOWN, access=facts.access[:20])
    begins, ends = facts.subscribed_from, facts.subscribed_until
    for day in (begins, ends, facts.trial_until):
        if day is not None and not FIRST_DAY <= day <= LAST_DAY:
            raise DatabaseInputError(DatabaseCode.DAY_ODD, day=day)
    if ends is not None and (begins is None or ends < begins):
        raise DatabaseInputError(DatabaseCode.DAYS_REVERSED)


def checked_link(text: str) -> str:
    """Return the address of a database: of the web, with a host, without a name or a password in it."""
    address = text.strip()
    try:
        parts = urlsplit(address)
        known = parts.scheme.lower() in ("http", "https") and bool(link_to_ask(address))
    except ValueError:
        known = False
    odd = any(ord(sign) <= 32 or ord(sign) == 127 for sign in address)
    if not known or odd or "@" in parts.netloc or len(address) > LONGEST_ADDRESS:
        raise DatabaseInputError(DatabaseCode.LINK_INVALID, link=address[:60])
    return address


def link_to_ask(address: str) -> str:
    """Return an address as browsers send it: https://китоб.uz/рўйхат in the signs of ASCII; empty without a host.

    Raises ValueError for a host that can have no such name.
    """
    parts = urlsplit(address)
    host, port = parts.hostname or "", f":{parts.port}" if parts.port is not None else ""
    if not host:
        return ""
    host = f"[{host}]" if ":" in host else host.encode("idna").decode("ascii")
    path, query = quote(parts.path, safe=AS_THEY_ARE), quote(parts.query, safe=AS_THEY_ARE + "?")
    return urlunsplit((parts.scheme, host + port, path, query, ""))


def leads_on(asked: str, status: int, location: str) -> str:
    """Return the address to be asked next, empty where an answer leads nowhere or where nobody should follow.

    Followed is only the web, and never from https back to http.
    """
    if status not in LEADING or not location:
        return ""
    try:
        following = link_to_ask(urljoin(asked, location.strip()))
    except ValueError:
        return ""
    old, new = urlsplit(asked).scheme, urlsplit(following).scheme
    return following if new == "https" or new == old == "http" else ""


def checked_languages(text: str) -> str:
    """Return codes of three letters with a space between, each once, from “eng, GER”."""
    codes = dict.fromkeys(text.lower().replace(",", " ").split())
    for code in codes:
        if not _LANGUAGE.fullmatch(code):
            raise DatabaseInputError(DatabaseCode.LANGUAGE_UNKNOWN, language=code[:20])
    return " ".join(codes)


def state_of_status(status: int) -> LinkState:
    """Return what a status of HTTP means for a link.

    One that leads on is fine; one that asks who we are is there, though perhaps not for this machine (401, 403, 407).
    """
    if 200 <= status < 400:
        return LinkState.OK
    return LinkState.REFUSED if status in (401, 403, 405, 407, 429) else LinkState.BROKEN
