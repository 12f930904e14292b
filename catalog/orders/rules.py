"""What counts as a page, a document, a code put up; what may be said of each (plan lines 23, 25, 32, 35, 36)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from urllib.parse import quote, urlsplit, urlunsplit

from catalog.orders.errors import OrderCode, OrderError, OrderInputError

FIRST_DAY = date(2000, 1, 1)
LAST_DAY = date(2100, 12, 31)  # of a deadline
MOST_IMAGES = 5_000  # of a day: a scanner does not make more, a slip of the key does
MOST_PAGES = 100_000
MOST_DOCUMENTS = 50  # of a request
LONGEST_ADDRESS = 500
HOME_COUNTRY = "UZ"
_COUNTRY = re.compile(r"[A-Z]{2}")
_HOST = re.compile(r"[a-z0-9.-]+")


class Reason(StrEnum):
    """Why a work is scanned: the source of its pages in the log. Line 32 counts orders of readers, 35 the plan."""

    ORDER = "order"
    PLAN = "plan"
    RARE = "rare"


class ScanState(StrEnum):
    """An order is open, then done or cancelled; both can be taken back."""

    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


class Recipient(StrEnum):
    """Who asks from afar: the source of the delivery in the log (lines 23.1, 23.2, 23.3)."""

    LOCAL = "local"
    FOREIGN = "foreign"
    LIBRARY = "library"


class RequestState(StrEnum):
    """A request waits, is done when its last document is delivered, or is refused."""

    ASKED = "asked"
    DONE = "done"
    REFUSED = "refused"


class Form(StrEnum):
    """How a document was sent."""

    EMAIL = "email"
    TELEGRAM = "telegram"
    POST = "post"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class ScanFacts:
    """What is said of an order of a scan; a record gives the title where none is typed."""

    reason: Reason
    department: str
    ordered_on: date
    record_id: int | None = None
    title: str = ""
    requester: str = ""
    contact: str = ""
    pages: int | None = None
    due_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """What is said of a request from afar."""

    recipient_kind: Recipient
    recipient: str
    department: str
    asked_on: date
    contact: str = ""
    country: str = ""
    paid: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """A document asked for: a record, or what was typed."""

    title: str = ""
    record_id: int | None = None


def pages_of(images: int, *, spread: bool) -> int:
    """Return the pages of the book on so many images: an image of two pages is two."""
    if not 1 <= images <= MOST_IMAGES:
        raise OrderInputError(OrderCode.IMAGES_INVALID, most=MOST_IMAGES)
    return images * 2 if spread else images


def check_day(day: date, today: date, *, ordered: date | None = None) -> date:
    """Refuse a day still to come, one of another age, and one before the order was given; return the day."""
    if day > today:
        raise OrderInputError(OrderCode.DAY_AHEAD, day=day)
    if day < FIRST_DAY:
        raise OrderInputError(OrderCode.DAY_ODD, day=day)
    if ordered is not None and day < ordered:
        raise OrderInputError(OrderCode.DAY_BEFORE_ORDER, day=day, ordered=ordered)
    return day


def check_scan(facts: ScanFacts, today: date) -> None:
    """Refuse an order that cannot be: of nobody, of no pages, due before it was given."""
    check_day(facts.ordered_on, today)
    if facts.pages is not None and not 1 <= facts.pages <= MOST_PAGES:
        raise OrderInputError(OrderCode.PAGES_INVALID, most=MOST_PAGES)
    if facts.due_on is not None and not facts.ordered_on <= facts.due_on <= LAST_DAY:
        raise OrderInputError(OrderCode.DUE_BEFORE_ORDER, due=facts.due_on, ordered=facts.ordered_on)
    if facts.reason is Reason.ORDER and not facts.requester.strip():
        raise OrderInputError(OrderCode.REQUESTER_MISSING)


def country_of(facts: RequestFacts) -> str:
    """Return the code of the country, needed of foreigners; nobody abroad is in this country."""
    code = facts.country.strip().upper()
    if facts.recipient_kind is Recipient.FOREIGN and not code:
        raise OrderInputError(OrderCode.COUNTRY_MISSING)
    wrong_home = facts.recipient_kind is Recipient.FOREIGN and code == HOME_COUNTRY
    if code and (wrong_home or not _COUNTRY.fullmatch(code)):
        raise OrderInputError(OrderCode.COUNTRY_INVALID, country=code[:10])
    return code


def is_late(state: str, due_on: date | None, today: date) -> bool:
    """Tell whether an open order should have been done by now."""
    return state == ScanState.OPEN and due_on is not None and due_on < today


def share_done(done: int, wanted: int | None) -> int | None:
    """Return how much of what is wanted is scanned, in per cent, at most 100; None where nobody said how much."""
    return min(done * 100 // wanted, 100) if wanted else None


def ascii_address(text: str) -> str:
    """Return an address of http or https in plain ASCII, as a code of any telephone reads it."""
    typed = text.strip()
    try:
        parts = urlsplit(typed)
        host = (parts.hostname or "").encode("idna").decode("ascii").lower()
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        raise OrderInputError(OrderCode.ADDRESS_INVALID, address=typed[:80]) from None
    spaced = any(letter.isspace() for letter in typed)
    if parts.scheme not in {"http", "https"} or not _HOST.fullmatch(host) or parts.username or spaced:
        raise OrderInputError(OrderCode.ADDRESS_INVALID, address=typed[:80])
    rest = (quote(parts.path, safe="/%:@!$&'()*+,;=~"), quote(parts.query, safe="/%:@!$&'()*+,;=?~"))
    address = urlunsplit((parts.scheme, host + port, *rest, quote(parts.fragment, safe="/%:@!$&'()*+,;=?~")))
    if len(address) > LONGEST_ADDRESS:
        raise OrderInputError(OrderCode.ADDRESS_INVALID, address=typed[:80])
    return address


def is_own_machine(address: str) -> bool:
    """Tell an address that no telephone of a passer-by reaches: of this machine alone."""
    host = urlsplit(address).hostname or ""
    return host in {"localhost", "::1"} or host.startswith("127.") or "." not in host


def same_board(board: str) -> str:
    """Return a board's name with its spaces put in order: “Hotel  Zomin ” is “Hotel Zomin”."""
    return " ".join(board.split())


def is_counted(*, pages: int, again: bool, corrected: bool) -> bool:
    """Tell whether a row of pages counts: neither a scan made again, nor a twin, nor one that has its twin."""
    return pages > 0 and not again and not corrected


def refuse_unless(state: str, wanted: StrEnum, code: OrderCode, **facts: object) -> None:
    """Refuse an act that belongs to another state."""
    if state != wanted:
        raise OrderError(code, **facts)
