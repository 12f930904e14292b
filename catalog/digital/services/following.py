"""Objects go along when two records become one, and come back when they are two again."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from catalog.digital.models import DigitalObject
from catalog.items.services.merging import Follower
from ils.activity.work import Work


def _count(session: Session, record_id: int) -> int:
    there = select(func.count()).where(
        DigitalObject.record_id == record_id, DigitalObject.removed_at.is_(None)
    )
    return session.scalars(there).one()


def _move(session: Session, _work: Work, gone: int, kept: int) -> list[int]:
    """Move every object, also what was removed: its history belongs to the work."""
    query = select(DigitalObject.id).where(DigitalObject.record_id == gone).order_by(DigitalObject.id)
    ids = list(session.scalars(query.with_for_update()))
    _place(session, ids, kept)
    return ids


def _back(session: Session, _work: Work, gone: int, kept: int, ids: Sequence[int]) -> None:
    still = select(DigitalObject.id).where(DigitalObject.id.in_(ids), DigitalObject.record_id == kept)
    _place(session, list(session.scalars(still.with_for_update())), gone)


def _place(session: Session, ids: Sequence[int], record_id: int) -> None:
    statement = update(DigitalObject).where(DigitalObject.id.in_(ids)).values(record_id=record_id)
    session.execute(statement, execution_options={"synchronize_session": "fetch"})


FOLLOWER = Follower("digital", _count, _move, _back)
"""For the roof, which hands it to the merging of records."""
