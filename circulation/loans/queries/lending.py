"""What lending asks of a reader's loans: the same few statements for a reader with one loan and with four hundred."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Date, Integer, String, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from catalog.items.models import Item
from catalog.items.queries import code_column, of_series
from catalog.records.models import Record
from circulation.loans.models import Loan
from circulation.loans.rules import Held, LateCopy, SameTitle
from circulation.loans.rules.copies import in_many_parts
from ils.library.funds import Fund
from ils.library.models import Department

SHOWN = 10  # late copies named in a question; more than a screen can show

_PATRON = bindparam("patron", type_=Integer)
_RECORD = bindparam("record", type_=Integer)
_ITEM = bindparam("item", type_=Integer)
_DAY = bindparam("day", type_=Date)


def held_beside(
    session: Session,
    *,
    patron_id: int,
    item_id: int,
    record_id: int,
    item_type: str,
    fund: Fund | None,
    kinds: bool,
    day: date,
) -> Held:
    """Return what a reader holds, seen from one copy: how much, what is late, what of this title and kind.

    `fund` is the definition of the copy's fund, None where it belongs to none; without `kinds` no
    limit by type or fund holds and nothing is counted for it (CO-17).
    """
    asked = {"patron": patron_id, "item": item_id, "record": record_id, "day": day}
    if kinds:
        asked |= {"kind": item_type} | {
            name: sorted(getattr(fund, name, ())) for name in ("departments", "languages", "series")
        }
    count, late, oldest, same, of_type, of_fund, had = session.execute(_held(kinds), asked).one()
    held = Held(count, late, oldest, of_type=of_type, of_fund=of_fund, had_before=had)
    if late:
        held = replace(held, copies=_late_copies(session, patron_id, day))
    return replace(held, same_title=_same_title(session, same)) if same else held


@cache
def _held(kinds: bool) -> Any:
    """Build the count over a reader's open loans; the record is joined only where its kind is asked about."""
    is_late = and_(Loan.due_on < _DAY, Loan.lost_on.is_(None))
    same_title = and_(Item.record_id == _RECORD, Loan.item_id != _ITEM, Loan.lost_on.is_(None))
    counted: tuple[Any, ...] = (
        func.count(),
        func.coalesce(func.sum(case((is_late, 1), else_=0)), 0),
        func.min(case((is_late, Loan.due_on))),
        func.max(case((same_title, Loan.id))),
        *(_of_kind() if kinds else (0, 0)),
        _had_before(),
    )
    query = select(*counted).select_from(Loan).join(Item, Item.id == Loan.item_id)
    if kinds:
        query = query.join(Record, Record.id == Item.record_id)
    return query.where(Loan.patron_id == _PATRON, Loan.closed_at.is_(None))


def _of_kind() -> tuple[Any, Any]:
    own_type = case((Item.item_type == "", Record.document_type), else_=Item.item_type)
    in_fund = or_(
        Item.department.in_(bindparam("departments", expanding=True)),
        Record.language.in_(bindparam("languages", expanding=True)),
        of_series(bindparam("series", expanding=True)),
    )
    return (
        func.coalesce(func.sum(case((own_type == bindparam("kind", type_=String), 1), else_=0)), 0),
        func.coalesce(func.sum(case((in_fund, 1), else_=0)), 0),
    )


def _had_before() -> Any:
    """Return when the reader last brought a copy of the title back (CO-22); what was undone never happened."""
    loan, item = aliased(Loan), aliased(Item)
    return (
        select(func.max(loan.closed_on))
        .select_from(loan)
        .join(item, item.id == loan.item_id)
        .where(
            loan.patron_id == _PATRON,
            loan.closed_at.is_not(None),
            loan.undone_at.is_(None),
            item.record_id == _RECORD,
        )
        .scalar_subquery()
    )


_LATE = (
    select(code_column(), Loan.due_on)
    .join(Item, Item.id == Loan.item_id)
    .where(Loan.patron_id == _PATRON, Loan.closed_at.is_(None), Loan.due_on < _DAY, Loan.lost_on.is_(None))
    .order_by(Loan.due_on, Loan.id)
    .limit(SHOWN)
)
_SAME = (
    select(code_column(), Loan.due_on, Record.document_type, Record.extent)
    .join(Item, Item.id == Loan.item_id)
    .join(Record, Record.id == Item.record_id)
    .where(Loan.id == bindparam("loan"))
)
_IS_ROOM = select(Department.room_only).where(Department.code == bindparam("code"))
_MARC = select(Record.marc, Record.profile).where(Record.id == bindparam("record"))


def _late_copies(session: Session, patron_id: int, day: date) -> tuple[LateCopy, ...]:
    return tuple(LateCopy(*row) for row in session.execute(_LATE, {"patron": patron_id, "day": day}))


def _same_title(session: Session, loan_id: int) -> SameTitle | None:
    """Return the other copy of the title; None for volumes of a set and issues of a periodical (CO-21)."""
    code, due_on, document_type, extent = session.execute(_SAME, {"loan": loan_id}).one()
    return None if in_many_parts(document_type, extent) else SameTitle(code, due_on)


def is_room(session: Session, department: str) -> bool:
    """Tell whether a department lends for use in its room only (CO-11)."""
    return bool(session.scalars(_IS_ROOM, {"code": department}).one_or_none())


def kept_marc(session: Session, record_id: int) -> tuple[bytes, str]:
    """Return the bytes of a record and its profile."""
    row = session.execute(_MARC, {"record": record_id}).one()
    return row.marc, row.profile
