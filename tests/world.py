"""The cast: readers Anvar, Nodira and Bobur; librarian Nilufar; «Oʻtkan kunlar», «Der kleine Prinz», «Focus 5»."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from catalog.orders.models import ScanOrder
from catalog.orders.rules import Reason, ScanFacts
from catalog.orders.services import open_order
from circulation.patrons.models import Patron
from circulation.patrons.services import add_patron
from ils.accounts.models import Staff
from ils.accounts.permissions import Role
from ils.accounts.services import add_staff
from ils.activity.work import Work
from ils.db import transaction
from ils.registers.models import OtherLibrary
from ils.registers.services import save_library
from ils.registers.services.libraries import LibraryFacts

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


def add_school(session: Session, now: datetime, *, name: str = "12-maktab kutubxonasi") -> OtherLibrary:
    """A school of the district has a library that the centre helps."""
    with transaction(session):
        return save_library(session, work_at(now), facts=LibraryFacts(name, "school"))


def add_event(session: Session, now: datetime, **said: Any) -> int:
    """A quiz of the youth sector is held today unless the test says otherwise; return its id."""
    from circulation.events import services  # the cast needs few subjects, this one is for some tests only

    work, headcount = work_at(now), said.pop("headcount", 0)
    quiz: dict[str, Any] = {"type": "event", "title": "Viktorina", "day": work.day}
    place = {"sector": "youth", "department": "lending"}
    with transaction(session):
        (event,) = services.plan(session, work, **(quiz | place | said))
        return services.hold(session, work, event_id=event.id, headcount=headcount).id


def add_point(session: Session, now: datetime, *, name: str = "12-maktab") -> int:
    """The mobile library goes to a school; return the point's id."""
    from circulation.points import services

    work = work_at(now)
    with transaction(session):
        return services.add_point(
            session, work, name=name, department="lending", sector="other", opened_on=work.day
        ).id


def add_scan_order(
    session: Session, now: datetime, *, reason: str = "order", ordered_on: date | None = None, **told: Any
) -> ScanOrder:
    """Anvar orders a scan of a schoolbook of a hundred pages, unless the test says otherwise."""
    work = work_at(now)
    facts = {"title": "Ona tili", "requester": "Anvar Karimov", "pages": 100, "department": "lending"} | told
    with transaction(session):
        said = ScanFacts(reason=Reason(reason), ordered_on=ordered_on or work.day, **facts)
        return open_order(session, work, facts=said)
