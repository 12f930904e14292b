"""A late closure hits days on the hold shelf: each copy waits until the next open day (DD-10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from circulation.holds.models import Hold, HoldState
from circulation.patrons.models import Patron
from circulation.patrons.rules import full_name


@dataclass(frozen=True, slots=True)
class HoldToMove:
    """A copy on the hold shelf whose last day is hit by a closure."""

    id: int
    patron_id: int
    patron: str
    item_id: int | None
    record_id: int
    shelf_until: date | None


def holds_to_move(session: Session, first: date, last: date) -> tuple[HoldToMove, ...]:
    """Return the copies on the hold shelf whose last day lies between both days inclusive."""
    rows = session.execute(
        select(Hold, Patron)
        .join(Patron, Patron.id == Hold.patron_id)
        .where(Hold.state == HoldState.READY, Hold.shelf_until.between(first, last))
        .order_by(Hold.shelf_until, Hold.id)
    )
    return tuple(
        HoldToMove(
            row.id, reader.id, full_name(reader.surname, reader.given_name, reader.patronymic), row.item_id,
            row.record_id, row.shelf_until,
        )
        for row, reader in rows
    )  # fmt: skip


def move_shelf_date(session: Session, *, hold_id: int, was: date, becomes: date) -> bool:
    """Move the last day on the shelf if it still is what one saw; False if the hold has moved on."""
    still = (Hold.id == hold_id, Hold.state == HoldState.READY, Hold.shelf_until == was)
    statement = update(Hold).where(*still).values(shelf_until=becomes)
    result = session.execute(statement, execution_options={"synchronize_session": "fetch"})
    return cast("CursorResult[Any]", result).rowcount == 1
