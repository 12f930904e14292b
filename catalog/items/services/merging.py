"""Two descriptions of one thing made into one, and two again: everything that hangs on the one goes to the other.

Loans, placements and exhibitions hang on copies and so come along by themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from catalog.items.errors import ItemCode, ItemError, ItemNotFoundError
from catalog.items.models import Item
from catalog.marc import Profile
from catalog.records.models import Record, RecordMerge
from catalog.records.queries import LARGEST_ID, cards_of, count_parts
from catalog.records.services import locked_record, replace_record, restore_version
from catalog.records.services.joining import Given, give, log_given, log_taken, refuse_part, take
from ils.accounts.audit import audit
from ils.activity.work import Work


@dataclass(frozen=True, slots=True)
class Follower:
    """Something an upper package keeps by record, that follows a merge; the roof hands these down.

    `count(session, record)`; `move(session, work, gone, kept)` returns the ids it moved; `back(session, work, gone, kept,
    ids)` moves those back that are still with `kept`, or refuses by a `LibraryError`.
    """

    name: str
    count: Callable[[Session, int], int]
    move: Callable[[Session, Work, int, int], list[int]]
    back: Callable[[Session, Work, int, int, Sequence[int]], None]


def merge_records(
    session: Session,
    work: Work,
    *,
    kept: int,
    gone: int,
    marc: Any = None,
    followers: Sequence[Follower] = (),
) -> int:
    """Make one record of two and return the merge's id; `marc`, in the profile of the one kept, is its new description.

    Copies, parts and card indexes move; the record that goes leaves the index and the count of plan line 11 and
    lives on as a number that leads to the other.
    """
    if kept == gone:
        raise ItemError(ItemCode.MERGE_SELF, record=kept)
    locked = {record_id: locked_record(session, record_id) for record_id in sorted((kept, gone))}
    refuse_part(session, kept, gone)
    items = _move_items(session, source=gone, target=kept)
    moved: dict[str, Any] = {
        "items": items,
        "followers": {each.name: each.move(session, work, gone, kept) for each in followers},
    }
    given = give(session, work, kept=locked[kept], gone=locked[gone])
    row = RecordMerge(kept_id=kept, gone_id=gone, moved={}, at=work.now, by=work.actor_id)
    session.add(row)
    session.flush()
    audit(session, work, "records_merged", subject_type="record", subject_id=kept, gone=gone, merge=row.id,
          items=items)  # fmt: skip
    moved["version"] = _describe(session, work, locked[kept], marc, gone)
    log_given(session, work, kept=kept, gone=gone, given=given)
    row.moved = moved | given.told()
    session.flush()
    return row.id


def _move_items(session: Session, *, source: int, target: int) -> list[int]:
    ids = session.scalars(
        select(Item.id).where(Item.record_id == source).order_by(Item.id).with_for_update()
    ).all()
    _place(session, ids, target)
    return list(ids)


def _place(session: Session, ids: Collection[int], record_id: int) -> None:
    statement = update(Item).where(Item.id.in_(ids)).values(record_id=record_id)
    session.execute(statement, execution_options={"synchronize_session": "fetch"})


def _describe(session: Session, work: Work, kept: Record, marc: Any, gone: int) -> int | None:
    """Give the record its new description; return the version if it made one."""
    if marc is None:
        return None
    was = kept.version
    version = replace_record(
        session, work, record_id=kept.id, marc=marc, profile=Profile(kept.profile), reason=f"merge:{gone}"
    )
    return version if version != was else None


def undo_merge(session: Session, work: Work, *, merge_id: int, followers: Sequence[Follower] = ()) -> None:
    """Make two records again of what was merged; copies added since stay with the record kept.

    Refused if the merge was undone already, if the record kept has gone into a third one, if its merged description
    has been changed since, or if a copy has moved on.
    """
    row = _standing_merge(session, merge_id)
    kept = locked_record(session, row.kept_id)
    gone = session.get_one(Record, row.gone_id, with_for_update=True, populate_existing=True)
    moved = dict(row.moved)
    _refuse_moved_on(session, row, kept, moved)
    _place(session, moved["items"], gone.id)
    for each in followers:
        each.back(session, work, gone.id, kept.id, moved["followers"].get(each.name, []))
    given = Given(**{name: moved[name] for name in Given.__slots__})
    cards = take(session, work, kept=kept, gone=gone, given=given)
    row.undone_at, row.undone_by = work.now, work.actor_id
    audit(
        session, work, "merge_undone", subject_type="record", subject_id=kept.id, gone=gone.id, merge=row.id
    )
    if moved["version"] is not None:
        restore_version(session, work, record_id=kept.id, version=moved["version"] - 1)
    log_taken(session, work, kept=kept.id, gone=gone.id, given=given, cards=cards)


def _standing_merge(session: Session, merge_id: int) -> RecordMerge:
    row = None
    if 0 < merge_id <= LARGEST_ID:
        row = session.get(RecordMerge, merge_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise ItemNotFoundError(ItemCode.MERGE_UNKNOWN, merge=merge_id)
    if row.undone_at is not None:
        raise ItemError(ItemCode.MERGE_UNDONE, merge=merge_id, when=row.undone_at)
    return row


def _refuse_moved_on(session: Session, row: RecordMerge, kept: Record, moved: dict[str, Any]) -> None:
    if moved["version"] not in (None, kept.version):
        raise ItemError(ItemCode.MERGE_DESCRIBED_SINCE, record=kept.id, version=kept.version)
    elsewhere = session.scalars(
        select(Item.barcode)
        .where(Item.id.in_(moved["items"]), Item.record_id != row.kept_id)
        .with_for_update()
    ).all()
    if elsewhere:
        raise ItemError(ItemCode.MERGE_COPIES_ELSEWHERE, copies=[code or "—" for code in elsewhere])


def moves_of(session: Session, record_id: int, *, followers: Sequence[Follower] = ()) -> dict[str, int]:
    """Return how much would go along if a record were merged into another: items, parts, cards, and each follower."""
    items = session.scalars(select(func.count()).where(Item.record_id == record_id)).one()
    own = {
        "items": items,
        "parts": count_parts(session, record_id),
        "cards": len(cards_of(session, record_id)),
    }
    return own | {each.name: each.count(session, record_id) for each in followers}


@dataclass(frozen=True, slots=True)
class Merging:
    """Merging as lower floors may use it: the roof puts it, with its followers, where their views find it."""

    followers: tuple[Follower, ...] = ()

    def merge_records(self, session: Session, work: Work, *, kept: int, gone: int, marc: Any = None) -> int:
        """Make one record of two."""
        return merge_records(session, work, kept=kept, gone=gone, marc=marc, followers=self.followers)

    def undo_merge(self, session: Session, work: Work, *, merge_id: int) -> None:
        """Make two records of one again."""
        undo_merge(session, work, merge_id=merge_id, followers=self.followers)

    def moves_of(self, session: Session, record_id: int) -> dict[str, int]:
        """Return how much would move."""
        return moves_of(session, record_id, followers=self.followers)
