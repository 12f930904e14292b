"""`ils overdue`, as scripts see it: the list, the dry run (OV-08), the run by hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from ils.outbox.models import MessageState
from tests.circulation.overdue.conftest import DUE
from tests.circulation.overdue.night import Nights
from tests.commands import run_ils
from tests.conftest import POSTGRESQL

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(POSTGRESQL), reason="each command opens the library of a data folder"),
]

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def ils(nights: Nights, loan: int, home: Path) -> Run:
    """Return a function that runs `ils overdue …`; 00000001 is promised for 12 May: from 9 to 11 May it is closed."""
    nights.to(DUE + timedelta(days=7))
    nights.promise(loan, DUE + timedelta(days=9))
    nights.session.close()

    def run(*arguments: str) -> tuple[int, str]:
        done = run_ils(home, "overdue", *arguments)
        return done.status, done.out

    return run


def told(answer: tuple[int, str]) -> Any:
    assert answer[0] == 0
    return json.loads(answer[1])


def test_OV_08_the_dry_run_tells_who_why_and_how(ils: Run, nights: Nights) -> None:
    plan = told(ils("run", "--dry-run", "--day", "2026-05-13", "--json"))
    (reader,) = plan["readers"]
    (copy,) = reader["copies"]
    assert (plan["day"], plan["messages"], reader["channels"]) == ("2026-05-13", 1, ["letter", "call"])
    assert (copy["code"], copy["level"]["days"], copy["passed"]) == ("00000001", 7, [-3, 0, 1])
    waiting = told(ils("run", "--dry-run", "--day", "2026-05-08", "--json"))
    assert (waiting["messages"], waiting["waiting"][0]["pause"]) == (0, "overdue_pause_promised")
    assert "letter > call" in ils("run", "--dry-run", "--day", "2026-05-13")[1]
    assert nights.messages() == []


def test_OV_02_the_run_by_hand_does_nothing_twice(ils: Run, nights: Nights) -> None:
    first = told(ils("run", "--json"))
    assert (first["messages"], first["promises_broken"], first["failed"]) == (1, 1, 0)
    status, words = ils("run")
    assert (status, words.startswith("messages 0, levels 0")) == (0, True)
    assert [view.state for view in nights.messages()] == [MessageState.QUEUED]


def test_a_day_goes_with_a_dry_run_only(ils: Run) -> None:
    assert ils("run", "--day", "2026-05-01")[0] == 2


def test_the_list_is_as_it_was(ils: Run) -> None:
    assert told(ils("--json"))["total"] == 1
    assert told(ils("--fund", "foreign", "--json"))["total"] == 0
    assert "30.04.2026" in ils()[1]
