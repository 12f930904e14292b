"""Figures from before the program: typed, read from a table, marked; never counted twice."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import Workbook, load_workbook
from sqlalchemy.orm import Session

from ils.accounts.permissions import Role
from ils.accounts.queries import audit_page
from ils.db import transaction
from ils.errors import LibraryError
from ils.workplan.errors import PlanCode
from ils.workplan.queries import opening_values, openings, plan_figure
from ils.workplan.services import Typed, load_year, read_openings, set_openings
from ils.workplan.services.reading import part_of_heading, whole
from tests.conftest import NOON, SignIn
from tests.world import work_at


@pytest.fixture
def plan(session: Session) -> Session:
    """A library whose first plan is that of 2026."""
    with transaction(session):
        load_year(session, work_at(NOON), year=2026)
    return session


def keep(plan: Session, *figures: Typed, year: int = 2026, source: str = "annual report") -> int:
    with transaction(plan):
        return set_openings(plan, work_at(NOON), year=year, figures=figures, source=source)


def refused(plan: Session, *figures: Typed, **asked: Any) -> PlanCode:
    with pytest.raises(LibraryError) as caught:
        keep(plan, *figures, **asked)
    plan.rollback()
    return caught.value.code  # type: ignore[return-value]


def test_a_figure_is_kept_changed_and_taken_away_with_its_source(plan: Session) -> None:
    assert keep(plan, Typed("17", "m1", 40), Typed("16", "year", 9), Typed("15", "year", None)) == 2
    found = openings(plan, 2026)
    assert [(each.number, each.part, each.value, each.source) for each in found] == [
        ("16", "year", 9, "annual report"), ("17", "m1", 40, "annual report"),
    ]  # fmt: skip
    assert keep(plan, Typed("17", "m1", 40)) == 0
    assert keep(plan, Typed("17", "m1", 41), Typed("16", "year", None)) == 2
    assert opening_values(plan, 2026) == {"17": {"m1": 41}}
    assert audit_page(plan)[0].details["changed"] == [["17", "m1", 40, 41], ["16", "year", 9, None]]


def test_years_before_the_first_plan_are_typed_by_the_lines_of_the_next_one(plan: Session) -> None:
    keep(plan, Typed("17", "year", 9_918), year=2025)
    assert plan_figure(plan, year=2026, number="17").last_fact == 9_918
    assert refused(plan, Typed("17", "year", 1), year=2027) is PlanCode.LINE_UNKNOWN


@pytest.mark.parametrize(
    ("figures", "source", "code"),
    [
        ([Typed("99", "year", 1)], "x", PlanCode.LINE_UNKNOWN),
        ([Typed("17", "q1", 1)], "x", PlanCode.PART_UNKNOWN),
        ([Typed("17", "year", -1)], "x", PlanCode.OPENING_INVALID),
        ([Typed("17", "year", 1)], "  ", PlanCode.SOURCE_MISSING),
        ([Typed("17", "year", 1), Typed("17", "m1", 1)], "x", PlanCode.OPENING_TWICE),
    ],
)
def test_a_figure_that_cannot_be_is_refused(
    plan: Session, figures: list[Typed], source: str, code: PlanCode
) -> None:
    assert refused(plan, *figures, source=source) is code
    assert openings(plan, 2026) == ()


def test_months_beside_a_figure_of_the_year_are_refused_later_too(plan: Session) -> None:
    keep(plan, Typed("17", "year", 5))
    assert refused(plan, Typed("17", "m2", 1)) is PlanCode.OPENING_TWICE
    assert keep(plan, Typed("17", "year", None), Typed("17", "m2", 1)) == 2


def table(*rows: list[Any]) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def test_a_table_is_read_by_its_headings_wherever_they_stand() -> None:
    content = table(
        ["Arnasoy AKM"],
        [],
        ["№", "Koʻrsatkich", "2025-01", date(2025, 2, 1), "03.2025", 4],
        [17, "Kitob berish", 100, "1 200", "-", 7.0],
        ["16.1", "Abonement", None, "koʻp", 3, ""],
        ["Jami", None, 5, 5, 5, 5],
        ["99", "?", 1, None, None, None],
    )
    rows = read_openings(content, year=2025, known=["16", "16.1", "17"])
    assert [(row.row, row.number, row.part, row.value, row.problem) for row in rows] == [
        (4, "17", "m1", 100, ""), (4, "17", "m2", 1200, ""), (4, "17", "m4", 7, ""),
        (5, "16.1", "m2", None, "figure"), (5, "16.1", "m3", 3, ""),
        (7, "99", "m1", 1, "line"),
    ]  # fmt: skip


def test_of_a_figure_that_stands_twice_the_first_is_taken_and_the_other_says_so() -> None:
    heads = ["№", "2025-01", "01.2025"]
    content = table(heads, [17, "koʻp", 8], [16, 5, None], [17, 9, None], ["16.", 5, None])
    rows = read_openings(content, year=2025, known=["16", "17"])
    assert [(row.row, row.number, row.value, row.problem) for row in rows] == [
        (2, "17", None, "figure"), (2, "17", 8, ""), (3, "16", 5, ""), (4, "17", 9, "twice"), (5, "16", 5, "twice"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", PlanCode.FILE_NOT_A_TABLE),
        (b"not a workbook", PlanCode.FILE_NOT_A_TABLE),
        (b"PK\x03\x04 broken", PlanCode.FILE_NOT_A_TABLE),
        (table(["a", "b"], [1, 2]), PlanCode.FILE_WITHOUT_NUMBERS),
        (table(["№", "2024"], ["17", 2]), PlanCode.FILE_WITHOUT_NUMBERS),
        (table(*[["№", "2025"]] * 2_100), PlanCode.FILE_TOO_LONG),
    ],
)
def test_a_file_that_is_no_such_table_is_refused(content: bytes, code: PlanCode) -> None:
    with pytest.raises(LibraryError) as caught:
        read_openings(content, year=2025, known=["17"])
    assert caught.value.code is code


def test_headings_and_figures() -> None:
    assert [part_of_heading(cell, 2025) for cell in ("2025", 2025, 12, "2025-12", "1.2025", "13", "2024", None)] == [
        "year", "year", "m12", "m12", "m1", "", "", "",
    ]  # fmt: skip
    assert [whole(text) for text in ("1 234", "7.0", "0", "-1", "1.5", "", "9" * 20, "²")] == [
        1234, 7, 0, None, None, None, None, None,
    ]  # fmt: skip


@pytest.fixture
def director(signed_in: SignIn) -> FlaskClient:
    return signed_in(Role.DIRECTOR)


def test_the_empty_table_is_filled_looked_at_and_kept(director: FlaskClient, plan: Session) -> None:
    empty = load_workbook(BytesIO(director.get("/plan/2025/openings.xlsx").data))
    sheet = empty.worksheets[0]
    heading = [cell.value for cell in next(sheet.iter_rows())]
    assert heading[0] == "№"
    assert heading[2:5] == ["2025", "2025-01", "2025-02"]
    row = next(row for row in sheet.iter_rows() if row[0].value == "17")
    row[3].value, row[4].value = 300, "?"
    filled = BytesIO()
    empty.save(filled)
    filled.seek(0)
    page = director.post("/plan/2025/openings/read", data={"file": (filled, "eski.xlsx")}).text
    assert 'name="value-17/m1" value="300"' in page
    assert "not a whole number from 0" in page
    assert opening_values(plan, 2025) == {}
    done = director.post(
        "/plan/2025/openings/import",
        data={"value-17/m1": "300", "source": "eski.xlsx"},
        follow_redirects=True,
    ).text
    assert "Past figures changed: 1" in done
    assert "eski.xlsx" in done
    plan.rollback()
    assert opening_values(plan, 2025) == {"17": {"m1": 300}}
    assert audit_page(plan)[0].action == "plan_openings_imported"
    marked = director.get("/plan/2026").text
    assert "typed in: 300" in marked
    assert "from before the program" in marked


def test_figures_are_typed_into_the_form(director: FlaskClient, plan: Session) -> None:
    given = {"value-17/year": "9 918", "value-16/year": "", "source": "2025-yil hisoboti"}
    page = director.post("/plan/2026/openings", data=given, follow_redirects=True).text
    assert "Past figures changed: 1" in page
    assert "2025-yil hisoboti" in page
    line = director.get("/plan/2026/lines/17").text
    assert "no acts stand behind it" in line
    months = director.get("/plan/2026/openings?line=16").text
    assert 'name="value-16/m12"' in months
    refused_page = director.post("/plan/2026/openings", data={"value-17/m1": "5", "source": "x"})
    assert refused_page.status_code == 422
    assert "would count twice: lines 17" in refused_page.text
    assert director.post("/plan/2026/openings", data={"value-17/q9": "5"}).status_code == 422
    assert director.post("/plan/2026/openings", data={"value-17/year": "many"}).status_code == 422
    assert director.get("/plan/2030/openings").status_code == 200
