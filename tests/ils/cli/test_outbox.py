"""`ils outbox`: what waits is told, sent, listed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ils.app.working import session_of
from ils.db import transaction
from ils.outbox.rules import Recipient
from ils.outbox.services import queue_message
from tests.conftest import NOON, app_for
from tests.ils.cli.conftest import Ils
from tests.world import work_at


@pytest.fixture
def queued(ils: Ils, home: Path) -> Ils:
    """A library with one message of a kind that nobody knows, and the command."""
    app = app_for(home)
    person = Recipient("patron", 1, "Karimov Anvar", "uz", {"letter": "Arnasoy"})
    with session_of(app) as session, transaction(session):
        queue_message(session, work_at(NOON), kind="unknown_kind", recipient=person, facts={})
    return ils


def test_a_dry_run_tells_and_sends_nothing(queued: Ils) -> None:
    told = json.loads(queued("outbox", "send", "--dry-run", "--json").out)
    assert told["total"] == 1
    assert told["messages"][0]["reason"] == "cancelled_source_unknown"
    assert queued("outbox", "send", "--dry-run").out.splitlines()[-1] == "1"
    assert json.loads(queued("outbox", "list", "--json").out)["state"] == "queued"


def test_what_waits_is_sent_and_listed(queued: Ils) -> None:
    assert json.loads(queued("outbox", "send", "--json").out) == {"messages": 1, "failed": 1}
    assert queued("outbox", "send").out.strip() == "messages: 0"
    [line] = queued("outbox", "list", "--state", "failed", "--kind", "unknown_kind").out.splitlines()
    assert "unknown_kind" in line
    assert queued("outbox", "list", "--state", "sent").out == ""
