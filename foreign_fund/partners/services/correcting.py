"""Another entry corrects a posted shipment: copies more or fewer, on a day of its own, at the old price."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from foreign_fund.partners.errors import PartnerError, PartnerNotFoundError, ShipmentCode
from foreign_fund.partners.models import Shipment, ShipmentLine
from foreign_fund.partners.queries.shipments import LineRow, standing_lines
from foreign_fund.partners.rules.ledger import ShipmentState, checked_copies, checked_day
from foreign_fund.partners.services.shipping import enter, locked, note
from ils.activity.work import Work
from ils.errors import clean_text


def correct(
    session: Session,
    work: Work,
    *,
    shipment_id: int,
    wanted: Mapping[int, int],
    day: date,
    reason: str,
    added: Sequence[ShipmentLine] = (),
) -> Shipment:
    """Post an entry that makes lines say so many copies (`wanted`: line → copies, 0 for none); returns it.

    A copy of ours that came back stays written off: it comes into the fund again by an act, as any other book.
    `added` are lines of records that the shipment had forgotten.
    """
    first = posted(session, shipment_id)
    told = clean_text(" ".join(reason.split()), field="reason", limit=500, required=True)
    checked_day(day, work.day, first=first.day)
    rows = {row.id: row for row in standing_lines(session, first.id)}
    if set(wanted) - set(rows):
        raise PartnerNotFoundError(ShipmentCode.LINE_UNKNOWN)
    lines = [_change(rows[number], copies) for number, copies in sorted(wanted.items())]
    changes = [line for line in lines if line is not None]
    if not changes and not added:
        raise PartnerError(ShipmentCode.NOTHING_TO_CORRECT)
    entry = _beside(first, work, day, told)
    session.add(entry)
    session.flush()
    for position, line in enumerate([*changes, *added], start=1):
        line.shipment_id, line.position = entry.id, position
        session.add(line)
    session.flush()
    enter(session, work, entry)
    note(session, work, "shipment_corrected", entry, corrects=first.id, lines=len(changes) + len(added))
    return entry


def posted(session: Session, shipment_id: int) -> Shipment:
    """Return a posted shipment that corrects none, held until the commit."""
    row = locked(session, shipment_id)
    if row.corrects_id is not None:
        raise PartnerError(ShipmentCode.CORRECTS)
    if row.state != ShipmentState.POSTED:
        raise PartnerError(ShipmentCode.NOT_POSTED)
    return row


def _change(row: LineRow, copies: int) -> ShipmentLine | None:
    """Return the line that makes another one say so many copies, None where it says so already."""
    checked_copies(copies, least=0)
    if row.item_id is not None and copies > row.standing:
        raise PartnerError(ShipmentCode.COPY_HERE, code=row.code)
    if copies == row.standing:
        return None
    return ShipmentLine(
        title=row.title, record_id=row.record_id, item_id=row.item_id, copies=copies - row.standing, price=row.price,
        price_som=row.price_som, for_fund=row.for_fund, corrects_id=row.id,
    )  # fmt: skip


def _beside(first: Shipment, work: Work, day: date, told: str) -> Shipment:
    return Shipment(
        partner_id=first.partner_id, direction=first.direction, state=ShipmentState.DRAFT.value, day=day,
        document=first.document, currency=first.currency, rate=first.rate, corrects_id=first.id, act_id=None,
        department=first.department, note=told, created_at=work.now, created_by=work.actor_id, posted_at=None,
        posted_by=None,
    )  # fmt: skip
