"""Column types, the one way to run a transaction, and what SQLite is set to."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError
from sqlalchemy.orm import Session

from ils.accounts.models import AuditEntry
from ils.db import _TURNS, Base, PackedBytes, UtcDateTime, configure_sqlite, is_postgresql, transaction
from ils.library.models import Setting
from ils.web.session import db
from tests.conftest import NOON

SQLITE = sa.create_engine("sqlite://").dialect
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
INSTANTS = st.datetimes(timezones=ZONES, min_value=datetime(1900, 1, 1), max_value=datetime(2100, 1, 1))


def settings(session: Session) -> set[str]:
    return set(session.scalars(sa.select(Setting.name).where(Setting.name.like("t_%"))))


def test_an_instant_without_a_zone_is_refused(session: Session) -> None:
    entry = AuditEntry(at=datetime(2026, 4, 15), action="x", subject_type="x", details={}, address="")
    session.add(entry)
    with pytest.raises(StatementError, match="time zone"):
        session.flush()


@given(INSTANTS)
def test_an_instant_comes_back_as_the_same_instant_in_utc(at: datetime) -> None:
    kind = UtcDateTime()
    stored = kind.process_bind_param(at, SQLITE)
    assert stored is not None
    assert stored.tzinfo is None
    back = kind.process_result_value(stored, SQLITE)
    assert back == at
    assert back.tzinfo is UTC


def test_instants_are_stored_in_utc_and_read_aware(session: Session) -> None:
    at = datetime(2026, 4, 15, 1, 30, tzinfo=timezone(timedelta(hours=5)))
    with transaction(session):
        session.add(AuditEntry(at=at, action="x", subject_type="x", details={}, address=""))
    session.expire_all()
    plain = session.execute(sa.text("SELECT substr(cast(at AS text), 1, 19) FROM audit WHERE action = 'x'"))
    assert plain.scalar_one() == "2026-04-14 20:30:00"
    assert session.scalars(sa.select(AuditEntry.at).where(AuditEntry.action == "x")).one() == at


@given(st.binary(max_size=5000))
def test_bytes_are_kept_exactly(data: bytes) -> None:
    kind = PackedBytes()
    stored = kind.process_bind_param(data, SQLITE)
    assert stored is not None
    assert kind.process_result_value(stored, SQLITE) == data


def test_a_long_record_takes_less_room_than_its_bytes() -> None:
    record = b"00714cam a2200205 a 4500 245 10 $a Der kleine Prinz / $c Antoine de Saint-Exupery" * 20
    stored = PackedBytes().process_bind_param(record, SQLITE)
    assert stored is not None
    assert len(stored) < len(record) / 2
    assert PackedBytes().process_bind_param(None, SQLITE) is None
    assert PackedBytes().process_result_value(None, SQLITE) is None


def test_a_transaction_commits(session: Session) -> None:
    with transaction(session) as same:
        assert same is session
        session.add(Setting(name="t_1", value=1))
    session.rollback()
    assert settings(session) == {"t_1"}


def test_an_error_rolls_everything_back(session: Session) -> None:
    def act() -> None:
        with transaction(session):
            session.add(Setting(name="t_1", value=1))
            session.flush()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        act()
    assert settings(session) == set()


def test_what_was_not_yet_an_act_is_not_carried_into_one(session: Session) -> None:
    session.add(Setting(name="t_stray", value=1))
    with transaction(session):
        session.add(Setting(name="t_1", value=1))
    assert settings(session) == {"t_1"}


def test_after_a_failed_act_the_session_works_on(session: Session) -> None:
    for _ in range(2):
        with pytest.raises(IntegrityError), transaction(session):
            session.execute(sa.insert(Setting).values([{"name": "t_1", "value": 1}] * 2))
    assert settings(session) == set()


@pytest.fixture
def engine(tmp_path: Path) -> sa.Engine:
    """A SQLite file with one table, set up as ours are."""
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'two.sqlite'}", connect_args={"timeout": 0.05})
    configure_sqlite(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE t (n INTEGER)")
    return engine


def test_an_act_takes_the_write_lock_before_it_reads(engine: sa.Engine) -> None:
    with Session(engine) as first, Session(engine) as second:
        with transaction(first):
            second.connection().exec_driver_sql("PRAGMA busy_timeout=0")
            second.rollback()
            with pytest.raises(OperationalError, match="locked"), transaction(second):
                pytest.fail("two acts at once")
            assert second.execute(sa.text("SELECT count(*) FROM t")).scalar() == 0  # readers are not held up
            first.execute(sa.text("INSERT INTO t VALUES (1)"))
        second.rollback()
        with transaction(second):
            assert second.execute(sa.text("SELECT count(*) FROM t")).scalar() == 1
    engine.dispose()


def test_writers_of_a_process_come_in_in_the_order_in_which_they_asked(engine: sa.Engine) -> None:
    came: list[int] = []
    asked = [threading.Event() for _each in range(5)]

    def write(number: int) -> None:
        with Session(engine) as session:
            asked[number].set()
            with transaction(session):
                came.append(number)

    writers = [threading.Thread(target=write, args=(number,)) for number in range(5)]
    with Session(engine) as job:
        for number, writer in enumerate(writers):
            with transaction(job):  # a job that asks again at once behind each of its steps
                writer.start()
                assert asked[number].wait(20)
                while not any(turn._waiting for turn in _TURNS.values()):
                    pass
        with transaction(job):
            came.append(99)
    for writer in writers:
        writer.join()
    assert came == [0, 1, 2, 3, 4, 99]
    engine.dispose()


def test_whoever_waits_too_long_for_a_turn_asks_the_database_itself(
    engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ils.db.PATIENCE_SECONDS", 0.01)
    refused: list[str] = []

    def write() -> None:
        with Session(engine) as session:
            session.connection().exec_driver_sql("PRAGMA busy_timeout=0")
            try:
                with transaction(session):
                    pytest.fail("two acts at once")
            except OperationalError as problem:
                refused.append(str(problem.orig))

    with Session(engine) as first:
        with transaction(first):
            writer = threading.Thread(target=write)
            writer.start()
            writer.join()
        with transaction(first):
            assert refused == ["database is locked"]
    engine.dispose()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("busy_timeout", 30000), ("foreign_keys", 1)],
)
def test_sqlite_is_made_safe(engine: sa.Engine, pragma: str, value: object) -> None:
    with engine.connect() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value
    engine.dispose()


def test_the_engine_of_the_app_is_set_up(app: Flask) -> None:
    with app.app_context():
        if is_postgresql(db.session()):
            assert db.session.execute(sa.text("SHOW server_encoding")).scalar() == "UTF8"
        else:
            assert db.session.execute(sa.text("PRAGMA foreign_keys")).scalar() == 1


def test_no_key_deletes_what_hangs_on_it() -> None:
    keys = [key for table in Base.metadata.tables.values() for key in table.foreign_keys]
    assert keys
    for key in keys:
        assert key.ondelete in (None, "RESTRICT", "NO ACTION"), str(key.parent)
        assert key.onupdate is None, str(key.parent)


def test_no_relationship_deletes_either() -> None:
    for mapper in Base.registry.mappers:
        for relation in mapper.relationships:
            assert not relation.cascade.delete, relation
            assert not relation.cascade.delete_orphan, relation


def test_each_enum_is_checked_by_the_database() -> None:
    enums = [
        (table, column)
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, sa.Enum)
    ]
    assert enums
    for table, column in enums:
        checks = [
            c
            for c in table.constraints
            if isinstance(c, sa.CheckConstraint) and column.name in str(c.sqltext)
        ]
        assert checks, f"{table.name}.{column.name}"


def test_a_value_outside_an_enum_is_refused_by_the_database(session: Session) -> None:
    with pytest.raises(IntegrityError):
        session.execute(sa.text("INSERT INTO fund_rule (fund, part, value) VALUES ('foreign', 'shelf', 'x')"))


def test_a_row_that_is_pointed_at_cannot_be_deleted(session: Session) -> None:
    with pytest.raises(IntegrityError):
        session.execute(sa.text("DELETE FROM sector WHERE code = 'lending'"))


def test_every_constraint_has_a_lower_case_name_that_postgresql_keeps() -> None:
    for table in Base.metadata.tables.values():
        named = [str(each.name) for each in (*table.constraints, *table.indexes)]
        for name in named:
            assert name == name.lower() != "none", table.name
            assert len(name) <= 63, name


def test_noon_is_aware() -> None:
    assert NOON.tzinfo is UTC
