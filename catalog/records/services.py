"""Taking records in and changing them: columns, keys, index, log and audit trail in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from catalog.marc import Facts, Profile, facts, from_bytes, to_bytes
from catalog.records.errors import RecordCode, RecordError, RecordNotFoundError
from catalog.records.models import Origin, Record, RecordKey
from catalog.records.queries import creation_of
from catalog.records.rules import ARTICLE, derive, index_text, keys_of
from catalog.search.rules import IndexText
from catalog.search.services import put, put_many
from ils.accounts.audit import audit
from ils.activity import services as log
from ils.activity.kinds import Kind
from ils.activity.work import Done, ItemSnapshot, Work
from ils.library.funds import Fund, load_fund

CHUNK = 200


@dataclass(frozen=True, slots=True)
class NewRecord:
    """A record to take in: pymarc's record, its profile, and its facts where they are known already."""

    marc: Any
    profile: Profile
    facts: Facts | None = None


@dataclass(frozen=True, slots=True)
class _Derived:
    columns: dict[str, Any]
    keys: tuple[tuple[str, str], ...]
    words: IndexText


def _derived(marc: Any, profile: Profile, known: Facts | None = None) -> _Derived:
    said = known or facts(marc, profile)
    return _Derived(derive(said), keys_of(said), index_text(said))


def add_record(session: Session, work: Work, *, marc: Any, profile: Profile, origin: Origin) -> int:
    """Take one record in and return its id."""
    (record_id,) = add_records(session, work, [NewRecord(marc, profile)], origin=origin)
    audit(session, work, "record_added", subject_type="record", subject_id=record_id, origin=origin.value)
    return record_id


def add_records(
    session: Session, work: Work, new: Sequence[NewRecord], *, origin: Origin, batch: str = ""
) -> list[int]:
    """Take many records in and return their ids in the same order; the batch has its own line in the audit trail."""
    if not new:
        return []
    derived = [_derived(each.marc, each.profile, each.facts) for each in new]
    stamps = {
        "origin": origin,
        "version": 1,
        "created_at": work.now,
        "created_by": work.actor_id,
        "updated_at": work.now,
    }
    rows = [
        {"profile": each.profile.value, "marc": to_bytes(each.marc), **stamps, **said.columns}
        for each, said in zip(new, derived, strict=True)
    ]
    ids = list(session.scalars(insert(Record).returning(Record.id, sort_by_parameter_order=True), rows))
    _add_keys(session, zip(ids, derived, strict=True))
    put_many(session, ((record_id, said.words) for record_id, said in zip(ids, derived, strict=True)))
    fund = load_fund(session)
    done = [
        _created(record_id, said.columns, origin, fund, batch)
        for record_id, said in zip(ids, derived, strict=True)
        if said.columns["document_type"] != ARTICLE
    ]
    log.record(session, work, *done)
    return ids


def _add_keys(session: Session, derived: Iterable[tuple[int, _Derived]]) -> None:
    keys = [
        {"record_id": record_id, "kind": kind, "value": value}
        for record_id, said in derived
        for kind, value in said.keys
    ]
    if keys:
        session.execute(insert(RecordKey), keys)


def _created(record_id: int, columns: dict[str, Any], origin: Origin, fund: Fund, batch: str = "") -> Done:
    """The act of plan line 11. No copy is known yet, so only the language can put a record into a fund."""
    belongs = fund.has(department="", language=columns["language"])
    item = ItemSnapshot(
        language=columns["language"],
        branch=columns["knowledge_branch"],
        document_type=columns["document_type"],
        fund=fund.code if belongs else "",
    )
    return Done(Kind.RECORD_CREATE, "record", record_id, item=item, source=origin.value, batch=batch)


def replace_record(
    session: Session,
    work: Work,
    *,
    record_id: int,
    marc: Any,
    profile: Profile,
    version: int | None = None,
) -> int:
    """Put a new description in the place of the old and return its version; refuse if `version` is no longer current."""
    record = _locked(session, record_id)
    if version is not None and record.version != version:
        raise RecordError(RecordCode.CHANGED_MEANWHILE, record=record_id, version=record.version)
    said = _derived(marc, profile)
    was = record.document_type
    record.marc, record.profile = to_bytes(marc), profile.value
    record.version += 1
    record.updated_at = work.now
    _derive_anew(session, record, said)
    audit(
        session, work, "record_changed", subject_type="record", subject_id=record_id, version=record.version
    )
    _count_change(session, work, record, was)
    return record.version


def _locked(session: Session, record_id: int) -> Record:
    record = session.scalars(
        select(Record)
        .where(Record.id == record_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if record is None:
        raise RecordNotFoundError(RecordCode.UNKNOWN, record=record_id)
    return record


def _derive_anew(session: Session, record: Record, said: _Derived) -> None:
    for name, value in said.columns.items():
        setattr(record, name, value)
    session.flush()
    session.execute(delete(RecordKey).where(RecordKey.record_id == record.id))
    _add_keys(session, [(record.id, said)])
    put(session, record.id, said.words)


def _count_change(session: Session, work: Work, record: Record, was: str) -> None:
    """A part of something larger is not counted; a record that becomes one, or no longer is, changes the count."""
    if (was == ARTICLE) == (record.document_type == ARTICLE):
        return
    created = creation_of(session, record.id)
    if created is not None:
        log.reverse(session, work, activity=created, reason="analytic")
    else:
        columns = {name: getattr(record, name) for name in ("language", "knowledge_branch", "document_type")}
        log.record(session, work, _created(record.id, columns, record.origin, load_fund(session)))


def rebuild(session: Session, ids: Iterable[int] | None = None) -> int:
    """Derive columns, keys and index anew from the MARC of these records, or of all; return how many."""
    wanted = list(session.scalars(select(Record.id).order_by(Record.id))) if ids is None else sorted(set(ids))
    return sum(_rebuild(session, wanted[start : start + CHUNK]) for start in range(0, len(wanted), CHUNK))


def _rebuild(session: Session, ids: Sequence[int]) -> int:
    rows = session.execute(select(Record.id, Record.profile, Record.marc).where(Record.id.in_(ids))).all()
    derived = {row.id: _derived(from_bytes(row.marc), Profile(row.profile)) for row in rows}
    if derived:
        columns = [{"id": record_id, **said.columns} for record_id, said in derived.items()]
        session.execute(update(Record), columns)
        session.execute(delete(RecordKey).where(RecordKey.record_id.in_(derived)))
        _add_keys(session, derived.items())
        put_many(session, ((record_id, said.words) for record_id, said in derived.items()))
    return len(derived)
