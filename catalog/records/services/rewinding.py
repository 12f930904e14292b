"""Versions that never should have been: the record as it was before them, its number of versions too."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, aliased

from catalog.marc import Profile, facts, from_bytes
from catalog.records.models import Record, RecordFinding, RecordVersion
from catalog.records.queries.acts import standing_acts
from catalog.records.rules import host_keys
from catalog.records.services.changing import derive_anew
from catalog.records.services.counting import Counted, counted, put_again, take_back
from catalog.records.services.deriving import derived
from catalog.records.services.hosts import link_changed
from ils.activity.kinds import Kind
from ils.activity.models import Activity
from ils.activity.work import Work


def rewind_records(session: Session, work: Work, versions: Mapping[int, int], *, reason: str) -> None:
    """Put records back to these earlier versions and forget the later ones; a kept version is the before-image.

    Unlike restoring a version this leaves no trace in the record: for an import that is taken back whole.
    """
    for record_id, version in sorted(versions.items()):
        _rewind(session, work, record_id, version, reason)


def _rewind(session: Session, work: Work, record_id: int, version: int, reason: str) -> None:
    record = session.get_one(Record, record_id)
    image = session.scalars(
        select(RecordVersion).where(RecordVersion.record_id == record_id, RecordVersion.version == version)
    ).one()
    after = facts(from_bytes(record.marc), Profile(record.profile))
    said = from_bytes(image.marc)
    before = facts(said, Profile(image.profile))
    was = counted(record.document_type, after.class_marks)
    record.marc, record.profile, record.version = image.marc, image.profile, version
    record.updated_at, record.updated_by, record.reason = image.at, image.by, image.reason
    record.checked_version = 0
    derive_anew(session, record, derived(said, Profile(image.profile), before))
    link_changed(session, record, before=host_keys(after), after=host_keys(before))
    later = (RecordVersion.record_id == record_id, RecordVersion.version >= version)
    session.execute(delete(RecordVersion).where(*later))
    session.execute(delete(RecordFinding).where(RecordFinding.record_id == record_id))
    _recount(session, work, record_id, was, counted(record.document_type, before.class_marks), reason)


def _recount(session: Session, work: Work, record_id: int, was: Counted, now: Counted, reason: str) -> None:
    """Take back what the later description counted, and put back what it took back."""
    gone, again = _counted_only(was, now), _counted_only(now, was)
    kinds = {kind for kind, _source in gone | again}
    if not kinds:
        return
    ours = [each for each in standing_acts(session, [record_id], kinds) if _meant(each, gone)]
    lost = {
        (each.kind, each.source): each
        for each in _taken_back(session, record_id, kinds)
        if _meant(each, again)
    }
    take_back(session, work, ours, reason=reason)
    put_again(session, work, list(lost.values()), reason=reason)


def _counted_only(one: Counted, other: Counted) -> set[tuple[str, str | None]]:
    """What the log counts of one description and not of the other: kinds, with the scheme where there is one."""
    found: set[tuple[str, str | None]] = {(Kind.CLASS_MARK, each) for each in one.schemes - other.schemes}
    if one.document_type != other.document_type:
        found.add((one.creation, None))
    if one.schemes and not other.schemes:
        found.add((Kind.RECORD_CLASSIFY, None))
    return found


def _meant(act: Activity, wanted: Collection[tuple[str, str | None]]) -> bool:
    return (act.kind, None) in wanted or (act.kind, act.source) in wanted


def _taken_back(session: Session, record_id: int, kinds: Collection[str]) -> list[Activity]:
    """Return the acts on a record that have a negative twin, oldest first: of two of a kind the later counts."""
    twin = aliased(Activity)
    query = (
        select(Activity)
        .join(twin, twin.undo_of == Activity.id)
        .where(
            Activity.subject_type == "record",
            Activity.subject_id == record_id,
            Activity.kind.in_([str(kind) for kind in kinds]),
        )
    )
    return list(session.scalars(query.order_by(Activity.id)))
