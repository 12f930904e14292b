"""Adding copies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, cast

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from catalog.items.errors import ItemCode, ItemError
from catalog.items.models import Item, ItemState, Use
from catalog.items.queries import (
    RecordHeading,
    record_heading,
    record_headings,
    snapshot_of,
    taken_numbers,
)
from catalog.items.rules import (
    NewItem,
    check_count,
    check_price,
    clean_barcode,
    clean_inventory_number,
    spread,
)
from catalog.items.services.changing import known_type, known_use, use_value
from catalog.items.services.numbers import free_barcodes, queue_numbers
from ils.accounts.audit import audit
from ils.activity.kinds import Kind
from ils.activity.services import record
from ils.activity.work import Done, Work
from ils.db import insert_many, reserve_ids
from ils.errors import clean_text
from ils.library.funds import load_fund
from ils.library.places import department as department_of
from ils.text import repair_layout

# The table and not the class: nobody needs new copies as objects, and with ids reserved they go in all at once.
_ITEMS = cast("Table", Item.__table__)


def add_item(
    session: Session,
    work: Work,
    *,
    record_id: int,
    department: str,
    inventory_number: str | None = None,
    barcode: str | None = None,
    call_number: str = "",
    price: int | None = None,
    acquired_on: date | None = None,
    note: str = "",
    item_type: str = "",
    use: str = "",
    parts: str = "",
) -> Item:
    """Add one copy; without a barcode it gets the next of the library's own series."""
    return add_items(
        session, work, record_id=record_id, department=department, count=1,
        inventory_numbers=[inventory_number] if inventory_number else [],
        barcodes=[barcode] if barcode else [],
        call_number=call_number, price=price, acquired_on=acquired_on, note=note, item_type=item_type, use=use,
        parts=parts,
    )[0]  # fmt: skip


def add_items(
    session: Session,
    work: Work,
    *,
    record_id: int,
    department: str,
    count: int,
    inventory_numbers: Sequence[str] = (),
    barcodes: Sequence[str] = (),
    call_number: str = "",
    price: int | None = None,
    acquired_on: date | None = None,
    note: str = "",
    item_type: str = "",
    use: str = "",
    parts: str = "",
) -> list[Item]:
    """Add copies of one record: numbers for all of them or for none, barcodes for all or generated."""
    check_count(count)
    record_heading(session, record_id, lock=True)
    department_of(session, department)
    numbers = spread([clean_inventory_number(each) for each in inventory_numbers], count, field="inventory")
    given = spread([clean_barcode(_typed(each)) for each in barcodes], count, field="barcode")
    queue_numbers(session)
    _refuse_taken(session, barcodes=given, inventory_numbers=numbers)
    codes = given if barcodes else free_barcodes(session, count)
    common: dict[str, Any] = {
        "call_number": clean_text(call_number, field="call_number", limit=100),
        "price": check_price(price),
        "acquired_on": acquired_on,
        "note": clean_text(note, field="note", limit=500),
        "item_type": known_type(session, item_type),
        "use": use_value(known_use(use)),
        "parts": clean_text(parts, field="parts", limit=200),
    }
    new = [
        NewItem(record_id, department, code, number, **common)
        for code, number in zip(codes, numbers, strict=True)
    ]
    ids = insert_items(session, work, new)
    audit(session, work, "items_added", subject_type="record", subject_id=record_id, items=ids)
    record(session, work, *added(session, new, ids))
    return list(session.scalars(select(Item).where(Item.id.in_(ids)).order_by(Item.id)))


def _typed(code: str) -> str:
    """A scanner may have typed through a Cyrillic layout (SB-04)."""
    return repair_layout(code.strip()) or code


def _refuse_taken(
    session: Session, *, barcodes: Iterable[str | None], inventory_numbers: Iterable[str | None]
) -> None:
    codes, numbers = taken_numbers(
        session,
        barcodes=[code for code in barcodes if code],
        inventory_numbers=[number for number in inventory_numbers if number],
    )
    for code, holder in codes.items():
        raise ItemError(ItemCode.BARCODE_TAKEN, barcode=code, item=holder.item_id)
    for number, holder in numbers.items():
        raise ItemError(ItemCode.INVENTORY_TAKEN, inventory_number=number, item=holder.item_id)


def insert_items(session: Session, work: Work, new: Sequence[NewItem], *, batch: str = "") -> list[int]:
    """Insert copies whose numbers are known to be free; returns their ids. `added` makes the log."""
    if not new:
        return []
    session.flush()
    ids = list(reserve_ids(session, _ITEMS, len(new)))
    rows = [
        {"id": item_id}
        | {name: getattr(each, name) for name in NewItem.__slots__}
        | {"state": ItemState.AVAILABLE, "state_since": work.now, "created_at": work.now, "batch": batch}
        | {"withdrawn_act": "", "use": Use(each.use) if each.use else None}
        for item_id, each in zip(ids, new, strict=True)
    ]
    insert_many(session, _ITEMS, rows)
    return ids


def added(
    session: Session, new: Sequence[NewItem], ids: Sequence[int], *, source: str = "", batch: str = ""
) -> list[Done]:
    """Return what the log says of copies just inserted."""
    headings = record_headings(session, {each.record_id for each in new})
    return added_under(session, new, ids, headings=headings, source=source, batch=batch)


def added_under(
    session: Session,
    new: Sequence[NewItem],
    ids: Sequence[int],
    *,
    headings: dict[int, RecordHeading],
    source: str = "",
    batch: str = "",
) -> list[Done]:
    """As `added`, the headings of the records being at hand."""
    fund = load_fund(session)
    return [
        Done(
            Kind.ITEM_ADD, "item", item_id, source=source, batch=batch,
            item=snapshot_of(
                headings[each.record_id], department=each.department, number=each.inventory_number, fund=fund
            ),
        )
        for each, item_id in zip(new, ids, strict=True)
    ]  # fmt: skip
