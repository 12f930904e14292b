"""The MARC of records and their copies, a chunk at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from catalog.export.models import UnionRecord
from catalog.items.models import Item, ItemState
from catalog.marc import ItemRow, Profile
from catalog.records.models import Record, RecordVersion

CHUNK = 200


@dataclass(frozen=True, slots=True)
class Stored:
    """A record as it is kept: its MARC in the stored form of `catalog.marc`."""

    id: int
    title: str
    profile: Profile
    marc: bytes
    control_number: str


def chunks(session: Session, ids: Sequence[int], *, union: int | None = None) -> Iterator[list[Stored]]:
    """Yield records in the order of the numbers given, `CHUNK` at a time.

    With `union` each is given as it was when it was put into that batch.
    """
    for start in range(0, len(ids), CHUNK):
        wanted = list(ids[start : start + CHUNK])
        found = _chunk(session, wanted, union)
        yield [found[each] for each in wanted if each in found]


def _chunk(session: Session, ids: list[int], union: int | None) -> dict[int, Stored]:
    now = (Record.id, Record.title, Record.profile, Record.marc, Record.control_number)
    if union is None:
        rows = session.execute(select(*now).where(Record.id.in_(ids)))
    else:
        then = and_(RecordVersion.record_id == Record.id, RecordVersion.version == UnionRecord.version)
        rows = session.execute(
            select(
                Record.id, Record.title, func.coalesce(RecordVersion.profile, Record.profile),
                func.coalesce(RecordVersion.marc, Record.marc, type_=Record.marc.type), Record.control_number,
            )
            .join(UnionRecord, and_(UnionRecord.record_id == Record.id, UnionRecord.batch_id == union))
            .outerjoin(RecordVersion, then)
            .where(Record.id.in_(ids))
        )  # fmt: skip
    return {row[0]: Stored(row[0], row[1], Profile(row[2]), row[3], row[4]) for row in rows}


def copies_of(session: Session, ids: Collection[int]) -> dict[int, list[ItemRow]]:
    """Return the copies of each record that are not withdrawn, as a holdings field states them."""
    rows = session.execute(
        select(
            Item.record_id, Item.barcode, Item.inventory_number, Item.call_number, Item.department, Item.price,
            Item.acquired_on, Item.note,
        )
        .where(Item.record_id.in_(ids), Item.state != ItemState.WITHDRAWN)
        .order_by(Item.id)
    )  # fmt: skip
    found: dict[int, list[ItemRow]] = defaultdict(list)
    for row in rows:
        found[row.record_id].append(
            ItemRow(
                barcode=row.barcode or "",
                inventory_number=row.inventory_number or "",
                call_number=row.call_number,
                location=row.department,
                price="" if row.price is None else str(row.price),
                acquired_on=row.acquired_on.isoformat() if row.acquired_on else "",
                note=row.note,
            )
        )
    return found
