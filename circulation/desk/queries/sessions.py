"""A reader's session at the desk: what was done in it, and sessions that nobody ended (SB-10)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.items.models import Item
from catalog.items.rules import shown_code
from catalog.records.models import Record
from circulation.desk.models import ScanReceipt
from circulation.desk.queries.answers import answers_of
from circulation.desk.rules import Desk, Ended, Outcome, from_data
from circulation.loans.models import Loan

_COUNTED = {Outcome.LENT: "lend", Outcome.RENEWED: "renew", Outcome.RETURNED: "return"}


def session_of(
    session: Session, staff_id: int | None, *, patron_id: int, reader: str, since: datetime
) -> Ended:
    """Return what was done with one reader since the card was scanned: the grouped notice (SB-10)."""
    done: dict[str, list[int]] = {kind: [] for kind in _COUNTED.values()}
    undone: list[tuple[str, int]] = []
    for answer in answers_of(
        session, staff_id, since=since, limit=1000
    ):  # newest first: the undoing before the act
        for row in answer.said.rows:
            if row.loan_id is None:
                continue
            kind = _COUNTED.get(row.outcome)
            if row.outcome is Outcome.UNDONE:
                undone += [(str(each.facts.get("kind")), row.loan_id) for each in row.told]
            elif kind and (kind, row.loan_id) in undone:
                undone.remove((kind, row.loan_id))
            elif kind and row.patron_id == patron_id:
                done[kind].insert(0, row.loan_id)
    return Ended(patron_id, reader, *(tuple(each) for each in done.values()))


@dataclass(frozen=True, slots=True)
class Abandoned:
    """A session that nobody ended: its desk as it was left, and whose desk it is."""

    staff_id: int
    desk: Desk


def abandoned(session: Session, *, before: datetime, since: datetime) -> tuple[Abandoned, ...]:
    """Return the sessions whose last answer is older than `before`, one a member of staff at most (SB-10)."""
    latest = (
        select(ScanReceipt.staff_id, func.max(ScanReceipt.at).label("at"))
        .where(ScanReceipt.at >= since, ScanReceipt.staff_id.is_not(None))
        .group_by(ScanReceipt.staff_id)
        .having(func.max(ScanReceipt.at) < before)
        .subquery()
    )
    rows = session.execute(
        select(ScanReceipt.key, ScanReceipt.at, ScanReceipt.answer, ScanReceipt.staff_id).join(
            latest, (latest.c.staff_id == ScanReceipt.staff_id) & (latest.c.at == ScanReceipt.at)
        )
    )
    found = ((staff_id, from_data(key, at, data)) for key, at, data, staff_id in rows)
    return tuple(
        Abandoned(staff_id, answer.said.desk)
        for staff_id, answer in found
        if answer and answer.said.desk.patron_id is not None
    )


def told_of_loans(
    session: Session, *, lent: Collection[int], renewed: Collection[int], returned: Collection[int]
) -> dict[str, list[dict[str, Any]]]:
    """Return what the notice says of these loans as they stand now; undone ones and mended ones are left out."""
    rows = session.execute(
        select(
            Loan.id, Record.title, Item.barcode, Item.inventory_number, Loan.due_on, Loan.closed_on, Loan.undone_at
        )
        .join(Item, Item.id == Loan.item_id)
        .join(Record, Record.id == Item.record_id)
        .where(Loan.id.in_({*lent, *renewed, *returned}))
    )  # fmt: skip
    loans = {row.id: row for row in rows if row.undone_at is None}

    def copies(ids: Collection[int], *, closed: bool) -> list[dict[str, Any]]:
        return [
            {
                "loan": row.id,
                "title": row.title,
                "code": shown_code(row.barcode, row.inventory_number),
                "due": _day_of(row, closed=closed),
            }
            for row in (loans[loan_id] for loan_id in dict.fromkeys(ids) if loan_id in loans)
            if (row.closed_on is not None) is closed
        ]

    return {
        "lent": copies(lent, closed=False),
        "renewed": copies([each for each in renewed if each not in set(lent)], closed=False),
        "returned": copies(returned, closed=True),
    }


def _day_of(row: Any, *, closed: bool) -> str:
    day: date = row.closed_on if closed else row.due_on
    return day.isoformat()
