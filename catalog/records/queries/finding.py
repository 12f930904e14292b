"""Finding records: the index joined with the columns that filter, count and order, in SQL."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, func, select
from sqlalchemy.orm import Session

from catalog.records.models import Record, RecordKey, RecordMerge
from catalog.records.queries.narrow import NarrowJoin
from catalog.records.queries.showing import Brief, brief
from catalog.records.rules import number_keys
from catalog.search.queries import exact_titles, match, understood

RANKED = 20_000
"""Of more records than these no rank is computed: a query that finds a fifth of the catalogue has no best answer."""


class Sort(StrEnum):
    """Orders of a list of records."""

    RELEVANCE = "relevance"
    TITLE = "title"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Filters:
    """Narrowing by columns; years are inclusive. What is empty narrows nothing."""

    language: str = ""
    document_type: str = ""
    year_from: int | None = None
    year_to: int | None = None

    def has_year(self, year: int | None) -> bool:
        """Tell whether a year lies in the span; a record without a year lies in none."""
        if self.year_from is None and self.year_to is None:
            return True
        return year is not None and (self.year_from or year) <= year <= (self.year_to or year)


NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class Facets:
    """Counts of what was found by value, each under the other filters: (value, records), the largest first."""

    total: int
    languages: tuple[tuple[str, int], ...]
    document_types: tuple[tuple[str, int], ...]
    years: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what a query found; `scope` selects all of it for counts that upper packages make.

    `everything` says that no word and no filter leaves a record out, so that a count need not ask `scope`.
    """

    facets: Facets
    records: tuple[Brief, ...]
    scope: Select[Any]
    everything: bool = False

    @property
    def total(self) -> int:
        """How many records were found, under all filters."""
        return self.facets.total


@dataclass(frozen=True, slots=True)
class _Scope:
    """What a query means as SQL: what to select from, and what to require and order by."""

    source: FromClause
    where: tuple[ColumnElement[bool], ...] = ()
    rank: ColumnElement[float] | None = None
    exact: tuple[int, ...] = ()

    def select(self, *columns: Any) -> Select[Any]:
        return select(*columns).select_from(self.source).where(*self.where)


def _scope(session: Session, query: str) -> _Scope | None:
    """Return what a query means; None if it cannot find anything. An empty one means every record."""
    everything = Record.__table__
    if not query.strip():
        return _Scope(everything, _without_merged(session))
    if keys := number_keys(query.strip()):
        kind, value = keys[0]
        same = select(RecordKey.record_id).where(RecordKey.kind == kind, RecordKey.value == value)
        if session.execute(same.limit(1)).first() is not None:
            return _Scope(everything, (Record.id.in_(same),))
    terms = understood(session, query)
    if not terms:
        return None
    found = match(session, terms)
    source = NarrowJoin(found.source, everything, everything.c.id == found.id)
    return _Scope(source, (found.where,), found.rank, exact_titles(session, terms))


def _without_merged(session: Session) -> tuple[ColumnElement[bool], ...]:
    """Leave out records that were merged into others; they have no words and no keys, so only a browse meets them."""
    merged = select(RecordMerge.gone_id).where(RecordMerge.undone_at.is_(None))
    if session.execute(merged.limit(1)).first() is None:
        return ()
    return (Record.id.not_in(merged),)  # a short list, beside an index that has no room for `merged_into`


def search_records(
    session: Session,
    query: str,
    *,
    filters: Filters = NO_FILTERS,
    sort: Sort = Sort.RELEVANCE,
    also: Sequence[ColumnElement[bool]] = (),
    limit: int = 20,
    offset: int = 0,
) -> Found:
    """Return one page of what a query finds: exact titles first, then by rank, title, id.

    An ISBN or ISSN finds by number. `also` are conditions on `Record.id` that upper packages know how to make.
    """
    nothing = select(Record.id).where(Record.id < 0)
    scope = _scope(session, query)
    if scope is None:
        return Found(Facets(0, (), (), ()), (), nothing)
    cube_columns = (Record.language, Record.document_type, Record.year)
    cube = scope.select(*cube_columns, func.count()).where(*also).group_by(*cube_columns)
    facets = facets_of([tuple(row) for row in session.execute(cube)], filters)
    narrowed = scope.select(Record.id).where(*also, *_conditions(filters))
    page = narrowed.order_by(*_order(scope, sort, facets.total)).limit(limit).offset(offset)
    ids = tuple(session.scalars(page)) if facets.total > offset else ()
    shown = brief(session, ids)
    everything = not (query.strip() or also or _conditions(filters))
    return Found(facets, tuple(shown[record_id] for record_id in ids), narrowed, everything)


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if filters.language:
        wanted.append(Record.language == filters.language)
    if filters.document_type:
        wanted.append(Record.document_type == filters.document_type)
    if filters.year_from is not None:
        wanted.append(Record.year >= filters.year_from)
    if filters.year_to is not None:
        wanted.append(Record.year <= filters.year_to)
    return wanted


def _order(scope: _Scope, sort: Sort, total: int) -> list[Any]:
    by_title: list[Any] = [Record.title_sort, Record.id]
    if sort is Sort.YEAR:
        return [Record.year.desc().nulls_last(), *by_title]
    if sort is Sort.TITLE or scope.rank is None:
        return by_title
    ranked = [scope.rank, *by_title] if total <= RANKED else by_title
    return [Record.id.in_(scope.exact).desc(), *ranked] if scope.exact else ranked


def facets_of(cube: Sequence[tuple[Any, ...]], filters: Filters) -> Facets:
    """Return the counts of rows (language, document type, year, records)."""
    languages: Counter[str] = Counter()
    types: Counter[str] = Counter()
    years: Counter[int] = Counter()
    total = 0
    for language, document_type, year, records in cube:
        fits_language = filters.language in ("", language)
        fits_type = filters.document_type in ("", document_type)
        fits_year = filters.has_year(year)
        languages[language] += records * (fits_type and fits_year)
        types[document_type] += records * (fits_language and fits_year)
        if year is not None:
            years[year] += records * (fits_language and fits_type)
        total += records * (fits_language and fits_type and fits_year)
    return Facets(total, _largest(languages), _largest(types), tuple(sorted((+years).items())))


def _largest(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted((+counts).items(), key=lambda pair: (-pair[1], pair[0])))
