"""`ils jobs`: a process of its own for long work, and the list."""

from __future__ import annotations

import json
from pathlib import Path

from flask import Flask

from ils.app.working import session_of
from ils.db import transaction
from ils.jobs.services import enqueue
from tests.conftest import NOON, app_for
from tests.ils.cli.conftest import Ils
from tests.world import work_at


def put(home: Path, kind: str) -> Flask:
    """Put a job down in a library."""
    app = app_for(home)
    with session_of(app) as session, transaction(session):
        enqueue(session, work_at(NOON), kind, way="slow")
    return app


def test_waiting_jobs_are_listed_run_once_and_then_only_told_of(ils: Ils, home: Path) -> None:
    put(home, "nobody:knows")
    listed = json.loads(ils("jobs", "list", "--json").out)
    assert (listed["id"], listed["kind"], listed["state"], listed["total"]) == (
        1,
        "nobody:knows",
        "queued",
        0,
    )
    done = ils("jobs", "run", "--once")
    assert (done.status, int(done.out) > 0) == (0, True)  # what comes back by itself is run as well
    assert ils("jobs", "list", "--json").out == ""
    listed = [json.loads(line) for line in ils("jobs", "list", "--all", "--json").out.splitlines()]
    [ended] = [each for each in listed if each["kind"] == "nobody:knows"]
    assert (ended["state"], ended["error"]["code"]) == ("failed", "job_kind_unknown")
    assert "nobody:knows" in ils("jobs", "list", "--all").out
    assert ils("jobs", "run", "--once").out.strip() == "0"
