"""Writing the index, in the transaction of the record itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, cast

from sqlalchemy import Table, delete, select
from sqlalchemy import text as sql
from sqlalchemy.orm import Session

from catalog.search.models import SearchText
from catalog.search.rules import IndexText
from ils.db import insert_many, is_postgresql, upsert

_TEXTS = cast("Table", SearchText.__table__)
COLUMNS = ("title", "author", "subject", "rest")
CHUNK = 500

# An external-content index is told what it holds: to take a row out it wants the very words that went in.
_FTS_ADD = "INSERT INTO search_fts(rowid, title, author, subject, rest) VALUES (?, ?, ?, ?, ?)"
_FTS_TAKE = (
    "INSERT INTO search_fts(search_fts, rowid, title, author, subject, rest) VALUES ('delete', ?, ?, ?, ?, ?)"
)


def put(session: Session, record_id: int, text: IndexText) -> None:
    """Index a record, or index it anew."""
    put_many(session, [(record_id, text)])


def put_many(session: Session, rows: Iterable[tuple[int, IndexText]], *, new: bool = False) -> None:
    """Index many records at once; of an id given twice the last counts. `new`: none of them is indexed yet."""
    wanted = list({record_id: (record_id, text) for record_id, text in rows}.values())
    for start in range(0, len(wanted), CHUNK):
        chunk = [_row(*each) for each in wanted[start : start + CHUNK]]
        if new:
            _add(session, chunk)
        else:
            _put(session, chunk)


def _row(record_id: int, text: IndexText) -> dict[str, Any]:
    return {"id": record_id} | {name: getattr(text, name) for name in COLUMNS}


def _add(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    insert_many(session, _TEXTS, rows)
    if not is_postgresql(session):
        _fts(session, _FTS_ADD, rows)


def _fts(session: Session, statement: str, rows: Sequence[dict[str, Any]]) -> None:
    session.connection().exec_driver_sql(statement, [tuple(row.values()) for row in rows])


def _put(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    if not is_postgresql(session):
        _take_out(session, [row["id"] for row in rows])
    statement = upsert(SearchText, postgresql=is_postgresql(session))
    statement = statement.on_conflict_do_update(
        index_elements=["id"], set_={name: statement.excluded[name] for name in COLUMNS}
    )
    session.execute(statement, rows)
    if not is_postgresql(session):
        _fts(session, _FTS_ADD, rows)


def _take_out(session: Session, ids: Sequence[int]) -> None:
    columns = [getattr(SearchText, name) for name in ("id", *COLUMNS)]
    old = session.execute(select(*columns).where(SearchText.id.in_(ids))).mappings()
    if rows := [dict(row) for row in old]:
        _fts(session, _FTS_TAKE, rows)


def drop(session: Session, record_id: int) -> None:
    """Take a record out of the index; one that is not there is no mistake."""
    drop_many(session, [record_id])


def drop_many(session: Session, ids: Collection[int]) -> None:
    """Take records out of the index; those that are not there are no mistake."""
    if not is_postgresql(session):
        _take_out(session, list(ids))
    session.execute(delete(SearchText).where(SearchText.id.in_(ids)))


def clear(session: Session) -> None:
    """Empty the index; `catalog.records.services.rebuild` fills it again."""
    session.execute(delete(SearchText))
    if not is_postgresql(session):
        session.execute(sql("INSERT INTO search_fts(search_fts) VALUES ('delete-all')"))
