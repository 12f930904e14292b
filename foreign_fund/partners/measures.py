"""Proof that the ledger is double-entry and agrees with shipments, acts and copies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.items.models import Item, ItemState
from foreign_fund.partners.models import ExchangePosting, Partner, Shipment, ShipmentLine
from foreign_fund.partners.queries.ledger import sums_of_shipments
from foreign_fund.partners.queries.shipments import parted, shipment_row
from foreign_fund.partners.rules.ledger import Priced, ShipmentState, two_sides, worth_of
from ils.activity.measures import Check, Problem


def both_sides_are_there(session: Session) -> Iterator[Problem]:
    """Every posted shipment has its two sides, the sums of its lines; nothing else has any."""
    lines: dict[int, list[Priced]] = defaultdict(list)
    own = ShipmentLine
    for number, *values in session.execute(select(own.shipment_id, own.copies, own.price, own.price_som)):
        lines[number].append(Priced(*values))
    kept = sums_of_shipments(session)
    for row in session.scalars(select(Shipment).order_by(Shipment.id)):
        wanted = {}
        if row.state == ShipmentState.POSTED:
            worth = worth_of(lines[row.id])
            wanted = {
                account.value: (side.copies, side.amount, side.som)
                for account, side in two_sides(row.direction, worth)
            }
        if dict(kept.get(row.id, {})) != wanted:
            yield Problem("exchange_sides_differ", {"shipment": row.id, "day": row.day})


def ledger_adds_up_to_nothing(session: Session) -> Iterator[Problem]:
    """All accounts of a partner add up to nothing, in copies and in soʻm."""
    own = ExchangePosting
    rows = session.execute(
        select(Partner.name, func.sum(own.copies), func.sum(own.som))
        .join(Partner, Partner.id == own.partner_id)
        .group_by(Partner.id, Partner.name)
        .order_by(Partner.id)
    )
    for name, copies, som in rows:
        if copies or som:
            yield Problem("exchange_unbalanced", {"partner": name, "copies": int(copies), "som": int(som)})


def entries_stand_on_their_day(session: Session) -> Iterator[Problem]:
    """Both sides name the partner, the day and the currency of their shipment."""
    own = ExchangePosting
    odd = select(own.shipment_id, Shipment.day).join(Shipment, Shipment.id == own.shipment_id)
    odd = odd.where(
        (own.day != Shipment.day)
        | (own.partner_id != Shipment.partner_id)
        | (own.currency != Shipment.currency)
    )
    for number, day in session.execute(odd.distinct().order_by(own.shipment_id)):
        yield Problem("exchange_sides_differ", {"shipment": number, "day": day})


def acts_accept_what_the_ledger_says(session: Session) -> Iterator[Problem]:
    """What an approved act by exchange holds of each record stands in the ledger, after all corrections of both."""
    made = select(Shipment.id).where(Shipment.act_id.is_not(None)).order_by(Shipment.id)
    for number in session.scalars(made).all():
        for each in parted(session, shipment_row(session, number)):
            facts: dict[str, object] = {
                "shipment": number,
                "record": each.record_id,
                "ledger": each.ledger,
                "act": each.act,
            }
            yield Problem("exchange_act_differs", facts)


def sent_copies_are_gone(session: Session) -> Iterator[Problem]:
    """A copy of ours in a posted shipment was written off."""
    rows = session.execute(
        select(Item.id, Shipment.id)
        .join(ShipmentLine, ShipmentLine.item_id == Item.id)
        .join(Shipment, Shipment.id == ShipmentLine.shipment_id)
        .where(Shipment.state == ShipmentState.POSTED.value, Item.state != ItemState.WITHDRAWN)
        .order_by(Item.id)
    )
    for item, number in rows:
        yield Problem("exchange_copy_still_here", {"item": item, "shipment": number})


CHECKS: tuple[Check, ...] = (
    both_sides_are_there,
    ledger_adds_up_to_nothing,
    entries_stand_on_their_day,
    acts_accept_what_the_ledger_says,
    sent_copies_are_gone,
)
