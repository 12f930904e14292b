"""The loans of a month as they were made, to try a changed table on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import case, or_, select
from sqlalchemy.orm import Session

from catalog.items.models import Item
from catalog.items.rules import shown_code
from catalog.records.models import Record
from circulation.loans.models import Loan
from circulation.loans.rules.due import days_late
from circulation.loans.rules.trying import PastLoan
from circulation.patrons.models import Patron
from circulation.patrons.rules import full_name
from ils.library.funds import Fund


@dataclass(frozen=True, slots=True)
class _Stay:
    """One copy with a reader, from when to when."""

    id: int
    lent_at: datetime
    closed_at: datetime | None
    due_on: date
    item_type: str
    fund: bool

    def lasts(self, loan_id: int, at: datetime) -> bool:
        """Tell whether the reader held this copy when the other loan was made."""
        before = (self.lent_at, self.id) < (at, loan_id)
        return before and (self.closed_at is None or self.closed_at > at)


_KIND = case((Item.item_type == "", Record.document_type), else_=Item.item_type)
_STAY = (
    Loan.id, Loan.patron_id, Loan.lent_at, Loan.closed_at, Loan.due_on, _KIND.label("item_type"), Item.department,
    Record.language, Item.inventory_number,
)  # fmt: skip
_SHOWN = (
    Loan.lent_on, Loan.use, Patron.category, Patron.surname, Patron.given_name, Patron.patronymic, Record.title,
    Item.barcode,
)  # fmt: skip


def past_loans(session: Session, *, since: date, until: date, fund: Fund) -> Iterator[PastLoan]:
    """Yield the loans made from `since` to `until`, the newest first, each with what the reader then held.

    A loan that has let go of its reader cannot be tried: nobody knows the category any more.
    """
    made = (Loan.lent_on.between(since, until), Loan.undone_at.is_(None))
    rows = session.execute(
        select(*_STAY, *_SHOWN)
        .join(Item, Item.id == Loan.item_id)
        .join(Record, Record.id == Item.record_id)
        .join(Patron, Patron.id == Loan.patron_id)
        .where(*made)
        .order_by(Loan.id.desc())
    ).all()
    stays = _stays(session, since, made, fund)
    for row in rows:
        yield _past(row, [each for each in stays[row.patron_id] if each.lasts(row.id, row.lent_at)], fund)


def _stays(session: Session, since: date, made: tuple[Any, ...], fund: Fund) -> dict[int, list[_Stay]]:
    """Return what those readers held in these days, by reader."""
    readers = select(Loan.patron_id).where(*made)
    overlapping = (
        Loan.undone_at.is_(None),
        or_(Loan.closed_on.is_(None), Loan.closed_on >= since),
        Loan.patron_id.in_(readers),
    )
    rows = session.execute(
        select(*_STAY)
        .join(Item, Item.id == Loan.item_id)
        .join(Record, Record.id == Item.record_id)
        .where(*overlapping)
    )
    found: dict[int, list[_Stay]] = defaultdict(list)
    for row in rows:
        belongs = fund.has(department=row.department, language=row.language, number=row.inventory_number)
        stay = _Stay(row.id, row.lent_at, row.closed_at, row.due_on, row.item_type, belongs)
        found[row.patron_id].append(stay)
    return found


def _past(row: Any, held: list[_Stay], fund: Fund) -> PastLoan:
    belongs = fund.has(department=row.department, language=row.language, number=row.inventory_number)
    return PastLoan(
        id=row.id,
        reader=full_name(row.surname, row.given_name, row.patronymic),
        title=row.title,
        code=shown_code(row.barcode, row.inventory_number),
        category=row.category,
        item_type=row.item_type,
        fund=fund.code if belongs else "",
        use=row.use,
        department=row.department,
        lent_on=row.lent_on,
        count=len(held),
        worst_late=max((days_late(each.due_on, row.lent_on) for each in held), default=0),
        of_type=sum(each.item_type == row.item_type for each in held),
        of_fund=sum(each.fund for each in held) if belongs else 0,
    )
