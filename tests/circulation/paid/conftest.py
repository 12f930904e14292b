"""Fixtures of paid services."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.circulation.paid.till import Till
from tests.conftest import NOON
from tests.world import work_at


@pytest.fixture
def till(session: Session) -> Till:
    """A till at noon: copies at 500 soʻm, scans at 1,000."""
    made = Till(session, work_at(NOON))
    made.price()
    made.price("scanning", 1000)
    return made
