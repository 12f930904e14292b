"""The scan box of these tests."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.circulation.desk.box import ScanBox
from tests.conftest import NOON


@pytest.fixture
def box(session: Session) -> ScanBox:
    """Nilufar's scan box, with nobody at it."""
    return ScanBox(session, NOON)
