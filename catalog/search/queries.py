"""Asking the index. Others join `match` with their own tables, so that filters and pages stay in SQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Integer, cast, column, func, literal, select, table
from sqlalchemy.dialects.postgresql import ARRAY, REAL, TSVECTOR
from sqlalchemy.orm import Session

from catalog.search.models import SearchText
from catalog.search.rules import END_OF_TITLE, Term, fts5, fts5_title, readings, tsquery, tsquery_title, whole
from ils.db import is_postgresql

WEIGHTS = (10.0, 5.0, 4.0, 1.0)
"""Title, author, subject, the rest."""

MOST_EXACT = 200

_FTS = table("search_fts", column("rowid", Integer), column("search_fts"))
_TEXTS = SearchText.__table__
_TSV: ColumnElement[Any] = column("tsv", TSVECTOR, _selectable=_TEXTS)  # made by PostgreSQL itself


@dataclass(frozen=True, slots=True)
class Match:
    """The index as something to select from: the rows that match, best the smallest rank."""

    source: FromClause
    id: ColumnElement[int]
    where: ColumnElement[bool]
    rank: ColumnElement[float]


@dataclass(frozen=True, slots=True)
class Found:
    """How many records match, and the ids of one page of them."""

    total: int
    ids: tuple[int, ...]


def match(session: Session, terms: tuple[Term, ...]) -> Match:
    """Return the records that have all the terms."""
    if not is_postgresql(session):
        return Match(_FTS, _FTS.c.rowid, _fts_match(fts5(terms)), func.bm25(_FTS.c.search_fts, *WEIGHTS))
    asked = func.to_tsquery("simple", tsquery(terms))
    weights = cast([weight / WEIGHTS[0] for weight in reversed(WEIGHTS)], ARRAY(REAL))
    rank = -func.ts_rank(weights, _TSV, asked)
    return Match(_TEXTS, _TEXTS.c.id, _TSV.op("@@")(asked), rank)


def _fts_match(expression: str) -> ColumnElement[bool]:
    return _FTS.c.search_fts.op("MATCH", is_comparison=True)(literal(expression))


def understood(session: Session, query: str) -> tuple[Term, ...]:
    """Return the first reading of a query that finds anything, else the query as typed; () if no words."""
    first: tuple[Term, ...] = ()
    for terms in readings(query):
        first = first or terms
        found = match(session, terms)
        statement = select(found.id).select_from(found.source).where(found.where).limit(1)
        if session.execute(statement).first() is not None:
            return terms
    return first


def exact_titles(session: Session, terms: tuple[Term, ...]) -> tuple[int, ...]:
    """Return the records whose title proper is exactly the words, at most 200 of them."""
    if not terms:
        return ()
    if not is_postgresql(session):
        statement = select(_FTS.c.rowid).where(_fts_match(fts5_title(terms))).order_by(_FTS.c.rowid)
        return tuple(session.scalars(statement.limit(MOST_EXACT)))
    title = f"{whole(terms)} {END_OF_TITLE}"
    near = _TSV.op("@@")(func.to_tsquery("simple", tsquery_title(terms)))
    same = func.substr(_TEXTS.c.title, 1, len(title)) == title
    return tuple(
        session.scalars(select(_TEXTS.c.id).where(near, same).order_by(_TEXTS.c.id).limit(MOST_EXACT))
    )


def search(session: Session, query: str, *, limit: int = 20, offset: int = 0) -> Found:
    """Return one page of the records that a query finds: exact titles first, then by rank and id."""
    terms = understood(session, query)
    if not terms:
        return Found(0, ())
    found = match(session, terms)
    total = session.scalars(select(func.count()).select_from(found.source).where(found.where)).one()
    exact = found.id.in_(exact_titles(session, terms))
    page = select(found.id).select_from(found.source).where(found.where)
    page = page.order_by(exact.desc(), found.rank, found.id).limit(limit).offset(offset)
    return Found(total, tuple(session.scalars(page)))
