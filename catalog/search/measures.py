"""Proof that the index says what the text says."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from ils.activity.measures import Check, Problem
from ils.db import is_postgresql

# With a rank that is not 0, FTS5 also compares the index with the text it was made from.
_INTEGRITY = text("INSERT INTO search_fts(search_fts, rank) VALUES ('integrity-check', 1)")


def index_is_text(session: Session) -> Iterator[Problem]:
    """Find an FTS5 index that is damaged or differs from `search_text`; PostgreSQL computes its own."""
    if is_postgresql(session):
        return
    try:
        session.execute(_INTEGRITY)
    except DatabaseError as error:
        yield Problem("search_index_broken", {"reason": str(error.orig)})


CHECKS: tuple[Check, ...] = (index_is_text,)
