"""Received books on their way into the fund: the draft of an act, and the ledger brought to what the act accepted."""

from __future__ import annotations

from collections import Counter
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.records.queries import resolve
from catalog.stock.models import AcceptanceAct, AcceptanceLine, AccessionSource, ActState
from catalog.stock.services import NewLine as ActLine
from catalog.stock.services import add_lines, begin_act
from foreign_fund.partners.errors import PartnerError, ShipmentCode
from foreign_fund.partners.models import Partner, Shipment, ShipmentLine
from foreign_fund.partners.queries.partners import agreement_on, agreement_text
from foreign_fund.partners.queries.shipments import LineRow, parted, shipment_row, standing_lines
from foreign_fund.partners.rules.ledger import Direction, NewLine, StandingLine, changes_to_agree
from foreign_fund.partners.services.correcting import correct, posted
from foreign_fund.partners.services.shipping import named, note
from ils.activity.work import Work


def make_act(
    session: Session, work: Work, *, shipment_id: int, series: str, department: str, commission: str = ""
) -> int:
    """Make the draft of an act by exchange from what a shipment holds for the fund; returns the act's id.

    The act names the partner, the document and the agreement that held on the day. Its approval makes the copies.
    """
    row = posted(session, shipment_id)
    if row.direction != Direction.RECEIVED:
        raise PartnerError(ShipmentCode.NOT_RECEIVED)
    _refuse_second(session, row)
    lines = [each for each in standing_lines(session, row.id) if each.for_fund and each.standing > 0]
    bare = [each.title for each in lines if each.record_id is None]
    if bare:
        raise PartnerError(ShipmentCode.RECORDS_MISSING, count=len(bare), title=bare[0])
    if not lines:
        raise PartnerError(ShipmentCode.NOTHING_FOR_ACT)
    agreement = agreement_on(session, row.partner_id, row.day)
    act_id = begin_act(
        session, work, source=AccessionSource.EXCHANGE, day=work.day, department=department, series=series,
        partner=session.get_one(Partner, row.partner_id).name, document=row.document, document_day=row.day,
        contract=agreement_text(agreement), currency=row.currency, rate=row.rate, commission=commission, note="",
    )  # fmt: skip
    add_lines(session, work, act_id=act_id, lines=_lines(session, lines))
    row.act_id = act_id
    session.flush()
    note(session, work, "shipment_act_made", row, act=act_id)
    return act_id


def _refuse_second(session: Session, row: Shipment) -> None:
    act = session.get(AcceptanceAct, row.act_id) if row.act_id else None
    if act is not None and act.state is not ActState.CANCELLED:
        raise PartnerError(ShipmentCode.ACT_THERE, act=act.id)


def _lines(session: Session, lines: list[LineRow]) -> list[ActLine]:
    """Return a line of the act for each record and price."""
    copies: Counter[tuple[int, int]] = Counter()
    for each in lines:
        if each.record_id is not None:
            copies[resolve(session, each.record_id), each.price] += each.standing
    return [ActLine(record, many, price) for (record, price), many in copies.items()]


def settle_by_act(
    session: Session, work: Work, *, shipment_id: int, reason: str, day: date | None = None
) -> Shipment:
    """Post an entry that makes the ledger say what the approved act accepted; refuse where both agree."""
    row = posted(session, shipment_id)
    shown = shipment_row(session, row.id)
    act = session.get(AcceptanceAct, row.act_id) if row.act_id else None
    if act is None or act.state is not ActState.APPROVED:
        raise PartnerError(ShipmentCode.ACT_NOT_APPROVED)
    found = parted(session, shown)
    if not found:
        raise PartnerError(ShipmentCode.ACT_AGREES)
    standing = [
        StandingLine(each.id, resolve(session, each.record_id), each.standing)
        for each in standing_lines(session, row.id)
        if each.for_fund and each.record_id is not None
    ]
    wanted, new = changes_to_agree(standing, found)
    added = [_forgotten(session, act.id, record, copies) for record, copies in sorted(new.items())]
    return correct(
        session, work, shipment_id=row.id, wanted=wanted, day=day or work.day, reason=reason, added=added
    )


def _forgotten(session: Session, act_id: int, record_id: int, copies: int) -> ShipmentLine:
    """Return a line for copies of a record that the act holds and the shipment never named, at the act's price."""
    lines = select(AcceptanceLine).where(AcceptanceLine.act_id == act_id, AcceptanceLine.copies > 0)
    own = [each for each in session.scalars(lines) if resolve(session, each.record_id) == record_id]
    price, som = (own[0].price, own[0].price_som) if own else (0, 0)
    _record, title = named(session, NewLine(record_id=record_id))
    return ShipmentLine(
        title=title, record_id=record_id, item_id=None, copies=copies, price=price, price_som=som, for_fund=True,
        corrects_id=None,
    )  # fmt: skip
