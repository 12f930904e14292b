"""The condition that a cut means: over the rows, over the totals of days, of months and of lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_

from ils.activity.cut import Cut
from ils.activity.models import Activity

# The narrowing of a cut → the distribution (`by`) of the same column.
NARROW = {
    "sectors": "sector",
    "departments": "department",
    "sources": "source",
    "funds": "fund",
    "channels": "channel",
    "categories": "category",
    "ages": "age",
    "sexes": "sex",
    "citizenships": "citizenship",
    "languages": "language",
    "branches": "branch",
    "types": "type",
}
WITHOUT = {"without_channels": "channel", "without_citizenships": "citizenship"}

# What a figure can be distributed by → the column of a row or total.
COLUMNS = {
    "kind": "kind",
    "department": "department",
    "sector": "sector",
    "source": "source",
    "channel": "channel",
    "fund": "fund",
    "category": "patron_category",
    "age": "patron_age",
    "sex": "patron_sex",
    "citizenship": "patron_citizenship",
    "language": "item_language",
    "branch": "item_branch",
    "type": "item_type",
}
# Those that the totals of days know, and of lines; all the others stand in the totals of months and in the rows.
OF_DAYS = frozenset({"kind", "department", "sector", "source", "channel", "fund", "month"})
OF_LINES = OF_DAYS | {"category", "citizenship"}


def column(table: Any, by: str) -> Any:
    """Return the column of a table for a distribution; a row calls its fund otherwise than a total."""
    return table.item_fund if by == "fund" and table is Activity else getattr(table, COLUMNS[by])


def asks_for(terms: Sequence[Cut]) -> frozenset[str]:
    """Return what the terms look at besides the kind."""
    return frozenset(by for term in terms for name, by in (NARROW | WITHOUT).items() if getattr(term, name))


def where(table: Any, cut: Cut) -> ColumnElement[bool]:
    """Return the condition of one cut, without its days."""
    return and_(table.kind.in_(cut.kinds), *_narrowing(table, cut))


def _narrowing(table: Any, cut: Cut) -> list[ColumnElement[bool]]:
    parts: list[ColumnElement[bool]] = []
    for name, by in NARROW.items():
        if values := getattr(cut, name):
            parts.append(column(table, by).in_(values))
    for name, by in WITHOUT.items():
        if values := getattr(cut, name):
            parts.append(column(table, by).not_in(values))
    return parts


def under_any(table: Any, cuts: Sequence[Cut]) -> ColumnElement[bool]:
    """Return the condition of any of the cuts, whatever the kind; each of them narrows."""
    return or_(*(and_(*_narrowing(table, cut)) for cut in cuts))


def where_any(table: Any, terms: Sequence[Cut]) -> ColumnElement[bool]:
    """Return the condition of all terms: an act counts once, however many of them it fits."""
    if not terms:
        return false()
    if len(terms) == 1:
        return where(table, terms[0])
    kinds = sorted({kind for term in terms for kind in term.kinds})
    # The kinds once more by themselves: the condition by which both engines find the rows.
    return and_(table.kind.in_(kinds), or_(*(where(table, term) for term in terms)))
