"""The department at its desk, with the plan of the year loaded."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from ils.accounts.permissions import Role
from tests.conftest import SignIn
from tests.journeys.foreign.room import Room
from tests.plan_lines import load_plans


@pytest.fixture
def room(session: Session, signed_in: SignIn) -> Room:
    """The room, in which both work at the foreign department's place; one book stands on the shelf already."""
    load_plans(session, 2026)
    room = Room(session, signed_in(Role.FOREIGN), signed_in(Role.DIRECTOR))
    for browser in (room.browser, room.director):
        browser.post("/place", data={"department": "foreign"})
    room.title("Heidi", copies="H-1")
    return room
