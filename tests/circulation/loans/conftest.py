"""The desk of these tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from tests.circulation.loans.desk import Desk
from tests.conftest import NOON


@pytest.fixture
def desk(session: Session) -> Desk:
    """An open desk with nobody at it and nothing on it."""
    return Desk(session, NOON)


@pytest.fixture
def statements(session: Session) -> Iterator[list[str]]:
    """Every statement that is sent to the database."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    engine = session.get_bind().engine
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def shelf(desk: Desk) -> Desk:
    """Anvar stands at the desk, «Oʻtkan kunlar» on the shelf."""
    desk.reader()
    desk.copy()
    return desk
