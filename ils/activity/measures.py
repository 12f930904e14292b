"""Proof that the totals are the sums of the rows, and how upper packages prove their own tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from ils.activity.models import Activity, DailyTotal, LineTotal, MonthlyTotal
from ils.activity.totals import LINE_KEY, MONTH_KEY, TOTAL_KEY, lines_from_months, month_columns


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that does not hold: a stable code and its facts."""

    code: str
    facts: dict[str, object] = field(default_factory=dict)


Sums = dict[tuple[Any, ...], tuple[int, int]]
Check = Callable[[Session], Iterable[Problem]]


def totals_are_sums(session: Session) -> Iterator[Problem]:
    """Find every cut whose kept total of a day differs from the sum of its rows."""
    columns = [Activity.item_fund if name == "fund" else getattr(Activity, name) for name in TOTAL_KEY]
    summed = select(*columns, func.sum(Activity.amount), func.count()).group_by(*columns)
    yield from _differences(
        "total_differs", TOTAL_KEY, _sums(session, _kept(DailyTotal, TOTAL_KEY)), _sums(session, summed)
    )


def months_are_sums(session: Session) -> Iterator[Problem]:
    """Find every cut whose kept total of a month differs from the sum of its rows."""
    columns = month_columns(session)
    summed = select(*columns, func.sum(Activity.amount), func.count()).group_by(*columns)
    yield from _differences(
        "month_differs", MONTH_KEY, _sums(session, _kept(MonthlyTotal, MONTH_KEY)), _sums(session, summed)
    )


def lines_are_sums(session: Session) -> Iterator[Problem]:
    """Find every sum of what lines look at that differs from the totals of its month, which are proved by the rows."""
    kept, summed = _kept(LineTotal, LINE_KEY), lines_from_months()
    yield from _differences("month_differs", LINE_KEY, _sums(session, kept), _sums(session, summed))


def _kept(table: Any, key: tuple[str, ...]) -> Select[Any]:
    return select(*(getattr(table, name) for name in key), table.amount, table.acts)


def _sums(session: Session, statement: Select[Any]) -> Sums:
    return {tuple(row[:-2]): (int(row[-2]), int(row[-1])) for row in session.execute(statement)}


def _differences(code: str, names: tuple[str, ...], kept: Sums, summed: Sums) -> Iterator[Problem]:
    for key in sorted(kept.keys() | summed.keys(), key=repr):
        if kept.get(key) != summed.get(key):
            cut = dict(zip(names, map(str, key), strict=True))
            yield Problem(code, {**cut, "kept": kept.get(key, (0, 0))[0], "rows": summed.get(key, (0, 0))[0]})


def net_amount(session: Session, *kinds: str, subject_type: str = "") -> int:
    """Return the sum of all rows of the kinds, read from the log itself; only of things of a type where one is given."""
    where = [Activity.kind.in_(kinds), *([Activity.subject_type == subject_type] if subject_type else [])]
    return int(session.scalars(select(func.coalesce(func.sum(Activity.amount), 0)).where(*where)).one())


def equals_log(
    session: Session, *, what: str, rows: int, kinds: tuple[str, ...], subject_type: str = ""
) -> Iterator[Problem]:
    """Find a domain table whose number of rows differs from what the log says was done.

    `subject_type`: of a kind that several tables feed, the rows of one.
    """
    logged = net_amount(session, *kinds, subject_type=subject_type)
    if rows != logged:
        yield Problem("log_differs", {"what": what, "rows": rows, "logged": logged})


CHECKS: tuple[Check, ...] = (totals_are_sums, months_are_sums, lines_are_sums)
