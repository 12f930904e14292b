"""The shelves of these tests."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.circulation.holds.shelves import Shelves
from tests.conftest import NOON


@pytest.fixture
def shelves(session: Session) -> Shelves:
    """A library with nobody in it."""
    return Shelves(session, NOON)
