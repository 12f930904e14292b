"""Validation: findings are kept beside the record, never instead of it."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from catalog.marc import Profile, from_bytes
from catalog.marc.validating import SEVERITIES, findings
from catalog.records.errors import RecordCode, RecordNotFoundError
from catalog.records.models import FindingSeverity, Record, RecordFinding, Severity
from catalog.records.queries.mending import LEVEL_SETTING, LEVELS, record_level
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.errors import InputCode, InputError
from ils.library.models import Setting


def check_records(session: Session, ids: Collection[int], *, this_year: int | None = None) -> int:
    """Make the findings of these records anew and return how many there are; merged records are passed over.

    `this_year` makes years after the next one impossible.
    """
    level = record_level(session)
    rows = session.execute(
        select(Record.id, Record.version, Record.profile, Record.marc)
        .where(Record.id.in_(ids), Record.merged_into.is_(None))
        .order_by(Record.id)
        .with_for_update()
    ).all()
    made = [
        {"record_id": row.id, "code": str(each.code), "tag": each.tag[:5], "detail": dict(each.detail)}
        for row in rows
        for each in findings(from_bytes(row.marc), Profile(row.profile), level=level, this_year=this_year)
    ]
    session.execute(delete(RecordFinding).where(RecordFinding.record_id.in_([row.id for row in rows])))
    if made:
        session.execute(insert(RecordFinding), made)
    if rows:
        session.execute(update(Record), [{"id": row.id, "checked_version": row.version} for row in rows])
    return len(made)


def set_severity(session: Session, work: Work, *, code: str, severity: Severity) -> None:
    """Say how much a finding matters here; OFF hides it. What was found stays found."""
    if code not in {str(each) for each in SEVERITIES}:
        raise RecordNotFoundError(RecordCode.FINDING_UNKNOWN, code=code[:40])
    session.merge(FindingSeverity(code=code, severity=severity))
    session.flush()
    audit(session, work, "finding_severity_set", subject_type="finding", subject_id=None,
          code=code, severity=severity.value)  # fmt: skip


def set_level(session: Session, work: Work, *, level: str) -> None:
    """Say by which level, `brief` or `full`, descriptions are checked; all of them are then to be checked anew."""
    if level not in LEVELS:
        raise InputError(InputCode.UNKNOWN_CHOICE, field="level", value=level[:20])
    if level == record_level(session):
        return
    session.merge(Setting(name=LEVEL_SETTING, value=level))
    session.execute(update(Record).values(checked_version=0))
    audit(session, work, "record_level_set", subject_type="finding", subject_id=None, level=level)
