"""Deriving everything anew, after the rules of deriving have changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from catalog.marc import Profile, from_bytes
from catalog.records.models import Record, RecordKey
from catalog.records.services.deriving import add_keys, derived
from catalog.search.services import put_many

CHUNK = 200


def rebuild(session: Session, ids: Iterable[int] | None = None) -> int:
    """Derive columns, keys and index anew from the MARC of these records, or of all; return how many."""
    wanted = list(session.scalars(select(Record.id).order_by(Record.id))) if ids is None else sorted(set(ids))
    return sum(_rebuild(session, wanted[start : start + CHUNK]) for start in range(0, len(wanted), CHUNK))


def _rebuild(session: Session, ids: Sequence[int]) -> int:
    rows = session.execute(select(Record.id, Record.profile, Record.marc).where(Record.id.in_(ids))).all()
    said_of = {row.id: derived(from_bytes(row.marc), Profile(row.profile)) for row in rows}
    if said_of:
        columns = [{"id": record_id, **said.columns} for record_id, said in said_of.items()]
        session.execute(update(Record), columns)
        session.execute(delete(RecordKey).where(RecordKey.record_id.in_(said_of)))
        add_keys(session, said_of.items())
        put_many(session, ((record_id, said.words) for record_id, said in said_of.items()))
    return len(said_of)
