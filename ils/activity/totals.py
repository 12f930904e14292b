"""The kept sums of days, months and lines: how acts are added to them, and how they are made anew."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from operator import itemgetter
from typing import Any
from typing import cast as typed

from sqlalchemy import Date, Table, cast, delete, func, insert, select
from sqlalchemy.orm import Session

from ils.activity.models import Activity, LineTotal, MonthlyTotal
from ils.db import insert_many, is_postgresql, queue_here

Row = dict[str, Any]
# The table itself and not the class: nothing of the log is kept as an object, and plain inserts are quicker.
_ROWS = typed("Table", Activity.__table__)
TOTALS_QUEUE = "activity_total"  # where all acts of the library pass one by one
TOTAL_KEY = ("kind", "day", "department", "sector", "source", "channel", "fund")
LINE_KEY = (
    "kind",
    "month",
    "department",
    "sector",
    "source",
    "channel",
    "fund",
    "patron_category",
    "patron_citizenship",
)
MONTH_KEY = (*LINE_KEY, "patron_age", "patron_sex", "item_language", "item_branch", "item_type")
KEYS = {
    "activity_total": TOTAL_KEY,
    "activity_line": LINE_KEY,
    "activity_month": MONTH_KEY,
}
# What stands in a row under another name, or is made of it.
_FROM_ROW = {"fund": "item_fund", "month": "day"}
# All that any of the totals tells apart.
_ALL = ("day", *(name for name in MONTH_KEY if name != "month"))
_all_of = itemgetter(*(_FROM_ROW.get(name, name) for name in _ALL))


def append(session: Session, rows: Sequence[Row]) -> None:
    """Write rows of the log and add them to all totals; on PostgreSQL a function of revision 0006 does it all at once.

    Acts pass one by one from before the rows get their ids to the commit: so the ids stand in the order of commits, and a
    closed period has a last one.
    """
    if is_postgresql(session):
        told = json.dumps(rows, default=_as_text, ensure_ascii=False)
        session.connection().exec_driver_sql("SELECT activity_append(%(acts)s)", {"acts": told})
        return
    insert_many(session, _ROWS, rows)
    summed = _summed(rows)
    for table in KEYS:
        session.connection().exec_driver_sql(_addition(table), list(_additions(table, summed)))


def _as_text(value: date) -> str:
    """Write a day as it is and an instant as it is stored: without its zone, which is UTC."""
    return (value.astimezone(UTC).replace(tzinfo=None) if isinstance(value, datetime) else value).isoformat()


@cache
def _addition(table: str) -> str:
    """Write the statement of SQLite."""
    key = ", ".join(KEYS[table])
    places = ", ".join("?" * (len(KEYS[table]) + 2))
    added = "amount = amount + excluded.amount, acts = acts + excluded.acts"
    parts = ("INSERT INTO", table, f"({key}, amount, acts)", f"VALUES ({places})")
    return " ".join((*parts, f"ON CONFLICT ({key})", "DO UPDATE SET", added))


def _summed(rows: Sequence[Row]) -> dict[tuple[Any, ...], tuple[int, int]]:
    """Add up (amounts, acts) of rows alike in all that any total tells apart: those of a batch are nearly all alike."""
    summed: dict[tuple[Any, ...], tuple[int, int]] = {}
    for row in rows:
        key = _all_of(row)
        amount, acts = summed.get(key, (0, 0))
        summed[key] = amount + row["amount"], acts + 1
    return summed


def _additions(table: str, summed: Mapping[tuple[Any, ...], tuple[int, int]]) -> Iterator[tuple[Any, ...]]:
    """Yield the parameters of additions: the key with a day as SQLite keeps it, amount, acts."""
    form = "%Y-%m-%d" if table == "activity_total" else "%Y-%m-01"
    found: dict[tuple[Any, ...], tuple[int, int]] = {}
    for key, (amount, acts) in summed.items():
        told = dict(zip(_ALL, key, strict=True))
        told["month"] = told["day"] = told["day"].strftime(form)
        own = tuple(told[name] for name in KEYS[table])
        before = found.get(own, (0, 0))
        found[own] = (before[0] + amount, before[1] + acts)
    return ((*key, *sums) for key, sums in found.items())


def month_columns(session: Session) -> list[Any]:
    """Return what of a row makes the key of a month's total; the engines name the first day of a month differently."""
    month: Any = (
        cast(func.date_trunc("month", Activity.day), Date)
        if is_postgresql(session)
        else func.date(Activity.day, "start of month", type_=Date)
    )
    return [month if name == "month" else getattr(Activity, _FROM_ROW.get(name, name)) for name in MONTH_KEY]


def lines_from_months() -> Any:
    """Select the sums of lines as those of months make them."""
    keys = [getattr(MonthlyTotal, name) for name in LINE_KEY]
    return (
        select(*keys, func.sum(MonthlyTotal.amount), func.sum(MonthlyTotal.acts))
        .group_by(*keys)
        .order_by(*keys)
    )


def rebuild_months(session: Session) -> int:
    """Make the sums of months and lines anew from the rows, for `ils rebuild`; return how many of months there are."""
    queue_here(session, TOTALS_QUEUE)
    session.execute(delete(MonthlyTotal))
    keys = month_columns(session)
    # In the order in which they are read: PostgreSQL leaves them where they fall.
    sums = select(*keys, func.sum(Activity.amount), func.count()).group_by(*keys).order_by(*keys)
    session.execute(insert(MonthlyTotal).from_select([*MONTH_KEY, "amount", "acts"], sums))
    session.execute(delete(LineTotal))
    session.execute(insert(LineTotal).from_select([*LINE_KEY, "amount", "acts"], lines_from_months()))
    return session.scalar(select(func.count()).select_from(MonthlyTotal)) or 0
