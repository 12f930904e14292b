"""Opening an exhibition to readers, taking the opening back, and closing it."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.items.errors import ItemError
from catalog.items.queries import item_facts
from foreign_fund.exhibitions.errors import ExhibitionCode, ExhibitionError
from foreign_fund.exhibitions.models import Exhibition, ExhibitionItem, ExhibitionState
from foreign_fund.exhibitions.queries import count_pieces, count_returned, loans_during
from foreign_fund.exhibitions.rules import Act, check_opening, check_reopening
from foreign_fund.exhibitions.services.hanging import (
    SUBJECT,
    hang,
    locked,
    note,
    present,
    shown_number,
    unhang,
)
from foreign_fund.exhibitions.services.walking import end_walks
from ils.activity.kinds import Kind
from ils.activity.models import Activity
from ils.activity.services import record, reverse
from ils.activity.work import Done, Work


def open_exhibition(session: Session, work: Work, *, exhibition_id: int) -> Exhibition:
    """Open an exhibition: from now on the desk sees every copy of it hang there, also those lent since the scan."""
    exhibition = locked(session, exhibition_id, Act.OPEN)
    entries = present(session, exhibition_id)
    shown = len(entries) + count_pieces(session, exhibition_id)
    check_opening(title=exhibition.title, copies=shown, closes_on=exhibition.closes_on, day=work.day)
    _hang_all(session, work, exhibition, entries)
    exhibition.state, exhibition.opened_on = ExhibitionState.OPEN, work.day
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
    end_walks(session, work, exhibition_id)
    exhibition.state, exhibition.closed_on = ExhibitionState.CLOSED, work.day
    copies = len(present(session, exhibition_id))
    note(session, work, "exhibition_closed", exhibition, copies=copies)
    return exhibition


def reopen_exhibition(session: Session, work: Work, *, exhibition_id: int) -> Exhibition:
    """Go on with an exhibition closed by mistake: the same one still, so nothing counts again (lines 18, 26)."""
    exhibition = locked(session, exhibition_id, Act.REOPEN)
    returned = count_returned(session, exhibition_id)
    check_reopening(title=exhibition.title, closes_on=exhibition.closes_on, day=work.day, returned=returned)
    end_walks(session, work, exhibition_id)
    entries = present(session, exhibition_id)
    _hang_all(session, work, exhibition, entries)
    exhibition.state, exhibition.closed_on = ExhibitionState.OPEN, None
    note(session, work, "exhibition_reopened", exhibition, copies=len(entries))
    return exhibition


def undo_opening(session: Session, work: Work, *, exhibition_id: int) -> Exhibition:
    """Take back an opening by mistake: the exhibition is in preparation again and counts no more (plan line 18)."""
    exhibition = locked(session, exhibition_id, Act.UNOPEN)
    if lent := loans_during(session, exhibition_id, limit=1, offset=0).total:
        raise ExhibitionError(ExhibitionCode.LENT_MEANWHILE, exhibition=exhibition.title, loans=lent)
    unhang(session, work, exhibition_id)
    end_walks(session, work, exhibition_id)
    exhibition.state, exhibition.opened_on = ExhibitionState.PREPARING, None
    note(session, work, "exhibition_unopened", exhibition)
    reverse(session, work, activity=_opening(session, exhibition_id), reason="opened by mistake")
    return exhibition


def _opening(session: Session, exhibition_id: int) -> Activity:
    """Return the act by which the opening counts: the newest; an older one has its twin already."""
    query = select(Activity).where(
        Activity.subject_type == SUBJECT,
        Activity.subject_id == exhibition_id,
        Activity.kind == Kind.EXHIBITION_OPEN,
        Activity.undo_of.is_(None),
    )
    return session.scalars(query.order_by(Activity.id.desc()).limit(1)).one()
