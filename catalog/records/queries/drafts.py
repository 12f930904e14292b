"""Drafts and templates of cataloguers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.marc import Profile, from_bytes
from catalog.records.errors import RecordCode, RecordNotFoundError
from catalog.records.models import Origin, Record, RecordDraft, RecordTemplate
from catalog.records.queries.showing import LARGEST_ID
from ils.accounts.models import Staff

AT_IT = timedelta(minutes=15)
"""Whoever has typed within this time is still at it."""


@dataclass(frozen=True, slots=True)
class DraftBrief:
    """A draft as a line of a list."""

    id: int
    record_id: int | None
    form: str
    profile: Profile
    title: str
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft in full; `current_version` is the record's, 0 for a new one: above `base_version` it was changed since."""

    id: int
    record_id: int | None
    base_version: int
    current_version: int
    form: str
    profile: Profile
    origin: Origin
    marc: Any
    extra: dict[str, Any]
    title: str
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class TemplateBrief:
    """A template as a line of a list."""

    id: int
    name: str
    form: str
    profile: Profile
    created_at: datetime


@dataclass(frozen=True, slots=True)
class TemplateView:
    """A template in full."""

    id: int
    name: str
    form: str
    profile: Profile
    created_at: datetime
    marc: Any


class Editing(NamedTuple):
    """Somebody else who is typing at the same record, and since when."""

    name: str
    since: datetime


def draft(session: Session, draft_id: int, staff_id: int) -> DraftView:
    """Return a person's own draft; refuse any other."""
    row = None
    if 0 < draft_id <= LARGEST_ID:
        row = session.scalars(
            select(RecordDraft).where(RecordDraft.id == draft_id, RecordDraft.staff_id == staff_id)
        ).one_or_none()
    if row is None:
        raise RecordNotFoundError(RecordCode.DRAFT_UNKNOWN, draft=draft_id)
    current = session.scalars(select(Record.version).where(Record.id == row.record_id)).one_or_none()
    return DraftView(
        row.id, row.record_id, row.base_version, current or 0, row.form, Profile(row.profile), row.origin,
        from_bytes(row.marc), dict(row.extra), row.title, row.created_at, row.updated_at,
    )  # fmt: skip


def my_drafts(session: Session, staff_id: int) -> tuple[DraftBrief, ...]:
    """Return what a person has typed and not saved, newest first."""
    rows = session.execute(
        select(
            RecordDraft.id, RecordDraft.record_id, RecordDraft.form, RecordDraft.profile, RecordDraft.title,
            RecordDraft.updated_at,
        )
        .where(RecordDraft.staff_id == staff_id)
        .order_by(RecordDraft.updated_at.desc(), RecordDraft.id.desc())
    )  # fmt: skip
    return tuple(
        DraftBrief(row.id, row.record_id, row.form, Profile(row.profile), row.title, row.updated_at)
        for row in rows
    )


def draft_of(session: Session, staff_id: int, record_id: int) -> int | None:
    """Return a person's draft of a record."""
    return session.scalars(
        select(RecordDraft.id).where(RecordDraft.staff_id == staff_id, RecordDraft.record_id == record_id)
    ).one_or_none()


def others_editing(
    session: Session, record_id: int, staff_id: int | None, now: datetime
) -> tuple[Editing, ...]:
    """Return who else has typed at a record in the last 15 minutes, whoever began first first."""
    rows = session.execute(
        select(Staff.name, RecordDraft.created_at)
        .join(Staff, Staff.id == RecordDraft.staff_id)
        .where(
            RecordDraft.record_id == record_id,
            RecordDraft.staff_id != (staff_id or 0),
            RecordDraft.updated_at > now - AT_IT,
        )
        .order_by(RecordDraft.created_at, RecordDraft.id)
    )
    return tuple(Editing(*row) for row in rows)


def templates(session: Session) -> tuple[TemplateBrief, ...]:
    """Return the templates of the library by name."""
    rows = session.execute(
        select(
            RecordTemplate.id, RecordTemplate.name, RecordTemplate.form, RecordTemplate.profile,
            RecordTemplate.created_at,
        ).order_by(RecordTemplate.name)
    )  # fmt: skip
    return tuple(
        TemplateBrief(row.id, row.name, row.form, Profile(row.profile), row.created_at) for row in rows
    )


def template(session: Session, template_id: int) -> TemplateView:
    """Return one template; refuse an unknown one."""
    row = session.get(RecordTemplate, template_id) if 0 < template_id <= LARGEST_ID else None
    if row is None:
        raise RecordNotFoundError(RecordCode.TEMPLATE_UNKNOWN, template=template_id)
    marc = from_bytes(row.marc)
    return TemplateView(row.id, row.name, row.form, Profile(row.profile), row.created_at, marc)
