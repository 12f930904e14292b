"""One record in full, many in brief."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from catalog.marc import DisplayField, Facts, Profile, display_fields, facts, from_bytes
from catalog.records.errors import RecordCode, RecordNotFoundError
from catalog.records.models import Origin, Record, RecordKey
from catalog.records.rules import Key
from ils.activity.kinds import Kind
from ils.activity.models import Activity

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


_BRIEF = tuple(getattr(Record, name) for name in Brief.__slots__)


def brief(session: Session, ids: Collection[int]) -> dict[int, Brief]:
    """Return those of the records that exist, by id."""
    if not ids:
        return {}
    rows = session.execute(select(*_BRIEF).where(Record.id.in_(ids)))
    return {row.id: Brief(*row) for row in rows}


def newest(session: Session, limit: int = 20) -> tuple[Brief, ...]:
    """Return the records taken in last, newest first."""
    rows = session.execute(select(*_BRIEF).order_by(Record.id.desc()).limit(limit))
    return tuple(Brief(*row) for row in rows)


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
    )


def records_with_keys(session: Session, keys: Iterable[Key]) -> dict[Key, tuple[int, ...]]:
    """Return the ids of the records that have each of the keys, oldest first; keys nobody has are left out."""
    by_kind: dict[str, set[str]] = defaultdict(set)
    for kind, value in keys:
        by_kind[kind].add(value)
    found: dict[Key, list[int]] = defaultdict(list)
    for kind, values in by_kind.items():
        rows = session.execute(
            select(RecordKey.value, RecordKey.record_id)
            .where(RecordKey.kind == kind, RecordKey.value.in_(values))
            .order_by(RecordKey.record_id)
        )
        for value, record_id in rows:
            found[kind, value].append(record_id)
    return {key: tuple(ids) for key, ids in found.items()}


def creation_of(session: Session, record_id: int) -> Activity | None:
    """Return the row of the log that counts a record, or None if none does (any more)."""
    twin = aliased(Activity)
    undone = select(twin.id).where(twin.undo_of == Activity.id).exists()
    return session.scalars(
        select(Activity)
        .where(
            Activity.subject_type == "record",
            Activity.subject_id == record_id,
            Activity.kind == Kind.RECORD_CREATE,
            Activity.undo_of.is_(None),
            ~undone,
        )
        .order_by(Activity.id.desc())
        .limit(1)
    ).one_or_none()
