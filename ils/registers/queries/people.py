"""Personnel: what the quarterly summary of line 2 needs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ils.accounts.models import Staff
from ils.accounts.permissions import Role
from ils.registers.models import StaffProfile

EDUCATIONS = ("higher", "secondary_special", "secondary", "")


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff with what is known of their training; `education` is empty while nobody has said."""

    id: int
    name: str
    role: Role
    department: str
    active: bool
    position: str
    education: str
    librarian: bool
    since: date | None


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """Persons of one education: trained as librarians, and not."""

    education: str
    librarians: int
    others: int

    @property
    def total(self) -> int:
        """Both together."""
        return self.librarians + self.others


def people(session: Session, *, active: bool = True) -> tuple[Person, ...]:
    """Return the staff by name; the machine at the door is nobody."""
    rows = select(
        Staff.id, Staff.name, Staff.role, Staff.department, Staff.active,
        func.coalesce(StaffProfile.position, ""), func.coalesce(StaffProfile.education, ""),
        func.coalesce(StaffProfile.librarian, False), StaffProfile.since,
    ).outerjoin(StaffProfile, StaffProfile.staff_id == Staff.id).where(Staff.role != Role.KIOSK)  # fmt: skip
    if active:
        rows = rows.where(Staff.active.is_(True))
    return tuple(Person(*row) for row in session.execute(rows.order_by(Staff.name, Staff.id)))


def summary(persons: tuple[Person, ...]) -> tuple[SummaryRow, ...]:
    """Return the table of the paper: education by training, with a line for those nobody has described."""
    counted = Counter((each.education, each.librarian) for each in persons)
    rows = [SummaryRow(code, counted[code, True], counted[code, False]) for code in EDUCATIONS]
    return tuple(row for row in rows if row.education or row.total)
