"""A runner with kinds of the test's own, and the rows as they stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from ils.app.working import runner_of
from ils.db import transaction
from ils.jobs import services
from ils.jobs.queries import JobView, job
from ils.jobs.running import JobFunction, Runner
from tests.conftest import NOON
from tests.world import work_at

MakeRunner = Callable[[Mapping[str, JobFunction]], Runner]
Enqueue = Callable[..., int]


@pytest.fixture
def runner(app: Flask) -> MakeRunner:
    """Return a function: table of kinds → somebody who runs them in this app's library, at noon."""

    def make(table: Mapping[str, JobFunction]) -> Runner:
        usual = runner_of(app)
        return Runner(table, usual.open_session, usual.home, lambda: NOON)

    return make


@pytest.fixture
def enqueue(session: Session) -> Enqueue:
    """Return a function that puts a job down and commits."""

    def put(kind: str = "test:count", **facts: Any) -> int:
        with transaction(session):
            return services.enqueue(session, work_at(facts.pop("now", NOON)), kind, **facts)

    return put


def seen(session: Session, job_id: int) -> JobView:
    """Return a job as the database has it now."""
    session.rollback()
    return job(session, job_id)
