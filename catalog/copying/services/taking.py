"""Making theirs ours: a draft in the editor, a record at once, or a better description of one that we have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from catalog.copying.errors import CopyCode, CopyRefused
from catalog.copying.services.asking import Theirs
from catalog.copying.services.beside import ours_like
from catalog.importing.rules import MergeProfile
from catalog.importing.services.updating import merged_marc
from catalog.marc import Profile, facts
from catalog.marc.converting import Lost, convert
from catalog.marc.editing import rows_of
from catalog.marc.rows import LEADER
from catalog.records.models import Origin
from catalog.records.queries import draft_of, record_view, version_marc
from catalog.records.services import add_record, begin_draft, check_records
from ils.activity.work import Work

TIME_STAMP = "005"


def take_as_draft(session: Session, work: Work, *, theirs: Theirs, form: str) -> int:
    """Begin a draft of a record of theirs in its own profile and return the draft's id; nothing is saved yet."""
    return begin_draft(
        session, work, form=form, profile=theirs.profile, marc=theirs.marc, origin=Origin.IMPORTED
    )


def take_as_record(session: Session, work: Work, *, theirs: Theirs, again: bool = False) -> int:
    """Save a record of theirs as a new one of ours and return its id.

    Refuses with SAME_RECORD (record, title, score) what we have already, unless it is to be there `again`.
    """
    same = next((each for each in ours_like(session, facts(theirs.marc, theirs.profile)) if each.same), None)
    if same is not None and not again:
        raise CopyRefused(
            CopyCode.SAME_RECORD, record=same.record.id, title=same.record.title[:120], score=same.score
        )
    record_id = add_record(session, work, marc=theirs.marc, profile=theirs.profile, origin=Origin.IMPORTED)
    check_records(session, [record_id], this_year=work.day.year)
    return record_id


@dataclass(frozen=True, slots=True)
class Joined:
    """A record of ours, theirs in the same profile with what that cost, and what an update makes of both."""

    ours: Any
    profile: Profile
    theirs: Any
    lost: tuple[Lost, ...]
    merged: Any


def joined_with(session: Session, theirs: Theirs, record_id: int, merge: MergeProfile) -> Joined:
    """Return what theirs would make of a record of ours; ours keeps its profile, theirs is converted to it."""
    view = record_view(session, record_id)
    mine, profile = version_marc(session, record_id, view.version)
    if profile is Profile.IRBIS and theirs.profile is not Profile.IRBIS:
        raise CopyRefused(CopyCode.NOT_CONVERTIBLE, record=record_id)
    converted = convert(theirs.marc, theirs.profile, profile)
    merged = merged_marc(mine, converted.record, merge)
    return Joined(mine, profile, converted.record, converted.lost, merged)


def update_as_draft(
    session: Session, work: Work, *, theirs: Theirs, record_id: int, merge: MergeProfile, form: str
) -> int:
    """Begin a draft of a record of ours with what theirs adds to it; the cataloguer looks at it and saves.

    Refuses with DRAFT_OPEN where the person has a draft of this record, with NOTHING_NEW where it changes nothing.
    """
    open_draft = draft_of(session, work.actor_id, record_id) if work.actor_id is not None else None
    if open_draft is not None:
        raise CopyRefused(CopyCode.DRAFT_OPEN, record=record_id, draft=open_draft)
    joined = joined_with(session, theirs, record_id, merge)
    if _said(joined.merged) == _said(joined.ours):
        raise CopyRefused(CopyCode.NOTHING_NEW, record=record_id)
    return begin_draft(
        session, work, form=form, profile=joined.profile, marc=joined.merged, record_id=record_id
    )


def _said(marc: Any) -> tuple[Any, ...]:
    """A leader with other lengths and a later time stamp say nothing of the thing described."""
    return tuple(row for row in rows_of(marc) if row.tag not in (TIME_STAMP, LEADER))
