"""Writing the log: the row and its totals, in the transaction of the act itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from ils.activity.kinds import Channel
from ils.activity.models import Activity
from ils.activity.totals import append
from ils.activity.work import Done, ItemSnapshot, PatronSnapshot, Work


def record(session: Session, work: Work, *done: Done) -> None:
    """Append what was done and add it to the totals of its day, month and lines; call it last in an act.

    The totals are the rows that all desks share, so from here to the commit acts pass one by one.
    """
    place = _place(work)
    _append(session, [_row(place, each) for each in done])


def _append(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        session.flush()
        append(session, rows)


def reverse(session: Session, work: Work, *, activity: Activity, reason: str) -> None:
    """Write the negative twin of an act; a second twin of the same act is refused by the database."""
    reverse_many(session, work, activities=(activity,), reason=reason)


def reverse_many(session: Session, work: Work, *, activities: Iterable[Activity], reason: str) -> None:
    """Write the negative twins of many acts at once; call it last, as `record`."""
    _append(session, [_twin(work, each, reason) for each in activities])


def repeat_many(session: Session, work: Work, *, activities: Iterable[Activity]) -> None:
    """Write acts anew that had been taken back, as they were: a twin itself cannot be taken back. Call it last."""
    _append(session, [_again(work, each) for each in activities])


def _twin(work: Work, activity: Activity, reason: str) -> dict[str, Any]:
    return _again(work, activity, amount=-activity.amount, note=reason, undo_of=activity.id)


def _again(work: Work, activity: Activity, **changed: Any) -> dict[str, Any]:
    """Return the row of an act once more: its place and channel too, so that every cut of the totals comes out even."""
    if activity.undo_of is not None:  # a count of acts would come out below nothing
        raise ValueError("a twin has no twin: what it took back is done anew")
    done = Done(
        kind=activity.kind,
        subject_type=activity.subject_type,
        subject_id=activity.subject_id,
        amount=activity.amount,
        patron=_patron_of(activity),
        item=_item_of(activity),
        source=activity.source,
        batch=activity.batch,
        note=activity.note,
        day=activity.day,
    )
    place = replace(
        work, department=activity.department, sector=activity.sector, channel=Channel(activity.channel)
    )
    return _row(_place(place), replace(done, **changed))


def _patron_of(activity: Activity) -> PatronSnapshot:
    return PatronSnapshot(
        activity.patron_category, activity.patron_age, activity.patron_sex, activity.patron_citizenship
    )


def _item_of(activity: Activity) -> ItemSnapshot:
    return ItemSnapshot(activity.item_language, activity.item_branch, activity.item_type, activity.item_fund)


def _place(work: Work) -> dict[str, Any]:
    """Return what all acts done at once share."""
    return {
        "day": work.day,
        "at": work.now,
        "actor_id": work.actor_id,
        "department": work.department,
        "sector": work.sector,
        "channel": str(work.channel),
    }


def _row(place: dict[str, Any], done: Done) -> dict[str, Any]:
    row = place | {
        "kind": str(done.kind),
        "amount": done.amount,
        "patron_category": done.patron.category,
        "patron_age": done.patron.age_group,
        "patron_sex": done.patron.sex,
        "patron_citizenship": done.patron.citizenship,
        "item_language": done.item.language[:3],
        "item_branch": done.item.branch[:20],
        "item_type": done.item.document_type,
        "item_fund": done.item.fund,
        "source": str(done.source),
        "subject_type": done.subject_type,
        "subject_id": done.subject_id,
        "batch": done.batch,
        "note": done.note[:500],
        "undo_of": done.undo_of,
    }
    if done.day:
        row["day"] = done.day
    return row
