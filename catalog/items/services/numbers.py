"""Barcodes of the library's own series."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.items.models import Item, ItemState
from catalog.items.queries import last_item_id, record_heading, taken_numbers
from catalog.items.rules import next_barcode
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.db import queue_here


def queue_numbers(session: Session) -> None:
    """Let everybody who gives out numbers pass one by one, so that none is given twice.

    Acts that also write records or the log take this lock first.
    """
    queue_here(session, "item_numbers")


def free_barcodes(session: Session, count: int, *, besides: Collection[str] = ()) -> list[str]:
    """Return the next barcodes of the library's own series that no copy has; call `queue_numbers` before."""
    found: list[str] = []
    at = last_item_id(session) + 1
    while len(found) < count:
        tried = [next_barcode(number) for number in range(at, at + count)]
        taken, _none = taken_numbers(session, barcodes=tried, inventory_numbers=())
        found += [code for code in tried if code not in taken and code not in besides]
        at += count
    return found[:count]


def give_barcodes(session: Session, work: Work, *, record_id: int) -> int:
    """Give every copy of a record that has none a barcode of the library's own series; returns how many."""
    record_heading(session, record_id)
    queue_numbers(session)
    items = list(
        session.scalars(
            select(Item)
            .where(Item.record_id == record_id, Item.barcode.is_(None), Item.state != ItemState.WITHDRAWN)
            .order_by(Item.id)
            .with_for_update()
        )
    )
    for item, code in zip(items, free_barcodes(session, len(items)), strict=True):
        item.barcode = code
    session.flush()
    if items:
        codes = {str(item.id): item.barcode for item in items}
        audit(session, work, "barcodes_given", subject_type="record", subject_id=record_id, barcodes=codes)
    return len(items)
