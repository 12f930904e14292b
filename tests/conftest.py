"""Fixtures: a database made by the migrations, copied for every test; on PostgreSQL a schema cleared for every test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import time_machine
from argon2 import PasswordHasher
from flask import Flask, g
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from jinja2.bccache import Bucket, BytecodeCache
from markupsafe import Markup
from sqlalchemy import event, text
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from catalog.marc.tables import use_own_tables
from ils import clock
from ils.accounts import passwords
from ils.accounts.permissions import Role
from ils.app import create_app, install, upgrade_database
from ils.config import Settings
from ils.db import Base, transaction
from ils.jobs.waking import Bell
from ils.web.auth import limiter
from ils.web.once.forms import FIELD, once_key
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
    app.jinja_env.bytecode_cache = _COMPILED
    app.jinja_env.globals |= {"csrf_token": partial(_token, app), "once_key": partial(_key, app)}
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "connect", _not_waiting_for_the_disk)
    watch(app)
    app.teardown_request(_forget)
    return app


class Compiled(BytecodeCache):
    """Templates as one app of this process has compiled them, for all that follow."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what is known."""
        if code := self._known.get(bucket.key):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._known[bucket.key] = bucket.bytecode_to_string()


_COMPILED = Compiled()


def _address_once(rule: Rule, append_unknown: bool = True) -> Callable[..., Any]:
    """Compile what builds an address, once a process: those of a new app take a tenth of a second."""
    key = (rule.rule, repr(rule.defaults), rule.subdomain, rule.host, append_unknown)
    if key not in _ADDRESSES:
        _ADDRESSES[key] = _compile_address(rule, append_unknown)
    return _ADDRESSES[key]


_ADDRESSES: dict[tuple[Any, ...], Callable[..., Any]] = {}
_compile_address = Rule._compile_builder
Rule._compile_builder = _address_once  # type: ignore[method-assign, assignment]


def _token(app: Flask) -> str:
    return generate_csrf() if app.config["WTF_CSRF_ENABLED"] else "not asked for"


def _key(app: Flask) -> Markup:
    """Return a form's key without letters or digits: a random one holds "G-1" once in some thousand pages."""
    if app.config["WTF_CSRF_ENABLED"]:
        return once_key()
    key = f"{next(_KEYS):024b}".translate(_DASHES)
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, key)


_KEYS = count()
_DASHES = str.maketrans("01", "_-")


def _forget(_problem: BaseException | None) -> None:
    """Forget who was signed in: the `session` fixture's context, and `g` with it, outlives single requests."""
    for name in list(g):
        g.pop(name)


@pytest.fixture(scope="session", autouse=True)
def cheap_hashes() -> None:
    """Hash passwords and PINs in no time: nearly every test has somebody who signs in."""
    passwords.hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def _not_waiting_for_the_disk(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA synchronous=OFF")


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


def _remember(session: Session) -> None:
    """Keep what `install` left in a schema of its own, and write the function that brings it back.

    Only what a test has touched is emptied: to truncate all hundred tables takes a tenth of a second.
    """
    tables = [table.name for table in Base.metadata.sorted_tables]
    counted = set(session.scalars(text("SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'")))
    kept = [name for name in tables if session.scalar(text(f"SELECT EXISTS (SELECT 1 FROM {name})"))]
    session.execute(text("CREATE SCHEMA kept"))
    for name in kept:
        session.execute(text(f"CREATE TABLE kept.{name} AS TABLE {name}"))
    empty = ", ".join(f"'{name}'" for name in tables if name not in kept)
    back = [_brought_back(name, f"{name}_id_seq" in counted) for name in kept]
    session.execute(text(_RESET.format(empty=empty, back="\n".join(back))))
    session.commit()


def _brought_back(name: str, counted: bool) -> str:
    last = f"SELECT max(id) FROM {name}"
    again = f"PERFORM setval('{name}_id_seq', ({last}));" if counted else ""
    return f"DELETE FROM {name}; INSERT INTO {name} SELECT * FROM kept.{name}; {again}"


_RESET = """
CREATE FUNCTION kept.reset() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    name text;
    touched boolean;
BEGIN
    FOREACH name IN ARRAY ARRAY[{empty}]::text[] LOOP
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I)', name) INTO touched;
        IF touched THEN
            EXECUTE format('DELETE FROM %I', name);
        END IF;
    END LOOP;
    FOR name IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL LOOP
        PERFORM setval(name, 1, false);
    END LOOP;
    {back}
END
$$
"""


def _reset() -> None:
    """Bring a PostgreSQL database back to what `install` left."""
    with db.engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("SELECT kept.reset()"))


@pytest.fixture(scope="session")
def standing_app(tmp_path_factory: pytest.TempPathFactory, worker_url: str) -> Flask:
    """The app of this worker: making one takes a third of the time of most tests, so they pass it on."""
    return app_for(tmp_path_factory.mktemp("home"), _driver(worker_url))


@pytest.fixture
def app(
    request: pytest.FixtureRequest, tmp_path: Path, template: Path, worker_url: str, standing_app: Flask
) -> Iterator[Flask]:
    """A library of its own for each test, installed and empty.

    The app is the worker's, but of its own too where the test is marked `own_app`, or `browser`: a window that closes
    may still ask for something.
    """
    own = any(map(request.node.get_closest_marker, ("own_app", "browser")))
    app = app_for(tmp_path, _driver(worker_url)) if own else standing_app
    home: Path = app.config["ILS_SETTINGS"].home
    _clear(home)
    if not worker_url:
        shutil.copy(template / "library.sqlite", home / "library.sqlite")
    with app.app_context():
        if worker_url:
            _reset()
    # What another app of this process may have set for all of them.
    limiter.enabled = False
    use_own_tables(home / "profiles")
    with _as_it_was(app):
        app.extensions["ils_bell"] = Bell(home)  # its queue is a file in there
        yield app
        app.extensions["ils_bell"].close()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def _clear(home: Path) -> None:
    for path in home.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


@contextmanager
def _as_it_was(app: Flask) -> Iterator[None]:
    """Give the next test the app without what this one sets on it."""
    kept = [(each, dict(each)) for each in (app.config, app.extensions)]
    yield
    for mapping, before in kept:
        mapping.clear()
        mapping.update(before)


@pytest.fixture
def home(app: Flask) -> Path:
    """The folder of the test's library."""
    folder: Path = app.config["ILS_SETTINGS"].home
    return folder


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
