"""Sums over the log: whole months from the smallest totals that know the cut, edges from those of days or the rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, func, literal, select
from sqlalchemy.orm import Session

from ils.activity.cut import Cut
from ils.activity.models import Activity, DailyTotal, LineTotal, MonthlyTotal
from ils.activity.queries.where import OF_DAYS, OF_LINES, asks_for, column, where_any

MEASURES = ("amount", "acts", "distinct", "exists")
Key = tuple[str, ...]
Days = tuple[date, date]


def total(session: Session, cut: Cut, *, since: date, until: date) -> int:
    """Return the sum of the cut over both days inclusive."""
    return counted(session, (cut,), "amount", since=since, until=until)


def daily(session: Session, cut: Cut, *, since: date, until: date) -> dict[date, int]:
    """Return the sum of each day that has acts of the cut."""
    return {day: cells[""] for day, cells in day_by(session, (cut,), "", since=since, until=until).items()}


def counted(session: Session, terms: Sequence[Cut], measure: str, *, since: date, until: date) -> int:
    """Return a figure over both days inclusive; an act counts once, however many terms it fits.

    `measure`: amount (the sum), acts (rows without their twins), distinct (things whose sum is above 0), exists (0 or 1).
    """
    return crossed(session, terms, (), since=since, until=until, measure=measure).get((), 0)


def counted_by(
    session: Session, terms: Sequence[Cut], by: str, *, since: date, until: date, measure: str = "amount"
) -> dict[str, int]:
    """Return the figure distributed: value of the column → figure; months are 2026-04. Nothing stands with 0."""
    found = crossed(session, terms, (by,), since=since, until=until, measure=measure)
    return {key[0]: figure for key, figure in found.items()}


def crossed(
    session: Session,
    terms: Sequence[Cut],
    by: tuple[str, ...],
    *,
    since: date,
    until: date,
    measure: str = "amount",
) -> dict[Key, int]:
    """Return the figure distributed by several columns at once: their values, in order → figure, never 0.

    `by`: month, sector, department, source, channel, category, age, sex, citizenship, language, branch, type, fund, kind.
    """
    if measure == "distinct":
        found = _distinct(session, terms, by, since, until)
    elif measure == "acts":
        found = _added(session, terms, by, since, until, "acts")
        found.subtract(_twins(session, terms, by, since, until))
    else:
        found = _added(session, terms, by, since, until, "amount")
    if measure == "exists":
        return {key: 1 for key in sorted(found) if found[key] > 0}
    return {key: found[key] for key in sorted(found) if found[key]}


def day_by(
    session: Session, terms: Sequence[Cut], by: str, *, since: date, until: date
) -> dict[date, dict[str, int]]:
    """Return the sum of every day that has acts, distributed by one column ("" for not at all)."""
    asked = asks_for(terms) | ({by} if by else set())
    table: Any = DailyTotal if asked <= OF_DAYS else Activity
    keys: list[Any] = [table.day, column(table, by) if by else literal("")]
    rows: Iterable[Any] = session.execute(
        select(*keys, func.sum(table.amount))
        .where(where_any(table, terms), table.day.between(since, until))
        .group_by(*(keys if by else keys[:1]))
        .order_by(table.day)
    )
    days: defaultdict[date, dict[str, int]] = defaultdict(dict)
    for day, value, amount in rows:
        days[day][value] = int(amount)
    return dict(days)


@dataclass(frozen=True, slots=True)
class Block:
    """A day, a month or an edge of the asked days: how much was done in it, in how many rows."""

    first: date
    last: date
    amount: int
    acts: int


def blocks_of(
    session: Session, terms: Sequence[Cut], *, since: date, until: date, by_days: bool = False
) -> list[Block]:
    """Return the asked days with what was done in them, in order: months and edges, or each day that the totals know."""
    asked = asks_for(terms)
    parts = (
        [_Piece(DailyTotal, since, until)] if by_days and asked <= OF_DAYS else pieces(asked, since, until)
    )
    return [block for piece in parts for block in _blocks(session, terms, piece)]


def _blocks(session: Session, terms: Sequence[Cut], piece: _Piece) -> Iterator[Block]:
    if piece.table is Activity:
        sums = piece.select(terms, (), func.sum(Activity.amount), func.count())
        amount, acts = session.execute(sums).one()
        yield Block(piece.since, piece.until, int(amount or 0), acts)
        return
    told = (func.sum(piece.table.amount), func.sum(piece.table.acts))
    for day, amount, acts in session.execute(piece.select(terms, ("month",), *told).order_by(piece.day)):
        last = day if piece.table is DailyTotal else _next_month(day) - timedelta(days=1)
        yield Block(day, last, int(amount), int(acts))


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of the asked days and the table that it is read from."""

    table: Any
    since: date
    until: date

    def select(self, terms: Sequence[Cut], by: Key, *sums: Any) -> Select[Any]:
        """Return a selection of the sums by the columns; months by the day on which a total stands."""
        keys = [self.day if each == "month" else column(self.table, each) for each in by]
        return (
            select(*keys, *sums)
            .where(where_any(self.table, terms), self.day.between(self.since, self.until))
            .group_by(*keys)
        )

    @property
    def day(self) -> Any:
        """The column that says when."""
        return self.table.month if self.table in (LineTotal, MonthlyTotal) else self.table.day


