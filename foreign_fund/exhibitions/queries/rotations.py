"""Rotations of an exhibition, what is planned for them, and which copies are to be changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from catalog.items.models import Item, ItemState
from catalog.records.models import Record
from circulation.loans.models import Loan
from foreign_fund.exhibitions.models import (
    Exhibition,
    ExhibitionCase,
    ExhibitionItem,
    ExhibitionPlan,
    ExhibitionRotation,
    ExhibitionState,
)
from foreign_fund.exhibitions.queries.listing import LAST, ShownCopy, copies_on
from foreign_fund.exhibitions.rules.places import place_words
from foreign_fund.exhibitions.rules.rotating import Span, to_put_up, to_take_down

AHEAD = timedelta(days=7)
"""Rotations that begin or end so soon are told beforehand."""


@dataclass(frozen=True, slots=True)
class RotationRow:
    """A rotation: copies of it that hang now, that ever hung, that are planned and not put up."""

    id: int
    span: Span
    on_show: int
    shown: int
    planned: int

    @property
    def label(self) -> str:
        """Its number and name."""
        return self.span.label


@dataclass(frozen=True, slots=True)
class PlannedCopy:
    """A copy that waits for its rotation; `section` is the case it will go to, `due_on` of the loan it is on."""

    id: int
    rotation_id: int
    case_id: int | None
    section: str
    access: str
    annotation: str
    item_id: int
    record_id: int
    barcode: str | None
    inventory_number: str | None
    call_number: str
    state: ItemState
    title: str
    responsibility: str
    year: int | None
    author: str
    language: str
    due_on: date | None

    @property
    def code(self) -> str:
        """The number to show for the copy: its inventory number, else its barcode."""
        return self.inventory_number or self.barcode or ""


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to be changed on a day: copies to take down, copies to put up."""

    down: tuple[ShownCopy, ...]
    up: tuple[PlannedCopy, ...]

    @property
    def total(self) -> int:
        """How many copies are to be handled."""
        return len(self.down) + len(self.up)


@dataclass(frozen=True, slots=True)
class Turn:
    """A rotation of an exhibition that begins (`up`) or ends: on which day, and how many copies are to be changed."""

    exhibition_id: int
    title: str
    span: Span
    up: bool
    on: date
    copies: int


def _count(table: Any, *where: ColumnElement[bool]) -> Any:
    query = select(func.count()).where(table.rotation_id == ExhibitionRotation.id, *where)
    return query.correlate(ExhibitionRotation).scalar_subquery()


_SPAN = (
    ExhibitionRotation.number, ExhibitionRotation.name, ExhibitionRotation.first_on, ExhibitionRotation.last_on
)  # fmt: skip
_FIGURES = (
    _count(ExhibitionItem, ExhibitionItem.removed_at.is_(None)),
    _count(ExhibitionItem, ExhibitionItem.undone_at.is_(None)),
    _count(ExhibitionPlan),
)


def rotations_of(session: Session, exhibition_id: int) -> tuple[RotationRow, ...]:
    """Return the rotations of an exhibition in the order of their days."""
    rows = session.execute(
        select(ExhibitionRotation.id, *_SPAN, *_FIGURES)
        .where(ExhibitionRotation.exhibition_id == exhibition_id)
        .order_by(ExhibitionRotation.first_on, ExhibitionRotation.id)
    )
    return tuple(RotationRow(row[0], Span(*row[1:5]), *row[5:]) for row in rows)


def spans_of(session: Session, exhibition_id: int) -> dict[int, Span]:
    """Return the days of each rotation of an exhibition, by its id."""
    return {row.id: row.span for row in rotations_of(session, exhibition_id)}


def _planned() -> Select[Any]:
    columns: tuple[Any, ...] = (
        ExhibitionPlan.id, ExhibitionPlan.rotation_id, ExhibitionPlan.case_id, ExhibitionCase.section,
        ExhibitionCase.name, ExhibitionPlan.access, ExhibitionPlan.annotation, Item.id, Item.record_id, Item.barcode,
        Item.inventory_number, Item.call_number, Item.state, Record.title, Record.responsibility, Record.year,
        Record.author, Record.language, Loan.due_on,
    )  # fmt: skip
    return (
        select(*columns)
        .join(ExhibitionRotation, ExhibitionRotation.id == ExhibitionPlan.rotation_id)
        .join(Item, Item.id == ExhibitionPlan.item_id)
        .join(Record, Record.id == Item.record_id)
        .outerjoin(ExhibitionCase, ExhibitionCase.id == ExhibitionPlan.case_id)
        .outerjoin(Loan, and_(Loan.item_id == Item.id, Loan.closed_at.is_(None)))
        .order_by(
            ExhibitionRotation.first_on, func.coalesce(ExhibitionCase.position, LAST), Record.title_sort,
            ExhibitionPlan.id,
        )
    )  # fmt: skip


def planned_on(session: Session, exhibition_id: int) -> tuple[PlannedCopy, ...]:
    """Return the copies that wait for a rotation, by rotation, case and title."""
    rows = session.execute(_planned().where(ExhibitionPlan.exhibition_id == exhibition_id))
    return tuple(_planned_copy(tuple(row)) for row in rows)


def _planned_copy(row: tuple[Any, ...]) -> PlannedCopy:
    number, rotation, case, section, name, *rest = row
    return PlannedCopy(number, rotation, case, place_words(section or "", name or ""), *rest)


def changes_of(session: Session, exhibition_id: int, day: date) -> Changes:
    """Return which copies of an exhibition are to be taken down and put up on a day, or should have been before."""
    spans = spans_of(session, exhibition_id)
    if not spans:
        return Changes((), ())
    down = [
        copy
        for copy in copies_on(session, exhibition_id)
        if to_take_down(spans.get(copy.rotation_id or 0), day)
    ]
    up = [copy for copy in planned_on(session, exhibition_id) if to_put_up(spans[copy.rotation_id], day)]
    return Changes(tuple(down), tuple(up))


def turns(session: Session, day: date, *, ahead: timedelta = AHEAD) -> tuple[Turn, ...]:
    """Return the rotations of open exhibitions whose copies are to be changed now or within some days, by day."""
    rows = session.execute(
        select(ExhibitionRotation.exhibition_id, Exhibition.title, *_SPAN, *_FIGURES)
        .join(Exhibition, Exhibition.id == ExhibitionRotation.exhibition_id)
        .where(Exhibition.state == ExhibitionState.OPEN)
    )
    found = [each for row in rows for each in _turns(row[0], row[1], Span(*row[2:6]), row[6], row[8])]
    return tuple(
        sorted(
            (turn for turn in found if turn.copies and turn.on <= day + ahead and _still(turn, day)),
            key=lambda turn: (turn.on, turn.title, turn.up),
        )
    )


def _turns(exhibition: int, title: str, span: Span, on_show: int, planned: int) -> Sequence[Turn]:
    return (
        Turn(exhibition, title, span, True, span.first_on, planned),
        Turn(exhibition, title, span, False, span.last_on, on_show),
    )


def _still(turn: Turn, day: date) -> bool:
    """What was never put up while its rotation lasted is due no more; what still hangs is, however late."""
    return not turn.up or day <= turn.span.last_on


def count_changes(session: Session, day: date) -> int:
    """Return how many copies of open exhibitions are to be changed today or should have been before."""
    return sum(turn.copies for turn in turns(session, day, ahead=timedelta(0)))
