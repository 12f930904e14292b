"""QR codes put up on boards in public places, taken down, and entered by mistake (line 36)."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from catalog.orders.errors import OrderCode, OrderError, OrderInputError, OrderNotFoundError
from catalog.orders.models import QrPlacement
from catalog.orders.queries.acts import PLACEMENT
from catalog.orders.queries.codes import open_text, same_code
from catalog.orders.rules import Wish, ascii_address, check_day, same_board
from catalog.orders.services.counting import count_code, named, take_back
from catalog.records.queries import LARGEST_ID
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.db import queue_here
from ils.errors import clean_text

QUEUE = "qr_placements"  # where the same code on the same board is looked for before another is written


def place(
    session: Session,
    work: Work,
    *,
    url: str,
    board: str,
    placed_on: date | None = None,
    title: str = "",
    record_id: int | None = None,
) -> QrPlacement:
    """Write down that the code of a resource hangs on a board; resource × board counts once while it hangs there.

    A record needs a full text that everybody may open; `url` is the address that the code holds.
    """
    queue_here(session, QUEUE)
    name, known = named(session, Wish(title, record_id), with_author=False)
    address = ascii_address(url)
    where = clean_text(same_board(board), field="board", limit=300, required=True)
    day = check_day(placed_on or work.day, work.day)
    text = open_text(session, known) if known else None
    if known and text is None:
        raise OrderError(OrderCode.NO_FULL_TEXT, record=known)
    there = same_code(session, record_id=known, url=address, board=where)
    if there is not None:
        raise OrderError(OrderCode.CODE_THERE, title=name, board=where, code=there)
    row = QrPlacement(
        record_id=known, object_id=text, url=address, title=name, board=where, placed_on=day, removed_on=None,
        at=work.now, staff_id=work.actor_id, taken_back_at=None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    _note(session, work, "qr_placed", row, board=where, day=day.isoformat())
    count_code(session, work, row)
    return row


def take_down(session: Session, work: Work, *, code_id: int, day: date | None = None) -> QrPlacement:
    """Say that a code was taken off its board on a day; that it hung there stays counted."""
    row = _standing(session, code_id)
    if row.removed_on is not None:
        raise OrderError(OrderCode.CODE_REMOVED, day=row.removed_on)
    removed = check_day(day or work.day, work.day)
    if removed < row.placed_on:
        raise OrderInputError(OrderCode.REMOVED_BEFORE_PLACED, day=removed, placed=row.placed_on)
    row.removed_on = removed
    _note(session, work, "qr_removed", row, day=removed.isoformat())
    return row


def hang_again(session: Session, work: Work, *, code_id: int) -> QrPlacement:
    """Take back that a code was taken down: it hangs as before, and counts as before."""
    queue_here(session, QUEUE)
    row = _standing(session, code_id)
    if row.removed_on is None:
        raise OrderError(OrderCode.CODE_NOT_REMOVED)
    there = same_code(session, record_id=row.record_id, url=row.url, board=row.board)
    if there is not None:
        raise OrderError(OrderCode.CODE_THERE, title=row.title, board=row.board, code=there)
    row.removed_on = None
    _note(session, work, "qr_hung_again", row)
    return row


def withdraw_code(session: Session, work: Work, *, code_id: int, reason: str) -> QrPlacement:
    """Take back a code that was entered by mistake: a twin on its day; the row stays."""
    text = clean_text(reason, field="reason", limit=300, required=True)
    row = _standing(session, code_id)
    row.taken_back_at = work.now
    _note(session, work, "qr_taken_back", row, reason=text)
    session.flush()
    take_back(session, work, PLACEMENT, [row.id], text)
    return row


def _standing(session: Session, code_id: int) -> QrPlacement:
    row = None
    if 0 < code_id <= LARGEST_ID:
        row = session.get(QrPlacement, code_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise OrderNotFoundError(OrderCode.CODE_UNKNOWN, code=code_id)
    if row.taken_back_at is not None:
        raise OrderError(OrderCode.CODE_TAKEN_BACK)
    return row


def _note(session: Session, work: Work, action: str, row: QrPlacement, **details: Any) -> None:
    audit(session, work, action, subject_type=PLACEMENT, subject_id=row.id, **details)