def pieces(asked: Iterable[str], since: date, until: date) -> Iterator[_Piece]:
    """Part the days into whole months and edges, each with the table that answers for it soonest."""
    looks = frozenset(asked)
    months, edges = parts_of(since, until)
    parts = [(days, False) for days in edges] + ([(months, True)] if months else [])
    for days, whole in sorted(parts):
        yield _Piece(table_of(looks, whole=whole), *days)


def parts_of(since: date, until: date) -> tuple[Days | None, list[Days]]:
    """Return the whole months among the days, from the first day to the last, and the days that are left at the edges."""
    if since > until:
        return None, []
    first = since if since.day == 1 else _next_month(since)
    end = _next_month(until) if _next_month(until) - timedelta(days=1) == until else until.replace(day=1)
    if first >= end:
        return None, [(since, until)]
    edges = [(since, first - timedelta(days=1)), (end, until)]
    return (first, end - timedelta(days=1)), [days for days in edges if days[0] <= days[1]]


def table_of(looks: Iterable[str], *, whole: bool) -> Any:
    """Return the smallest table that knows the columns: for whole months, or for other days."""
    asked = frozenset(looks)
    if whole:
        return LineTotal if asked <= OF_LINES else MonthlyTotal
    return DailyTotal if asked <= OF_DAYS else Activity


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _added(
    session: Session, terms: Sequence[Cut], by: Key, since: date, until: date, measure: str
) -> Counter[Key]:
    found: Counter[Key] = Counter()
    for piece in pieces(asks_for(terms) | set(by), since, until):
        if measure == "acts":
            told = func.count() if piece.table is Activity else func.sum(piece.table.acts)
        else:
            told = func.sum(piece.table.amount)
        _gather(found, session.execute(piece.select(terms, by, told)), by)
    return found


def _twins(session: Session, terms: Sequence[Cut], by: Key, since: date, until: date) -> Counter[Key]:
    """Count what twins take from the number of rows: themselves and the acts that they undo."""
    found: Counter[Key] = Counter()
    statement = _Piece(Activity, since, until).select(terms, by, 2 * func.count())
    _gather(found, session.execute(statement.where(Activity.undo_of.is_not(None))), by)
    return found


def _distinct(session: Session, terms: Sequence[Cut], by: Key, since: date, until: date) -> Counter[Key]:
    """Count the things of which more was done than undone; a month's day is made a month before they are told apart."""
    sums: defaultdict[Key, Counter[tuple[str, int]]] = defaultdict(Counter)
    piece = _Piece(Activity, since, until)
    keys = [Activity.subject_type, Activity.subject_id]
    for *values, kind, number, amount in session.execute(
        piece.select(terms, by, *keys, func.sum(Activity.amount)).group_by(*keys)
    ):
        sums[_key(by, values)][kind, number] += int(amount)
    return Counter({key: sum(each > 0 for each in things.values()) for key, things in sums.items()})


def _gather(found: Counter[Key], rows: Iterable[Any], by: Key) -> None:
    for *values, told in rows:
        if told is not None:
            found[_key(by, values)] += int(told)


def _key(by: Key, values: Sequence[Any]) -> Key:
    return tuple(
        f"{value:%Y-%m}" if each == "month" else value for each, value in zip(by, values, strict=True)
    )
