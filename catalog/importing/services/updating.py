"""Putting a better description from a file in the place of ours, field by field as the source says."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.importing.errors import RowCode
from catalog.importing.rules import MergeProfile, merged
from catalog.incoming import Candidate, finding
from catalog.marc import Profile, from_bytes
from catalog.marc.converting import convert
from catalog.marc.editing import record_of, rows_of
from catalog.marc.rows import LEADER, Rows, control
from catalog.records.models import Record
from catalog.records.services import replace_record
from ils.activity.work import Work

TIME_STAMP = "005"
CONVERTIBLE = (Profile.MARC21, Profile.UNIMARC)
"""Forms that a record of another one can be brought into."""


def hold_records(session: Session, ids: Collection[int | None]) -> None:
    """Take hold of records that will be changed before the log is: an editor takes them in the same order."""
    wanted = sorted(record_id for record_id in ids if record_id)
    if wanted:
        session.execute(select(Record.id).where(Record.id.in_(wanted)).order_by(Record.id).with_for_update())


def update_record(
    session: Session,
    work: Work,
    candidate: Candidate,
    record_id: int,
    *,
    merge: MergeProfile,
    reason: str,
    classify: bool,
) -> int | None:
    """Update a record and return its new version; None where the file says nothing new, which becomes a finding."""
    ours, profile = present_marc(session, record_id)
    marc = put_together(candidate, ours, profile, merge)
    if marc is None:
        return None
    return replace_record(
        session, work, record_id=record_id, marc=marc, profile=profile, reason=reason, classify=classify
    )


def put_together(candidate: Candidate, ours: Any, profile: Profile, merge: MergeProfile) -> Any | None:
    """Return what a row makes of our record; None, and a finding says why, where it makes nothing new of it."""
    theirs = candidate.marc
    if candidate.profile is not profile:
        theirs = _converted(candidate, theirs, profile)
    marc = None if theirs is None else merged_marc(ours, theirs, merge)
    if marc is not None and _said(marc) == _said(ours):
        candidate.findings.append(finding(RowCode.NOTHING_CHANGED))
        return None
    return marc


def present_marc(session: Session, record_id: int) -> tuple[Any, Profile]:
    """Return a record as the catalogue has it."""
    row = session.execute(select(Record.marc, Record.profile).where(Record.id == record_id)).one()
    return from_bytes(row.marc), Profile(row.profile)


def _converted(candidate: Candidate, theirs: Any, profile: Profile) -> Any | None:
    """Return the file's record in the form of ours; what is lost on the way stays in the row's bytes, and is told."""
    kinds: dict[str, Any] = {"ours": profile.value, "theirs": candidate.profile.value}
    if profile not in CONVERTIBLE:
        candidate.findings.append(finding(RowCode.OTHER_PROFILE, **kinds))
        return None
    made = convert(theirs, candidate.profile, profile)
    candidate.findings.append(finding(RowCode.CONVERTED, **kinds, lost=len(made.lost)))
    return made.record


def merged_marc(ours: Any, theirs: Any, merge: MergeProfile) -> Any:
    """Return what an update makes of two records of the same form."""
    old, new = rows_of(ours), rows_of(theirs)
    return record_of(merged(old, _with_addresses(new, old), merge))


def _said(marc: Any) -> Rows:
    """A time stamp says nothing of the thing described."""
    return tuple(row for row in rows_of(marc) if row.tag != TIME_STAMP)


def _with_addresses(new: Rows, old: Rows) -> Rows:
    """Length and base address in a leader are of the file it came in, and no reason for a new version."""
    text, ours = new[0].text, old[0].text
    return (control(LEADER, ours[:5] + text[5:12] + ours[12:17] + text[17:]), *new[1:])
