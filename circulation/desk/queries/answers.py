"""The receipts of scans: what was answered, to whom, and what could be printed of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.desk.models import ScanReceipt
from circulation.desk.rules import Outcome, Row, ScanAnswer, Slip, from_data

_CHUNK = 40


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A row of the feed with its instant and the key of the scan that made it."""

    at: datetime
    key: str
    row: Row


def answers_of(
    session: Session, staff_id: int | None, *, since: datetime, limit: int = _CHUNK
) -> Iterator[ScanAnswer]:
    """Yield what a member of staff was answered since an instant, newest first."""
    receipts = session.execute(
        select(ScanReceipt.key, ScanReceipt.at, ScanReceipt.answer)
        .where(ScanReceipt.staff_id == staff_id, ScanReceipt.at >= since)
        .order_by(ScanReceipt.at.desc(), ScanReceipt.key)
        .limit(limit)
    )
    for key, at, data in receipts:
        if answer := from_data(key, at, data):
            yield answer


def kept_answer(session: Session, key: str) -> tuple[ScanAnswer | None, int | None]:
    """Return the answer kept under a key and whose it is."""
    key, at, staff_id, data = session.execute(
        select(ScanReceipt.key, ScanReceipt.at, ScanReceipt.staff_id, ScanReceipt.answer).where(
            ScanReceipt.key == key
        )
    ).one()
    return from_data(key, at, data), staff_id


def last_answer(session: Session, staff_id: int | None, *, besides: str = "") -> ScanAnswer | None:
    """Return the latest answer that a member of staff was given; `besides` is the key of the present scan."""
    receipt = session.execute(
        select(ScanReceipt.key, ScanReceipt.at, ScanReceipt.answer)
        .where(ScanReceipt.staff_id == staff_id, ScanReceipt.key != besides)
        .order_by(ScanReceipt.at.desc())
        .limit(1)
    ).one_or_none()
    return from_data(*receipt) if receipt else None


def feed(session: Session, staff_id: int | None, *, since: datetime, limit: int = 20) -> tuple[FeedRow, ...]:
    """Return the latest rows of a member of staff since an instant, newest first."""
    rows: list[FeedRow] = []
    for answer in answers_of(session, staff_id, since=since):
        rows += [FeedRow(answer.at, answer.key, row) for row in reversed(answer.said.rows)]
        if len(rows) >= limit:
            break
    return tuple(rows[:limit])


def last_slip(session: Session, staff_id: int | None, *, since: datetime) -> Slip | None:
    """Return what was last printed or could have been: a hold's slip, or the loans of the last reader served."""
    for answer in answers_of(session, staff_id, since=since, limit=200):
        if answer.said.slip:
            return answer.said.slip
        for row in answer.said.rows:
            if row.patron_id and row.outcome is not Outcome.REFUSED:
                return Slip(row.patron_id)
    return None
