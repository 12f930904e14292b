"""What tests of lending do at the desk."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select, update

from catalog.items.models import Item
from circulation.loans.errors import LoanCode
from circulation.loans.rules import Assessment, acknowledge
from circulation.loans.services import Lent, assess_loan, check_out
from circulation.patrons.models import Patron
from ils.accounts.models import AuditEntry
from ils.db import transaction
from tests.circulation.loans.desk import Desk

DUE = date(2026, 4, 30)
EVERY_BLOCK = frozenset(str(each) for each in LoanCode)


def asked(desk: Desk, **how: Any) -> Assessment:
    desk.session.rollback()
    return assess_loan(desk.session, desk.work, **({"card": "R-1", "code": "INV-1"} | how))


def lend(desk: Desk, *, agree: bool = False, **how: Any) -> Lent:
    """Lend, where `agree` with a yes to everything that is asked."""
    given = {"card": "R-1", "code": "INV-1"} | how
    yes = acknowledge(asked(desk, **how), at=desk.now) if agree else None
    with transaction(desk.session) as session:
        return check_out(session, desk.work, acknowledged=yes, **given)


def numbers(found: Assessment) -> list[str]:
    return [each.rule for each in found.reasons]


def set_copy(desk: Desk, code: str = "INV-1", **columns: Any) -> None:
    with transaction(desk.session) as session:
        session.execute(update(Item).where(Item.inventory_number == code).values(**columns))


def set_reader(desk: Desk, card: str = "R-1", **columns: Any) -> None:
    with transaction(desk.session) as session:
        session.execute(update(Patron).where(Patron.card_number == card).values(**columns))


def same_title(desk: Desk, *codes: str) -> None:
    """Let copies be of one title."""
    with transaction(desk.session) as session:
        first = session.scalars(select(Item.record_id).where(Item.inventory_number == codes[0])).one()
        session.execute(update(Item).where(Item.inventory_number.in_(codes)).values(record_id=first))


def trail(desk: Desk, action: str) -> list[dict[str, Any]]:
    desk.session.rollback()
    rows = desk.session.scalars(select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id))
    return [row.details for row in rows]
