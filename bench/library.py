"""A library in a temporary folder for one measurement."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from sqlalchemy.orm import Session

from ils import clock
from ils.activity.work import Work
from ils.app import create_app, prepare
from ils.config import load
from ils.web.session import current_session, db

CORPUS = Path(os.environ.get("ILS_CORPUS") or Path(__file__).parent.parent.parent / "shared" / "corpus")


@contextmanager
def library(url: str = "", home: str = "") -> Iterator[tuple[Flask, Session, Work]]:
    """Make an empty, installed library and take it away; `url`: in this database; `home`: kept in this folder."""
    with tempfile.TemporaryDirectory() as folder:
        settings = {"ILS_HOME": home or folder} | ({"ILS_DATABASE_URL": url} if url else {})
        app = create_app(load(settings), WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False)
        prepare(app, clock.now())
        with app.app_context():
            yield app, current_session(), Work(now=clock.now(), department="lending", sector="lending")
            db.session.remove()
            db.engine.dispose()
