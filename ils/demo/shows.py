"""Four exhibitions of the sample; the last one is open today."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.items.models import Item, ItemState
from catalog.records.models import Record
from foreign_fund.exhibitions import services
from ils.activity.work import Work
from ils.db import transaction

CASE = 6  # copies in a glass case
CLOSING = timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class Show:
    """An exhibition that opens so many days before the end of the year, and how many copies hang on it."""

    left: int
    title: str
    languages: tuple[str, ...]
    lendable: bool
    days: int
    copies: int


SHOWS = (
    Show(305, "Sharq sheʼriyati javonlari", ("ara", "kor"), True, 15, 4),
    Show(200, "Nemis adabiyoti haftaligi", ("ger",), True, 20, 14),
    Show(95, "Fransuz kitobi", ("fre",), True, 14, 4),
    Show(12, "Ingliz tili kuni", ("eng", "fre"), False, 25, 18),
)


def show_what_is_due(session: Session, work: Work, left: int, shown: dict[int, int]) -> None:
    """Open what opens and close what closes `left` days before the end of the year; `shown`: which → its id."""
    for which, show in enumerate(SHOWS):
        if left == show.left:
            shown[which] = open_show(session, work, which=which)
        if left == show.left - show.days and which in shown:
            close_show(session, replace(work, now=work.now + CLOSING), shown[which])


def open_show(session: Session, work: Work, *, which: int) -> int:
    """Prepare an exhibition, scan copies of its languages onto it, and open it; return its id."""
    told = SHOWS[which]
    with transaction(session):
        show = services.create(
            session,
            work,
            title=told.title,
            department="foreign",
            place="Xorijiy adabiyotlar zali",
            opens_on=work.day,
            closes_on=work.day + timedelta(days=told.days),
            lendable=told.lendable,
        )
        for number, code in enumerate(_free_copies(session, told.languages, told.copies)):
            section = f"{number // CASE + 1}-vitrina"
            services.add_copy(session, work, exhibition_id=show.id, code=code, section=section)
        services.open_exhibition(session, work, exhibition_id=show.id)
    return show.id


def _free_copies(session: Session, languages: tuple[str, ...], copies: int) -> list[str]:
    rows = session.scalars(
        select(Item.barcode)
        .join(Record, Record.id == Item.record_id)
        .where(Record.language.in_(languages), Item.state == ItemState.AVAILABLE)
        .order_by(Item.id)
        .limit(copies)
    )
    return [code for code in rows if code]


def close_show(session: Session, work: Work, exhibition_id: int) -> None:
    """Close it; its copies go back to their shelves."""
    with transaction(session):
        services.close_exhibition(session, work, exhibition_id=exhibition_id)
