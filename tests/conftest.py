"""Fixtures: a database made by the migrations, copied for every test; on PostgreSQL a schema cleared for every test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
import time_machine
from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from ils import clock
from ils.accounts.permissions import Role
from ils.app import create_app, install, upgrade_database
from ils.config import Settings
from ils.db import Base, transaction
from ils.web.session import db
from tests.templates_seen import pytest_sessionfinish as pytest_sessionfinish
from tests.templates_seen import pytest_terminal_summary as pytest_terminal_summary
from tests.templates_seen import pytest_testnodedown as pytest_testnodedown
from tests.templates_seen import watch

POSTGRESQL = os.environ.get("ILS_TEST_DATABASE_URL", "")
CORPUS = Path(os.environ.get("ILS_CORPUS") or Path(__file__).parent.parent.parent / "shared" / "corpus")

NOON = clock.at_hour(datetime(2026, 4, 15).date(), 12)  # a Wednesday


def settings_for(home: Path, url: str = "") -> Settings:
    """Return the settings of a library that lives in `home`."""
    return Settings(
        home=home,
        database_url=url or f"sqlite:///{(home / 'library.sqlite').as_posix()}",
        secret_key="a key for tests only",
    )


def app_for(home: Path, url: str = "", **overrides: object) -> Flask:
    """Return an app for tests: no CSRF tokens to carry, no limits but where a test asks for them."""
    wanted = {"TESTING": True, "WTF_CSRF_ENABLED": False, "RATELIMIT_ENABLED": False} | overrides
    app = create_app(settings_for(home, url), **wanted)
    watch(app)
    app.teardown_request(_forget)
    return app


def _forget(_problem: BaseException | None) -> None:
    """Forget who was signed in: the `session` fixture's context, and `g` with it, outlives single requests."""
    for name in list(g):
        g.pop(name)


@pytest.fixture(scope="session")
def worker_url() -> str:
    """The PostgreSQL database of this worker, empty for SQLite."""
    if not POSTGRESQL:
        return ""
    base, name = POSTGRESQL.rsplit("/", 1)
    own = f"{name}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    _recreate(f"{base}/postgres", own)
    return f"{base}/{own}"


def _recreate(admin_url: str, name: str) -> None:
    import psycopg

    plain = admin_url.replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'")


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory, worker_url: str) -> Path:
    """A home whose database the migrations have made and `install` has filled, once a worker."""
    home = tmp_path_factory.mktemp("template")
    app = app_for(home, _driver(worker_url))
    upgrade_database(app)
    with app.app_context():
        with transaction(db.session()) as session:
            install(session, NOON)
        if worker_url:
            _remember(db.session())
        db.session.remove()
        db.engine.dispose()
    return home


def _driver(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://")


_KEPT: dict[str, list[dict[str, object]]] = {}


def _remember(session: Session) -> None:
    for table in Base.metadata.sorted_tables:
        _KEPT[table.name] = [dict(row) for row in session.execute(table.select()).mappings()]


def _reset(app: Flask) -> None:
    """Bring a PostgreSQL database back to what `install` left."""
    names = ", ".join(table.name for table in Base.metadata.sorted_tables)
    with db.engine.begin() as connection:
        connection.execute(text("SET session_replication_role = replica"))
        connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY"))
        for table in Base.metadata.sorted_tables:
            if rows := _KEPT[table.name]:
                connection.execute(table.insert(), rows)
        connection.execute(text("SET session_replication_role = DEFAULT"))
        for table in Base.metadata.sorted_tables:
            if "id" in table.c and table.c.id.autoincrement is not False and _KEPT[table.name]:
                connection.execute(
                    text(
                        f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), max(id)) FROM {table.name}"
                    )
                )


@pytest.fixture
def app(tmp_path: Path, template: Path, worker_url: str) -> Iterator[Flask]:
    """A library of its own for each test, installed and empty."""
    if not worker_url:
        shutil.copy(template / "library.sqlite", tmp_path / "library.sqlite")
    app = app_for(tmp_path, _driver(worker_url))
    with app.app_context():
        if worker_url:
            _reset(app)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """The database session for tests of services; commit before reading through a client."""
    with app.app_context():
        yield db.session()
        db.session.remove()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without JavaScript, signed out."""
    return app.test_client()


@pytest.fixture
def app_with(app: Flask) -> Iterator[Callable[..., Flask]]:
    """Return a function: settings of Flask → another app with them on the same database."""
    apps: list[Flask] = []

    def make(**overrides: object) -> Flask:
        home = app.config["ILS_SETTINGS"].home
        apps.append(app_for(home, app.config["SQLALCHEMY_DATABASE_URI"], **overrides))
        return apps[-1]

    yield make
    for each in apps:
        with each.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def at_noon() -> Iterator[time_machine.Traveller]:
    """Let the program's clock stand at NOON; ask for it before a browser, whose cookie else is of the future."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


SignIn = Callable[..., FlaskClient]


@pytest.fixture
def signed_in(app: Flask, session: Session) -> SignIn:
    """Return a function: role, language → a browser in which somebody of that role is signed in."""

    from tests.world import add_nilufar  # the cast needs the subjects, most fixtures do not

    def sign_in(role: Role, language: str = "en") -> FlaskClient:
        staff = add_nilufar(session, NOON, role=role, login=role.value)
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = f"{staff.id}:{staff.session_stamp}", True
            cookie["language"] = language
        return client

    return sign_in


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real MARC files; the test is skipped where it is absent."""
    if not CORPUS.is_dir():
        pytest.skip("the real MARC files are not here (ILS_CORPUS)")
    return CORPUS
