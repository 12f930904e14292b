"""Flask-SQLAlchemy as the holder of engine and session, and nothing more."""

from __future__ import annotations

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import DeclarativeBase, Session

from ils.db import Base, configure_sqlite


class _Shell(DeclarativeBase):
    """Given to Flask-SQLAlchemy so that it never touches our own Base."""

    metadata = Base.metadata


db = SQLAlchemy(model_class=_Shell, session_options={"expire_on_commit": False})


def init_session(app: Flask) -> None:
    """Bind the engine to the app; SQLite gets its pragmas and our BEGIN."""
    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            configure_sqlite(db.engine)


def current_session() -> Session:
    """Return the session of the present request or command."""
    return db.session()
