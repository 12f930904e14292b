"""The database of an app: brought to the newest revision, and filled with what a new library starts with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from alembic import command
from alembic.config import Config
from flask import Flask
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from catalog.copying.services import install_defaults as install_copy_targets
from catalog.importing.services import install_defaults as install_import_sources
from catalog.records.services.cards import install_defaults as install_card_indexes
from catalog.stock.services import install_defaults as install_stock
from circulation.overdue.services import install_defaults as install_ladder
from circulation.patrons.services import install_defaults as install_categories
from circulation.policies.services import install_defaults as install_policies
from ils.config import ROOT, ConfigError
from ils.db import Base, transaction
from ils.library.defaults import install_library
from ils.web.session import db


def upgrade_database(app: Flask, revision: str = "head") -> None:
    """Bring the database to a revision, by default the newest."""
    _alembic(app, lambda config: command.upgrade(config, revision))


def downgrade_database(app: Flask, revision: str) -> None:
    """Take the database back to a revision."""
    _alembic(app, lambda config: command.downgrade(config, revision))


def new_revision(app: Flask, message: str) -> None:
    """Write a new revision from what the models have changed."""
    _alembic(app, lambda config: command.revision(config, message, autogenerate=True))


def _alembic(app: Flask, run: Callable[[Config], object]) -> None:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["metadata"] = Base.metadata
    with app.app_context(), db.engine.connect() as connection:
        config.attributes["connection"] = connection
        run(config)


def install(session: Session, now: datetime) -> None:
    """Fill every table that a new library starts with; a second call changes nothing."""
    install_library(session)
    install_import_sources(session)
    install_copy_targets(session)
    install_card_indexes(session)
    install_categories(session)
    install_policies(session)
    install_ladder(session)
    install_stock(session)


def prepare(app: Flask, now: datetime) -> None:
    """Make the library ready: schema first, then its own tables."""
    _open_database(app)
    upgrade_database(app)
    with app.app_context():
        with transaction(db.session()) as session:
            install(session, now)
        db.session.remove()


def _open_database(app: Flask) -> None:
    """Refuse in one line what cannot be opened: no server, no such database, no right to write, some other file."""
    with app.app_context():
        try:
            db.engine.connect().close()
        except DatabaseError as problem:
            raise ConfigError(10, f"the database cannot be opened: {problem.orig}") from problem
