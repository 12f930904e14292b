"""What each report says, and that its figures open to rows that add up to them."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ils.accounts.permissions import Role
from ils.activity.work import Work
from ils.clock import at_hour
from ils.db import transaction
from ils.library.places import name_institution
from ils.reports.queries import KINDS
from ils.reports.rules import Table
from ils.reports.rules.storing import from_data, to_data
from ils.reports.services import set_population
from ils.workplan.models import PlanLine
from ils.workplan.queries import plan_figure
from ils.workplan.services import load_year
from tests.conftest import SignIn
from tests.ils.reports.conftest import Told
from tests.ils.reports.year import YEAR

PERIOD = {"diary": "&period=m3", "quarter": "&period=q1"}


@pytest.fixture
def planned(worked: Session) -> Session:
    """The worked year, with a plan."""
    with transaction(worked) as session:
        name_institution(session, "Arnasoy tuman axborot-kutubxona markazi")
        load_year(session, Work(at_hour(date(YEAR, 1, 5), 9)), year=YEAR)
    return worked


def row_of(table: Table, name: str, column: int = 0) -> tuple[Any, ...]:
    return next(
        tuple(cell.value for cell in row.cells)
        for row in table.rows
        if row.cells and str(row.cells[column].value) == name
    )


def pdf_text(content: bytes) -> str:
    pages = pypdfium2.PdfDocument(content)
    return "\n".join(page.get_textpage().get_text_bounded() for page in pages)


def test_the_plan_has_the_columns_of_the_paper_and_every_line(planned: Session, told: Told) -> None:
    report = told("plan", language="uz")
    (table,) = report.tables
    assert len(table.columns) == 8
    assert [each.group for each in table.columns[3:5]] == [str(table.columns[3].group)] * 2
    rows = [row for row in table.rows if row.style != "section"]
    lines = planned.query(PlanLine).filter_by(year=YEAR).order_by(PlanLine.position).all()
    assert [row.cells[0].value for row in rows] == [line.number for line in lines]
    assert [row.cells[4].value for row in rows] == [line.plan for line in lines]
    assert len([row for row in table.rows if row.style == "section"]) == 5


def test_the_plan_with_fact_says_what_the_plan_page_says(planned: Session, told: Told) -> None:
    (table,) = told("plan", fact="1").tables
    assert len(table.columns) == 10
    for number in ("15", "16", "17", "18"):
        own = plan_figure(planned, year=YEAR, number=number)
        row = row_of(table, number)
        assert (row[4], row[5], row[6]) == (own.plan, own.fact, own.percent)


def test_a_retired_line_is_not_printed(planned: Session, told: Told) -> None:
    with transaction(planned) as session:
        line = session.query(PlanLine).filter_by(year=YEAR, number="8").one()
        line.retired_at, line.retire_reason = at_hour(date(YEAR, 2, 1), 9), "Boshqa ish yoʻq"
    (table,) = told("plan").tables
    assert "8" not in {row.cells[0].value for row in table.rows}


def test_the_quarterly_report_has_the_quarter_and_the_year_so_far(planned: Session, told: Told) -> None:
    first, second = told("quarter", "q1"), told("quarter", "q2")
    issued = row_of(first.tables[0], "17")
    assert issued[5] > 0
    assert row_of(second.tables[0], "17")[5] == 0
    assert row_of(second.tables[0], "17")[8] == issued[5], "since the year began"
    assert row_of(first.tables[1], "Issues")[1] == issued[5]
    assert row_of(first.tables[1], "Copies in the stock on the last day")[1] == 6


def test_ratios_divide_what_they_show(planned: Session, told: Told) -> None:
    with transaction(planned) as session:
        set_population(session, Work(at_hour(date(YEAR, 1, 5), 9)), people=4000)
    table, use = told("ratios").tables
    for row in table.rows:
        name, formula, above, below, value, *_rest = (cell.value for cell in row.cells)
        assert isinstance(above, int | float), name
        assert isinstance(below, int | float), name
        times = 100 if "× 100" in str(formula) else 1
        assert value == pytest.approx(above * times / below, abs=0.005 + 1e-9), name
    reading = row_of(table, "Reading rate")
    assert reading[3] == 6
    assert row_of(table, "Inhabitants reached, %")[4] == 0.15
    assert sum(row.cells[1].value for row in use.rows[:-1]) == use.rows[-1].cells[1].value  # type: ignore[misc]


def test_nothing_is_divided_by_nothing(session: Session, told: Told) -> None:
    table = told("ratios").tables[0]
    assert row_of(table, "Reading rate")[4] is None
    assert row_of(table, "Books for an inhabitant")[4] is None


def test_half_a_hundredth_is_rounded_up_as_on_paper() -> None:
    from ils.reports.rules import half_up, per_cent, ratio

    assert (ratio(1, 8), per_cent(1, 8), half_up(2.675, 2), ratio(5, 0)) == (0.13, 12.5, 2.68, None)


def test_the_builder_distributes_an_indicator(planned: Session, told: Told) -> None:
    whole = told("custom", indicator="visits").tables[0].rows[-1].cells[1].value
    by_sector = told("custom", indicator="visits", by="sector")
    assert sum(row.cells[1].value for row in by_sector.tables[0].rows[:-1]) == whole  # type: ignore[misc]
    crossed = told("custom", indicator="visits", by="month", by2="sector").tables[0]
    assert crossed.rows[-1].cells[-2].value == whole
    assert crossed.rows[0].cells[0].value == "January 2026"
    of_line = told("custom", indicator="line:17", by="month").tables[0]
    assert of_line.rows[-1].cells[1].value == plan_figure(planned, year=YEAR, number="17").fact


def test_the_stock_is_told_by_day(planned: Session, told: Told) -> None:
    assert told("stock", year=2024).tables[0].rows[-1].cells[1].value == 0
    by_language = told("stock").tables[2]
    assert row_of(by_language, "Uzbek")[1] == 2
    assert row_of(by_language, "Total")[1] == 6


def test_a_report_is_stored_as_it_is(planned: Session, told: Told) -> None:
    for kind in KINDS:
        report = told(kind, "m3" if kind == "diary" else "")
        assert from_data(to_data(report)) == report, kind


def test_every_report_is_page_paper_and_spreadsheet(
    planned: Session, signed_in: SignIn, at_noon: Any
) -> None:
    client = signed_in(Role.DIRECTOR, "uz")
    for kind in KINDS:
        asked = f"?year={YEAR}{PERIOD.get(kind, '')}"
        assert client.get(f"/reports/{kind}{asked}").status_code == 200, kind
        pdf = client.get(f"/reports/{kind}.pdf{asked}")
        assert pdf.mimetype == "application/pdf"
        assert "Arnasoy tuman axborot-kutubxona markazi" in pdf_text(pdf.data), kind
        book = openpyxl.load_workbook(BytesIO(client.get(f"/reports/{kind}.xlsx{asked}").data))
        assert all(sheet.max_row > 3 for sheet in book), kind


def test_the_paper_speaks_the_language_asked_for(planned: Session, signed_in: SignIn, at_noon: Any) -> None:
    client = signed_in(Role.DIRECTOR, "uz")
    said = {
        code: pdf_text(client.get(f"/reports/plan.pdf?year={YEAR}&language={code}").data)
        for code in ("uz_Cyrl", "ru", "en")
    }
    assert "Арнасой туман ахборот-кутубхона маркази" in said["uz_Cyrl"]
    assert "Учёт книговыдачи" in said["ru"].replace("\r\n", " ")
    assert f"Work plan for {YEAR}" in said["en"]


def test_the_head_of_the_plan_is_on_every_page(planned: Session, signed_in: SignIn, at_noon: Any) -> None:
    content = signed_in(Role.DIRECTOR, "en").get(f"/reports/plan.pdf?year={YEAR}&plain=1").data
    pages = pypdfium2.PdfDocument(content)
    assert len(pages) > 2
    for page in pages:
        assert page.get_width() > page.get_height()
    with_lines = [page.get_textpage().get_text_bounded() for page in pages][:-1]
    assert all("Deadline" in text for text in with_lines)


def test_the_spreadsheet_has_the_figures_as_numbers(
    planned: Session, signed_in: SignIn, told: Told, at_noon: Any
) -> None:
    answer = signed_in(Role.DIRECTOR, "en").get(f"/reports/plan.xlsx?year={YEAR}&fact=1")
    sheet = openpyxl.load_workbook(BytesIO(answer.data)).worksheets[0]
    found = {row[0]: row for row in sheet.iter_rows(values_only=True)}
    own = plan_figure(planned, year=YEAR, number="17")
    assert (found["17"][4], found["17"][5], found["17"][6]) == (own.plan, own.fact, own.percent)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed here")
def test_libreoffice_opens_the_spreadsheets_and_every_cell_comes_back(
    planned: Session, signed_in: SignIn, at_noon: Any, tmp_path: Path
) -> None:
    client = signed_in(Role.DIRECTOR, "uz")
    asked = {"plan": "&fact=1", "diary": PERIOD["diary"]}
    for kind, more in asked.items():
        data = client.get(f"/reports/{kind}.xlsx?year={YEAR}{more}").data
        (tmp_path / f"{kind}.xlsx").write_bytes(data)
    profile, made = (tmp_path / "profile").as_uri(), tmp_path / "made"
    command = [
        "soffice",
        f"-env:UserInstallation={profile}",
        "--headless",
        "--norestore",
        "--convert-to",
        "xlsx",
    ]
    command += ["--outdir", str(made), *(str(tmp_path / f"{kind}.xlsx") for kind in asked)]
    subprocess.run(command, check=True, timeout=180, capture_output=True)
    for kind in asked:
        ours, theirs = cells_of(tmp_path / f"{kind}.xlsx"), cells_of(made / f"{kind}.xlsx")
        assert theirs == ours, kind
        assert sum(isinstance(value, int | float) for value in ours.values()) > 50, kind
    own = plan_figure(planned, year=YEAR, number="17")
    rows = openpyxl.load_workbook(made / "plan.xlsx").worksheets[0].iter_rows(values_only=True)
    assert next(row[3:7] for row in rows if row[0] == "17")[1:] == (own.plan, own.fact, own.percent)


def cells_of(path: Path) -> dict[tuple[str, str], Any]:
    """Return (sheet, address) → what stands in every cell that has something; formulas would stand as text with =."""
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in openpyxl.load_workbook(path)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value not in {None, ""}
    }


LINK = re.compile(r'class="figure-link" href="([^"]+)">([^<]+)</a>')
SUM = re.compile(r"sum: ([\d\s−-]+)")


def test_every_figure_opens_to_rows_that_add_up_to_it(
    planned: Session, signed_in: SignIn, at_noon: Any
) -> None:
    client = signed_in(Role.DIRECTOR, "en")
    for kind in ("diary", "statistics", "ratios", "custom", "quarter", "plan"):
        more = "&indicator=issues&by=branch&by2=language" if kind == "custom" else PERIOD.get(kind, "")
        page = client.get(f"/reports/{kind}?year={YEAR}&fact=1{more}").text
        found = {(address.replace("&amp;", "&"), text) for address, text in LINK.findall(page)}
        links = sorted((address, plain(text)) for address, text in found if "events/" not in address)
        assert len(links) > 10, kind
        for address, figure in links[:: max(1, len(links) // 30)]:
            _opens_to(client, address, figure)


def _opens_to(client: FlaskClient, address: str, figure: int) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, address
    if "/reports/stock" in address:
        assert re.search(rf">{figure:,}<".replace(",", "\N{NO-BREAK SPACE}"), answer.text), address
        return
    found = SUM.search(answer.text)
    assert found, address
    assert plain(found[1]) == figure, (address, figure)


def plain(text: str) -> int:
    return int(re.sub(r"\s", "", text))


def test_a_figure_s_address_that_is_none_is_refused_in_words(signed_in: SignIn) -> None:
    client = signed_in(Role.DIRECTOR)
    for odd in (
        "",
        "?t=x",
        "?t=kinds=a|kinds=b",
        "?t=sources=a",
        "?t=kinds=a&since=x",
        "?" + "t=kinds=a&" * 21,
    ):
        assert client.get(f"/reports/rows{odd}").status_code == 400, odd


def test_odd_periods_and_choices_are_refused_in_words(signed_in: SignIn) -> None:
    client = signed_in(Role.DIRECTOR)
    for odd in (
        "diary?period=q1", "diary?year=1", "plan?year=x", "plan?period=m13", "custom?indicator=x", "custom?by=x",
        "custom?by=sector&by2=sector", "custom?since=2026-02-01&until=2026-01-01", "custom?indicator=line:99",
    ):  # fmt: skip
        assert client.get(f"/reports/{odd}").status_code == 400, odd
    assert client.get("/reports/nothing").status_code == 404


def test_every_page_of_a_new_library_says_something(signed_in: SignIn, at_noon: Any) -> None:
    client = signed_in(Role.DIRECTOR)
    for kind in KINDS:
        for form in ("", ".pdf", ".xlsx"):
            assert client.get(f"/reports/{kind}{form}").status_code == 200, kind
    assert "No reports are kept yet" in client.get("/reports/kept").text
    assert "No report comes back" in client.get("/reports/schedules").text


def test_the_plan_on_paper_names_the_services_whole_and_keeps_roman_numbers(
    planned: Session, signed_in: SignIn, at_noon: Any
) -> None:
    client = signed_in(Role.DIRECTOR, "uz")
    said = {
        code: " ".join(pdf_text(client.get(f"/reports/plan.pdf?year={YEAR}&language={code}").data).split())
        for code in ("uz", "uz_Cyrl", "ru")
    }
    assert "Kadrlar boʻyicha mutaxassis" in said["uz"]
    assert "Xizmatning oʻz rejasi boʻyicha" in said["uz"]
    assert "I. Илмий-методик фаолият" in said["uz_Cyrl"]
    assert "ва барча хизматлар" in said["uz_Cyrl"]
    assert "По плану службы" in said["ru"]
    assert "xizmat" not in said["ru"]
