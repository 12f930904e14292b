"""Changing a record: description, columns, keys, index and log in one transaction."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from catalog.marc import Profile, to_bytes
from catalog.records.errors import RecordCode, RecordError, RecordNotFoundError
from catalog.records.models import Record, RecordKey
from catalog.records.queries import creation_of
from catalog.records.rules import ARTICLE
from catalog.records.services.adding import creation
from catalog.records.services.deriving import Derived, add_keys, derived
from catalog.search.services import put
from ils.accounts.audit import audit
from ils.activity import services as log
from ils.activity.work import Work
from ils.library.funds import load_fund


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
    said = derived(marc, profile)
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


def _derive_anew(session: Session, record: Record, said: Derived) -> None:
    for name, value in said.columns.items():
        setattr(record, name, value)
    session.flush()
    session.execute(delete(RecordKey).where(RecordKey.record_id == record.id))
    add_keys(session, [(record.id, said)])
    put(session, record.id, said.words)


def _count_change(session: Session, work: Work, record: Record, was: str) -> None:
    """A part of something larger is not counted; a record that becomes one, or no longer is, changes the count."""
    if (was == ARTICLE) == (record.document_type == ARTICLE):
        return
    counted = creation_of(session, record.id)
    if counted is not None:
        log.reverse(session, work, activity=counted, reason="analytic")
    else:
        columns = {name: getattr(record, name) for name in ("language", "knowledge_branch", "document_type")}
        log.record(session, work, creation(record.id, columns, record.origin, load_fund(session)))
