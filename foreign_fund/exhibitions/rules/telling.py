"""Who came, and what is told of an exhibition: numbers, days and links that can be true."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from foreign_fund.exhibitions.errors import ExhibitionCode, ExhibitionInputError

MOST_PERSONS = 9_999


class Came(StrEnum):
    """What is counted at an exhibition, beside the visits of the library."""

    VISITORS = "visitors"
    GROUP = "group"
    TOUR = "tour"
    VIEWS = "views"
    QUESTIONS = "questions"


PERSONS = frozenset({Came.VISITORS, Came.GROUP, Came.TOUR})
"""The kinds that are persons; views are of books, questions are questions."""


class Extra(StrEnum):
    """What is written down of an exhibition: the press, the web, words of a reader; reviews and talks are events."""

    PRESS = "press"
    WEB = "web"
    WORDS = "words"


NOTED = "noted"
"""A review written down by hand before reviews were events: it can be read and replaced, none is written any more."""


def check_persons(persons: int) -> None:
    """Refuse a number of persons that nobody counted."""
    if not 1 <= persons <= MOST_PERSONS:
        raise ExhibitionInputError(ExhibitionCode.PERSONS_ODD, most=MOST_PERSONS)


def check_come(day: date, today: date) -> None:
    """Nobody came on a day that has not come."""
    if day > today:
        raise ExhibitionInputError(ExhibitionCode.DAY_AHEAD, day=day)


def check_link(link: str, *, needed: bool) -> None:
    """Refuse an address that is none of the web: the page makes a link of it."""
    if (needed or link) and not link.lower().startswith(("https://", "http://")):
        raise ExhibitionInputError(ExhibitionCode.LINK_ODD)
