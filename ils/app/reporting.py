"""What reports ask of floors above them: names of codes, the stock of a day, events and exhibitions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any

from babel import Locale
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.items.models import Placement
from catalog.items.queries import stock_by as items_by
from catalog.items.queries import stock_on
from catalog.public.messages import BRANCHES, DOCUMENT_TYPES, LANGUAGES
from circulation.events.models import Attendance, Event
from circulation.loans.models import Loan
from circulation.patrons.messages import SEXES_SHOWN
from circulation.patrons.queries import categories
from circulation.patrons.rules import AGE_GROUPS
from foreign_fund.exhibitions.models import Exhibition, ExhibitionItem, ExhibitionState
from ils import clock
from ils.library.funds import FOREIGN
from ils.library.places import Place, departments, sectors
from ils.reports.rules import MassWork
from ils.text import to_cyrillic
from ils.web.words import CHANNEL_WORDS, KIND_WORDS, SOURCE_WORDS
from ils.workplan.messages import SERVICE_WORDS

Names = Mapping[str, str]
OLD_AGES = ("18-30",)  # told apart as 18-24 and 25-30 since


def names(session: Session, by: str, language: str) -> Names:
    """Return the names of the values of a distribution in a language, in the library's order."""
    return _NAMES[by](session, language) if by in _NAMES else {}


def _places(read: Callable[[Session], Iterable[Place]], session: Session, language: str) -> Names:
    told = {place.code: place.name(language) for place in read(session)}
    return {code: to_cyrillic(name) for code, name in told.items()} if language == "uz_Cyrl" else told


def _words(table: Mapping[Any, Any], _session: Session, _language: str) -> Names:
    return {str(code): str(words) for code, words in table.items()}


def _languages(_session: Session, _language: str) -> Names:
    return {code: str(name) for code, (_tag, name) in LANGUAGES.items()}


def _ages(_session: Session, _language: str) -> Names:
    return {code: code.replace("-", "–") for code in (*(code for _last, code in AGE_GROUPS), *OLD_AGES)}


def _countries(_session: Session, language: str) -> Names:
    return {code: str(name) for code, name in Locale.parse(language).territories.items() if len(code) == 2}


def _funds(_session: Session, _language: str) -> Names:
    return {"": _("Main fund"), FOREIGN: _("Foreign fund")}


_NAMES: Mapping[str, Callable[[Session, str], Names]] = {
    "category": partial(_places, categories),
    "sector": partial(_places, sectors),
    "department": partial(_places, departments),
    "branch": partial(_words, BRANCHES),
    "type": partial(_words, DOCUMENT_TYPES),
    "sex": partial(_words, SEXES_SHOWN),
    "source": partial(_words, SOURCE_WORDS),
    "channel": partial(_words, CHANNEL_WORDS),
    "kind": partial(_words, KIND_WORDS),
    "service": partial(_words, SERVICE_WORDS),
    "language": _languages,
    "age": _ages,
    "citizenship": _countries,
    "fund": _funds,
}


def _copies(session: Session, day: date) -> int:
    return stock_on(session, day, ended=_ended(day))[0]


def _titles(session: Session, day: date) -> int:
    return stock_on(session, day, ended=_ended(day))[1]


def _ended(day: date) -> Any:
    return clock.at_hour(day + timedelta(days=1), 0)


STOCK: Mapping[str, Callable[[Session, date], int]] = {"copies": _copies, "titles": _titles}


def stock_by(session: Session, by: str, day: date) -> Mapping[str, int]:
    """Return the copies in the stock on the evening of a day by one of its distributions."""
    return items_by(session, by, day, ended=_ended(day))


def mass_work(session: Session, first: date, last: date) -> tuple[MassWork, ...]:
    """Return the events held and the exhibitions opened on the days, in their order."""
    found = (*_events(session, first, last), *_exhibitions(session, first, last))
    return tuple(sorted(found, key=lambda each: (each.day, each.subject, each.subject_id)))


def _events(session: Session, first: date, last: date) -> list[MassWork]:
    came = select(func.count()).where(Attendance.event_id == Event.id).scalar_subquery()
    held = select(Event, came).where(Event.state == "held", Event.day.between(first, last))
    return [
        MassWork(
            event.day, event.type, event.title, event.topic, event.headcount + cards, None, None, event.organiser,
            "event", event.id,
        )
        for event, cards in session.execute(held)
    ]  # fmt: skip


def _exhibitions(session: Session, first: date, last: date) -> list[MassWork]:
    """An exhibition stands on the day it opened, with all that it showed, and what was lent while it hung."""
    shown = select(func.count()).where(
        ExhibitionItem.exhibition_id == Exhibition.id, ExhibitionItem.undone_at.is_(None)
    )
    lent = (
        select(func.count())
        .select_from(Loan)
        .join(Placement, Placement.id == Loan.placement_id)
        .where(Placement.kind == "exhibition", Placement.ref_id == Exhibition.id, Loan.undone_at.is_(None))
    )
    rows = session.execute(
        select(Exhibition, shown.scalar_subquery(), lent.scalar_subquery()).where(
            Exhibition.state != ExhibitionState.PREPARING, Exhibition.opens_on.between(first, last)
        )
    )
    return [
        MassWork(each.opens_on, "exhibition", each.title, "", None, items, loans, "", "exhibition", each.id)
        for each, items, loans in rows
    ]
