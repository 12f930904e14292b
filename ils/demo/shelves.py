"""Copies of the sample's records: inventory numbers without a gap, call numbers, departments by language."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.items.models import Item
from catalog.items.services import add_item
from catalog.records.models import Record
from ils.activity.work import Work
from ils.demo.works import Work as Edition
from ils.library.funds import load_fund

PRICES = {"book": 45_000, "map": 30_000, "serial": 25_000, "music_score": 35_000}


def put_on_shelves(session: Session, work: Work, editions: Sequence[Edition]) -> list[tuple[str, str]]:
    """Add one to three copies of each edition; return the barcode and department of each copy."""
    ids = _record_ids(session, editions)
    number = session.scalars(select(func.count()).select_from(Item)).one()
    shelved = []
    for position, edition in enumerate(editions):
        for _copy in range(_copies(position, edition)):
            number += 1
            department = _department(session, edition, number)
            item = add_item(
                session,
                work,
                record_id=ids[edition.id],
                department=department,
                inventory_number=f"{number:05d}",
                call_number=_call_number(edition),
                price=PRICES.get(edition.doc_type, 40_000) + edition.year % 7 * 5_000,
                acquired_on=work.day,
            )
            shelved.append((item.barcode or "", department))
    return shelved


def _record_ids(session: Session, editions: Sequence[Edition]) -> dict[str, int]:
    rows = session.execute(
        select(Record.control_number, Record.id).where(
            Record.control_number.in_([edition.id for edition in editions])
        )
    )
    return {row.control_number: row.id for row in rows}


def _copies(position: int, edition: Edition) -> int:
    return 1 + (position % 3 == 0) + (edition.language == "uzb" and position % 8 == 0)


def _department(session: Session, edition: Edition, number: int) -> str:
    if edition.language in load_fund(session).languages:
        return "foreign"
    if edition.audience_age in {0, 6}:
        return "children"
    return "reading_room" if number % 6 == 0 else "lending"


def _call_number(edition: Edition) -> str:
    mark = edition.bbk or edition.udc
    heading = (edition.author or edition.title)[:1].upper()
    return f"{mark} {edition.author_mark or heading}".strip()
