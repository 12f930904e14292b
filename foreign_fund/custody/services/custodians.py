"""Custodians: written down, changed, leaving; who stands at which department."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from foreign_fund.custody.errors import CustodyCode, CustodyError, CustodyInputError, CustodyNotFoundError
from foreign_fund.custody.models import Custodian, CustodyPost
from foreign_fund.custody.queries.holding import balances
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.db import queue_here
from ils.errors import clean_text
from ils.library.places import department as department_of

QUEUE = "custody"
FIRST_DAY = date(2000, 1, 1)


def add_custodian(
    session: Session, work: Work, *, name: str, post: str, department: str, since: date, note: str = ""
) -> Custodian:
    """Write down who answers for copies from a day on."""
    queue_here(session, QUEUE)
    person = Custodian(since=_day(since, work), until=None)
    _say(session, person, name=name, post=post, department=department, note=note)
    session.add(person)
    session.flush()
    _note(session, work, "custodian_added", person, name=person.name)
    return person


def change_custodian(
    session: Session, work: Work, *, custodian_id: int, name: str, post: str, department: str, note: str = ""
) -> Custodian:
    """Change what is said of a custodian; acts show the name as it is now."""
    person = locked(session, custodian_id)
    _say(session, person, name=name, post=post, department=department, note=note)
    session.flush()
    _note(session, work, "custodian_changed", person, name=person.name)
    return person


def end_custodian(session: Session, work: Work, *, custodian_id: int, until: date) -> Custodian:
    """Say which day is somebody's last; refused while copies are in their balance or they stand at a department."""
    person = locked(session, custodian_id)
    if _day(until, work) < person.since:
        raise CustodyInputError(CustodyCode.DAY_ODD, day=until)
    held = balances(session, until).get(custodian_id) or balances(session, work.day).get(custodian_id)
    if held is not None:
        raise CustodyError(CustodyCode.STILL_HOLDS, name=person.name, copies=held.copies)
    standing = select(CustodyPost.department).where(
        CustodyPost.custodian_id == custodian_id, CustodyPost.until.is_(None)
    )
    if places := session.scalars(standing).all():
        raise CustodyError(CustodyCode.STILL_POSTED, name=person.name, departments=len(places))
    person.until = until
    session.flush()
    _note(session, work, "custodian_ended", person, until=until.isoformat())
    return person


def post(session: Session, work: Work, *, custodian_id: int, department: str, since: date) -> CustodyPost:
    """Let somebody answer for what comes into a department from a day on; the former stands to the day before."""
    person = locked(session, custodian_id)
    place = department_of(session, department)
    if person.until is not None:
        raise CustodyError(CustodyCode.CUSTODIAN_LEFT, name=person.name, day=person.until)
    if _day(since, work) < person.since:
        raise CustodyInputError(CustodyCode.DAY_ODD, day=since)
    _end_former(session, place.code, since, custodian_id)
    row = CustodyPost(custodian_id=custodian_id, department=place.code, since=since, until=None)
    session.add(row)
    session.flush()
    _note(session, work, "custodian_posted", person, department=place.code, since=since.isoformat())
    return row


def _end_former(session: Session, department: str, since: date, custodian_id: int) -> None:
    query = select(CustodyPost).where(CustodyPost.department == department).with_for_update()
    for former in session.scalars(query):
        if former.until is None and former.custodian_id == custodian_id:
            raise CustodyError(CustodyCode.POST_STANDS, day=former.since)
        if former.since >= since or (former.until is not None and former.until >= since):
            raise CustodyError(CustodyCode.POST_OVERLAPS, day=former.until or former.since)
        if former.until is None:
            former.until = since - timedelta(days=1)
    session.flush()


def end_post(session: Session, work: Work, *, post_id: int, until: date) -> None:
    """Say until which day somebody answers for what comes into a department."""
    queue_here(session, QUEUE)
    row = session.scalars(
        select(CustodyPost).where(CustodyPost.id == post_id).with_for_update()
    ).one_or_none()
    if row is None or row.until is not None:
        raise CustodyNotFoundError(CustodyCode.POST_UNKNOWN, post=post_id)
    if _day(until, work) < row.since:
        raise CustodyInputError(CustodyCode.DAY_ODD, day=until)
    row.until = until
    session.flush()
    person = session.get_one(Custodian, row.custodian_id)
    _note(session, work, "custodian_unposted", person, department=row.department, until=until.isoformat())


def locked(session: Session, custodian_id: int) -> Custodian:
    """Return a custodian and hold all of custody until the commit; refuse an unknown id."""
    queue_here(session, QUEUE)
    query = select(Custodian).where(Custodian.id == custodian_id).with_for_update()
    person = session.scalars(query, execution_options={"populate_existing": True}).one_or_none()
    if person is None:
        raise CustodyNotFoundError(CustodyCode.CUSTODIAN_UNKNOWN, custodian=custodian_id)
    return person


def _say(session: Session, person: Custodian, *, name: str, post: str, department: str, note: str) -> None:
    clean = clean_text(name, field="name", limit=200, required=True)
    taken = select(Custodian.id).where(Custodian.name == clean, Custodian.id != (person.id or 0))
    if session.scalars(taken).first() is not None:
        raise CustodyError(CustodyCode.CUSTODIAN_TAKEN, name=clean)
    person.name = clean
    person.post = clean_text(post, field="post", limit=200)
    person.department = department_of(session, department).code
    person.note = clean_text(note, field="note", limit=500)


def _day(day: date, work: Work) -> date:
    if not FIRST_DAY <= day <= work.day:
        raise CustodyInputError(CustodyCode.DAY_ODD, day=day)
    return day


def _note(session: Session, work: Work, action: str, person: Custodian, **details: Any) -> None:
    audit(session, work, action, subject_type="custodian", subject_id=person.id, **details)
