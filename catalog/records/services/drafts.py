"""What a cataloguer types: kept from the first letter on, and made a record or a version when saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.marc import Profile, facts, from_bytes, to_bytes
from catalog.records.errors import RecordCode, RecordError, RecordNotFoundError
from catalog.records.models import Origin, Record, RecordDraft
from catalog.records.queries.drafts import draft_of
from catalog.records.services.adding import add_record
from catalog.records.services.cards import set_cards
from catalog.records.services.changing import refuse_changed, replace_record
from catalog.records.services.checking import check_records
from catalog.records.services.hosts import set_host
from catalog.records.services.locking import locked_record
from ils.activity.work import Work

TITLE = 300


@dataclass(frozen=True, slots=True)
class SavedRecord:
    """What a draft became."""

    record_id: int
    version: int


def begin_draft(
    session: Session,
    work: Work,
    *,
    form: str,
    profile: Profile,
    marc: Any = None,
    record_id: int | None = None,
    origin: Origin = Origin.ORIGINAL,
    extra: dict[str, Any] | None = None,
) -> int:
    """Begin to type and return the draft's id; for a record of the catalogue the person's own draft of it, if any.

    Without `marc` the draft of a record begins from the record. `extra` is what is typed beside the MARC:
    `cards` (codes of card indexes), `host` (the id of the record it is a part of), whatever else the form keeps.
    """
    staff_id = _person(work)
    base = 0
    if record_id is not None:
        record = locked_record(session, record_id)
        if (mine := draft_of(session, staff_id, record_id)) is not None:
            return mine
        base, profile, origin = record.version, Profile(record.profile), record.origin
        marc = from_bytes(record.marc) if marc is None else marc
    row = RecordDraft(
        staff_id=staff_id, record_id=record_id, base_version=base, form=form[:40], profile=profile.value,
        origin=origin, marc=to_bytes(marc), extra=extra or {}, title=_title(marc, profile),
        created_at=work.now, updated_at=work.now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def _person(work: Work) -> int:
    if work.actor_id is None:
        raise RecordError(RecordCode.NOBODY)
    return work.actor_id


def _title(marc: Any, profile: Profile) -> str:
    return facts(marc, profile).title[:TITLE]


def _mine(session: Session, work: Work, draft_id: int) -> RecordDraft:
    row = session.scalars(
        select(RecordDraft)
        .where(RecordDraft.id == draft_id, RecordDraft.staff_id == work.actor_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise RecordNotFoundError(RecordCode.DRAFT_UNKNOWN, draft=draft_id)
    return row


def keep_draft(
    session: Session,
    work: Work,
    *,
    draft_id: int,
    marc: Any,
    extra: dict[str, Any] | None = None,
    form: str | None = None,
) -> None:
    """Keep what has been typed so far; `extra` and `form` stay as they were where None."""
    row = _mine(session, work, draft_id)
    row.marc, row.title = to_bytes(marc), _title(marc, Profile(row.profile))
    row.extra = row.extra if extra is None else extra
    row.form = row.form if form is None else form[:40]
    row.updated_at = work.now
    session.flush()


def drop_draft(session: Session, work: Work, *, draft_id: int) -> None:
    """Throw a draft away; the record it was begun from stays as it is."""
    session.delete(_mine(session, work, draft_id))
    session.flush()


def rebase_draft(session: Session, work: Work, *, draft_id: int, marc: Any, version: int) -> None:
    """Base a draft on a newer version: the cataloguer has seen what somebody else changed, and decided on `marc`."""
    row = _mine(session, work, draft_id)
    if row.record_id is not None:
        refuse_changed(session, locked_record(session, row.record_id), version)
        row.base_version = version
    keep_draft(session, work, draft_id=draft_id, marc=marc)


def save_draft(session: Session, work: Work, *, draft_id: int) -> SavedRecord:
    """Make a record or a new version of a draft, which is then gone.

    Refuses with CHANGED_MEANWHILE (who, when) if the record has a newer version than the draft was begun from.
    """
    row = _mine(session, work, draft_id)
    marc, profile, extra = from_bytes(row.marc), Profile(row.profile), dict(row.extra)
    record_id, base, origin = row.record_id, row.base_version, row.origin
    session.delete(row)
    session.flush()
    if record_id is None:
        record_id = add_record(session, work, marc=marc, profile=profile, origin=origin)
    else:
        replace_record(session, work, record_id=record_id, marc=marc, profile=profile, version=base)
    if "host" in extra:
        set_host(session, work, record_id=record_id, host_id=extra["host"])
    check_records(session, [record_id], this_year=work.day.year)
    if "cards" in extra:
        set_cards(session, work, record_id=record_id, codes=extra["cards"])
    version = session.scalars(select(Record.version).where(Record.id == record_id)).one()
    return SavedRecord(record_id, version)
