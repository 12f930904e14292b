"""The house of events at noon."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.circulation.events.house import House
from tests.conftest import NOON


@pytest.fixture
def house(session: Session) -> House:
    """Events of an empty library."""
    return House(session, NOON)
