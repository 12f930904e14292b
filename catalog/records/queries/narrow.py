"""The join of the index with the records, as SQLite has to be told to make it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Join
from sqlalchemy.ext.compiler import compiles


class NarrowJoin(Join):
    """The index on the left, `record` on the right.

    Left to itself SQLite asks the index anew for every record of a language, or reads the wide rows with the MARC
    in them; told, it takes the index first and then only what `ix_record_found` holds. PostgreSQL sees a plain join.
    """

    inherit_cache = True


@compiles(NarrowJoin)
def _plain(join: NarrowJoin, compiler: Any, **options: Any) -> str:
    return str(compiler.visit_join(join, **options))


@compiles(NarrowJoin, "sqlite")
def _told(join: NarrowJoin, compiler: Any, **options: Any) -> str:
    written = _plain(join, compiler, **options)
    return written.replace(" JOIN record ON ", " CROSS JOIN record INDEXED BY ix_record_found ON ")
