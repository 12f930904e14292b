"""Base of all tables, column types, SQLite set-up and the one way to run a transaction. No Flask here."""

from __future__ import annotations

import enum
import json
import threading
import zlib
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import repeat
from operator import itemgetter
from types import MappingProxyType
from typing import Annotated, Any, cast
from weakref import WeakKeyDictionary

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Dialect,
    Engine,
    Enum,
    LargeBinary,
    MetaData,
    String,
    Table,
    event,
    func,
    insert,
    literal,
    select,
    text,
)  # fmt: skip
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column
from sqlalchemy.sql.schema import ScalarElementColumnDefault
from sqlalchemy.types import TypeDecorator

from ils.packing import Packed, pack, unpack

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware in Python, stored as naive UTC so that both engines order it alike."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without a time zone cannot be stored")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class PackedBytes(TypeDecorator[bytes]):
    """Bytes kept exactly, stored deflated: a MARC record shrinks to less than half."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Any) -> bytes | None:
        return value if value is None or isinstance(value, Packed) else pack(value)

    def process_result_value(self, value: bytes | None, dialect: Any) -> bytes | None:
        return None if value is None else unpack(value)


Pk = Annotated[int, mapped_column(primary_key=True)]
Code = Annotated[str, mapped_column(String(40))]
Name = Annotated[str, mapped_column(String(200))]
# Sorted by code point on both engines: the key itself carries the alphabet (ils.text.sort_key).
SortKey = Annotated[str, mapped_column(String(400).with_variant(String(400, collation="C"), "postgresql"))]


class Base(DeclarativeBase):
    """The base of every table of the program."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {
        datetime: UtcDateTime(),
        # Enums store their value, with a named CHECK.
        enum.Enum: Enum(
            enum.Enum,
            values_callable=lambda kind: [member.value for member in kind],
            native_enum=False,
            length=32,
            create_constraint=True,
        ),
    }


# An import writes more than the usual cache holds, and the same pages again and again: 8 MB, and checkpoints every 16 MB.
# Pages of 8 KB hold records with less waste and are half as many to write; a library begun before keeps its 4 KB.
_PRAGMAS = (
    "page_size=8192", "journal_mode=WAL", "synchronous=FULL", "busy_timeout=30000", "foreign_keys=ON", "cache_size=-8000",
    "wal_autocheckpoint=2000",
)  # fmt: skip


def _lower(value: Any) -> str | None:
    """Stand for SQLite's own `lower`, which knows Latin letters only: «Тарих» is found by «тарих», as on PostgreSQL."""
    return None if value is None else str(value).lower()


