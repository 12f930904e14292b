"""Lists and bulletins go along when two records become one, and come back when they are two again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from catalog.items.services.merging import Follower
from foreign_fund.service.models import BulletinTitle, QueryTitle, ReviewTitle, SelectionTitle
from ils.activity.work import Work


def _follower(name: str, table: Any, owner: Any) -> Follower:
    """Of a list that names both, the record that is gone stays named: the list then shows the kept one once."""

    def count(session: Session, record_id: int) -> int:
        return int(
            session.scalars(select(func.count()).select_from(table).where(table.record_id == record_id)).one()
        )

    def move(session: Session, _work: Work, gone: int, kept: int) -> list[int]:
        """Return the owners whose lists were changed: an owner names a record once."""
        both = select(owner).where(table.record_id == kept)
        theirs = select(owner).where(table.record_id == gone, owner.not_in(both)).order_by(owner)
        ids = list(session.scalars(theirs))
        put(session, ids, gone, kept)
        return ids

    def back(session: Session, _work: Work, gone: int, kept: int, ids: Sequence[int]) -> None:
        put(session, ids, kept, gone)

    def put(session: Session, ids: Sequence[int], old: int, new: int) -> None:
        statement = update(table).where(owner.in_(ids), table.record_id == old).values(record_id=new)
        session.execute(statement, execution_options={"synchronize_session": False})
        session.expire_all()

    return Follower(name, count, move, back)


FOLLOWERS = (
    _follower("query_titles", QueryTitle, QueryTitle.owner_id),
    _follower("selection_titles", SelectionTitle, SelectionTitle.owner_id),
    _follower("review_titles", ReviewTitle, ReviewTitle.owner_id),
    _follower("bulletin_titles", BulletinTitle, BulletinTitle.bulletin_id),
)
"""For the roof, which hands them to the merging of records."""
