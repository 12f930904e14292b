"""Departments and sectors."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ils.errors import clean_text
from ils.library.errors import PlaceCode, PlaceError
from ils.library.models import Department, Sector, Setting

CODE = re.compile(r"[a-z][a-z0-9_]{1,29}")
INSTITUTION = "institution"


@dataclass(frozen=True, slots=True)
class Place:
    """A department or a sector with its names; `sector` is empty for a sector itself.

    `room_only`: the copies of the department are used in its room unless they say otherwise (CO-11).
    """

    code: str
    name_uz: str
    name_ru: str
    name_en: str
    sector: str = ""
    room_only: bool = False

    def name(self, language: str) -> str:
        """Return the name in `uz`, `uz_Cyrl` (still in Latin: the edge transliterates), `ru` or `en`."""
        return {"ru": self.name_ru, "en": self.name_en}.get(language, self.name_uz)


def departments(session: Session) -> tuple[Place, ...]:
    """Return all departments in the library's order."""
    columns = (
        Department.code, Department.name_uz, Department.name_ru, Department.name_en, Department.sector,
        Department.room_only,
    )  # fmt: skip
    return tuple(Place(*row) for row in session.execute(select(*columns).order_by(Department.position)))


def sectors(session: Session) -> tuple[Place, ...]:
    """Return all sectors in the order of plan line 16."""
    columns = (Sector.code, Sector.name_uz, Sector.name_ru, Sector.name_en)
    return tuple(Place(*row) for row in session.execute(select(*columns).order_by(Sector.position)))


def department(session: Session, code: str) -> Place:
    """Return one department; refuse an unknown code."""
    for place in departments(session):
        if place.code == code:
            return place
    raise PlaceError(PlaceCode.DEPARTMENT_UNKNOWN, department=code[:40])


def save_department(
    session: Session,
    *,
    code: str,
    name_uz: str,
    name_ru: str,
    name_en: str,
    sector: str,
    new: bool,
    room_only: bool = False,
) -> None:
    """Add a department or change its names, sector and use; a code, once given, stays."""
    if not CODE.fullmatch(code):
        raise PlaceError(PlaceCode.CODE_INVALID, code=code[:60])
    if session.get(Sector, sector) is None:
        raise PlaceError(PlaceCode.SECTOR_UNKNOWN, sector=sector[:40])
    row = session.get(Department, code)
    if row is not None and new:
        raise PlaceError(PlaceCode.DEPARTMENT_TAKEN, department=code)
    if row is None:
        last = session.scalars(select(func.coalesce(func.max(Department.position), 0))).one()
        row = Department(code=code, position=last + 1)
        session.add(row)
    row.name_uz = clean_text(name_uz, field="name_uz", limit=200, required=True)
    row.name_ru = clean_text(name_ru, field="name_ru", limit=200) or row.name_uz
    row.name_en = clean_text(name_en, field="name_en", limit=200) or row.name_uz
    row.sector = sector
    row.room_only = room_only


def institution_name(session: Session) -> str:
    """Return the name of the library as papers and screens show it."""
    row = session.get(Setting, INSTITUTION)
    return str(row.value) if row else ""


def name_institution(session: Session, name: str) -> None:
    """Set the name of the library."""
    session.merge(
        Setting(name=INSTITUTION, value=clean_text(name, field="institution", limit=200, required=True))
    )