def configure_sqlite(engine: Engine) -> None:
    """Make SQLite safe for several desks: WAL, durable commits, foreign keys, and our own BEGIN."""

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we, not the driver, open transactions
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        connection.create_function("lower", 1, _lower, deterministic=True)

    @event.listens_for(engine, "begin")
    def on_begin(connection: Any) -> None:
        # A read transaction that turns into a write fails at once when another desk wrote meanwhile,
        # whatever the timeout; so an act says from the start that it will write.
        writes = connection.get_execution_options().get("sqlite_write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


PATIENCE_SECONDS = 30


class Turns:
    """Who writes next in this process: in the order of asking.

    SQLite has one writer and lets in whoever happens to ask next. A long job asks again at once after each of its steps,
    and a desk that asks ten times a second would wait for the job's end.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[tuple[threading.Event, int]] = deque()
        self._holder: int | None = None

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Wait for one's turn. Whoever has waited too long, or holds it already, is left to the database's own lock."""
        mine = self._take(threading.get_ident())
        try:
            yield
        finally:
            if mine:
                self._leave()

    def _take(self, me: int) -> bool:
        with self._guard:
            if self._holder is None or self._holder == me:
                free, self._holder = self._holder is None, me
                return free
            called = threading.Event()
            self._waiting.append((called, me))
        if called.wait(PATIENCE_SECONDS):
            return True
        with self._guard:
            if called.is_set():
                return True
            self._waiting.remove((called, me))
            return False

    def _leave(self) -> None:
        with self._guard:
            called, self._holder = self._waiting.popleft() if self._waiting else (None, None)
            if called is not None:
                called.set()


_TURNS: WeakKeyDictionary[Engine, Turns] = WeakKeyDictionary()


@contextmanager
def transaction(session: Session) -> Iterator[Session]:
    """Run one act: take the write lock first, commit on success, roll everything back on error."""
    session.rollback()  # end the read transaction that a request may hold
    with _turn(session):
        session.connection(execution_options={"sqlite_write": True})
        try:
            _begin(session)
            yield session
            session.commit()
            session.info.pop(_FIRST, None)
        except BaseException:
            session.rollback()
            raise


_FIRST = "first"


def begin_with(session: Session, step: Callable[[Session], None] | None) -> None:
    """Let the next transaction of this session do a step first, which stands or falls with it; None: do nothing.

    A transaction that is rolled back leaves the step to the one after it.
    """
    session.info[_FIRST] = step
    if step is None:
        del session.info[_FIRST]


def has_begun(session: Session) -> bool:
    """Tell whether no step waits: a transaction has taken it along and was committed."""
    return _FIRST not in session.info


def _begin(session: Session) -> None:
    step: Callable[[Session], None] | None = session.info.get(_FIRST)
    if step is not None:
        step(session)


@contextmanager
def _turn(session: Session) -> Iterator[None]:
    if is_postgresql(session):  # has as many writers as it likes
        yield
    else:
        with _TURNS.setdefault(session.get_bind().engine, Turns()).taken():
            yield


def is_postgresql(session: Session) -> bool:
    """Tell whether the session speaks to PostgreSQL (else SQLite)."""
    return session.get_bind().dialect.name == "postgresql"


def queue_here(session: Session, name: str) -> None:
    """Let transactions that change the same hot rows pass one after another until they commit.

    SQLite has one writer anyway; on PostgreSQL an advisory lock keeps two acts that touch
    the same totals in a different order from blocking each other for ever.
    """
    if is_postgresql(session):
        session.execute(select(func.pg_advisory_xact_lock(zlib.crc32(name.encode()))))


def reserve_ids(session: Session, table: Table, count: int) -> range | list[int]:
    """Return so many ids that nobody has or will have; rows then go in all at once, ids known.

    The table's ids must never come again (`sqlite_autoincrement`); SQLite has one writer, and this is it.
    """
    if is_postgresql(session):
        sequence = func.pg_get_serial_sequence(table.name, "id")
        return list(
            session.scalars(select(func.nextval(sequence)).select_from(func.generate_series(1, count)))
        )
    last = (
        session.scalar(text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": table.name}) or 0
    )
    return range(last + 1, last + count + 1)


def among(session: Session, column: Any, values: Collection[Any]) -> ColumnElement[bool]:
    """Say that a column has one of many values, which go as one parameter: plain texts or numbers, the same in JSON."""
    if is_postgresql(session):
        return cast("ColumnElement[bool]", column == func.any(literal(list(values), pg.ARRAY(column.type))))
    each = func.json_each(json.dumps(list(values), ensure_ascii=False)).table_valued("value")
    return cast("ColumnElement[bool]", column.in_(select(each.c.value)))


def insert_many(
    session: Session,
    table: Table,
    rows: Sequence[Mapping[str, Any]],
    *,
    shared: Mapping[str, Any] = MappingProxyType({}),
) -> None:
    """Insert rows that all name the same columns; one that they leave out has its default. `shared`: what all have alike.

    SQLAlchemy binds parameters row by row, which takes as long as SQLite takes to write them; here it is by column.
    """
    if not rows:
        return
    connection = session.connection()
    own = tuple(rows[0])
    how = _insertion(table, (*own, *shared), connection.dialect)
    columns: dict[str, Iterable[Any]] = dict(
        zip(own, zip(*map(itemgetter(*own), rows), strict=True), strict=True)
    )
    columns |= {name: (value,) for name, value in shared.items()}
    for name, bind in how.binds:
        columns[name] = tuple(_bound(bind, columns[name]))
    columns |= {name: repeat(next(iter(columns[name])), len(rows)) for name in shared}
    columns |= {name: repeat(value, len(rows)) for name, value in how.defaults.items()}
    lines: list[Any] = list(zip(*(columns[name] for name in how.names), strict=True))
    if not how.positional:
        lines = [dict(zip(how.names, line, strict=True)) for line in lines]
    connection.exec_driver_sql(how.sql, lines)


Bind = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Insertion:
    """A statement, the names of its parameters, and how the driver wants some of these."""

    sql: str
    positional: bool
    names: tuple[str, ...]
    binds: tuple[tuple[str, Bind], ...]
    defaults: Mapping[str, Any]


@lru_cache(maxsize=100)
def _insertion(table: Table, given: tuple[str, ...], dialect: Dialect) -> _Insertion:
    """Prepare an insertion, once for each engine and set of columns."""
    defaults = {
        column.name: column.default.arg
        for column in table.columns
        if column.name not in given and isinstance(column.default, ScalarElementColumnDefault)
    }
    names = [*given, *defaults]
    statement: Any = insert(table).inline().compile(dialect=dialect, column_keys=names)
    binds = [(name, table.columns[name].type.dialect_impl(dialect).bind_processor(dialect)) for name in given]
    return _Insertion(
        str(statement), bool(statement.positional), tuple(statement.positiontup or names),
        tuple((name, bind) for name, bind in binds if bind), defaults,
    )  # fmt: skip


def _bound(bind: Bind, values: Iterable[Any]) -> Iterator[Any]:
    """Bind the values of a column; what all rows share, as the moment of an act, once."""
    last = made = None
    for value in values:
        if value is not last or value is None:
            last, made = value, bind(value)
        yield made


def upsert(table: type[Base], *, postgresql: bool) -> Any:
    """Return the INSERT of the engine that has `on_conflict_do_update` and `on_conflict_do_nothing`."""
    return pg.insert(table) if postgresql else sqlite.insert(table)
