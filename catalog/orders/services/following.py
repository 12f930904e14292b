"""Orders, documents and codes go along when two records become one, and come back when they are two again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from catalog.items.services.merging import Follower
from catalog.orders.models import QrPlacement, RemoteDocument, ScanOrder
from ils.activity.work import Work


def _follower(name: str, table: Any) -> Follower:
    def count(session: Session, record_id: int) -> int:
        return session.scalars(select(func.count(table.id)).where(table.record_id == record_id)).one()

    def move(session: Session, _work: Work, gone: int, kept: int) -> list[int]:
        """Move every row, ended ones too: the history belongs to the work."""
        query = select(table.id).where(table.record_id == gone).order_by(table.id)
        ids = list(session.scalars(query.with_for_update()))
        put(session, ids, kept)
        return ids

    def back(session: Session, _work: Work, gone: int, kept: int, ids: Sequence[int]) -> None:
        still = select(table.id).where(table.id.in_(ids), table.record_id == kept)
        put(session, list(session.scalars(still.with_for_update())), gone)

    def put(session: Session, ids: list[int], record_id: int) -> None:
        statement = update(table).where(table.id.in_(ids)).values(record_id=record_id)
        session.execute(statement, execution_options={"synchronize_session": "fetch"})

    return Follower(name, count, move, back)


FOLLOWERS = (
    _follower("scan_orders", ScanOrder),
    _follower("remote_documents", RemoteDocument),
    _follower("qr_placements", QrPlacement),
)
"""For the roof, which hands them to the merging of records."""
