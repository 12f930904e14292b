"""Sums over the log: from the totals of days where these know the cut, else of months, with rows at the edges."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, func, literal, select
from sqlalchemy.orm import Session

from ils.activity.cut import Cut
from ils.activity.models import Activity, DailyTotal, MonthlyTotal
from ils.activity.queries.where import OF_DAYS, asks_for, column, fits, where_any

MEASURES = ("amount", "acts", "distinct", "exists")
Key = tuple[str, ...]


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


def blocks_of(session: Session, terms: Sequence[Cut], *, since: date, until: date) -> list[Block]:
    """Return the asked days with what was done in them, in order: as finely as the totals know them."""
    found = []
    for piece in pieces(asks_for(terms), since, until):
        if piece.table is Activity:
            amount, acts = session.execute(
                piece.select(terms, (), func.sum(Activity.amount), func.count())
            ).one()
            found.append(Block(piece.since, piece.until, int(amount or 0), acts))
            continue
        sums = (func.sum(piece.table.amount), func.sum(piece.table.acts))
        for day, amount, acts in session.execute(piece.select(terms, ("month",), *sums).order_by(piece.day)):
            last = day if piece.table is DailyTotal else _next_month(day) - timedelta(days=1)
            found.append(Block(day, last, int(amount), int(acts)))
    return found


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
        return self.table.month if self.table is MonthlyTotal else self.table.day


def pieces(asked: Iterable[str], since: date, until: date) -> Iterator[_Piece]:
    """Part the days: whole months and edges where the totals of days know too little."""
    if since > until:
        return
    if frozenset(asked) <= OF_DAYS:
        yield _Piece(DailyTotal, since, until)
        return
    first = since if since.day == 1 else _next_month(since)
    end = _next_month(until) if _next_month(until) - timedelta(days=1) == until else until.replace(day=1)
    if first >= end:
        yield _Piece(Activity, since, until)
        return
    if since < first:
        yield _Piece(Activity, since, first - timedelta(days=1))
    yield _Piece(MonthlyTotal, first, end - timedelta(days=1))
    if end <= until:
        yield _Piece(Activity, end, until)


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


def counted_many(
    session: Session, asked: Mapping[str, tuple[Sequence[Cut], str]], *, since: date, until: date
) -> dict[str, int]:
    """Return many figures at once: name → terms and measure in, name → figure out, as `counted` gives each.

    Sums are read once for all figures that look at the same columns and are shared out here.
    """
    found: dict[str, int] = {}
    shared: defaultdict[frozenset[str], dict[str, tuple[Sequence[Cut], str]]] = defaultdict(dict)
    for name, (terms, measure) in asked.items():
        if measure in {"acts", "distinct"}:
            found[name] = counted(session, terms, measure, since=since, until=until)
        else:
            looks = asks_for(terms)
            shared[OF_DAYS if looks <= OF_DAYS else looks][name] = (terms, measure)
    for figures in shared.values():
        found |= _shared_out(session, figures, since, until)
    return found


def _shared_out(
    session: Session, figures: Mapping[str, tuple[Sequence[Cut], str]], since: date, until: date
) -> dict[str, int]:
    sums: defaultdict[str, list[tuple[dict[str, str], int]]] = defaultdict(list)
    for by, cuts in _passes(term for terms, _measure in figures.values() for term in terms):
        for key, amount in crossed(session, cuts, by, since=since, until=until).items():
            sums[key[0]].append((dict(zip(by, key, strict=True)), amount))
    found: dict[str, int] = {}
    for name, (terms, measure) in figures.items():
        own = (cell for kind in {kind for term in terms for kind in term.kinds} for cell in sums[kind])
        figure = sum(amount for cell, amount in own if any(fits(term, cell) for term in terms))
        found[name] = int(figure > 0) if measure == "exists" else figure
    return found


def _passes(terms: Iterable[Cut]) -> Iterator[tuple[Key, tuple[Cut, ...]]]:
    """Part the kinds by what is looked at besides them, so that no kind is summed more finely than it must be.

    Each pass: the columns, and a cut; where the totals of days answer, it has no conditions: these are tried on the sums.
    """
    every = tuple(dict.fromkeys(terms))
    looks: defaultdict[frozenset[str], list[str]] = defaultdict(list)
    for kind in sorted({kind for term in every for kind in term.kinds}):
        looks[asks_for([term for term in every if kind in term.kinds])].append(kind)
    for look, kinds in looks.items():
        if look <= OF_DAYS:
            yield ("kind", *sorted(look)), (Cut(tuple(kinds)),)
        else:
            own = (replace(term, kinds=tuple(kind for kind in kinds if kind in term.kinds)) for term in every)
            yield ("kind", *sorted(look)), tuple(term for term in own if term.kinds)
