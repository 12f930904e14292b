"""Running a whole import in one line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from catalog.importing.jobs import ImportSummary, import_stream
from catalog.importing.measures import CHECKS as IMPORT_CHECKS
from catalog.items.measures import CHECKS as ITEM_CHECKS
from catalog.records.measures import CHECKS as RECORD_CHECKS
from ils.accounts.permissions import Role
from ils.activity.measures import CHECKS as LOG_CHECKS
from ils.activity.measures import Problem
from tests.catalog.importing.files import stream
from tests.conftest import NOON
from tests.world import PASSWORD, add_nilufar, work_at

Run = Callable[..., ImportSummary]


@pytest.fixture
def run(session: Session) -> Run:
    """Import records as a file; `accept=False` only stages them."""

    def import_records(*records: bytes, accept: bool = True, **options: Any) -> ImportSummary:
        name = options.pop("file_name", "books.mrc")
        return import_stream(
            session, work_at(NOON), stream(*records), file_name=name, accept=accept, **options
        )

    return import_records


def problems(session: Session) -> list[Problem]:
    """Return everything that the proofs of this floor and below find."""
    checks = (*IMPORT_CHECKS, *ITEM_CHECKS, *RECORD_CHECKS, *LOG_CHECKS)
    return [problem for check in checks for problem in check(session)]


def counts(summary: ImportSummary) -> tuple[int, int, int, int, int]:
    """Return found, accepted, skipped, quarantined, items."""
    return summary.found, summary.accepted, summary.skipped, summary.quarantined, summary.items


@pytest.fixture
def cataloguer(app: Flask, session: Session, client: FlaskClient) -> FlaskClient:
    """A browser in which Nilufar is signed in as a cataloguer, in English."""
    add_nilufar(session, NOON, role=Role.CATALOGUER)
    client.post("/sign-in", data={"login": "nilufar", "password": PASSWORD})
    with client.session_transaction() as cookie:
        cookie["language"] = "en"
    return client
