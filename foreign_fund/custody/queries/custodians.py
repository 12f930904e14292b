"""Custodians, and at which departments they stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.records.queries import LARGEST_ID
from foreign_fund.custody.errors import CustodyCode, CustodyNotFoundError
from foreign_fund.custody.models import Custodian, CustodyPost


@dataclass(frozen=True, slots=True)
class CustodianRow:
    """A person who answers for copies; `until` is the last day."""

    id: int
    name: str
    post: str
    department: str
    since: date
    until: date | None
    note: str


@dataclass(frozen=True, slots=True)
class PostRow:
    """Who answers, from the day they come, for the copies that come into a department."""

    id: int
    custodian_id: int
    custodian: str
    department: str
    since: date
    until: date | None


_COLUMNS = tuple(getattr(Custodian, name) for name in CustodianRow.__slots__)


def custodians(session: Session, *, on: date | None = None) -> tuple[CustodianRow, ...]:
    """Return the custodians by name: all of them, or those who still answer on a day."""
    query = select(*_COLUMNS).order_by(Custodian.until.is_not(None), Custodian.name)
    rows = (CustodianRow(*row) for row in session.execute(query))
    return tuple(row for row in rows if on is None or row.until is None or row.until >= on)


def custodian_row(session: Session, custodian_id: int) -> CustodianRow:
    """Return one custodian; refuse an unknown id."""
    row = None
    if 0 < custodian_id <= LARGEST_ID:
        row = session.execute(select(*_COLUMNS).where(Custodian.id == custodian_id)).one_or_none()
    if row is None:
        raise CustodyNotFoundError(CustodyCode.CUSTODIAN_UNKNOWN, custodian=custodian_id)
    return CustodianRow(*row)


def custodian_names(session: Session, ids: Iterable[int | None]) -> dict[int | None, str]:
    """Return the names of custodians by id."""
    wanted = {each for each in ids if each is not None}
    rows = session.execute(select(Custodian.id, Custodian.name).where(Custodian.id.in_(wanted)))
    return {row.id: row.name for row in rows}


def posts(session: Session, *, custodian_id: int | None = None) -> tuple[PostRow, ...]:
    """Return who stands or stood at which department, those who stand there now first."""
    query = select(
        CustodyPost.id,
        CustodyPost.custodian_id,
        Custodian.name,
        CustodyPost.department,
        CustodyPost.since,
        CustodyPost.until,
    ).join(Custodian, Custodian.id == CustodyPost.custodian_id)
    if custodian_id is not None:
        query = query.where(CustodyPost.custodian_id == custodian_id)
    order = (CustodyPost.until.is_not(None), CustodyPost.department, CustodyPost.since.desc())
    return tuple(PostRow(*row) for row in session.execute(query.order_by(*order)))
