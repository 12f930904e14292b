"""Looking at what an acceptance would do to one record, and which copies it would bring; nothing is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.importing.models import StagedRecord, StagedState
from catalog.importing.queries import StagedView, batch, fields_of, living_ids, marc_of, source, staged
from catalog.importing.services.copies import Numbers, plan_copies
from catalog.importing.services.updating import CONVERTIBLE, merged_marc, present_marc
from catalog.incoming import Candidate, Holdings, describe
from catalog.marc import DisplayField, ItemRow, Profile, display_fields
from catalog.marc.converting import convert

MOST_READ = 500
"""Records looked through for copies; a file without any is told after so many."""


@dataclass(frozen=True, slots=True)
class CopyPreview:
    """A copy as a record describes it; `added` says whether it would come, `findings` why not or what was left out."""

    position: int
    title: str
    barcode: str
    inventory_number: str
    call_number: str
    department: str
    price: int | None
    acquired_on: date | None
    note: str
    added: bool
    findings: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class MergePreview:
    """Our record, the file's, and what an update would make of them."""

    record_id: int
    ours: tuple[DisplayField, ...]
    theirs: tuple[DisplayField, ...]
    merged: tuple[DisplayField, ...]


def copies_preview(
    session: Session, batch_id: int, *, holdings: Holdings | None = None, after: int = 0, limit: int = 100
) -> tuple[CopyPreview, ...]:
    """Return the copies that records behind a position describe, read by this map or by that of the file's source.

    At most `limit` records are looked through that describe any.
    """
    view = batch(session, batch_id)
    given = holdings or source(session, view.source).copies
    numbers, met = Numbers(), 0
    found: list[CopyPreview] = []
    for candidate, record_id in _candidates(session, batch_id, after, min(limit, MOST_READ), given):
        found += [
            _preview(session, candidate, row, record_id, view.department, numbers) for row in candidate.copies
        ]
        met += bool(candidate.copies)
        if met >= limit:
            break
    return tuple(found)


def _candidates(
    session: Session, batch_id: int, after: int, limit: int, holdings: Holdings
) -> Iterator[tuple[Candidate, int]]:
    """Yield records with the id under which their copies would stand; one not yet there has its position, negative."""
    positions = session.scalars(
        select(StagedRecord.position)
        .where(StagedRecord.batch_id == batch_id, StagedRecord.position > after)
        .order_by(StagedRecord.position)
        .limit(MOST_READ if limit > 1 else 1)
    ).all()
    for position in positions:
        row = staged(session, batch_id, position)
        marc = marc_of(row)
        if marc is not None:
            candidate = Candidate(position, row.offset, b"", Profile(row.profile), row.charset, [], "")
            describe(candidate, marc, holdings)
            yield candidate, row.record_id or _home(row)


def _home(row: StagedView) -> int:
    match = row.match if row.state is StagedState.DUPLICATE else None
    if match is None:
        return -row.position
    return int(match["record_id"] or -match["position"])


def _preview(
    session: Session, candidate: Candidate, row: ItemRow, record_id: int, department: str, numbers: Numbers
) -> CopyPreview:
    lone = replace(candidate, copies=(row,), findings=[])
    added = plan_copies(session, [(lone, record_id)], department=department, numbers=numbers)
    item = added[0] if added else None
    return CopyPreview(
        position=candidate.position,
        title=candidate.title,
        barcode=(item and item.barcode) or row.barcode,
        inventory_number=(item and item.inventory_number) or row.inventory_number,
        call_number=row.call_number,
        department=item.department if item else department,
        price=item.price if item else None,
        acquired_on=item.acquired_on if item else None,
        note=row.note,
        added=item is not None,
        findings=tuple(lone.findings),
    )


def merge_preview(session: Session, batch_id: int, position: int) -> MergePreview | None:
    """Return what an update by this row would make of the record that it resembles most; None where there is none."""
    row = staged(session, batch_id, position)
    wanted, theirs = (row.match or {}).get("record_id") or 0, marc_of(row)
    record_id = living_ids(session, {wanted}).get(wanted)
    if theirs is None or record_id is None:
        return None
    ours, profile = present_marc(session, record_id)
    merge = source(session, batch(session, batch_id).source).merge_profile
    if Profile(row.profile) is not profile:
        theirs = convert(theirs, Profile(row.profile), profile).record if profile in CONVERTIBLE else None
    made = None if theirs is None else merged_marc(ours, theirs, merge)
    shown = () if made is None else display_fields(made)
    return MergePreview(record_id, display_fields(ours), fields_of(row), shown)
