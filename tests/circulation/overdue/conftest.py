"""A library with four late copies, and one of a single loan whose nights are watched."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests.circulation.loans.desk import Desk
from tests.circulation.overdue.night import Nights
from tests.conftest import NOON

DAY = date(2026, 5, 20)  # 20 days after the first due date
DUE = date(2026, 4, 30)  # of a copy lent by the main department at NOON, a Thursday


@pytest.fixture
def desk(session: Session) -> Desk:
    """Anvar (student) and Nodira (pupil) borrowed in April, some of it foreign, and it is 20 May."""
    desk = Desk(session, NOON)
    desk.reader("R-1", phone="901234567")
    desk.reader("R-2", given_name="Nodira", surname="Saidova", category="pupil")
    for code, department, language in (
        ("INV-1", "lending", "uzb"),
        ("INV-2", "foreign", "ger"),
        ("INV-3", "lending", "eng"),
        ("INV-4", "lending", "uzb"),
        ("INV-5", "lending", "uzb"),
    ):
        desk.copy(code, department=department, language=language)
    desk.lend("R-1", "INV-1")
    desk.lend("R-2", "INV-2")
    desk.later(days=10)
    desk.lend("R-2", "INV-3", desk.yes("R-2", "INV-3"))
    desk.lend("R-1", "INV-4")
    desk.later(days=24)
    desk.lend("R-1", "INV-5", desk.yes("R-1", "INV-5"))
    desk.later(days=1)
    return desk


@pytest.fixture
def nights(session: Session) -> Nights:
    """Anvar, who has a telephone, e-mail and address, and two copies on the shelf; it is NOON and nothing is lent."""
    desk = Desk(session, NOON)
    desk.reader("R-1", phone="901234567", email="anvar@example.uz", address="Arnasoy, Bogʻ 5", language="uz")
    desk.copy("INV-1")
    desk.copy("INV-2", title="Sariq devni minib")
    return Nights(desk)


@pytest.fixture
def loan(nights: Nights) -> int:
    """Anvar has INV-1, due on 30 April."""
    return nights.desk.lend("R-1", "INV-1").loan_id
