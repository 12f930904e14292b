"""Who came to an exhibition and what was told of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from foreign_fund.exhibitions.models import (
    ExhibitionExtra,
    ExhibitionPerson,
    ExhibitionPhoto,
    ExhibitionShift,
    ExhibitionVisitors,
)
from foreign_fund.exhibitions.rules.telling import NOTED, PERSONS, Came
from ils.registers.models import Evidence


@dataclass(frozen=True, slots=True)
class VisitorsRow:
    """A count: persons, or of views and questions how many."""

    id: int
    day: date
    kind: str
    persons: int
    who: str
    at: datetime
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class Visitors:
    """The counts of an exhibition, the newest first, and their sums by kind."""

    rows: tuple[VisitorsRow, ...]
    sums: Mapping[Came, int]
    times: Mapping[Came, int]

    @property
    def persons(self) -> int:
        """How many persons came in all: by tally, in groups, on guided tours."""
        return sum(count for kind, count in self.sums.items() if kind in PERSONS)


@dataclass(frozen=True, slots=True)
class ExtraRow:
    """An article, a page, words of a reader; of a review noted by hand `persons` are its listeners."""

    id: int
    kind: str
    day: date
    text: str
    who: str
    link: str
    persons: int | None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody who worked on the exhibition."""

    id: int
    role: str
    name: str


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """The days were moved."""

    old_opens_on: date
    old_closes_on: date
    new_opens_on: date
    new_closes_on: date
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PhotoRow:
    """A picture that the public page shows."""

    evidence_id: int
    caption: str
    media_type: str
    sha256: str


def visitors_of(session: Session, exhibition_id: int) -> Visitors:
    """Return the counts of an exhibition with what was taken back, and the sums without it."""
    rows = session.execute(
        select(*(getattr(ExhibitionVisitors, name) for name in VisitorsRow.__slots__))
        .where(ExhibitionVisitors.exhibition_id == exhibition_id)
        .order_by(ExhibitionVisitors.day.desc(), ExhibitionVisitors.id.desc())
    )
    found = tuple(VisitorsRow(*row) for row in rows)
    valid = [row for row in found if row.undone_at is None]
    sums = {kind: sum(row.persons for row in valid if row.kind == kind) for kind in Came}
    times = {kind: sum(row.kind == kind for row in valid) for kind in Came}
    return Visitors(found, sums, times)


def visitors_by_exhibition(session: Session, ids: tuple[int, ...]) -> dict[int, int]:
    """Return how many persons came to each exhibition."""
    rows = session.execute(
        select(ExhibitionVisitors.exhibition_id, func.sum(ExhibitionVisitors.persons))
        .where(
            ExhibitionVisitors.exhibition_id.in_(ids), ExhibitionVisitors.undone_at.is_(None),
            ExhibitionVisitors.kind.in_(sorted(PERSONS)),
        )
        .group_by(ExhibitionVisitors.exhibition_id)
    )  # fmt: skip
    return {exhibition: int(persons) for exhibition, persons in rows}


def noted_of(session: Session, exhibition_id: int) -> tuple[ExtraRow, ...]:
    """Return the reviews that were written down by hand and are no events yet, in the order of days."""
    return tuple(row for row in _extras(session, exhibition_id) if row.kind == NOTED)


def extras_of(session: Session, exhibition_id: int) -> tuple[ExtraRow, ...]:
    """Return what was told of an exhibition, in the order of days; reviews are events and stand there."""
    return tuple(row for row in _extras(session, exhibition_id) if row.kind != NOTED)


def _extras(session: Session, exhibition_id: int) -> tuple[ExtraRow, ...]:
    rows = session.execute(
        select(*(getattr(ExhibitionExtra, name) for name in ExtraRow.__slots__))
        .where(ExhibitionExtra.exhibition_id == exhibition_id, ExhibitionExtra.removed_at.is_(None))
        .order_by(ExhibitionExtra.day, ExhibitionExtra.id)
    )
    return tuple(ExtraRow(*row) for row in rows)


def people_of(session: Session, exhibition_id: int) -> tuple[PersonRow, ...]:
    """Return who worked on an exhibition beside its curator."""
    rows = session.execute(
        select(ExhibitionPerson.id, ExhibitionPerson.role, ExhibitionPerson.name)
        .where(ExhibitionPerson.exhibition_id == exhibition_id)
        .order_by(ExhibitionPerson.id)
    )
    return tuple(PersonRow(*row) for row in rows)


def shifts_of(session: Session, exhibition_id: int) -> tuple[ShiftRow, ...]:
    """Return how the planned days were moved; the first row holds the days as planned first."""
    rows = session.execute(
        select(*(getattr(ExhibitionShift, name) for name in ShiftRow.__slots__))
        .where(ExhibitionShift.exhibition_id == exhibition_id)
        .order_by(ExhibitionShift.id)
    )
    return tuple(ShiftRow(*row) for row in rows)


def photos_of(session: Session, exhibition_id: int) -> tuple[PhotoRow, ...]:
    """Return the pictures that the public page shows, without those taken away since."""
    rows = session.execute(
        select(ExhibitionPhoto.evidence_id, ExhibitionPhoto.caption, Evidence.media_type, Evidence.sha256)
        .join(Evidence, Evidence.id == ExhibitionPhoto.evidence_id)
        .where(ExhibitionPhoto.exhibition_id == exhibition_id, Evidence.removed_at.is_(None))
        .order_by(ExhibitionPhoto.id)
    )
    return tuple(PhotoRow(*row) for row in rows)
