"""A journal or book and its parts."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.records.models import Record
from catalog.records.queries.showing import Brief, brief


def host_of(session: Session, record_id: int) -> Brief | None:
    """Return what a record is a part of."""
    host = session.scalars(select(Record.host_id).where(Record.id == record_id)).one_or_none()
    return None if host is None else brief(session, [host]).get(host)


def parts_of(session: Session, record_id: int, *, limit: int = 100, offset: int = 0) -> tuple[Brief, ...]:
    """Return the parts of a record: articles of a journal, volumes of a set; newest year first, then by title."""
    ids = list(
        session.scalars(
            select(Record.id)
            .where(Record.host_id == record_id, Record.merged_into.is_(None))
            .order_by(Record.year.desc().nulls_last(), Record.title_sort, Record.id)
            .limit(limit)
            .offset(offset)
        )
    )
    shown = brief(session, ids)
    return tuple(shown[each] for each in ids)


def count_parts(session: Session, record_id: int) -> int:
    """Return the number of parts of a record."""
    parts = select(func.count()).where(Record.host_id == record_id, Record.merged_into.is_(None))
    return session.scalars(parts).one()
