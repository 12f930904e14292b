"""Other libraries of the district."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ils.registers.errors import RegisterCode, RegisterNotFound
from ils.registers.models import OtherLibrary, RegisterEntry
from ils.registers.queries.entries import LARGEST_ID
from ils.registers.rules.kinds import Register


@dataclass(frozen=True, slots=True)
class LibraryView:
    """A library as a page shows it; `helped` is on how many days of the year it was helped."""

    id: int
    name: str
    kind: str
    address: str
    head: str
    phone: str
    stock: int | None
    readers: int | None
    staff: int | None
    note: str
    closed_on: date | None
    helped: int = 0


_COLUMNS = tuple(getattr(OtherLibrary, name) for name in LibraryView.__slots__ if name != "helped")


def libraries(session: Session, *, year: int, closed: bool = False) -> tuple[LibraryView, ...]:
    """Return the libraries by kind and name with the days of help in a year; closed ones only where asked for."""
    helped = (
        select(func.count(func.distinct(RegisterEntry.day)))
        .where(
            RegisterEntry.register == Register.METHOD_HELP.value,
            RegisterEntry.library_id == OtherLibrary.id,
            RegisterEntry.withdrawn_at.is_(None),
            RegisterEntry.day.between(date(year, 1, 1), date(year, 12, 31)),
        )
        .correlate(OtherLibrary)
        .scalar_subquery()
    )
    rows = select(*_COLUMNS, helped).order_by(OtherLibrary.kind, OtherLibrary.name)
    if not closed:
        rows = rows.where(OtherLibrary.closed_on.is_(None))
    return tuple(sorted((LibraryView(*row) for row in session.execute(rows)), key=_order))


def _order(view: LibraryView) -> tuple[str, list[tuple[int, str]]]:
    """Sort by kind, then by name with its numbers as numbers: school 7 before school 12."""
    parts = re.split(r"(\d+)", view.name.casefold())
    return view.kind, [(int(part), "") if part.isdecimal() else (0, part) for part in parts]


def library(session: Session, library_id: int) -> LibraryView:
    """Return one library; refuse an unknown id."""
    row = None
    if 0 < library_id <= LARGEST_ID:
        row = session.execute(select(*_COLUMNS).where(OtherLibrary.id == library_id)).one_or_none()
    if row is None:
        raise RegisterNotFound(RegisterCode.LIBRARY_UNKNOWN, library=library_id)
    return LibraryView(*row)
