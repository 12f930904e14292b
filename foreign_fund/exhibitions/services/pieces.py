"""Shown, but no copies of ours: titles of a virtual exhibition, and things that their owners have loaned in."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.items.models import ItemState
from catalog.items.queries import items_of_record
from catalog.records.queries import resolve
from foreign_fund.exhibitions.errors import (
    ExhibitionCode,
    ExhibitionError,
    ExhibitionInputError,
    ExhibitionNotFoundError,
)
from foreign_fund.exhibitions.models import ExhibitionItem, ExhibitionPiece
from foreign_fund.exhibitions.queries import pieces_of
from foreign_fund.exhibitions.rules import Act
from foreign_fund.exhibitions.rules.places import Form
from foreign_fund.exhibitions.rules.telling import check_come
from foreign_fund.exhibitions.services.adding import Added, add_copy
from foreign_fund.exhibitions.services.hanging import case_of, locked, note
from ils.activity.work import Work
from ils.errors import clean_text

MOST_WORTH = 2_000_000_000


def add_title(session: Session, work: Work, *, exhibition_id: int, record_id: int) -> ExhibitionPiece:
    """Show a title of the catalogue on a virtual exhibition; no copy leaves its shelf, so line 26 counts none."""
    exhibition = locked(session, exhibition_id, Act.ADD)
    if exhibition.form != Form.VIRTUAL:
        raise ExhibitionError(ExhibitionCode.NOT_VIRTUAL, exhibition=exhibition.title)
    record = resolve(session, record_id)
    if any(
        each.record_id == record for each in pieces_of(session, exhibition_id)
    ):  # also one merged into it since
        raise ExhibitionError(ExhibitionCode.TITLE_THERE, exhibition=exhibition.title)
    piece = ExhibitionPiece(exhibition_id=exhibition_id, kind="title", record_id=record, added_at=work.now)
    session.add(piece)
    session.flush()
    note(session, work, "exhibition_title_added", exhibition, record=record)
    return piece


def add_from_record(
    session: Session, work: Work, *, exhibition_id: int, record_id: int, case_id: int | None = None
) -> Added:
    """Put the first free copy of a record on an exhibition, one that hangs nowhere else."""
    hung = set(
        session.scalars(
            select(ExhibitionItem.item_id).where(
                ExhibitionItem.exhibition_id == exhibition_id, ExhibitionItem.removed_at.is_(None)
            )
        )
    )
    for copy in items_of_record(session, record_id):
        if copy.state is ItemState.AVAILABLE and copy.placement is None and copy.id not in hung:
            return add_copy(session, work, exhibition_id=exhibition_id, code=copy.code, case_id=case_id)
    raise ExhibitionError(ExhibitionCode.NO_FREE_COPY, record=record_id)


def take_in(
    session: Session,
    work: Work,
    *,
    exhibition_id: int,
    title: str,
    owner: str,
    act: str,
    received_on: date,
    return_by: date | None = None,
    worth: int | None = None,
    case_id: int | None = None,
    annotation: str = "",
) -> ExhibitionPiece:
    """Take in something that its owner has loaned for the exhibition, by an act; it is of no fund of ours."""
    exhibition = locked(session, exhibition_id, Act.ADD)
    check_come(received_on, work.day)
    if return_by is not None and return_by < received_on:
        raise ExhibitionInputError(ExhibitionCode.PIECE_BACK_EARLY, day=return_by)
    if worth is not None and not 0 <= worth <= MOST_WORTH:
        raise ExhibitionInputError(ExhibitionCode.CHOICE_UNKNOWN, value=str(worth))
    texts = {"title": (title, 500), "owner": (owner, 300), "act": (act, 100)}
    case = case_of(session, exhibition_id, case_id)
    piece = ExhibitionPiece(
        exhibition_id=exhibition_id, kind="loaned", received_on=received_on, return_by=return_by, worth=worth,
        case_id=case.id if case else None, added_at=work.now,
        annotation=clean_text(" ".join(annotation.split()), field="annotation", limit=1000),
        **{name: clean_text(text, field=name, limit=most, required=True) for name, (text, most) in texts.items()},
    )  # fmt: skip
    session.add(piece)
    session.flush()
    note(session, work, "exhibition_piece_taken_in", exhibition, title=piece.title, owner=piece.owner)
    return piece


def give_piece_back(
    session: Session, work: Work, *, exhibition_id: int, piece_id: int, day: date | None = None
) -> ExhibitionPiece:
    """Say that a piece went back to its owner."""
    exhibition = locked(session, exhibition_id, Act.TELL)
    piece = _piece(session, exhibition_id, piece_id)
    day = day or work.day
    check_come(day, work.day)
    if piece.received_on is None or piece.returned_on is not None:
        raise ExhibitionNotFoundError(ExhibitionCode.PIECE_UNKNOWN, piece=piece_id)
    if day < piece.received_on:
        raise ExhibitionInputError(ExhibitionCode.PIECE_BACK_EARLY, day=day)
    piece.returned_on = day
    note(session, work, "exhibition_piece_returned", exhibition, title=piece.title)
    return piece


def remove_piece(session: Session, work: Work, *, exhibition_id: int, piece_id: int) -> None:
    """Take a title, or a piece entered by mistake, off the list; the row stays in the history."""
    exhibition = locked(session, exhibition_id, Act.REMOVE)
    piece = _piece(session, exhibition_id, piece_id)
    piece.removed_at = work.now
    note(session, work, "exhibition_piece_removed", exhibition, piece=piece.id)


def annotate_piece(
    session: Session,
    work: Work,
    *,
    exhibition_id: int,
    piece_id: int,
    annotation: str,
    case_id: int | None = None,
) -> ExhibitionPiece:
    """Say what the label of a title or piece tells, and in which case it stands."""
    exhibition = locked(session, exhibition_id, Act.CHANGE)
    piece = _piece(session, exhibition_id, piece_id)
    case = case_of(session, exhibition_id, case_id)
    piece.annotation = clean_text(" ".join(annotation.split()), field="annotation", limit=1000)
    piece.case_id = case.id if case else None
    note(session, work, "exhibition_piece_arranged", exhibition, piece=piece.id)
    return piece


def add_records(
    session: Session, work: Work, *, exhibition_id: int, records: Collection[int], case_id: int | None = None,
    virtual: bool,
) -> list[Any]:  # fmt: skip
    """Put several records of a search on an exhibition, all or none: titles if it is virtual, else a copy of each."""
    if virtual:
        return [add_title(session, work, exhibition_id=exhibition_id, record_id=each) for each in records]
    return [
        add_from_record(session, work, exhibition_id=exhibition_id, record_id=each, case_id=case_id)
        for each in records
    ]


def _piece(session: Session, exhibition_id: int, piece_id: int) -> ExhibitionPiece:
    piece = session.get(ExhibitionPiece, piece_id, populate_existing=True)
    if piece is None or piece.exhibition_id != exhibition_id or piece.removed_at is not None:
        raise ExhibitionNotFoundError(ExhibitionCode.PIECE_UNKNOWN, piece=piece_id)
    return piece
