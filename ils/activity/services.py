"""Writing the log: the row and its daily total, in the transaction of the act itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from operator import itemgetter
from typing import Any, cast

from sqlalchemy import Table
from sqlalchemy.orm import Session

from ils.activity.kinds import Channel
from ils.activity.models import Activity, DailyTotal
from ils.activity.work import Done, ItemSnapshot, PatronSnapshot, Work
from ils.db import insert_many, is_postgresql, queue_here, upsert

# The table itself and not the class: nothing of the log is kept as an object, and plain inserts are quicker.
_ROWS = cast("Table", Activity.__table__)
TOTAL_KEY = ("kind", "day", "department", "sector", "source", "channel", "fund")
_total_of = itemgetter(*("item_fund" if name == "fund" else name for name in TOTAL_KEY))


def record(session: Session, work: Work, *done: Done) -> None:
    """Append what was done and add it to the day's totals; call it last in an act.

    The totals are the rows that all desks share, so from here to the commit acts pass one by one.
    """
    _append(session, [_row(work, each) for each in done])


def _append(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    if not rows:
        return
    session.flush()
    insert_many(session, _ROWS, rows)
    queue_here(session, "activity_total")
    _add_to_totals(session, rows)


def reverse(session: Session, work: Work, *, activity: Activity, reason: str) -> None:
    """Write the negative twin of an act; a second twin of the same act is refused by the database."""
    reverse_many(session, work, activities=(activity,), reason=reason)


def reverse_many(session: Session, work: Work, *, activities: Iterable[Activity], reason: str) -> None:
    """Write the negative twins of many acts at once; call it last, as `record`."""
    _append(session, [_twin(work, each, reason) for each in activities])


def _twin(work: Work, activity: Activity, reason: str) -> dict[str, Any]:
    done = Done(
        kind=activity.kind,
        subject_type=activity.subject_type,
        subject_id=activity.subject_id,
        amount=-activity.amount,
        patron=_patron_of(activity),
        item=_item_of(activity),
        source=activity.source,
        batch=activity.batch,
        note=reason,
        undo_of=activity.id,
        day=activity.day,
    )
    # The twin takes the place and channel of the act, so that every cut of the totals comes out even.
    place = replace(
        work, department=activity.department, sector=activity.sector, channel=Channel(activity.channel)
    )
    return _row(place, done)


def _patron_of(activity: Activity) -> PatronSnapshot:
    return PatronSnapshot(
        activity.patron_category, activity.patron_age, activity.patron_sex, activity.patron_citizenship
    )


def _item_of(activity: Activity) -> ItemSnapshot:
    return ItemSnapshot(activity.item_language, activity.item_branch, activity.item_type, activity.item_fund)


def _row(work: Work, done: Done) -> dict[str, Any]:
    return {
        "kind": str(done.kind),
        "day": done.day or work.day,
        "at": work.now,
        "amount": done.amount,
        "actor_id": work.actor_id,
        "department": work.department,
        "sector": work.sector,
        "patron_category": done.patron.category,
        "patron_age": done.patron.age_group,
        "patron_sex": done.patron.sex,
        "patron_citizenship": done.patron.citizenship,
        "item_language": done.item.language[:3],
        "item_branch": done.item.branch[:20],
        "item_type": done.item.document_type,
        "item_fund": done.item.fund,
        "source": str(done.source),
        "channel": str(work.channel),
        "subject_type": done.subject_type,
        "subject_id": done.subject_id,
        "batch": done.batch,
        "note": done.note[:500],
        "undo_of": done.undo_of,
    }


@cache
def _add_statement(postgresql: bool) -> Any:
    """Build the addition to a total once a process and engine: every act of the library runs it."""
    statement = upsert(DailyTotal, postgresql=postgresql)
    added = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=TOTAL_KEY,
        set_={"amount": DailyTotal.amount + added.amount, "acts": DailyTotal.acts + added.acts},
    )


def _add_to_totals(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    amounts: Counter[tuple[Any, ...]] = Counter()
    acts: Counter[tuple[Any, ...]] = Counter()
    for row in rows:
        key = _total_of(row)
        amounts[key] += row["amount"]
        acts[key] += 1
    session.execute(
        _add_statement(is_postgresql(session)),
        [
            dict(zip(TOTAL_KEY, key, strict=True), amount=amounts[key], acts=acts[key])
            for key in sorted(acts, key=repr)
        ],
    )
