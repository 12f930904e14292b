"""A reader taken out of words that somebody typed; the orders, receipts, answers and taps themselves stay."""

from __future__ import annotations

from typing import Any

from sqlalchemy import case, or_, select, update
from sqlalchemy.orm import Session

from circulation.account.queries.typed import AT_ONCE, Left, all_notes, left_by
from circulation.account.rules import GONE, Signs


def forget_typed(session: Session, known: Signs) -> None:
    """Empty who asked and how to reach them in the reader's rows, and take the reader out of free notes.

    A row goes by name or by contact: a namesake's loses its name too, for nobody can tell whose it was.
    """
    for row in list(left_by(session, known)):
        _empty(session, row)
    for table, columns in all_notes():
        _cleanse(session, known, table, columns)


def _empty(session: Session, row: Left) -> None:
    asked = row.asked
    values: dict[str, Any] = {each: _bare(asked.table, each) for each in asked.words} | {asked.name: GONE}
    if asked.contact:
        values[asked.contact] = ""
    _write(session, update(asked.table).where(asked.table.id == row.id).values(values))


def _bare(table: Any, column: str) -> Any:
    """A note goes; a reason stays a reason, for a refused request has one."""
    said = getattr(table, column)
    return case((said == "", ""), else_=GONE) if column.endswith("reason") else ""


def _cleanse(session: Session, known: Signs, table: Any, columns: tuple[str, ...]) -> None:
    told = [getattr(table, each) for each in columns]
    rows = select(table.id, *told).where(or_(*(column != "" for column in told)))
    changed = []
    for row_id, *texts in session.execute(rows.execution_options(yield_per=AT_ONCE)):
        bare = [known.without(text) for text in texts]
        if bare != texts:
            changed.append((row_id, dict(zip(columns, bare, strict=True))))
    for row_id, values in changed:
        _write(session, update(table).where(table.id == row_id).values(values))


def _write(session: Session, statement: Any) -> None:
    session.execute(statement, execution_options={"synchronize_session": False})
    session.expire_all()
