"""The room of orders at noon."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.catalog.orders.room import Room
from tests.conftest import NOON


@pytest.fixture
def room(session: Session) -> Room:
    """Orders of an empty library."""
    return Room(session, NOON)
