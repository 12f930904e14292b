"""Every line that registers feed, a row each: once, repeated, undone, corrected, at midnight, on a closed day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from ils.library.calendar import load_calendar
from ils.registers.errors import RegisterCode, RegisterError
from tests.conftest import NOON
from tests.ils.registers.lines import at, holds, mend, put, undo
from tests.plan_lines import fact, load_plans
from tests.world import add_school, work_at

WORK = work_at(NOON)
LINK = "https://arnasoy-akm.uz/yangilik/"
NAVRUZ = date(2026, 3, 21)
EVE = date(2025, 12, 31)
LINES = "1 2 3 5 7 8 24 25 25.1 27 30 30.1 30.2 30.3 31 33 37 38 39 40 41 42 42.2"


@dataclass(frozen=True)
class Row:
    """An entry that feeds a line: what it adds, and what the line shows after the very same entry once more."""

    register: str
    facts: dict[str, Any]
    adds: int = 1
    twice: int = 2


ROWS = {
    "1": Row("documents", {"type": "manual", "number": "1", "people": "N. Karimova"}, twice=1),
    "2": Row("documents", {"type": "staff_summary"}, twice=1),
    "3": Row("documents", {"type": "directory"}, twice=1),
    "5": Row("method_help", {"type": "oral", "people": "N. Karimova"}, twice=1),
    "7": Row("projects", {"type": "project", "link": LINK}),
    "8": Row("other", {}),
    "24": Row("documents", {"type": "rare_list"}),
    "25": Row("documents", {"type": "rare_service"}, twice=1),
    "25.1": Row("documents", {"type": "rare_technology"}, twice=1),
    "27": Row("stocktakes", {"number": "3", "place": "Abonement"}, twice=1),
    "30": Row("aids", {"type": "local_history"}),
    "30.1": Row("aids", {"type": "universal"}),
    "30.2": Row("aids", {"type": "branch"}),
    "30.3": Row("aids", {"type": "thematic"}),
    "31": Row("own_publications", {"link": LINK}),
    "33": Row("posts", {"type": "telegram", "link": LINK}, twice=1),
    "37": Row("documents", {"type": "security_report"}, twice=1),
    "38": Row("training", {"type": "seminar", "persons": 12, "hours": 8}),
    "39": Row("agreements", {"partner": "Astana kutubxonasi", "country": "KZ"}),
    "40": Row("delegations", {"country": "KR", "persons": 7}, 7, 14),
    "41": Row("media", {"type": "television", "partner": "Jizzax TV"}, twice=1),
    "42": Row("rent", {"partner": "“Nur” MCHJ", "amount": 90_000}, 90_000, 180_000),
    "42.2": Row("rent", {"partner": "“Nur” MCHJ", "amount": 90_000}, 90_000, 180_000),
}


@pytest.fixture
def row(session: Session, number: str) -> Row:
    """The row of a line, in a library with the plans of both years and a school to help."""
    load_plans(session, 2025, 2026)
    found = ROWS[number]
    if found.register == "method_help":
        found.facts["library_id"] = add_school(session, NOON).id
    return found


def own(row: Row, sign: str) -> dict[str, Any]:
    """What the entry says, of another thing: its own title, and its own address where it has one."""
    return row.facts | {"title": f"Ish {sign}"} | ({"link": LINK + sign} if "link" in row.facts else {})


@pytest.mark.line(LINES, "once repeated undone corrected")
@pytest.mark.parametrize("number", LINES.split())
def test_a_line_rises_by_its_rule_and_comes_back(session: Session, number: str, row: Row) -> None:
    entry = put(session, WORK, row.register, **row.facts)
    assert fact(session, number) == row.adds
    second = put(session, WORK, row.register, **row.facts)
    assert fact(session, number) == row.twice
    undo(session, WORK, second)
    assert fact(session, number) == row.adds
    mend(session, WORK, entry, day=EVE, note="kuni tuzatildi")
    assert (fact(session, number), fact(session, number, 2025)) == (0, row.adds)
    mend(session, WORK, entry, day=EVE, title="Boshqa nom")
    assert (fact(session, number), fact(session, number, 2025)) == (0, row.adds)
    undo(session, WORK, entry)
    assert (fact(session, number), fact(session, number, 2025)) == (0, 0)
    with pytest.raises(RegisterError) as refused:
        undo(session, WORK, entry)
    assert refused.value.code == RegisterCode.WITHDRAWN
    session.rollback()
    holds(session)


@pytest.mark.line(LINES, "midnight closed")
@pytest.mark.parametrize("number", LINES.split())
def test_a_line_at_midnight_of_31_december_in_tashkent_and_on_a_closed_day(
    session: Session, number: str, row: Row
) -> None:
    assert not load_calendar(session).is_open(NAVRUZ)
    entry = put(session, WORK, row.register, day=NAVRUZ, **own(row, "Navroʻz"))
    assert (fact(session, number), fact(session, number, 2025)) == (row.adds, 0)
    undo(session, WORK, entry)
    for instant, year in (("2025-12-31T23:59", 2025), ("2026-01-01T00:01", 2026)):
        put(session, work_at(at(instant)), row.register, **own(row, str(year)))
        assert fact(session, number, year) == row.adds
    assert fact(session, number, 2025) == row.adds
    holds(session)
