"""The schema that the migrations make is the schema that the models describe, on either engine."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import CheckConstraint, Engine, Enum, Index, inspect, select, text
from sqlalchemy.sql.ddl import CreateTable

from ils.app import downgrade_database, install, upgrade_database
from ils.app.database import _alembic
from ils.db import Base, reserve_ids, transaction
from ils.library.models import Sector
from ils.web.session import db
from tests.architecture.sources import PACKAGES, ROOT
from tests.conftest import NOON

VERSIONS = sorted((ROOT / "migrations" / "versions").glob("*.py"))
LITERAL = re.compile(r"'([^']*)'(?!::integer)")  # PostgreSQL puts a negative number between quotes


@pytest.fixture
def engine(app: Flask) -> Iterator[Engine]:
    """The engine of a migrated database."""
    with app.app_context():
        yield db.engine


def test_the_models_describe_what_the_migrations_made(app: Flask) -> None:
    _alembic(app, command.check)  # raises what a new revision would contain


def test_every_check_of_the_models_is_in_the_database(engine: Engine) -> None:
    inspector = inspect(engine)
    for table in Base.metadata.sorted_tables:
        there = {row["name"]: row["sqltext"] for row in inspector.get_check_constraints(table.name)}
        wanted = {c.name: c for c in table.constraints if isinstance(c, CheckConstraint)}
        assert set(there) == {str(name) for name in wanted}, table.name
        for name, sql in there.items():
            assert set(LITERAL.findall(sql)) == literals(engine, wanted[name]), name


def literals(engine: Engine, check: CheckConstraint) -> set[str]:
    ddl = str(CreateTable(check.table).compile(engine))  # type: ignore[arg-type]
    line = next(line for line in ddl.splitlines() if re.search(rf"CONSTRAINT {check.name} ", line))
    return set(LITERAL.findall(line))


def test_no_check_compares_with_a_list(engine: Engine) -> None:
    """SQLite would build a table for each list, at every row that is written."""
    if engine.dialect.name == "sqlite":
        for table in Base.metadata.sorted_tables:
            rows = inspect(engine).get_check_constraints(table.name)
            assert not [row["name"] for row in rows if " IN (" in row["sqltext"]], table.name


def test_every_value_of_an_enum_is_allowed_and_no_other(engine: Engine) -> None:
    inspector = inspect(engine)
    for table in Base.metadata.sorted_tables:
        checks = " ".join(row["sqltext"] for row in inspector.get_check_constraints(table.name))
        for column in table.columns:
            if isinstance(column.type, Enum):
                assert set(column.type.enums) <= set(LITERAL.findall(checks)), column


def test_the_last_guards_are_there_with_their_conditions(engine: Engine) -> None:
    inspector = inspect(engine)
    where = f"{engine.dialect.name}_where"
    guards: list[Index] = [
        index
        for table in Base.metadata.sorted_tables
        for index in table.indexes
        if index.dialect_options[engine.dialect.name]["where"] is not None
    ]
    assert guards
    for index in guards:
        assert index.table is not None
        rows = {row["name"]: row for row in inspector.get_indexes(index.table.name)}
        row = rows[str(index.name)]
        assert bool(row["unique"]) is index.unique
        assert row.get("dialect_options", {}).get(where) is not None


def test_down_and_up_again_gives_the_same_house(app: Flask, engine: Engine) -> None:
    before = set(inspect(engine).get_table_names())
    try:
        downgrade_database(app, "base")
        assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    finally:
        upgrade_database(app)
    assert set(inspect(engine).get_table_names()) == before
    _alembic(app, command.check)
    with transaction(db.session()) as session:
        install(session, NOON)
    assert len(db.session.scalars(select(Sector)).all()) == 7


def test_the_log_is_guarded_after_going_down_and_up(app: Flask, engine: Engine) -> None:
    downgrade_database(app, "0001")
    upgrade_database(app)
    names = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    if engine.dialect.name == "sqlite":
        names = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with engine.connect() as connection:
        found = set(connection.execute(text(names)).scalars())
    for table in ("activity", "audit"):
        assert any(name.startswith(f"{table}_") for name in found)


def test_a_second_upgrade_changes_nothing(app: Flask) -> None:
    upgrade_database(app)
    upgrade_database(app)


def test_there_is_one_newest_revision() -> None:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    assert len(ScriptDirectory.from_config(config).get_heads()) == 1


def test_revisions_import_nothing_of_ours() -> None:
    for path in VERSIONS:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not {name.partition(".")[0] for name in names} & set(PACKAGES), path.name


OLD_ARTICLE = """
INSERT INTO record (
    id, profile, origin, marc, version, created_at, updated_at, control_number, control_source, document_type, title,
    title_sort, responsibility, author, author_sort, year, language, languages, country, publisher, place, extent, series,
    isbn, class_mark, knowledge_branch)
VALUES (7, 'marc21', 'imported', {marc}, 1, '2026-04-15 20:30:00', '2026-04-15 20:30:00', 'a1', 'X', 'article', 'Maqola',
    'maqola', '', '', '', 2026, 'uzb', 'uzb', '', '', '', '', '', '', '', '')
"""


def test_a_library_of_the_first_months_is_brought_along(app: Flask, engine: Engine) -> None:
    """Its articles get the act that they count by, on the local day they came in; ids go on where they were."""
    downgrade_database(app, "0002")
    marc = "x'7801'" if engine.dialect.name == "sqlite" else "'\\x7801'"
    with engine.begin() as connection:
        connection.execute(text(OLD_ARTICLE.format(marc=marc)))
    upgrade_database(app)
    with engine.connect() as connection:
        acts = connection.execute(text("SELECT kind, day, subject_id, source FROM activity")).all()
        totals = connection.execute(text("SELECT kind, amount, acts FROM activity_total")).all()
    assert [(row.kind, str(row.day), row.subject_id, row.source) for row in acts] == [
        ("catalog:analytic:create", "2026-04-16", 7, "imported")
    ]
    assert [tuple(row) for row in totals] == [("catalog:analytic:create", 1, 1)]
    session = db.session()
    if engine.dialect.name == "sqlite":
        assert list(reserve_ids(session, Base.metadata.tables["record"], 2)) == [8, 9]
