"""The plan itself shows what the registers count: its figures are those of the log."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from ils.db import transaction
from ils.workplan.queries import plan_figure
from ils.workplan.services import load_year
from tests.conftest import NOON
from tests.ils.registers.lines import LINES, fact, put
from tests.ils.registers.test_lines_registers import ALONE
from tests.world import add_school, work_at

WORK = work_at(NOON)
FED = [*ALONE, "5", "40", "42.2", "42"]


@pytest.mark.slow
def test_every_line_that_registers_feed_shows_what_was_entered(session: Session) -> None:
    with transaction(session):
        load_year(session, WORK, year=2026)
    for number, (register, facts) in ALONE.items():
        put(session, WORK, register, title=f"Ish {number}", **facts)
    library = add_school(session, NOON).id
    put(session, WORK, "method_help", type="oral", library_id=library, people="N. Karimova")
    put(session, WORK, "delegations", country="KR", persons=7)
    put(session, WORK, "rent", partner="Nur", amount=90_000)
    shown = {number: plan_figure(session, year=2026, number=number).fact for number in FED}
    assert shown == {number: sum_of(session, number) for number in FED}
    assert shown["30"] == 4
    assert shown["40"] == 7
    assert shown["42"] == 90_000


def sum_of(session: Session, number: str) -> int:
    return fact(session, number) if LINES[number]["counter"] else 0
