"""The descriptions that a record has had."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.marc import Profile, display_fields, from_bytes
from catalog.records.errors import RecordCode, RecordNotFoundError
from catalog.records.models import Record, RecordVersion
from catalog.records.queries.showing import LARGEST_ID
from catalog.records.rules.differences import FieldChange, differences
from ils.accounts.queries import staff_names


@dataclass(frozen=True, slots=True)
class VersionView:
    """One description: when it came to be, by whom, why (`created`, `edited`, `import:5`, `restored:2`, `merge:7`)."""

    version: int
    at: datetime
    by: int | None
    by_name: str
    reason: str
    current: bool


def versions(session: Session, record_id: int) -> tuple[VersionView, ...]:
    """Return all descriptions of a record, newest and current first; refuse an unknown record."""
    record = _record(session, record_id)
    old = session.execute(
        select(RecordVersion.version, RecordVersion.at, RecordVersion.by, RecordVersion.reason)
        .where(RecordVersion.record_id == record_id)
        .order_by(RecordVersion.version.desc())
    ).all()
    by = record.updated_by if record.version > 1 else record.created_by
    names = staff_names(session, [by, *(row.by for row in old)])
    present = VersionView(
        record.version,
        record.updated_at,
        by,
        names.get(by or 0, ""),
        record.reason or "created",
        current=True,
    )
    return (
        present,
        *(
            VersionView(row.version, row.at, row.by, names.get(row.by or 0, ""), row.reason, current=False)
            for row in old
        ),
    )


def version_marc(session: Session, record_id: int, version: int) -> tuple[Any, Profile]:
    """Return the MARC record and profile of one version, the current one too; refuse one that never was."""
    record = _record(session, record_id)
    if record.version == version:
        return from_bytes(record.marc), Profile(record.profile)
    row = None
    if 0 < version < record.version:
        row = session.execute(
            select(RecordVersion.marc, RecordVersion.profile).where(
                RecordVersion.record_id == record_id, RecordVersion.version == version
            )
        ).one_or_none()
    if row is None:
        raise RecordNotFoundError(RecordCode.VERSION_UNKNOWN, record=record_id, version=version)
    return from_bytes(row.marc), Profile(row.profile)


def version_differences(session: Session, record_id: int, old: int, new: int) -> tuple[FieldChange, ...]:
    """Return what changed from one version of a record to another."""
    before, _ = version_marc(session, record_id, old)
    after, _ = version_marc(session, record_id, new)
    return differences(display_fields(before), display_fields(after))


def _record(session: Session, record_id: int) -> Record:
    record = session.get(Record, record_id) if 0 < record_id <= LARGEST_ID else None
    if record is None:
        raise RecordNotFoundError(RecordCode.UNKNOWN, record=record_id)
    return record
