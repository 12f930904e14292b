"""Balances of the exchange: per partner, at any date, in copies and money; the entries behind them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from foreign_fund.partners.models import ExchangePosting, Partner, Shipment
from foreign_fund.partners.rules.ledger import Account, Worth


@dataclass(frozen=True, slots=True)
class Balance:
    """What passed between us and a partner up to a day; above nothing the partner owes us, below it we owe."""

    partner_id: int
    partner: str
    country: str
    sent: Worth
    received: Worth
    currencies: tuple[tuple[str, int], ...]

    @property
    def rest(self) -> Worth:
        """What the partner owes; negative: what we owe."""
        return self.sent + -self.received


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A posted shipment in the ledger, with what the partner owes after it."""

    shipment_id: int
    day: date
    document: str
    direction: str
    corrects_id: int | None
    worth: Worth
    currency: str
    after: Worth

    @property
    def out(self) -> bool:
        """Whether it went to the partner."""
        return self.direction == Account.SENT


def balances(session: Session, day: date, *, partner_id: int | None = None) -> tuple[Balance, ...]:
    """Return the balance of each partner that has entries up to a day, by name."""
    posting = ExchangePosting
    query = (
        select(
            posting.partner_id, Partner.name, Partner.country, posting.account, posting.currency,
            func.sum(posting.copies), func.sum(posting.amount), func.sum(posting.som),
        )
        .join(Partner, Partner.id == posting.partner_id)
        .where(posting.day <= day)
        .group_by(posting.partner_id, Partner.name, Partner.country, posting.account, posting.currency)
    )  # fmt: skip
    if partner_id is not None:
        query = query.where(posting.partner_id == partner_id)
    named: dict[int, tuple[str, str]] = {}
    sums: dict[int, dict[str, Worth]] = defaultdict(lambda: defaultdict(Worth))
    money: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for number, name, country, account, currency, copies, amount, som in session.execute(query):
        named[number] = (name, country)
        sums[number][account] += Worth(int(copies), int(amount), int(som))
        if account == Account.PARTNER:
            money[number][currency] += int(amount)
    found = (
        Balance(
            number, name, country, -sums[number][Account.SENT], sums[number][Account.RECEIVED],
            tuple(sorted((each, amount) for each, amount in money[number].items() if amount)),
        )
        for number, (name, country) in named.items()
    )  # fmt: skip
    return tuple(sorted(found, key=lambda each: (each.partner.lower(), each.partner_id)))


def balance_of(session: Session, partner_id: int, day: date) -> Worth:
    """Return what a partner owes at the end of a day: the sum of its own account and nothing else."""
    own = ExchangePosting
    sums = session.execute(
        select(*(func.coalesce(func.sum(each), 0) for each in (own.copies, own.amount, own.som))).where(
            own.account == Account.PARTNER.value, own.partner_id == partner_id, own.day <= day
        )
    ).one()
    return Worth(*(int(each) for each in sums))


def ledger(
    session: Session, partner_id: int, *, since: date, until: date
) -> tuple[Worth, tuple[LedgerRow, ...]]:
    """Return what a partner owed before the first day, and the entries of the days in their order."""
    opening = _before(session, partner_id, since)
    own = ExchangePosting
    found = session.execute(
        select(
            own.shipment_id, own.day, Shipment.document, Shipment.direction, Shipment.corrects_id, own.currency,
            own.copies, own.amount, own.som,
        )
        .join(Shipment, Shipment.id == own.shipment_id)
        .where(
            own.account == Account.PARTNER.value, own.partner_id == partner_id, own.day.between(since, until)
        )
        .order_by(own.day, own.id)
    )  # fmt: skip
    rows: list[LedgerRow] = []
    after = opening
    for number, day, document, direction, corrects, currency, copies, amount, som in found:
        worth = Worth(int(copies), int(amount), int(som))
        after += worth
        rows.append(LedgerRow(number, day, document, direction, corrects, worth, currency, after))
    return opening, tuple(rows)


def _before(session: Session, partner_id: int, day: date) -> Worth:
    own = ExchangePosting
    sums = session.execute(
        select(*(func.coalesce(func.sum(each), 0) for each in (own.copies, own.amount, own.som))).where(
            own.account == Account.PARTNER.value, own.partner_id == partner_id, own.day < day
        )
    ).one()
    return Worth(*(int(each) for each in sums))


def sums_of_shipments(session: Session) -> dict[int, dict[str, tuple[Any, ...]]]:
    """Return both sides of every posted shipment, for the checks: shipment → account → copies, amount, soʻm."""
    own = ExchangePosting
    found: dict[int, dict[str, tuple[Any, ...]]] = defaultdict(dict)
    for row in session.execute(select(own.shipment_id, own.account, own.copies, own.amount, own.som)):
        found[row[0]][row[1]] = tuple(row[2:])
    return found
