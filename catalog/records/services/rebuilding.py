"""Deriving everything anew, after the rules of deriving have changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from catalog.marc import Profile, from_bytes
from catalog.records.models import Record, RecordKey
from catalog.records.queries import record_ids
from catalog.records.services.deriving import add_keys, derived
from catalog.records.services.hosts import link_hosts
from catalog.search.services import put_many

CHUNK = 200


def rebuild(session: Session, ids: Iterable[int] | None = None) -> int:
    """Derive columns, keys and index anew from the MARC of these records, or of all; return how many.

    Parts that stand nowhere yet are tied to their host, which may have come after them; what was tied stays tied.
    Records that were merged into others have neither keys nor words and get none.
    """
    wanted = record_ids(session) if ids is None else sorted(set(ids))
    return sum(_rebuild(session, wanted[start : start + CHUNK]) for start in range(0, len(wanted), CHUNK))


def _rebuild(session: Session, ids: Sequence[int]) -> int:
    rows = session.execute(
        select(Record.id, Record.profile, Record.marc, Record.host_id).where(
            Record.id.in_(ids), Record.merged_into.is_(None)
        )
    ).all()
    if not rows:
        return 0
    said_of = {row.id: derived(from_bytes(row.marc), Profile(row.profile)) for row in rows}
    session.execute(
        update(Record), [{"id": record_id, **said.columns} for record_id, said in said_of.items()]
    )
    session.execute(delete(RecordKey).where(RecordKey.record_id.in_(said_of)))
    add_keys(session, said_of.items())
    put_many(session, ((record_id, said.words) for record_id, said in said_of.items()))
    link_hosts(session, [(row.id, said_of[row.id].host) for row in rows if row.host_id is None])
    return len(rows)
