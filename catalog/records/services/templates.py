"""Records half filled in, to begin from."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.marc import Profile, to_bytes
from catalog.records.errors import RecordCode, RecordError, RecordNotFoundError
from catalog.records.models import RecordTemplate
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.errors import clean_text


def save_template(session: Session, work: Work, *, name: str, form: str, profile: Profile, marc: Any) -> int:
    """Keep a description under a name that no other template has, and return its id."""
    name = clean_text(name, field="name", limit=200, required=True)
    taken = select(RecordTemplate.id).where(RecordTemplate.name == name)
    if session.scalars(taken).one_or_none() is not None:
        raise RecordError(RecordCode.TEMPLATE_TAKEN, name=name)
    row = RecordTemplate(
        name=name, form=form[:40], profile=profile.value, marc=to_bytes(marc),
        created_at=work.now, created_by=work.actor_id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    audit(session, work, "template_saved", subject_type="template", subject_id=row.id, name=name)
    return row.id


def delete_template(session: Session, work: Work, *, template_id: int) -> None:
    """Throw a template away; records begun from it stay as they are."""
    row = session.get(RecordTemplate, template_id)
    if row is None:
        raise RecordNotFoundError(RecordCode.TEMPLATE_UNKNOWN, template=template_id)
    session.delete(row)
    session.flush()
    audit(session, work, "template_deleted", subject_type="template", subject_id=template_id, name=row.name)
