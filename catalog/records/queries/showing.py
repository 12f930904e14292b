"""One record in full, many in brief."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from catalog.marc import DisplayField, Facts, Profile, display_fields, facts, from_bytes
from catalog.records.errors import RecordCode, RecordNotFoundError
from catalog.records.models import Origin, Record, RecordKey
from catalog.records.rules import Key
from ils.db import among

# The table and not the class: an import asks for thousands of keys at once.
_KEYS = cast("Table", RecordKey.__table__)

LARGEST_ID = 2**31 - 1
"""What the column holds on PostgreSQL; an address may name any number."""


@dataclass(frozen=True, slots=True)
class Brief:
    """A record as a line of a list; `languages` are ISO 639-2 codes with spaces between."""

    id: int
    control_number: str
    title: str
    author: str
    responsibility: str
    year: int | None
    language: str
    languages: str
    document_type: str
    place: str
    publisher: str
    extent: str
    class_mark: str
    isbn: str


@dataclass(frozen=True, slots=True)
class RecordView:
    """A record as its page shows it: the brief, all facts read again from its MARC, and its MARC fields."""

    brief: Brief
    facts: Facts
    fields: tuple[DisplayField, ...]
    profile: Profile
    origin: Origin
    version: int
    series: str
    country: str
    knowledge_branch: str
    created_at: datetime
    created_by: int | None
    updated_at: datetime
    updated_by: int | None = None
    host_id: int | None = None
    merged_into: int | None = None


_BRIEF = tuple(getattr(Record, name) for name in Brief.__slots__)


def brief(session: Session, ids: Collection[int]) -> dict[int, Brief]:
    """Return those of the records that exist, by id."""
    if not ids:
        return {}
    rows = session.execute(select(*_BRIEF).where(Record.id.in_(ids)))
    return {row.id: Brief(*row) for row in rows}


def newest(session: Session, limit: int = 20) -> tuple[Brief, ...]:
    """Return the records taken in last, newest first."""
    here = Record.merged_into.is_(None)
    rows = session.execute(select(*_BRIEF).where(here).order_by(Record.id.desc()).limit(limit))
    return tuple(Brief(*row) for row in rows)


def record_ids(session: Session) -> list[int]:
    """Return the ids of all records, those merged into others left out."""
    return list(session.scalars(select(Record.id).where(Record.merged_into.is_(None)).order_by(Record.id)))


def record_view(session: Session, record_id: int) -> RecordView:
    """Return one record; refuse an unknown id."""
    record = session.get(Record, record_id) if 0 < record_id <= LARGEST_ID else None
    if record is None:
        raise RecordNotFoundError(RecordCode.UNKNOWN, record=record_id)
    marc = from_bytes(record.marc)
    return RecordView(
        brief=Brief(*(getattr(record, name) for name in Brief.__slots__)),
        facts=facts(marc, Profile(record.profile)),
        fields=display_fields(marc),
        profile=Profile(record.profile),
        origin=record.origin,
        version=record.version,
        series=record.series,
        country=record.country,
        knowledge_branch=record.knowledge_branch,
        created_at=record.created_at,
        created_by=record.created_by,
        updated_at=record.updated_at,
        updated_by=record.updated_by,
        host_id=record.host_id,
        merged_into=record.merged_into,
    )


def records_with_keys(session: Session, keys: Iterable[Key]) -> dict[Key, tuple[int, ...]]:
    """Return the ids of the records that have each of the keys, oldest first; keys nobody has are left out."""
    by_kind: dict[str, set[str]] = defaultdict(set)
    for kind, value in keys:
        by_kind[kind].add(value)
    found: dict[Key, list[int]] = defaultdict(list)
    for kind, values in by_kind.items():
        rows = session.execute(
            select(_KEYS.c.value, _KEYS.c.record_id)
            .where(_KEYS.c.kind == kind, among(session, _KEYS.c.value, values))
            .order_by(_KEYS.c.record_id)
        )
        for value, record_id in rows:
            found[kind, value].append(record_id)
    return {key: tuple(ids) for key, ids in found.items()}


def resolve(session: Session, record_id: int) -> int:
    """Return the id under which a record lives on: its own, or that of the one it was merged into, and so on."""
    seen = {record_id}
    while True:
        into = None
        if 0 < record_id <= LARGEST_ID:
            into = session.scalars(select(Record.merged_into).where(Record.id == record_id)).one_or_none()
        if into is None or into in seen:
            return record_id
        seen.add(into)
        record_id = into
