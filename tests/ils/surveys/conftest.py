"""Fixtures of surveys."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.conftest import NOON
from tests.ils.surveys.house import House
from tests.world import work_at


@pytest.fixture
def house(session: Session) -> House:
    """A library at noon."""
    return House(session, work_at(NOON))
