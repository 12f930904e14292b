"""The mobile library at noon."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.circulation.points.van import Van
from tests.conftest import NOON


@pytest.fixture
def van(session: Session) -> Van:
    """A point and nobody there yet."""
    return Van(session, NOON)
