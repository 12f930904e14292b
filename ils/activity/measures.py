"""Proof that the daily totals are the sums of the rows, and how upper packages prove their own tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ils.activity.models import Activity, DailyTotal
from ils.activity.services import TOTAL_KEY


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that does not hold: a stable code and its facts."""

    code: str
    facts: dict[str, object] = field(default_factory=dict)


Check = Callable[[Session], Iterable[Problem]]


def totals_are_sums(session: Session) -> Iterator[Problem]:
    """Find every cut whose kept total differs from the sum of its rows."""
    columns = [Activity.item_fund if name == "fund" else getattr(Activity, name) for name in TOTAL_KEY]
    kept = {
        tuple(row[:-2]): (int(row[-2]), row[-1])
        for row in session.execute(
            select(*(getattr(DailyTotal, name) for name in TOTAL_KEY), DailyTotal.amount, DailyTotal.acts)
        )
    }
    summed = {
        tuple(row[:-2]): (int(row[-2]), row[-1])
        for row in session.execute(
            select(*columns, func.sum(Activity.amount), func.count()).group_by(*columns)
        )
    }
    for key in sorted(kept.keys() | summed.keys(), key=repr):
        if kept.get(key) != summed.get(key):
            cut = dict(zip(TOTAL_KEY, map(str, key), strict=True))
            yield Problem(
                "total_differs", {**cut, "kept": kept.get(key, (0, 0))[0], "rows": summed.get(key, (0, 0))[0]}
            )


def net_amount(session: Session, *kinds: str) -> int:
    """Return the sum of all rows of the kinds, read from the log itself."""
    return int(
        session.scalars(
            select(func.coalesce(func.sum(Activity.amount), 0)).where(Activity.kind.in_(kinds))
        ).one()
    )


def equals_log(session: Session, *, what: str, rows: int, kinds: tuple[str, ...]) -> Iterator[Problem]:
    """Find a domain table whose number of rows differs from what the log says was done."""
    logged = net_amount(session, *kinds)
    if rows != logged:
        yield Problem("log_differs", {"what": what, "rows": rows, "logged": logged})


CHECKS: tuple[Check, ...] = (totals_are_sums,)
