"""Alembic environment; the connection comes in from `ils.app`, which knows every table."""

import re
from typing import Any

from alembic import context
from sqlalchemy import CheckConstraint, Connection
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.types import TypeDecorator

_VALUE = re.compile(r"'(?:[^']|'')*'|-?\d+")
_LIST = re.compile(rf"""((?!NOT\b)"?\b\w+"?) IN \(((?:(?:{_VALUE.pattern})(?:, *)?)+)\)""")


@compiles(CheckConstraint, "sqlite")
def one_by_one(check: CheckConstraint, compiler: Any, **options: Any) -> str:
    """Write `a IN ('x', 'y')` of a check as comparisons: for a list SQLite builds a table, at every row written anew.

    Eight in a hundred parts of an import were spent on that.
    """
    return _LIST.sub(_compared, compiler.visit_check_constraint(check, **options))


def _compared(found: re.Match[str]) -> str:
    column, values = found[1], _VALUE.findall(found[2])
    return f"({' OR '.join(f'{column} = {value}' for value in values)})"


def render_item(kind: str, obj: Any, autogen_context: Any) -> str | bool:
    """Write our own column types as the plain type below them: old revisions must not import the app."""
    if kind == "type" and isinstance(obj, TypeDecorator) and type(obj).__module__.startswith("ils."):
        return f"sa.{obj.impl!r}"
    return False


def include_name(name: str | None, kind: str, parent_names: Any) -> bool:
    """Leave to hand-written revisions what no model describes: full-text tables and their column and index."""
    if kind == "table":
        return name is not None and "_fts" not in name
    return not (kind in {"column", "index"} and name in {"tsv", "ix_search_text_tsv"})


def refuse_broken_references(*, ctx: Any, **_: Any) -> None:
    """Run inside each revision's transaction: raising rolls the whole revision back."""
    if ctx.dialect.name == "sqlite":
        broken = ctx.connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise RuntimeError(f"the revision leaves broken references: {broken[:5]}")


def run(connection: Connection) -> None:
    """Bring the database of this connection to the revision asked for."""
    if connection.dialect.name == "sqlite":
        # Before any BEGIN (inside a transaction SQLite ignores it): a table rebuild drops the
        # old table, and with keys on that deletes or blocks its children.
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys=OFF")
    context.configure(
        connection=connection,
        target_metadata=context.config.attributes["metadata"],
        render_item=render_item,
        render_as_batch=True,
        compare_type=True,
        include_name=include_name,
        on_version_apply=refuse_broken_references,
        transactional_ddl=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.invalidate()  # never hand a connection with keys off back to the pool


run(context.config.attributes["connection"])
