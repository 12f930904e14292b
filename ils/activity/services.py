"""Writing the log: the row, its daily and its monthly total, in the transaction of the act itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from operator import itemgetter
from typing import Any
from typing import cast as typed

from sqlalchemy import Date, Table, cast, delete, func, insert, select
from sqlalchemy.orm import Session

from ils.activity.kinds import Channel
from ils.activity.models import Activity, DailyTotal, MonthlyTotal
from ils.activity.work import Done, ItemSnapshot, PatronSnapshot, Work
from ils.db import insert_many, is_postgresql, queue_here, upsert

# The table itself and not the class: nothing of the log is kept as an object, and plain inserts are quicker.
_ROWS = typed("Table", Activity.__table__)
Total = DailyTotal | MonthlyTotal
TOTALS_QUEUE = "activity_total"  # where all acts of the library pass one by one
TOTAL_KEY = ("kind", "day", "department", "sector", "source", "channel", "fund")
MONTH_KEY = (
    "kind", "month", "department", "sector", "source", "channel", "fund", "patron_category", "patron_age", "patron_sex",
    "patron_citizenship", "item_language", "item_branch", "item_type",
)  # fmt: skip
# What stands in a row under another name, or is made of it.
_FROM_ROW = {"fund": "item_fund", "month": "day"}


def record(session: Session, work: Work, *done: Done) -> None:
    """Append what was done and add it to the totals of its day and month; call it last in an act.

    The totals are the rows that all desks share, so from here to the commit acts pass one by one.
    """
    _append(session, [_row(work, each) for each in done])


def _append(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    if not rows:
        return
    session.flush()
    # Before the rows get their ids: so the ids stand in the order of commits, and a closed period has a last one.
    queue_here(session, TOTALS_QUEUE)
    insert_many(session, _ROWS, rows)
    _add_to_totals(session, DailyTotal, rows)
    _add_to_totals(session, MonthlyTotal, rows)


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
def _key_of(table: type[Total]) -> tuple[tuple[str, ...], Any]:
    """Return the key's columns, and what reads them from a row."""
    key = MONTH_KEY if table is MonthlyTotal else TOTAL_KEY
    return key, itemgetter(*(_FROM_ROW.get(name, name) for name in key))


@cache
def _addition(table: type[Total], postgresql: bool) -> Any:
    """Build the addition to a total once a process and engine: every act of the library runs it."""
    statement = upsert(table, postgresql=postgresql)
    added = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=_key_of(table)[0],
        set_={"amount": table.amount + added.amount, "acts": table.acts + added.acts},
    )


def _add_to_totals(session: Session, table: type[Total], rows: Sequence[dict[str, Any]]) -> None:
    names, read = _key_of(table)
    amounts: Counter[tuple[Any, ...]] = Counter()
    acts: Counter[tuple[Any, ...]] = Counter()
    for row in rows:
        key = read(row)
        amounts[key] += row["amount"]
        acts[key] += 1
    if table is MonthlyTotal:
        amounts, acts = _by_months(amounts), _by_months(acts)
    session.execute(
        _addition(table, is_postgresql(session)),
        [
            dict(zip(names, key, strict=True), amount=amounts[key], acts=acts[key])
            for key in sorted(acts, key=repr)
        ],
    )


def _by_months(sums: Counter[tuple[Any, ...]]) -> Counter[tuple[Any, ...]]:
    """Move sums of days to the first day of their months."""
    months: Counter[tuple[Any, ...]] = Counter()
    for (kind, day, *others), told in sums.items():
        months[kind, day.replace(day=1), *others] += told
    return months


def month_columns(session: Session) -> list[Any]:
    """Return what of a row makes the key of a month's total; the engines name the first day of a month differently."""
    month: Any = (
        cast(func.date_trunc("month", Activity.day), Date)
        if is_postgresql(session)
        else func.date(Activity.day, "start of month", type_=Date)
    )
    return [month if name == "month" else getattr(Activity, _FROM_ROW.get(name, name)) for name in MONTH_KEY]


def rebuild_months(session: Session) -> int:
    """Make the sums of months anew from the rows, for `ils rebuild`; return how many sums there are."""
    queue_here(session, TOTALS_QUEUE)
    session.execute(delete(MonthlyTotal))
    keys = month_columns(session)
    sums = select(*keys, func.sum(Activity.amount), func.count()).group_by(*keys)
    session.execute(insert(MonthlyTotal).from_select([*MONTH_KEY, "amount", "acts"], sums))
    return session.scalar(select(func.count()).select_from(MonthlyTotal)) or 0
