"""The desk of these tests."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.circulation.loans.desk import Desk
from tests.conftest import NOON


@pytest.fixture
def desk(session: Session) -> Desk:
    """An open desk with nobody at it and nothing on it."""
    return Desk(session, NOON)
