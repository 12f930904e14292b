"""The tally board: what was counted on a day, and the taps behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from ils.registers.errors import BoardCode, RegisterNotFound
from ils.registers.models import Tally
from ils.registers.queries.entries import LARGEST_ID


@dataclass(frozen=True, slots=True)
class TapView:
    """One tap; `taken_back` where it has its negative twin, negative where it is one."""

    id: int
    kind: str
    type: str
    channel: str
    sector: str
    department: str
    day: date
    at: datetime
    amount: int
    note: str
    staff_id: int | None
    corrects_id: int | None
    taken_back: bool


@dataclass(frozen=True, slots=True)
class TapPage:
    """Some taps, how many there are, and the sum of all of them."""

    rows: tuple[TapView, ...]
    total: int
    amount: int


_OWN = tuple(getattr(Tally, name) for name in TapView.__slots__ if name != "taken_back")


def _undone() -> ColumnElement[bool]:
    twin = aliased(Tally)
    return select(twin.id).where(twin.corrects_id == Tally.id).correlate(Tally).exists()


def counts(session: Session, *, since: date, until: date, sector: str = "") -> dict[tuple[str, str], int]:
    """Return the sums by kind and type between both days inclusive."""
    where: list[ColumnElement[bool]] = [Tally.day.between(since, until)]
    if sector:
        where.append(Tally.sector == sector)
    rows = session.execute(
        select(Tally.kind, Tally.type, func.sum(Tally.amount)).where(*where).group_by(Tally.kind, Tally.type)
    )
    return {(kind, type_): int(amount) for kind, type_, amount in rows}


def taps(
    session: Session,
    *,
    since: date,
    until: date,
    kind: str = "",
    sector: str = "",
    limit: int | None = 50,
    offset: int = 0,
) -> TapPage:
    """Return taps, newest first."""
    where: list[ColumnElement[bool]] = [Tally.day.between(since, until)]
    if kind:
        where.append(Tally.kind == kind)
    if sector:
        where.append(Tally.sector == sector)
    total, amount = session.execute(
        select(func.count(), func.coalesce(func.sum(Tally.amount), 0)).where(*where)
    ).one()
    page = select(*_OWN, _undone()).where(*where).order_by(Tally.day.desc(), Tally.id.desc())
    rows: Any = session.execute(page.limit(limit).offset(offset) if limit is not None else page)
    return TapPage(tuple(TapView(*row) for row in rows), int(total), int(amount))


def tap_view(session: Session, tally_id: int) -> TapView:
    """Return one tap; refuse an unknown id."""
    row: Any = None
    if 0 < tally_id <= LARGEST_ID:
        row = session.execute(select(*_OWN, _undone()).where(Tally.id == tally_id)).one_or_none()
    if row is None:
        raise RegisterNotFound(BoardCode.TALLY_UNKNOWN, tally=tally_id)
    return TapView(*row)


def last_tap(session: Session, *, staff_id: int | None, day: date) -> TapView | None:
    """Return the last tap that this person made on this day and that stands."""
    mine = Tally.staff_id.is_(None) if staff_id is None else Tally.staff_id == staff_id
    row: Any = session.execute(
        select(*_OWN, _undone())
        .where(mine, Tally.day == day, Tally.amount > 0, ~_undone())
        .order_by(Tally.id.desc())
        .limit(1)
    ).one_or_none()
    return TapView(*row) if row else None


def tap_lines(session: Session, ids: Iterable[int]) -> dict[int, tuple[str, int]]:
    """Return what was asked for by tap, where somebody typed it, for the rows behind a figure."""
    rows = session.execute(select(Tally.id, Tally.note).where(Tally.id.in_(set(ids)), Tally.note != ""))
    return {key: (note, key) for key, note in rows}
