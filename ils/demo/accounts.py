"""The sample accounts, printed at start while they still open the door."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from ils.accounts.models import Staff
from ils.accounts.passwords import verify
from ils.accounts.permissions import Role
from ils.accounts.services import add_staff
from ils.activity.work import Work

PASSWORD = "kitob-2026"  # noqa: S105 - told to everybody who starts the sample library
# login, name, role, department
ACCOUNTS = (
    ("admin", "Azizbek Tursunov", Role.ADMINISTRATOR, "lending"),
    ("direktor", "Gulchehra Rahimova", Role.DIRECTOR, "lending"),
    ("katalog", "Dilshod Ergashev", Role.CATALOGUER, "lending"),
    ("peshtaxta", "Nilufar Karimova", Role.DESK, "lending"),
    ("xorijiy", "Madina Yusupova", Role.FOREIGN, "foreign"),
    ("eshik", "Eshik oldidagi terminal", Role.KIOSK, "lending"),
)


def add_accounts(session: Session, work: Work) -> dict[str, Staff]:
    """Open the sample accounts."""
    return {
        login: add_staff(
            session, work, login=login, name=name, role=role, password=PASSWORD, department=department
        )
        for login, name, role, department in ACCOUNTS
    }


def open_accounts(session: Session) -> tuple[tuple[str, str, Role], ...]:
    """Return login, password and role of the sample accounts that nobody has changed or closed."""
    logins = [login for login, *_ in ACCOUNTS]
    staff = session.scalars(
        select(Staff).where(Staff.login.in_(logins), Staff.active.is_(True)).order_by(Staff.id)
    )
    return tuple((each.login, PASSWORD, each.role) for each in staff if verify(each.password_hash, PASSWORD))
