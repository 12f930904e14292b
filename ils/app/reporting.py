"""What reports ask of floors above them: the stock of a day, events and exhibitions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.items.models import Placement
from catalog.items.queries import stock_by as items_by
from catalog.items.queries import stock_on
from circulation.events.models import Attendance, Event
from circulation.loans.models import Loan
from foreign_fund.exhibitions.models import Exhibition, ExhibitionItem, ExhibitionState
from ils import clock
from ils.reports.rules import MassWork


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
            Exhibition.state != ExhibitionState.PREPARING, Exhibition.opened_on.between(first, last)
        )
    )
    return [
        MassWork(each.opened_on, "exhibition", each.title, "", None, items, loans, "", "exhibition", each.id)
        for each, items, loans in rows
        if each.opened_on is not None
    ]
