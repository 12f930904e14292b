"""The cast: readers Anvar, Nodira and Bobur; librarian Nilufar; «Oʻtkan kunlar», «Der kleine Prinz», «Focus 5»."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from circulation.patrons.models import Patron
from circulation.patrons.services import add_patron
from ils.accounts.models import Staff
from ils.accounts.permissions import Role
from ils.accounts.services import add_staff
from ils.activity.work import Work
from ils.db import transaction

PASSWORD = "kitob-2026"


def work_at(
    now: datetime, *, department: str = "lending", sector: str = "lending", actor_id: int | None = None
) -> Work:
    """Return the circumstances of an act at the lending desk."""
    return Work(now=now, actor_id=actor_id, department=department, sector=sector)


def add_nilufar(session: Session, now: datetime, *, role: Role = Role.DESK, login: str = "nilufar") -> Staff:
    """Nilufar works here, at the desk unless the test says otherwise."""
    with transaction(session):
        return add_staff(
            session, work_at(now), login=login, name="Nilufar Karimova", role=role,
            password=PASSWORD, department="lending",
        )  # fmt: skip


def add_reader(
    session: Session, now: datetime, *, card: str = "R-1", register: bool = True, **details: Any
) -> Patron:
    """Anvar reads here, a student registered this year unless the test says otherwise."""
    anvar = {"surname": "Karimov", "given_name": "Anvar", "patronymic": "Botir oʻgʻli", "category": "student"}
    with transaction(session):
        return add_patron(session, work_at(now), card_number=card, register=register, **(anvar | details))
