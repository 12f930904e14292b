"""Shipments written as drafts, line by line, and posted: from then on they stand in the ledger as they are."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.items.models import Item, ItemState
from catalog.items.queries import find_item
from catalog.items.services import withdraw
from catalog.records.queries import brief, resolve
from catalog.stock.rules.money import HUNDREDTHS, RATE_UNIT, check_price, check_rate, price_in_som
from foreign_fund.partners.errors import (
    PartnerError,
    PartnerInputError,
    PartnerNotFoundError,
    ShipmentCode,
)
from foreign_fund.partners.models import ExchangePosting, Partner, Shipment, ShipmentLine
from foreign_fund.partners.queries.shipments import LARGEST_ID, SUBJECT, codes_elsewhere
from foreign_fund.partners.rules.ledger import (
    MOST_LINES,
    Direction,
    NewLine,
    Priced,
    ShipmentFacts,
    ShipmentState,
    checked_copies,
    checked_day,
    two_sides,
    worth_of,
)
from foreign_fund.partners.services.keeping import active_partner
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.errors import clean_text
from ils.library.places import department as department_of

LONGEST_PAPER = 100


def begin_shipment(session: Session, work: Work, *, facts: ShipmentFacts) -> Shipment:
    """Begin a draft; it counts nothing before it is posted."""
    row = Shipment(
        state=ShipmentState.DRAFT.value, corrects_id=None, act_id=None, created_at=work.now,
        created_by=work.actor_id, posted_at=None, posted_by=None,
    )  # fmt: skip
    _put(session, work, row, facts)
    row.direction = Direction(facts.direction).value
    session.add(row)
    session.flush()
    note(session, work, "shipment_begun", row, direction=row.direction)
    return row


def change_shipment(session: Session, work: Work, *, shipment_id: int, facts: ShipmentFacts) -> Shipment:
    """Change the head of a draft; its direction stays.

    Another rate gives lines other prices in soʻm. Copies of ours keep theirs, and get another price in the currency.
    """
    row = draft(session, shipment_id)
    _put(session, work, row, facts)
    lines = own_lines(session, row.id)
    ids = [line.item_id for line in lines if line.item_id is not None]
    prices = dict(session.execute(select(Item.id, Item.price).where(Item.id.in_(ids))).all())
    for line in lines:
        if line.item_id is not None:
            line.price = own_price(prices.get(line.item_id), row.rate)
        line.price_som = price_in_som(line.price, row.rate)
    session.flush()
    note(session, work, "shipment_changed", row)
    return row


def cancel_shipment(session: Session, work: Work, *, shipment_id: int) -> None:
    """Give a draft up; it is kept and can never be posted."""
    row = draft(session, shipment_id)
    row.state = ShipmentState.CANCELLED.value
    note(session, work, "shipment_cancelled", row)


def add_line(session: Session, work: Work, *, shipment_id: int, line: NewLine) -> ShipmentLine:
    """Add copies of a title to a draft: of a record, or a title that is typed."""
    row = draft(session, shipment_id)
    record_id, title = named(session, line)
    received = row.direction == Direction.RECEIVED
    return _added(
        session, work, row, title=title, record_id=record_id, item_id=None, copies=checked_copies(line.copies),
        price=check_price(line.price), for_fund=received and line.for_fund,
    )  # fmt: skip


def add_copy(session: Session, work: Work, *, shipment_id: int, code: str) -> ShipmentLine:
    """Add a copy of ours to a draft of what is sent: at its own price, by the rate of the shipment."""
    row = draft(session, shipment_id)
    if row.direction != Direction.SENT:
        raise PartnerError(ShipmentCode.COPY_OF_SENT_ONLY)
    facts = find_item(session, code, lock=True)
    if facts is None:
        raise PartnerNotFoundError(ShipmentCode.COPY_UNKNOWN, code=code[:40])
    if facts.state is ItemState.WITHDRAWN:
        raise PartnerError(ShipmentCode.COPY_WITHDRAWN, code=facts.code, act=facts.withdrawn_act)
    there = [line for line in own_lines(session, row.id) if line.item_id == facts.id]
    if there or codes_elsewhere(session, [facts.id], but=row.id):
        raise PartnerError(ShipmentCode.COPY_HERE, code=facts.code)
    return _added(
        session, work, row, title=facts.title[:500], record_id=facts.record_id, item_id=facts.id, copies=1,
        price=own_price(facts.price, row.rate), for_fund=False,
    )  # fmt: skip


def own_price(som: int | None, rate: int) -> int:
    """Return what a copy of ours is worth in the currency of a shipment, in hundredths."""
    return check_price((som or 0) * HUNDREDTHS * RATE_UNIT // rate)


def remove_line(session: Session, work: Work, *, shipment_id: int, line_id: int) -> None:
    """Take a line out of a draft."""
    row = draft(session, shipment_id)
    line = line_of(session, row.id, line_id)
    note(session, work, "shipment_line_removed", row, title=line.title[:100])
    session.delete(line)
    session.flush()


def describe_line(
    session: Session, work: Work, *, shipment_id: int, line_id: int, record_id: int
) -> ShipmentLine:
    """Say of which record a line is that was written by its title only; copies and money stay as they are."""
    row = locked(session, shipment_id)
    line = line_of(session, row.id, line_id)
    if line.record_id is not None:
        raise PartnerError(ShipmentCode.DESCRIBED, title=line.title)
    line.record_id, line.title = named(session, NewLine(record_id=record_id))
    session.flush()
    note(session, work, "shipment_line_described", row, record=line.record_id)
    return line


def post(session: Session, work: Work, *, shipment_id: int) -> Shipment:
    """Post a draft: two sides in the ledger; copies of ours that are sent are written off by its document."""
    row = draft(session, shipment_id)
    partner = active_partner(session, row.partner_id)
    lines = own_lines(session, row.id)
    checked_day(row.day, work.day)
    if not lines:
        raise PartnerError(ShipmentCode.NO_LINES)
    if not row.document:
        raise PartnerError(ShipmentCode.NO_DOCUMENT)
    enter(session, work, row)
    note(session, work, "shipment_posted", row, document=row.document)
    for item_id in sorted(
        line.item_id for line in lines if line.item_id is not None
    ):  # the order of all who lock copies
        withdraw(session, work, item_id=item_id, act=paper_of(row, partner), day=row.day)
    return row


def enter(session: Session, work: Work, row: Shipment) -> None:
    """Write both sides of a shipment into the ledger; from now on it is posted."""
    row.state, row.posted_at, row.posted_by = ShipmentState.POSTED.value, work.now, work.actor_id
    worth = worth_of(Priced(each.copies, each.price, each.price_som) for each in own_lines(session, row.id))
    session.add_all(
        ExchangePosting(
            shipment_id=row.id, account=account.value, partner_id=row.partner_id, day=row.day, copies=side.copies,
            currency=row.currency, amount=side.amount, som=side.som,
        )
        for account, side in two_sides(row.direction, worth)
    )  # fmt: skip
    session.flush()


def paper_of(row: Shipment, partner: Partner) -> str:
    """Return how the register of written-off copies names the paper by which a copy went."""
    return f"{row.document}, {row.day:%d.%m.%Y} → {partner.name}"[:LONGEST_PAPER]


def draft(session: Session, shipment_id: int) -> Shipment:
    """Return a draft, held until the commit; refuse one that is posted or given up."""
    row = locked(session, shipment_id)
    if row.state != ShipmentState.DRAFT:
        raise PartnerError(ShipmentCode.NOT_DRAFT)
    return row


def locked(session: Session, shipment_id: int) -> Shipment:
    """Return a shipment, held until the commit; refuse an unknown one."""
    row = None
    if 0 < shipment_id <= LARGEST_ID:
        row = session.get(Shipment, shipment_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise PartnerNotFoundError(ShipmentCode.UNKNOWN)
    return row


def own_lines(session: Session, shipment_id: int) -> list[ShipmentLine]:
    """Return the lines of a shipment in their order."""
    query = select(ShipmentLine).where(ShipmentLine.shipment_id == shipment_id)
    return list(session.scalars(query.order_by(ShipmentLine.position)))


def line_of(session: Session, shipment_id: int, line_id: int) -> ShipmentLine:
    """Return a line of a shipment; refuse any other."""
    line = session.get(ShipmentLine, line_id) if 0 < line_id <= LARGEST_ID else None
    if line is None or line.shipment_id != shipment_id:
        raise PartnerNotFoundError(ShipmentCode.LINE_UNKNOWN)
    return line


def named(session: Session, line: NewLine) -> tuple[int | None, str]:
    """Return the record and the title of a line; a record that was merged is the one that is kept."""
    if line.record_id is None:
        title = clean_text(" ".join(line.title.split()), field="title", limit=500)
        if not title:
            raise PartnerInputError(ShipmentCode.TITLE_MISSING)
        return None, title
    known = brief(session, {line.record_id}) if 0 < line.record_id <= LARGEST_ID else {}
    if line.record_id not in known:
        raise PartnerInputError(ShipmentCode.RECORD_UNKNOWN, record=line.record_id)
    kept = resolve(session, line.record_id)
    told = brief(session, {kept})[kept]
    return kept, ". ".join(each for each in (told.author.rstrip(" ."), told.title) if each)[:500]


def note(session: Session, work: Work, action: str, row: Shipment, **details: Any) -> None:
    """Write the audit trail of an act."""
    audit(session, work, action, subject_type=SUBJECT, subject_id=row.id, **details)


def _added(session: Session, work: Work, row: Shipment, **values: Any) -> ShipmentLine:
    lines = own_lines(session, row.id)
    if len(lines) >= MOST_LINES:
        raise PartnerInputError(ShipmentCode.TOO_MANY_LINES, most=MOST_LINES)
    last = session.scalar(select(func.max(ShipmentLine.position)).where(ShipmentLine.shipment_id == row.id))
    line = ShipmentLine(
        shipment_id=row.id, position=(last or 0) + 1, price_som=price_in_som(values["price"], row.rate),
        corrects_id=None, **values,
    )  # fmt: skip
    session.add(line)
    session.flush()
    note(session, work, "shipment_line_added", row, title=line.title[:100], copies=line.copies)
    return line


def _put(session: Session, work: Work, row: Shipment, facts: ShipmentFacts) -> None:
    row.partner_id = active_partner(session, facts.partner_id).id
    row.day = checked_day(facts.day, work.day)
    row.document = clean_text(facts.document, field="document", limit=100)
    row.currency, row.rate = facts.currency, check_rate(facts.currency, facts.rate)
    row.department = department_of(session, facts.department).code
    row.note = clean_text(" ".join(facts.note.split()), field="note", limit=500)
