"""Many figures at once: the sums are read once for all of them, month by month."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import Date, Select, bindparam, case, func, literal, select, union_all
from sqlalchemy.orm import Session

from ils.activity.cut import Cut
from ils.activity.models import Activity
from ils.activity.queries.summing import Days, parts_of, table_of
from ils.activity.queries.where import asks_for, under_any, where_any

Terms = tuple[Cut, ...]
Condition = frozenset[Cut]  # cuts without their kinds: an act is under it that fits any of them
ALL: Condition = frozenset({Cut(())})
Name = TypeVar("Name", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Asked:
    """A figure: what it counts, by which measure (`summing.MEASURES`), on which days, both inclusive."""

    terms: Terms
    measure: str
    since: date
    until: date


def counted_many(
    session: Session, asked: Mapping[str, tuple[Sequence[Cut], str]], *, since: date, until: date
) -> dict[str, int]:
    """Return many figures of the same days: name → terms and measure in, name → figure out, as `counted` gives each."""
    each = {name: Asked(tuple(terms), measure, since, until) for name, (terms, measure) in asked.items()}
    return counted_each(session, each)


def counted_each(session: Session, asked: Mapping[Name, Asked]) -> dict[Name, int]:
    """Return many figures, each of its own days: name → what is asked in, name → figure out, as `counted` gives each.

    However many there are, whole months are read by one query, things told apart by another, every edge of days by one.
    """
    found = dict.fromkeys(asked, 0)
    fed = {name: each for name, each in asked.items() if each.terms and each.since <= each.until}
    apart = {name: each for name, each in fed.items() if each.measure == "distinct"}
    summed = {name: each for name, each in fed.items() if each.measure != "distinct"}
    if apart:
        found |= _told_apart(session, apart)
    sums = _Sums(session, tuple(summed.values()))
    for name, each in summed.items():
        figure = sums.of(each)
        found[name] = int(figure > 0) if each.measure == "exists" else figure
    return found


def _told_apart(session: Session, asked: Mapping[Name, Asked]) -> dict[Name, int]:
    """Count the things of which more was done than undone."""
    names = list(asked)
    counts: list[Any] = []
    for place, each in enumerate(asked.values()):
        things = (
            select(Activity.subject_id)
            .where(where_any(Activity, each.terms), Activity.day.between(each.since, each.until))
            .group_by(Activity.subject_type, Activity.subject_id)
            .having(func.sum(Activity.amount) > 0)
            .subquery()
        )
        counts.append(select(literal(place), func.count()).select_from(things))
    return {names[place]: int(count) for place, count in session.execute(_together(counts))}


class _Sums:
    """What was done, by terms, in the months and on the edges of months that figures ask for."""

    def __init__(self, session: Session, asked: Collection[Asked]) -> None:
        self._whole: dict[bool, dict[Terms, Counter[date]]] = {}
        self._edges: dict[tuple[bool, Days], dict[Terms, Counter[date]]] = {}
        for acts in (False, True):
            own = [(each.terms, *parts_of(each.since, each.until)) for each in asked if acts is _acts(each)]
            whole = [(terms, months) for terms, months, _edges in own if months]
            if whole:
                span = min(months[0] for _terms, months in whole), max(months[1] for _terms, months in whole)
                self._whole[acts] = _read(
                    session, [terms for terms, _months in whole], span, acts, whole=True
                )
            edges: defaultdict[Days, list[Terms]] = defaultdict(list)
            for terms, _months, days in own:
                for edge in days:
                    edges[edge].append(terms)
            for edge, those in edges.items():
                self._edges[acts, edge] = _read(session, those, edge, acts, whole=False)

    def of(self, each: Asked) -> int:
        """Return the sum of a figure's own days."""
        months, edges = parts_of(each.since, each.until)
        acts, found = _acts(each), 0
        if months:
            first, last = months
            told = self._whole[acts][each.terms]
            found = sum(amount for month, amount in told.items() if first <= month <= last)
        return found + sum(self._edges[acts, edge][each.terms].total() for edge in edges)


def _acts(each: Asked) -> bool:
    return each.measure == "acts"


