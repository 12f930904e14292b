"""Opening an exhibition to readers, and closing it."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from catalog.items.errors import ItemError
from catalog.items.queries import item_facts
from foreign_fund.exhibitions.errors import ExhibitionCode, ExhibitionError
from foreign_fund.exhibitions.models import Exhibition, ExhibitionItem, ExhibitionState
from foreign_fund.exhibitions.rules import Act, check_opening
from foreign_fund.exhibitions.services.hanging import (
    SUBJECT,
    hang,
    locked,
    note,
    present,
    shown_number,
    unhang,
)
from ils.activity.kinds import Kind
from ils.activity.services import record
from ils.activity.work import Done, Work


def open_exhibition(session: Session, work: Work, *, exhibition_id: int) -> Exhibition:
    """Open an exhibition: from now on the desk sees every copy of it hang there, also those lent since the scan."""
    exhibition = locked(session, exhibition_id, Act.OPEN)
    entries = present(session, exhibition_id)
    check_opening(title=exhibition.title, copies=len(entries), closes_on=exhibition.closes_on, day=work.day)
    _hang_all(session, work, exhibition, entries)
    exhibition.state = ExhibitionState.OPEN
    note(session, work, "exhibition_opened", exhibition, copies=len(entries))
    record(session, work, Done(kind=Kind.EXHIBITION_OPEN, subject_type=SUBJECT, subject_id=exhibition.id))
    return exhibition


def _hang_all(
    session: Session, work: Work, exhibition: Exhibition, entries: Iterable[ExhibitionItem]
) -> None:
    hindering = []
    for entry in entries:
        try:
            hang(session, work, exhibition, entry)
        except ItemError:  # withdrawn since the scan, or hung elsewhere: tell of all at once
            hindering.append(shown_number(item_facts(session, entry.item_id)))
    if hindering:
        raise ExhibitionError(ExhibitionCode.COPIES_HINDER, exhibition=exhibition.title, copies=hindering)


def close_exhibition(session: Session, work: Work, *, exhibition_id: int) -> Exhibition:
    """Close an exhibition: its copies go back to their shelves; which they were stays known."""
    exhibition = locked(session, exhibition_id, Act.CLOSE)
    unhang(session, work, exhibition_id)
    exhibition.state = ExhibitionState.CLOSED
    copies = len(present(session, exhibition_id))
    note(session, work, "exhibition_closed", exhibition, copies=copies)
    return exhibition
