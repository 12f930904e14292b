"""The department at work."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.foreign_fund.service.house import House


@pytest.fixture
def house(session: Session) -> House:
    return House(session)
