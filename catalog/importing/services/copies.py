"""Copies that records of a file describe: added where their numbers are new."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from catalog.importing.errors import RowCode
from catalog.importing.rules import parse_day
from catalog.incoming import Candidate, finding, plain
from catalog.items import services as items
from catalog.items.queries import Holder, taken_numbers
from catalog.items.rules import NewItem, clean_barcode, clean_inventory_number, parse_price
from catalog.marc import ItemRow
from ils.activity.kinds import Source
from ils.activity.services import record
from ils.activity.work import Work
from ils.errors import LibraryError
from ils.library.places import departments


@dataclass(slots=True)
class _Proposal:
    candidate: Candidate
    item: NewItem


@dataclass(slots=True)
class Numbers:
    """Numbers that copies of this file have taken: only a trial has to remember them, an acceptance has them written."""

    barcodes: dict[str, Holder] = field(default_factory=dict)
    inventory_numbers: dict[str, Holder] = field(default_factory=dict)


def plan_copies(
    session: Session,
    placed: Sequence[tuple[Candidate, int]],
    *,
    department: str,
    numbers: Numbers | None = None,
) -> list[NewItem]:
    """Return the copies that candidates bring to their records; what cannot be added becomes a finding of its row.

    In a trial a record that is not there yet has a negative number in place of its id.
    """
    if not any(candidate.copies for candidate, _record_id in placed):
        return []
    known = frozenset(place.code for place in departments(session))
    proposals = [
        _Proposal(candidate, item)
        for candidate, record_id in placed
        for row in candidate.copies
        if (item := _item(candidate, row, record_id, department, known))
    ]
    return list(_free(session, proposals, numbers or Numbers()))


def add_copies(
    session: Session, work: Work, placed: Sequence[tuple[Candidate, int]], *, department: str, batch: str
) -> int:
    """Add the copies of candidates to their records; returns how many were added."""
    new = plan_copies(session, placed, department=department)
    ids = items.insert_items(session, work, new, batch=batch)
    if ids:
        record(session, work, *items.added(session, new, ids, source=Source.IMPORTED, batch=batch))
    return len(ids)


def _item(
    candidate: Candidate, row: ItemRow, record_id: int, department: str, known: frozenset[str]
) -> NewItem | None:
    barcode = _number(candidate, row.barcode, clean_barcode, RowCode.COPY_BARCODE_INVALID)
    number = _number(candidate, row.inventory_number, clean_inventory_number, RowCode.COPY_INVENTORY_INVALID)
    if barcode is None and number is None:
        candidate.findings.append(finding(RowCode.COPY_WITHOUT_NUMBER, call_number=row.call_number))
        return None
    location = row.location.strip().lower()
    return NewItem(
        record_id=record_id,
        department=location if location in known else department,
        barcode=barcode,
        inventory_number=number,
        call_number=plain(row.call_number, 100),
        price=_value(candidate, "price", row.price, parse_price),
        acquired_on=_value(candidate, "acquired_on", row.acquired_on, parse_day),
        note=plain(row.note, 500),
    )


def _number(candidate: Candidate, text: str, clean: Callable[[str], str], code: RowCode) -> str | None:
    if not text:
        return None
    try:
        return clean(text)
    except LibraryError:
        candidate.findings.append(finding(code, number=text))
        return None


def _value(candidate: Candidate, field: str, text: str, parse: Callable[[str], Any]) -> Any:
    """A price or day that cannot be understood is left out and told; the copy is worth more than it."""
    try:
        value = parse(text)
    except LibraryError:
        value = None
    if text and value is None:
        candidate.findings.append(finding(RowCode.COPY_VALUE_UNREADABLE, field=field, value=text))
    return value


def _free(session: Session, proposals: Sequence[_Proposal], given: Numbers) -> Iterator[NewItem]:
    """Yield the copies whose numbers nobody has; a number held by the same record means the copy is there."""
    barcodes, numbers = taken_numbers(
        session,
        barcodes=[each.item.barcode for each in proposals if each.item.barcode],
        inventory_numbers=[each.item.inventory_number for each in proposals if each.item.inventory_number],
    )
    for proposal in proposals:
        item = proposal.item
        code, number = item.barcode or "", item.inventory_number or ""
        by_barcode = barcodes.get(code) or given.barcodes.get(code)
        by_number = numbers.get(number) or given.inventory_numbers.get(number)
        if by_barcode or by_number:
            _tell(proposal, by_barcode, by_number)
            continue
        holder = Holder(0, item.record_id)
        given.barcodes[code or "\0"] = given.inventory_numbers[number or "\0"] = holder
        yield item


def _tell(proposal: _Proposal, by_barcode: Holder | None, by_number: Holder | None) -> None:
    item = proposal.item
    for holder, code, number in (
        (by_barcode, RowCode.COPY_BARCODE_TAKEN, item.barcode),
        (by_number, RowCode.COPY_INVENTORY_TAKEN, item.inventory_number),
    ):
        if holder is not None and holder.record_id != item.record_id:
            told = finding(code, number=number or "", record=holder.record_id)
            proposal.candidate.findings.append(told)
