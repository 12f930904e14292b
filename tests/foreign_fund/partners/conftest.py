"""The department's house."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.foreign_fund.partners.house import House


@pytest.fixture
def house(session: Session) -> House:
    """A department on its own shelf."""
    return House(session)
