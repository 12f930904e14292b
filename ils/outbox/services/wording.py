"""The library's own texts: saved after a look at their words, taken back to the program's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.errors import InputCode, InputError
from ils.outbox.errors import OutboxCode, OutboxInputError
from ils.outbox.models import Template
from ils.outbox.rules import LANGUAGES
from ils.outbox.texts import FORMS, Text, kind_of_key, unknown_words

LONGEST_BODY = 6000
LONGEST_SUBJECT = 300
APPROVALS = ("", "asked", "approved", "refused")


def check_text(key: str, text: Text, sample: Mapping[str, Any], *, form: str) -> Text:
    """Return the text tidied up; refuse an empty one, a brace that means nothing, a word that no fact has."""
    kind = kind_of_key(key)
    if kind is None:
        raise OutboxInputError(OutboxCode.TEXT_UNKNOWN, text=key[:40])
    subject = "" if form == "short" else " ".join(text.subject.split())
    body = _body(text.body)
    for name, value, limit in (("subject", subject, LONGEST_SUBJECT), ("body", body, LONGEST_BODY)):
        if len(value) > limit:
            raise InputError(InputCode.TOO_LONG, field=name, limit=limit, length=len(value))
        if not value and (name == "body" or form != "short"):
            raise InputError(InputCode.EMPTY, field=name)
        if unknown := unknown_words(kind, sample, value):
            raise OutboxInputError(OutboxCode.WORD_UNKNOWN, word=unknown[0])
    return Text(subject, body)


def _body(text: str) -> str:
    lines = (line.rstrip() for line in text.replace("\r", "").replace("\t", " ").split("\n"))
    clean = "\n".join(lines).strip()
    if any(ord(sign) < 32 and sign != "\n" for sign in clean):
        raise InputError(InputCode.CONTROL_CHARACTERS, field="body")
    return clean


def save_text(
    session: Session,
    work: Work,
    *,
    key: str,
    language: str,
    form: str,
    text: Text,
    sample: Mapping[str, Any],
    approved: str = "",
) -> None:
    """Put a text of the library's own in the place of the program's; `approved` is the SMS provider's word on it."""
    _refuse_unknown(key, language, form)
    if approved not in APPROVALS:
        raise InputError(InputCode.UNKNOWN_CHOICE, field="approved", value=approved[:20])
    clean = check_text(key, text, sample, form=form)
    row = session.scalars(_cell(key, language, form)).one_or_none()
    if row is None:
        row = Template(kind=key, language=language, form=form)
        session.add(row)
    changed = (row.subject, row.body) != (clean.subject, clean.body)
    row.subject, row.body, row.approved = clean.subject, clean.body, approved
    row.changed_at, row.changed_by = work.now, work.actor_id
    audit(
        session, work, "message_text_saved", subject_type="message_text", subject_id=None,
        text=f"{key}:{language}:{form}", approved=approved, changed=changed,
    )  # fmt: skip


def reset_text(session: Session, work: Work, *, key: str, language: str, form: str) -> None:
    """Go back to the program's own text."""
    _refuse_unknown(key, language, form)
    session.execute(
        delete(Template).where(Template.kind == key, Template.language == language, Template.form == form)
    )
    audit(
        session, work, "message_text_reset", subject_type="message_text", subject_id=None,
        text=f"{key}:{language}:{form}",
    )  # fmt: skip


def own_text(session: Session, *, key: str, language: str, form: str) -> Template | None:
    """Return the library's own text of a cell, None where the program's holds."""
    return session.scalars(_cell(key, language, form)).one_or_none()


def _cell(key: str, language: str, form: str) -> Any:
    return select(Template).where(Template.kind == key, Template.language == language, Template.form == form)


def _refuse_unknown(key: str, language: str, form: str) -> None:
    if kind_of_key(key) is None or language not in LANGUAGES or form not in FORMS:
        raise OutboxInputError(OutboxCode.TEXT_UNKNOWN, text=f"{key}:{language}:{form}"[:80])
