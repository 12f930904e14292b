"""Changing a record: description, columns, keys, index, versions and log in one transaction."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from catalog.marc import Profile, from_bytes, to_bytes
from catalog.records.errors import RecordCode, RecordError
from catalog.records.models import Record, RecordKey, RecordVersion
from catalog.records.queries.versions import version_marc
from catalog.records.rules.derived import Derived
from catalog.records.services.counting import count_change, counted
from catalog.records.services.deriving import add_keys, derived
from catalog.records.services.hosts import link_changed
from catalog.records.services.locking import locked_record
from catalog.search.services import put
from ils.accounts.audit import audit
from ils.accounts.queries import staff_names
from ils.activity.work import Work


def replace_record(
    session: Session,
    work: Work,
    *,
    record_id: int,
    marc: Any,
    profile: Profile,
    version: int | None = None,
    reason: str = "edited",
    classify: bool = True,
) -> int:
    """Put a new description in the place of the old, which stays as a version, and return the new version's number.

    Refuses if `version` is given and no longer current. A description that is the same to the byte makes no
    version: the number returned is then the old one. `classify`: class marks that come with it are work done here.
    """
    record = locked_record(session, record_id)
    refuse_changed(session, record, version)
    stored = to_bytes(marc)
    if (stored, profile.value) == (record.marc, record.profile):
        return record.version
    was, said = derived(from_bytes(record.marc), Profile(record.profile)), derived(marc, profile)
    # The type as it was counted, whatever the rules of deriving say now.
    before = counted(record.document_type, was.marks)
    _keep_version(session, record)
    record.marc, record.profile = stored, profile.value
    record.version += 1
    record.updated_at, record.updated_by, record.reason = work.now, work.actor_id, reason[:60]
    derive_anew(session, record, said)
    link_changed(session, record, before=was.host, after=said.host)
    audit(
        session, work, "record_changed", subject_type="record", subject_id=record_id, version=record.version,
        reason=record.reason,
    )  # fmt: skip
    now = counted(record.document_type, said.marks)
    if before != now:
        batch = reason if reason.startswith("import:") else ""
        count_change(session, work, record, before, now, classify=classify, batch=batch)
    return record.version


def restore_version(session: Session, work: Work, *, record_id: int, version: int) -> int:
    """Put an earlier description back as a new version and return its number."""
    marc, profile = version_marc(session, record_id, version)
    return replace_record(
        session, work, record_id=record_id, marc=marc, profile=profile, reason=f"restored:{version}"
    )


def refuse_changed(session: Session, record: Record, version: int | None) -> None:
    """Refuse if a record has another version than the one that somebody started from; None asks nothing."""
    if version is None or record.version == version:
        return
    who = staff_names(session, [record.updated_by]).get(record.updated_by or 0)
    raise RecordError(
        RecordCode.CHANGED_MEANWHILE,
        record=record.id, version=record.version, who=who, when=record.updated_at,
    )  # fmt: skip


def _keep_version(session: Session, record: Record) -> None:
    session.add(
        RecordVersion(
            record_id=record.id,
            version=record.version,
            profile=record.profile,
            marc=record.marc,
            at=record.updated_at,
            by=record.updated_by if record.version > 1 else record.created_by,
            reason=record.reason or "created",
        )
    )
    session.flush()  # the row keeps the old bytes before the record takes the new ones


def derive_anew(session: Session, record: Record, said: Derived) -> None:
    """Write columns, keys and words of a record as its description says."""
    for name, value in said.columns.items():
        setattr(record, name, value)
    session.flush()
    session.execute(delete(RecordKey).where(RecordKey.record_id == record.id))
    add_keys(session, [(record.id, said)])
    put(session, record.id, said.words)