def _read(
    session: Session, terms: Iterable[Terms], days: Days, acts: bool, *, whole: bool
) -> dict[Terms, Counter[date]]:
    """Return what was done on the days: terms → month, or the first of the days → amount (`acts`: acts without twins)."""
    sums: dict[Terms, Counter[date]] = {each: Counter() for each in terms}
    shared = _shared(sums)
    passes = _passes(shared, whole=whole)
    if not passes:
        return sums
    found = session.execute(_statement(passes, whole, acts), {"since": days[0], "until": days[1]})
    for place, day, kind, *told in found:
        month = day.replace(day=1) if whole else days[0]
        for condition, amount in zip(passes[place].conditions, told, strict=False):
            for each in shared[kind][condition]:
                sums[each][month] += int(amount)
    return sums


def _shared(terms: Iterable[Terms]) -> dict[str, dict[Condition, list[Terms]]]:
    """Return kind → the conditions on its acts → the terms that count those: many lines ask the same."""
    found: defaultdict[str, dict[Condition, list[Terms]]] = defaultdict(dict)
    for each in terms:
        for kind in {kind for cut in each for kind in cut.kinds}:
            own = frozenset(replace(cut, kinds=()) for cut in each if kind in cut.kinds)
            found[kind].setdefault(ALL if own >= ALL else own, []).append(each)
    return found


@dataclass(frozen=True, slots=True)
class _Pass:
    """Kinds on which the same conditions lie, and the table that knows them."""

    table: Any
    conditions: tuple[Condition, ...]
    kinds: tuple[str, ...]


def _passes(shared: Mapping[str, Mapping[Condition, object]], *, whole: bool) -> tuple[_Pass, ...]:
    kinds: defaultdict[tuple[Any, frozenset[Condition]], list[str]] = defaultdict(list)
    for kind in sorted(shared):
        of_table: defaultdict[Any, set[Condition]] = defaultdict(set)
        for condition in shared[kind]:
            of_table[table_of(asks_for(tuple(condition)), whole=whole)].add(condition)
        for table, conditions in of_table.items():
            kinds[table, frozenset(conditions)].append(kind)
    return tuple(
        _Pass(table, tuple(sorted(conditions, key=_order)), tuple(those))
        for (table, conditions), those in kinds.items()
    )


def _order(condition: Condition) -> list[str]:
    """Order conditions always alike, so that the statement is the one that the database knows already."""
    return sorted(map(repr, condition))


SINCE, UNTIL = bindparam("since", type_=Date), bindparam("until", type_=Date)


@lru_cache(maxsize=100)
def _statement(passes: tuple[_Pass, ...], whole: bool, acts: bool) -> Any:
    """Return the query of all passes, made once for a plan: to make it takes as long as to answer it."""
    width = max(len(each.conditions) for each in passes)
    selections = [_selection(place, each, width, whole, acts) for place, each in enumerate(passes)]
    if acts:
        selections += [_twins(place, each, width) for place, each in enumerate(passes)]
    return _together(selections)


def _selection(place: int, asked: _Pass, width: int, whole: bool, acts: bool) -> Select[Any]:
    """Select a row for each kind and month: the place of the pass, the month, the kind, the sums under each condition.

    One sum beside the other lets the totals be read once, in the order in which they stand, and nothing be sorted.
    """
    table = asked.table
    told = table.amount if not acts else literal(1) if table is Activity else table.acts
    day = table.month if whole else table.day
    return (
        select(literal(place), day if whole else SINCE, table.kind, *_told(table, told, asked, width))
        .where(table.kind.in_(asked.kinds), day.between(SINCE, UNTIL))
        .group_by(table.kind, *([day] if whole else []))
    )


def _twins(place: int, asked: _Pass, width: int) -> Select[Any]:
    """Select what twins take from the number of acts: themselves and the acts that they undo."""
    return (
        select(literal(place), Activity.day, Activity.kind, *_told(Activity, literal(-2), asked, width))
        .where(
            Activity.undo_of.is_not(None), Activity.kind.in_(asked.kinds), Activity.day.between(SINCE, UNTIL)
        )
        .group_by(Activity.kind, Activity.day)
    )


def _told(table: Any, told: Any, asked: _Pass, width: int) -> list[Any]:
    """Return the sum of what lies under each condition; zeros fill them up to the width."""
    sums = [
        func.sum(told if each == ALL else case((under_any(table, tuple(each)), told), else_=0))
        for each in asked.conditions
    ]
    return [*sums, *([literal(0)] * (width - len(sums)))]


def _together(selections: Sequence[Select[Any]]) -> Any:
    return selections[0] if len(selections) == 1 else union_all(*selections)
