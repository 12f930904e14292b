"""Reads of staff and of the audit trail."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ils.accounts.models import AuditEntry, Staff
from ils.accounts.permissions import Role


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A member of staff as lists show it."""

    id: int
    login: str
    name: str
    role: Role
    department: str
    active: bool


@dataclass(frozen=True, slots=True)
class AuditRow:
    """An entry of the audit trail with the name of who did it."""

    id: int
    at: datetime
    staff_name: str | None
    action: str
    subject_type: str
    subject_id: int | None
    details: dict[str, Any]
    address: str


def all_staff(session: Session) -> tuple[StaffRow, ...]:
    """Return everybody, those with access first."""
    rows = session.execute(
        select(Staff.id, Staff.login, Staff.name, Staff.role, Staff.department, Staff.active).order_by(
            Staff.active.desc(), Staff.name
        )
    )
    return tuple(StaffRow(*row) for row in rows)


def staff_names(session: Session, ids: Iterable[int | None]) -> dict[int, str]:
    """Return the names of the given members of staff."""
    wanted = {each for each in ids if each is not None}
    rows = session.execute(select(Staff.id, Staff.name).where(Staff.id.in_(wanted)))
    return {number: name for number, name in rows}  # noqa: C416 - a Row is no pair to dict()


def count_staff(session: Session) -> int:
    """Return the number of accounts."""
    return session.scalars(select(func.count()).select_from(Staff)).one()


def audit_page(session: Session, *, before: int | None = None, limit: int = 100) -> tuple[AuditRow, ...]:
    """Return the newest entries, older than entry `before`."""
    columns = (
        AuditEntry.id, AuditEntry.at, Staff.name, AuditEntry.action, AuditEntry.subject_type,
        AuditEntry.subject_id, AuditEntry.details, AuditEntry.address,
    )  # fmt: skip
    page = select(*columns).outerjoin(Staff, Staff.id == AuditEntry.staff_id)
    if before is not None:
        page = page.where(AuditEntry.id < before)
    rows = session.execute(page.order_by(AuditEntry.id.desc()).limit(limit))
    return tuple(AuditRow(*row) for row in rows)
