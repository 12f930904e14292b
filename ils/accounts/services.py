"""Acts on staff accounts."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ils.accounts import passwords
from ils.accounts.audit import audit
from ils.accounts.errors import AccountCode, AccountError
from ils.accounts.models import Staff
from ils.accounts.permissions import Role
from ils.activity.work import Work
from ils.errors import clean_text

TRIES_BEFORE_LOCK = 5
LOCK = timedelta(minutes=10)
LOGIN = re.compile(r"[a-z][a-z0-9._-]{1,39}")


def sign_in(session: Session, work: Work, *, login: str, password: str, address: str) -> Staff | None:
    """Return the member of staff, or None after noting a failed try; refuse while the account is locked.

    A failure is returned and not raised, because its trace must be committed.
    """
    staff = _by_login(session, login.strip().lower())
    if staff and staff.locked_until and staff.locked_until > work.now:
        minutes = -(-int((staff.locked_until - work.now).total_seconds()) // 60)
        raise AccountError(AccountCode.SIGN_IN_LOCKED, minutes=minutes)
    right = passwords.verify(staff.password_hash if staff else None, password)
    if staff and right and staff.active:
        staff.failed_sign_ins, staff.locked_until = 0, None
        audit(
            session, _by(work, staff), "sign_in", subject_type="staff", subject_id=staff.id, address=address
        )
        return staff
    if staff:
        _note_failure(staff, work)
    audit(
        session,
        work,
        "sign_in_failed",
        subject_type="staff",
        subject_id=staff.id if staff else None,
        address=address,
        login=login[:40],
    )
    return None


def _by_login(session: Session, login: str) -> Staff | None:
    if not LOGIN.fullmatch(login):  # PostgreSQL does not even compare some characters
        return None
    return session.scalars(select(Staff).where(Staff.login == login).with_for_update()).one_or_none()


def _note_failure(staff: Staff, work: Work) -> None:
    staff.failed_sign_ins += 1
    if staff.failed_sign_ins >= TRIES_BEFORE_LOCK:
        staff.failed_sign_ins, staff.locked_until = 0, work.now + LOCK


def _by(work: Work, staff: Staff) -> Work:
    return Work(now=work.now, actor_id=staff.id, department=staff.department, channel=work.channel)


def add_staff(
    session: Session,
    work: Work,
    *,
    login: str,
    name: str,
    role: Role,
    password: str,
    department: str = "",
    language: str = "uz",
) -> Staff:
    """Open an account; the login is lower-case Latin letters, digits, dot, dash, 2 to 40 characters."""
    login = login.strip().lower()
    if not LOGIN.fullmatch(login):
        raise AccountError(AccountCode.LOGIN_INVALID, login=login[:60])
    if session.scalars(select(Staff.id).where(Staff.login == login)).first():
        raise AccountError(AccountCode.LOGIN_TAKEN, login=login)
    staff = Staff(
        login=login,
        name=clean_text(name, field="name", limit=200, required=True),
        role=role,
        department=department,
        language=language,
        password_hash=passwords.hash_password(password),
        session_stamp=secrets.token_hex(8),
        failed_sign_ins=0,
        active=True,
        created_at=work.now,
    )
    session.add(staff)
    session.flush()
    audit(
        session, work, "staff_added", subject_type="staff", subject_id=staff.id, login=login, role=role.value
    )
    return staff


def change_staff(
    session: Session, work: Work, *, staff_id: int, name: str, role: Role, department: str, active: bool
) -> Staff:
    """Change an account; the last administrator who can sign in is never shut out."""
    staff = _staff(session, staff_id)
    if staff.role is Role.ADMINISTRATOR and (role is not Role.ADMINISTRATOR or not active):
        _keep_an_administrator(session, staff)
    if staff.active and not active:
        staff.session_stamp = secrets.token_hex(8)
    staff.name = clean_text(name, field="name", limit=200, required=True)
    staff.role, staff.department, staff.active = role, department, active
    audit(
        session,
        work,
        "staff_changed",
        subject_type="staff",
        subject_id=staff.id,
        role=role.value,
        department=department,
        active=active,
    )
    return staff


def set_password(session: Session, work: Work, *, staff_id: int, password: str) -> None:
    """Give a new password; every open session of the account ends and a lock is lifted."""
    staff = _staff(session, staff_id)
    staff.password_hash = passwords.hash_password(password)
    staff.session_stamp = secrets.token_hex(8)
    staff.failed_sign_ins, staff.locked_until = 0, None
    audit(session, work, "password_set", subject_type="staff", subject_id=staff.id)


def choose_language(session: Session, *, staff_id: int, language: str) -> None:
    """Remember the language that a member of staff works in."""
    _staff(session, staff_id).language = language


def _staff(session: Session, staff_id: int) -> Staff:
    staff = session.get(Staff, staff_id)
    if staff is None:
        raise AccountError(AccountCode.STAFF_UNKNOWN, id=staff_id)
    return staff


def _keep_an_administrator(session: Session, staff: Staff) -> None:
    others = select(func.count()).where(
        Staff.role == Role.ADMINISTRATOR, Staff.active.is_(True), Staff.id != staff.id
    )
    if not session.scalars(others).one():
        raise AccountError(AccountCode.LAST_ADMINISTRATOR, login=staff.login)
