"""Two exhibitions of the sample."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.items.models import Item, ItemState
from catalog.records.models import Record
from foreign_fund.exhibitions import services
from ils.activity.work import Work
from ils.db import transaction

CASE = 6  # copies in a glass case

# title, languages, lent meanwhile, days, copies
SHOWS = (
    ("Nemis adabiyoti haftaligi", ("ger",), True, 20, 14),
    ("Ingliz tili kuni", ("eng", "fre"), False, 25, 18),
)


def open_show(session: Session, work: Work, *, which: int) -> int:
    """Prepare an exhibition, scan copies of its languages onto it, and open it; return its id."""
    title, languages, lendable, days, copies = SHOWS[which]
    with transaction(session):
        show = services.create(
            session,
            work,
            title=title,
            department="foreign",
            place="Xorijiy adabiyotlar zali",
            opens_on=work.day,
            closes_on=work.day + timedelta(days=days),
            lendable=lendable,
        )
        for number, code in enumerate(_free_copies(session, languages, copies)):
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
