"""Rotations of an exhibition: named, moved, taken away."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from foreign_fund.exhibitions.errors import ExhibitionCode, ExhibitionError, ExhibitionInputError
from foreign_fund.exhibitions.models import (
    Exhibition,
    ExhibitionItem,
    ExhibitionPlan,
    ExhibitionRotation,
    ExhibitionState,
)
from foreign_fund.exhibitions.queries.rotations import spans_of
from foreign_fund.exhibitions.rules import Act
from foreign_fund.exhibitions.rules.rotating import (
    MOST_ROTATIONS,
    Phase,
    Span,
    as_of,
    check_inside,
    check_span,
    comes_later,
    shift,
)
from foreign_fund.exhibitions.services.hanging import locked, note, present, rotation_of, span_of, tell_desk
from foreign_fund.exhibitions.services.planning import to_plan
from ils.activity.work import Work
from ils.errors import clean_text


def add_rotation(
    session: Session, work: Work, *, exhibition_id: int, name: str, first_on: date, last_on: date
) -> ExhibitionRotation:
    """Add a rotation to an exhibition, within its days and beside its other rotations."""
    exhibition = locked(session, exhibition_id, Act.CHANGE)
    spans = spans_of(session, exhibition_id)
    if len(spans) >= MOST_ROTATIONS:
        raise ExhibitionInputError(ExhibitionCode.ROTATIONS_TOO_MANY, most=MOST_ROTATIONS)
    span = Span(1 + max((each.number for each in spans.values()), default=0), _name(name), first_on, last_on)
    _check(exhibition, span, spans)
    row = ExhibitionRotation(
        exhibition_id=exhibition_id, number=span.number, name=span.name, first_on=first_on, last_on=last_on
    )
    session.add(row)
    session.flush()
    note(session, work, "exhibition_rotation_added", exhibition, rotation=span.number)
    return row


def change_rotation(
    session: Session, work: Work, *, exhibition_id: int, rotation_id: int, name: str, first_on: date, last_on: date
) -> ExhibitionRotation:  # fmt: skip
    """Change name and days of a rotation; copies that hang are not sent back to wait."""
    exhibition = locked(session, exhibition_id, Act.CHANGE)
    row = rotation_of(session, exhibition_id, rotation_id)
    span = Span(row.number, _name(name), first_on, last_on)
    others = {key: each for key, each in spans_of(session, exhibition_id).items() if key != row.id}
    _check(exhibition, span, others)
    row.name, row.first_on, row.last_on = span.name, first_on, last_on
    session.flush()
    _wait_again(session, work, exhibition, row)
    tell_desk(session, exhibition)
    note(session, work, "exhibition_rotation_changed", exhibition, rotation=row.number)
    return row


def _wait_again(session: Session, work: Work, exhibition: Exhibition, row: ExhibitionRotation) -> None:
    """Copies of a rotation that begins later now: before the opening they wait, once open they hang already."""
    day = as_of(exhibition.state.value, opens_on=exhibition.opens_on, day=work.day)
    if not comes_later(span_of(row), day):
        return
    entries = [entry for entry in present(session, exhibition.id) if entry.rotation_id == row.id]
    if entries and exhibition.state is ExhibitionState.OPEN:
        raise ExhibitionError(ExhibitionCode.ROTATION_BEGUN, rotation=span_of(row).label, copies=len(entries))
    for entry in entries:
        to_plan(session, work, exhibition, entry, row)


def remove_rotation(session: Session, work: Work, *, exhibition_id: int, rotation_id: int) -> None:
    """Take away a rotation for which nothing is planned and no copy ever hung."""
    exhibition = locked(session, exhibition_id, Act.CHANGE)
    row = rotation_of(session, exhibition_id, rotation_id)
    for table in (ExhibitionItem, ExhibitionPlan):
        used = session.scalars(select(func.count()).where(table.rotation_id == row.id)).one()
        if used:
            raise ExhibitionError(ExhibitionCode.ROTATION_IN_USE, rotation=span_of(row).label)
    session.delete(row)
    session.flush()
    note(session, work, "exhibition_rotation_removed", exhibition, rotation=row.number)


def move_along(
    session: Session, exhibition: Exhibition, *, opens_on: date, closes_on: date, day: date
) -> None:
    """Move rotations along with an exhibition that is put off whole; refuse days that leave one outside."""
    moved = shift((exhibition.opens_on, exhibition.closes_on), (opens_on, closes_on))
    rows = session.scalars(
        select(ExhibitionRotation).where(ExhibitionRotation.exhibition_id == exhibition.id)
    ).all()
    for row in rows:
        if moved and exhibition.state is ExhibitionState.PREPARING:
            _move(row, moved)
        if span_of(row).phase(day) is not Phase.OVER:
            check_inside(span_of(row), opens_on=opens_on, closes_on=closes_on)
    session.flush()


def _move(row: ExhibitionRotation, moved: timedelta) -> None:
    row.first_on, row.last_on = row.first_on + moved, row.last_on + moved


def _check(exhibition: Exhibition, span: Span, others: dict[int, Span]) -> None:
    check_span(span, opens_on=exhibition.opens_on, closes_on=exhibition.closes_on, others=others.values())


def _name(name: str) -> str:
    return clean_text(name, field="name", limit=100)
