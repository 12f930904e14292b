"""The journal or book that a record is a part of."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from catalog.records.errors import RecordCode, RecordError
from catalog.records.models import Record
from catalog.records.queries import records_with_keys
from catalog.records.rules import ARTICLE, Key
from catalog.records.services.locking import locked_record
from ils.accounts.audit import audit
from ils.activity.work import Work

DEEPEST = 10
"""A part of a part of a part …: volumes of a series of a set go three deep."""


def set_host(session: Session, work: Work, *, record_id: int, host_id: int | None) -> None:
    """Say what a record is a part of, or that it is none; a record cannot be a part of itself or of its own part."""
    record = locked_record(session, record_id)
    if record.host_id == host_id:
        return
    if host_id is not None:
        locked_record(session, host_id)
        if record_id in line_of(session, host_id):
            raise RecordError(RecordCode.HOST_IS_PART, record=record_id, host=host_id)
    record.host_id = host_id
    session.flush()
    audit(session, work, "record_host_set", subject_type="record", subject_id=record_id, host=host_id)


def line_of(session: Session, record_id: int) -> list[int]:
    """Return the record, what it is a part of, and so on upwards."""
    line = [record_id]
    while len(line) <= DEEPEST:
        host = session.scalars(select(Record.host_id).where(Record.id == line[-1])).one_or_none()
        if host is None or host in line:
            break
        line.append(host)
    return line


def link_hosts(session: Session, parts: Collection[tuple[int, Sequence[Key]]]) -> int:
    """Tie parts to the one record that has their first key that is anybody's; return how many were tied.

    `parts` are (record id, `host_keys`). A key that two records have ties nothing: a person decides.
    """
    wanted = [(record_id, keys) for record_id, keys in parts if keys]
    if not wanted:
        return 0
    homes = _homes(session, {key for _record_id, keys in wanted for key in keys})
    found = [
        {"id": record_id, "host_id": host}
        for record_id, keys in wanted
        if (host := _host(record_id, keys, homes)) is not None
    ]
    if found:
        session.execute(update(Record), found)
    return len(found)


def _homes(session: Session, keys: set[Key]) -> dict[Key, tuple[int, ...]]:
    """Return which records have the keys; an article is no journal, even where it repeats the journal's ISSN."""
    known = records_with_keys(session, keys)
    ids = {record_id for found in known.values() for record_id in found}
    hosts = set(
        session.scalars(
            select(Record.id).where(
                Record.id.in_(ids), Record.document_type != ARTICLE, Record.merged_into.is_(None)
            )
        )
    )
    return {key: tuple(each for each in found if each in hosts) for key, found in known.items()}


def _host(record_id: int, keys: Sequence[Key], homes: dict[Key, tuple[int, ...]]) -> int | None:
    for key in keys:
        others = [each for each in homes.get(key, ()) if each != record_id]
        if others:
            return others[0] if len(others) == 1 else None
    return None


def link_changed(session: Session, record: Record, *, before: Sequence[Key], after: Sequence[Key]) -> None:
    """Follow a description that names another host than before; a host set by hand stays while it names the same."""
    if tuple(before) == tuple(after):
        return
    host = _host(record.id, after, _homes(session, set(after))) if after else None
    if host is not None and record.id in line_of(session, host):
        return
    record.host_id = host
    session.flush()
