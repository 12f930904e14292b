"""The end of a semester, graduation and the report of a month: pages, their figures, their papers."""

from __future__ import annotations

import io
from datetime import timedelta
from html import unescape

import pypdfium2
import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import update
from sqlalchemy.orm import Session

from circulation.patrons.models import Patron
from ils.db import transaction
from tests.conftest import NOON
from tests.foreign_fund.shelf import Shelf

pytestmark = pytest.mark.usefixtures("at_noon")


@pytest.fixture
def lent(session: Session, shelf: Shelf) -> None:
    """A student of the fourth course and one of the first have books of the fund, and one book of the main fund."""
    for code, language in (("G-1", "ger"), ("E-1", "eng"), ("E-2", "eng")):
        shelf.copy(code, language)
    shelf.copy("U-1", "uzb", department="lending")
    shelf.lend("G-1", now=NOON - timedelta(days=60))
    shelf.lend("U-1")
    shelf.lend("E-1", "R-2", now=NOON - timedelta(days=3))
    shelf.lend("E-2", "R-2", now=NOON - timedelta(days=40))
    shelf.take_back("E-2", now=NOON - timedelta(days=1))
    with transaction(session):
        session.execute(
            update(Patron).where(Patron.card_number == "R-1").values(course="4", faculty="Filologiya")
        )
        session.execute(
            update(Patron).where(Patron.card_number == "R-2").values(course="1", faculty="Filologiya")
        )


def text(client: FlaskClient, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return unescape(answer.text)


def pages(body: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(body))


@pytest.mark.usefixtures("lent")
def test_duty_11_the_end_of_a_semester(department: FlaskClient) -> None:
    page = text(department, "/fund/overdue/semester")
    assert "30.06.2026" in page
    assert ("G-1" in page, "E-1" in page, "U-1" in page) == (True, True, False)
    assert "G-1" not in text(department, "/fund/overdue/semester?language=eng")
    assert "due after the end" in text(department, "/fund/overdue/semester?until=2026-04-16")
    assert "Nobody who studies" in text(department, "/fund/overdue/semester?faculty=Tarix")
    made = pages(department.get("/fund/overdue/semester.pdf").data)
    assert "G-1" in made
    sheet = load_workbook(io.BytesIO(department.get("/fund/overdue/semester.xlsx").data)).worksheets[0]
    assert sum("G-1" in [cell.value for cell in row] for row in sheet.iter_rows()) == 1


@pytest.mark.usefixtures("lent")
def test_duty_11_those_who_graduate(department: FlaskClient) -> None:
    page = text(department, "/fund/overdue/graduation")
    assert ("G-1" in page, "E-1" in page) == (True, False)
    assert "/clearance" in page
    assert "Nobody of this course" in text(department, "/fund/overdue/graduation?course=2")
    assert "G-1" in pages(department.get("/fund/overdue/graduation.pdf?course=4").data)
    assert department.get("/fund/overdue/graduation.xlsx").status_code == 200


@pytest.mark.usefixtures("lent")
def test_duty_11_the_report_of_a_month_opens_its_loans(
    department: FlaskClient, onlooker: FlaskClient
) -> None:
    page = text(department, "/fund/overdue/month")
    assert "At the beginning" in page
    assert "part=late_after" in page
    assert "G-1" in text(department, "/fund/overdue/month/loans?part=late_after")
    assert "E-2" in text(department, "/fund/overdue/month/loans?part=back&language=eng")
    assert "No such loans" in text(department, "/fund/overdue/month/loans?part=lost")
    assert "No copy of the fund" in text(department, "/fund/overdue/month?month=2025-04")
    made = pages(department.get("/fund/overdue/month.pdf?month=2026-04").data)
    assert "German" in made
    sheet = load_workbook(io.BytesIO(department.get("/fund/overdue/month.xlsx").data)).worksheets[0]
    rows = {row[0].value: [cell.value for cell in row[1:]] for row in sheet.iter_rows()}
    assert rows["The whole fund"] == [2, 1, 1, 1, 0, 0, 2, 1]
    assert "part=late_after" not in text(onlooker, "/fund/overdue/month")
    for odd in ("2026-13", "x", "2027-01", "1999-01"):
        assert department.get(f"/fund/overdue/month?month={odd}").status_code == 400
