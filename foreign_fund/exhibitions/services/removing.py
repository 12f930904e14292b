"""Taking a copy down, and taking a mistaken scan back."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.loans.services import vanish_again
from foreign_fund.exhibitions.errors import ExhibitionCode, ExhibitionNotFoundError
from foreign_fund.exhibitions.models import Exhibition, ExhibitionItem
from foreign_fund.exhibitions.queries import shown_copy
from foreign_fund.exhibitions.rules import Act, check_undo, never_shown
from foreign_fund.exhibitions.services.hanging import COPY, locked, note, unhang
from ils.activity.kinds import Kind
from ils.activity.models import Activity
from ils.activity.services import reverse
from ils.activity.work import Work


def remove_copy(session: Session, work: Work, *, exhibition_id: int, entry_id: int) -> bool:
    """Take a copy down; returns whether it still counts: not if the exhibition has never been open."""
    exhibition = locked(session, exhibition_id, Act.REMOVE)
    entry = _entry(session, exhibition_id, entry_id)
    counts = not never_shown(exhibition.state.value)
    _take_down(session, work, exhibition, entry, "exhibition_copy_removed")
    if not counts:
        _take_back(session, work, entry, reason="taken off before the opening")
    return counts


def undo_copy(session: Session, work: Work, *, exhibition_id: int, entry_id: int) -> None:
    """Take a mistaken scan back, on the day that it counted: the copy was never shown, and is missing if it was."""
    exhibition = locked(session, exhibition_id, Act.UNDO)
    entry = _entry(session, exhibition_id, entry_id)
    code = shown_copy(session, exhibition_id=exhibition_id, entry_id=entry_id).code
    check_undo(code=code, scanned_on=_counted_by(session, entry).day, day=work.day)
    _take_down(session, work, exhibition, entry, "exhibition_copy_undone")
    if entry.found:
        vanish_again(session, work, item_id=entry.item_id, image=entry.found)
    _take_back(session, work, entry, reason="scanned by mistake")


def take_off(
    session: Session, work: Work, exhibition: Exhibition, entry: ExhibitionItem, *, reason: str
) -> None:
    """Take a copy off the list that nobody has seen: its count is taken back."""
    _take_down(session, work, exhibition, entry, "exhibition_copy_removed")
    _take_back(session, work, entry, reason=reason)


def _entry(session: Session, exhibition_id: int, entry_id: int) -> ExhibitionItem:
    entry = session.get(ExhibitionItem, entry_id, populate_existing=True)
    if entry is None or entry.exhibition_id != exhibition_id or entry.removed_at is not None:
        raise ExhibitionNotFoundError(ExhibitionCode.COPY_NOT_HERE, exhibition=exhibition_id, entry=entry_id)
    return entry


def _take_down(
    session: Session, work: Work, exhibition: Exhibition, entry: ExhibitionItem, action: str
) -> None:
    entry.removed_at = work.now
    unhang(session, work, exhibition.id, item_id=entry.item_id)
    note(session, work, action, exhibition, item=entry.item_id)


def _counted_by(session: Session, entry: ExhibitionItem) -> Activity:
    """The act by which the copy counts: the newest; an older one, of an undone scan, has its twin already."""
    query = select(Activity).where(
        Activity.subject_type == COPY,
        Activity.subject_id == entry.id,
        Activity.kind == Kind.EXHIBITION_ITEM,
        Activity.undo_of.is_(None),
    )
    return session.scalars(query.order_by(Activity.id.desc()).limit(1)).one()


def _take_back(session: Session, work: Work, entry: ExhibitionItem, *, reason: str) -> None:
    entry.undone_at = work.now
    reverse(session, work, activity=_counted_by(session, entry), reason=reason)
