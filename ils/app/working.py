"""Who runs the jobs of an app: sessions from its engine, the table of kinds, the bell of its data folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy.orm import Session

from catalog.importing.jobs import tidy_uploads
from ils import clock
from ils.app.tables import JOBS, PERIODIC
from ils.config import Settings
from ils.db import is_postgresql, transaction
from ils.jobs.periodic import Periodic
from ils.jobs.running import Runner
from ils.jobs.services import put_back_all
from ils.jobs.waking import Bell, Crew
from ils.web.session import db


@contextmanager
def session_of(app: Flask) -> Iterator[Session]:
    """Open a session of its own on the app's database, and close it."""
    with app.app_context():
        try:
            yield db.session()
        finally:
            db.session.remove()


def runner_of(app: Flask, periodic: tuple[Periodic, ...] = ()) -> Runner:
    """Return somebody who can run the jobs of the app; `periodic`: those that this one also lets come back."""
    settings: Settings = app.config["ILS_SETTINGS"]
    return Runner(
        JOBS, lambda: session_of(app), settings.home, periodic=periodic, inner_hosts=settings.inner_hosts
    )  # fmt: skip


def crew_of(app: Flask) -> Crew:
    """Return the crew for this process: `start()` and `stop()` it, or let it run once what waits."""
    runner = runner_of(app, PERIODIC)
    bell: Bell = app.extensions["ils_bell"]

    def when_alone() -> None:
        with runner.open_session() as session:
            tidy_uploads(session, runner.home, now=clock.now())
            # PostgreSQL may have workers elsewhere, whom a lock in this folder does not see; there the beats decide.
            if not is_postgresql(session):
                with transaction(session):
                    put_back_all(session)

    return Crew(runner, bell, when_alone=when_alone)
