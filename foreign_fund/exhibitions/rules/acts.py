"""What may be done with an exhibition, state by state, and which copies may hang in one."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NotRequired, TypedDict

from foreign_fund.exhibitions.errors import ExhibitionCode, ExhibitionError, ExhibitionInputError

FIRST_YEAR, LAST_YEAR = 1990, 2100
LONGEST_CODE = 60  # as much of a scan as a refusal repeats


class Act(StrEnum):
    """What can be done with an exhibition."""

    CHANGE = "change"
    ADD = "add"
    REMOVE = "remove"
    UNDO = "undo"
    OPEN = "open"
    CLOSE = "close"
    UNOPEN = "unopen"
    REOPEN = "reopen"
    TELL = "tell"


# An exhibition goes one way: prepared, open, closed. A renewed one is a new one (line 18). An opening by mistake is taken
# back while no reader has borrowed from it; a close by mistake until the last day, while no copy went back by an act:
# it is the same exhibition still, so nothing counts again. Who came and what was said is told in every state.
_ALWAYS = frozenset({Act.TELL})
ALLOWED: dict[str, frozenset[Act]] = {
    "preparing": _ALWAYS | {Act.CHANGE, Act.ADD, Act.REMOVE, Act.UNDO, Act.OPEN},
    "open": _ALWAYS | {Act.CHANGE, Act.ADD, Act.REMOVE, Act.UNDO, Act.CLOSE, Act.UNOPEN},
    "closed": _ALWAYS | {Act.REOPEN},
}


class Passport(TypedDict):
    """What is said of an exhibition; `lendable` tells whether its copies are lent meanwhile (CO-12).

    `shift_reason` says why the days change, if they do; `languages` are codes with spaces between them.
    """

    title: str
    department: str
    opens_on: date
    closes_on: date
    place: NotRequired[str]
    lendable: NotRequired[bool]
    note: NotRequired[str]
    form: NotRequired[str]
    plan_line: NotRequired[str]
    cycle: NotRequired[str]
    occasion: NotRequired[str]
    occasion_on: NotRequired[date | None]
    purpose: NotRequired[str]
    audience: NotRequired[str]
    epigraph: NotRequired[str]
    languages: NotRequired[str]
    curator: NotRequired[str]
    partners: NotRequired[str]
    approved_by: NotRequired[str]
    setup_on: NotRequired[date | None]
    takedown_on: NotRequired[date | None]
    public: NotRequired[bool]
    public_text: NotRequired[str]
    shift_reason: NotRequired[str]


def allows(state: str, act: Act) -> bool:
    """Tell whether an exhibition in this state lets the act be done."""
    return act in ALLOWED[state]


def require_act(state: str, act: Act, *, title: str) -> None:
    """Refuse what the state of the exhibition does not let be done."""
    if not allows(state, act):
        raise ExhibitionError(ExhibitionCode.NOT_IN_THIS_STATE, exhibition=title, state=state, act=act.value)


def check_dates(opens_on: date, closes_on: date) -> None:
    """Refuse a last day before the first, and years that can only be slips of the key."""
    for day in (opens_on, closes_on):
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ExhibitionInputError(ExhibitionCode.DATES_ODD, day=day)
    if closes_on < opens_on:
        raise ExhibitionInputError(ExhibitionCode.DATES_REVERSED, opens_on=opens_on, closes_on=closes_on)


def check_around(setup_on: date | None, takedown_on: date | None, *, opens_on: date, closes_on: date) -> None:
    """Refuse to mount after the first day, and to take down before the last."""
    if setup_on is not None and not (date(FIRST_YEAR, 1, 1) <= setup_on <= opens_on):
        raise ExhibitionInputError(ExhibitionCode.SETUP_LATE, day=setup_on, opens_on=opens_on)
    if takedown_on is not None and not (closes_on <= takedown_on <= date(LAST_YEAR, 12, 31)):
        raise ExhibitionInputError(ExhibitionCode.TAKEDOWN_EARLY, day=takedown_on, closes_on=closes_on)


def check_reopening(*, title: str, closes_on: date, day: date, returned: int) -> None:
    """Refuse to go on with an exhibition after its last day, or whose copies went back by an act."""
    if closes_on < day:
        raise ExhibitionError(ExhibitionCode.ALREADY_OVER, exhibition=title, closes_on=closes_on)
    if returned:
        raise ExhibitionError(ExhibitionCode.WENT_BACK, exhibition=title, copies=returned)


def check_opening(*, title: str, copies: int, closes_on: date, day: date) -> None:
    """Refuse to open an exhibition without copies, or after its last day."""
    if not copies:
        raise ExhibitionError(ExhibitionCode.EMPTY, exhibition=title)
    if closes_on < day:
        raise ExhibitionError(ExhibitionCode.ALREADY_OVER, exhibition=title, closes_on=closes_on)


def never_shown(state: str) -> bool:
    """Tell whether a copy taken off now has never been seen by anybody: then it does not count (line 26)."""
    return state == "preparing"


def check_undo(*, code: str, scanned_on: date, day: date) -> None:
    """A scan is taken back on its own day only; later the copy has been shown and is taken down."""
    if scanned_on != day:
        raise ExhibitionError(ExhibitionCode.UNDO_TOO_LATE, code=code, day=scanned_on)


def readable_code(text: str) -> str:
    """Return what was scanned, trimmed; refuse nothing at all."""
    code = text.strip()
    if not code:
        raise ExhibitionInputError(ExhibitionCode.NOTHING_SCANNED)
    return code


def shown_code(code: str) -> str:
    """Return as much of a scan as can be repeated in a sentence, without unprintable signs."""
    return "".join(sign if sign.isprintable() else "·" for sign in code[:LONGEST_CODE])
