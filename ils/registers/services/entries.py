"""Entries of registers: entered, changed, withdrawn."""

from __future__ import annotations

from dataclasses import fields

from sqlalchemy import select
from sqlalchemy.orm import Session

from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.db import queue_here
from ils.errors import clean_text
from ils.library.places import department as department_of
from ils.registers.errors import RegisterCode, RegisterError, RegisterInputError, RegisterNotFound
from ils.registers.models import OtherLibrary, RegisterEntry
from ils.registers.queries.entries import SUBJECT
from ils.registers.rules.checking import Facts, checked
from ils.registers.rules.kinds import KINDS, RegisterKind
from ils.registers.services.settling import neighbours, settle

QUEUE = "registers"  # what counts once is looked for before it is written
CORRECTED = "changed in its register"


def enter(
    session: Session,
    work: Work,
    *,
    register: str,
    facts: Facts,
    department: str = "",
    about: tuple[str, int] | None = None,
) -> RegisterEntry:
    """Enter work that was done, on the day it was done; `about` names what the program prepared it from.

    It counts by the rules of its register: an entry that repeats another one is kept and counts nothing.
    """
    queue_here(session, QUEUE)
    kind = _kind(register)
    clean = checked(kind, facts, today=work.day)
    _refuse_unknown_library(session, clean)
    entry = RegisterEntry(register=kind.code, created_at=work.now, created_by=work.actor_id)
    _put(entry, clean)
    entry.department, entry.sector = _place(session, work, department)
    if about:
        _refuse_confirmed(session, kind, about)
        entry.about_type, entry.about_id = about
    session.add(entry)
    session.flush()
    audit(
        session, work, "register_entered", subject_type=SUBJECT, subject_id=entry.id, register=kind.code,
        title=entry.title[:100], day=entry.day.isoformat(),
    )  # fmt: skip
    settle(session, work, [entry], reason=CORRECTED)
    return entry


def change(
    session: Session, work: Work, *, entry_id: int, facts: Facts, department: str = ""
) -> RegisterEntry:
    """Change what an entry says; where day, type or amount change, the log gets a twin and a new act."""
    queue_here(session, QUEUE)
    entry = _standing(session, entry_id)
    clean = checked(KINDS[entry.register], facts, today=work.day)
    _refuse_unknown_library(session, clean)
    before = neighbours(session, entry)
    old = {name: getattr(entry, name) for name in _NAMES}
    _put(entry, clean)
    if department and department != entry.department:
        entry.department, entry.sector = _place(session, work, department)
    entry.changed_at, entry.changed_by = work.now, work.actor_id
    changed = sorted(name for name in _NAMES if getattr(entry, name) != old[name])
    audit(
        session, work, "register_changed", subject_type=SUBJECT, subject_id=entry.id, register=entry.register,
        fields=changed,
    )  # fmt: skip
    settle(session, work, (before | neighbours(session, entry)).values(), reason=CORRECTED)
    return entry


def withdraw(session: Session, work: Work, *, entry_id: int, reason: str) -> RegisterEntry:
    """Withdraw an entry with a reason: the log gets its twin, and the next entry that repeats it begins to count."""
    queue_here(session, QUEUE)
    text = clean_text(reason, field="reason", limit=300, required=True)
    entry = _standing(session, entry_id)
    touched = neighbours(session, entry)
    entry.withdrawn_at, entry.withdrawn_by, entry.withdraw_reason = work.now, work.actor_id, text
    audit(
        session, work, "register_withdrawn", subject_type=SUBJECT, subject_id=entry.id, register=entry.register,
        reason=text,
    )  # fmt: skip
    settle(session, work, touched.values(), reason=text)
    return entry


_NAMES = tuple(each.name for each in fields(Facts))


def _put(entry: RegisterEntry, facts: Facts) -> None:
    for name in _NAMES:
        setattr(entry, name, getattr(facts, name))


def _kind(register: str) -> RegisterKind:
    kind = KINDS.get(register)
    if kind is None:
        raise RegisterNotFound(RegisterCode.UNKNOWN, register=register[:40])
    return kind


def _standing(session: Session, entry_id: int) -> RegisterEntry:
    entry = session.scalars(
        select(RegisterEntry).where(RegisterEntry.id == entry_id).with_for_update()
    ).one_or_none()
    if entry is None:
        raise RegisterNotFound(RegisterCode.ENTRY_UNKNOWN, entry=entry_id)
    if entry.withdrawn_at is not None:
        raise RegisterError(RegisterCode.WITHDRAWN, entry=entry_id, reason=entry.withdraw_reason)
    return entry


def _place(session: Session, work: Work, department: str) -> tuple[str, str]:
    """Return the department that did it with its sector: the one chosen, else where one works."""
    if not department or department == work.department:
        return work.department, work.sector
    place = department_of(session, department)
    return place.code, place.sector


def _refuse_unknown_library(session: Session, facts: Facts) -> None:
    if facts.library_id is not None and session.get(OtherLibrary, facts.library_id) is None:
        raise RegisterInputError(RegisterCode.LIBRARY_UNKNOWN, library=facts.library_id)


def _refuse_confirmed(session: Session, kind: RegisterKind, about: tuple[str, int]) -> None:
    taken = select(RegisterEntry.id).where(
        RegisterEntry.register == kind.code,
        RegisterEntry.about_type == about[0],
        RegisterEntry.about_id == about[1],
        RegisterEntry.withdrawn_at.is_(None),
    )
    if session.scalars(taken.limit(1)).first() is not None:
        raise RegisterError(RegisterCode.PROPOSAL_TAKEN)
