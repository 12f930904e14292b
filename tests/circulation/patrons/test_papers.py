"""Papers of readers: cards that a scanner reads back, the register of the year, the consent."""

from __future__ import annotations

import io
import shutil
import subprocess
from datetime import date, datetime
from pathlib import Path

import pypdfium2
import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from circulation.patrons import measures
from circulation.patrons.errors import PatronCode, PatronError
from circulation.patrons.models import RegistrationKind
from circulation.patrons.queries import (
    Register,
    patron_facts,
    register_lines,
    register_totals,
    register_years,
)
from circulation.patrons.queries.registering import register_starts
from circulation.patrons.services import continue_register, register, set_photo
from circulation.patrons.services.printing import MOST_CARDS, SHEETS, cards_data
from circulation.patrons.views.cards import consent_data
from ils.accounts.permissions import Role
from ils.clock import at_hour
from ils.db import transaction
from tests.circulation.patrons.test_photos import picture
from tests.conftest import NOON, SignIn
from tests.world import add_reader, work_at

ZBAR = shutil.which("zbarimg")
needs_zbar = pytest.mark.skipif(ZBAR is None, reason="no zbarimg here (Debian: apt install zbar-tools)")
WORK = work_at(NOON)


def pages(pdf: bytes) -> list[str]:
    """Return the text of every page."""
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)]


def read_back(pdf: bytes, folder: Path, *, page: int = 0) -> set[str]:
    """Return what a scanner reads on a page printed at 300 dots an inch."""
    path = folder / "page.png"
    pypdfium2.PdfDocument(pdf)[page].render(scale=300 / 72).to_pil().save(path)
    told = subprocess.run(
        [str(ZBAR), "--raw", "-q", "-Sdisable", "-Scode128.enable", str(path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return set(told.stdout.split())


@needs_zbar
def test_cards_are_read_back_by_a_scanner(session: Session, signed_in: SignIn, tmp_path: Path) -> None:
    readers = [
        add_reader(session, NOON, card=f"K-{number:06d}", given_name=f"Anvar{number}") for number in range(12)
    ]
    with transaction(session):
        set_photo(session, WORK, patron_id=readers[0].id, content=picture((300, 400)))
    desk = signed_in(Role.DESK)
    answer = desk.get("/patrons/cards.pdf", query_string={"id": [each.id for each in readers]})
    assert answer.mimetype == "application/pdf"
    assert len(pages(answer.data)) == 2
    assert read_back(answer.data, tmp_path) == {f"K-{number:06d}" for number in range(10)}
    assert read_back(answer.data, tmp_path, page=1) == {"K-000010", "K-000011"}
    begun = desk.get("/patrons/cards.pdf", query_string={"id": [each.id for each in readers], "first": 10})
    assert read_back(begun.data, tmp_path) == {"K-000000"}  # nine cards of the sheet are used already
    one = desk.get(f"/patrons/{readers[3].id}/card.pdf?sheet=card")
    assert read_back(one.data, tmp_path) == {"K-000003"}
    width, height = pypdfium2.PdfDocument(one.data)[0].get_size()
    assert (round(width * 25.4 / 72, 1), round(height * 25.4 / 72, 1)) == (85.6, 54.0)


@needs_zbar
@pytest.mark.parametrize("card", ["7", "0001234567", "AKM/12.5", "A" * 25])
def test_any_card_number_that_fits_is_read_back(
    session: Session, signed_in: SignIn, tmp_path: Path, card: str
) -> None:
    anvar = add_reader(session, NOON, card=card)
    answer = signed_in(Role.DESK).get(f"/patrons/{anvar.id}/card.pdf")
    assert read_back(answer.data, tmp_path) == {card}


def test_a_card_names_the_reader_in_both_scripts(session: Session, signed_in: SignIn) -> None:
    anvar = add_reader(session, NOON, faculty="Filologiya", study_group="XF-1")
    (text,) = pages(signed_in(Role.DESK, "uz_Cyrl").get(f"/patrons/{anvar.id}/card.pdf").data)
    assert "Karimov" in text
    assert "Каримов Анвар" in text
    assert "Талаба" in text
    assert "Filologiya" in text


@pytest.mark.parametrize(
    ("count", "first", "card", "code"),
    [
        (0, 1, "R-1", PatronCode.CARDS_NONE),
        (MOST_CARDS + 1, 1, "R-1", PatronCode.CARDS_MANY),
        (1, 0, "R-1", PatronCode.CARDS_FIRST),
        (1, 11, "R-1", PatronCode.CARDS_FIRST),
        (1, 1, "A" * 40, PatronCode.CARDS_LONG),
    ],
)
def test_cards_that_cannot_be_printed_are_refused(
    session: Session, count: int, first: int, card: str, code: PatronCode
) -> None:
    facts = patron_facts(session, add_reader(session, NOON, card=card).id)
    with pytest.raises(PatronError) as refused:
        cards_data(
            [facts] * count,
            SHEETS["a4"],
            institution="",
            heading="",
            category_names={},
            photos={},
            first=first,
        )
    assert refused.value.code is code


def test_cards_stand_within_the_sheet() -> None:
    sheet = SHEETS["a4"]
    x, y = sheet.corner(sheet.places - 1)
    assert sheet.corner(0)[0] > 0
    assert x + 85.6 < 210
    assert y + 54 < 297


@pytest.fixture
def registered(session: Session) -> None:
    """Anvar of last year and Nodira of this one."""
    anvar = add_reader(
        session, at_hour(date(2025, 3, 1), 9), card="R-1", faculty="Filologiya", study_group="XF-1"
    )
    with transaction(session):
        register(session, WORK, patron_id=anvar.id)
    add_reader(
        session,
        NOON,
        card="R-2",
        surname="=Azimova",
        given_name="Nodira",
        sex="f",
        birth_date=date(2004, 9, 3),
    )


@pytest.mark.usefixtures("registered")
def test_rg_01_the_register_of_a_year_holds_its_registrations_by_number(session: Session) -> None:
    lines = list(register_lines(session, Register(2026)))
    assert [(each.running_number, each.kind.value, each.card_number) for each in lines] == [
        (1, "returning", "R-1"), (2, "new", "R-2"),
    ]  # fmt: skip
    assert (lines[0].faculty, lines[0].course, lines[0].study_group) == ("Filologiya", "", "XF-1")
    assert register_years(session) == (2026, 2025)
    totals = register_totals(session, Register(2026))
    assert (totals.new, totals.returning, totals.total) == (1, 1, 2)
    only = Register(
        2026, RegistrationKind.NEW, since=date(2026, 4, 15), until=date(2026, 4, 15), department="lending"
    )
    assert [each.card_number for each in register_lines(session, only)] == ["R-2"]
    assert list(register_lines(session, Register(2026, since=date(2026, 4, 16)))) == []
    assert list(register_lines(session, Register(2026, department="foreign"))) == []


@pytest.mark.usefixtures("registered")
def test_rg_02_the_register_is_shown_printed_and_sent_as_a_spreadsheet(signed_in: SignIn) -> None:
    desk = signed_in(Role.DESK)
    page = desk.get("/patrons/register?year=2026").text
    assert page.index("R-1") < page.index("R-2")
    assert "New: 1" in page
    (text,) = pages(desk.get("/patrons/register.pdf?year=2026").data)
    assert "Single register of readers, 2026" in text
    assert "=Azimova Nodira" in text
    assert "re-registered" in text
    book = load_workbook(io.BytesIO(desk.get("/patrons/register.xlsx?year=2026").data))
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert rows[-1][:4] == [2, datetime(2026, 4, 15), "R-2", "=Azimova Nodira Botir oʻgʻli"]
    assert book.worksheets[0].cell(len(rows), 4).data_type == "s"  # a name is never a formula


@pytest.mark.parametrize(
    "wrong", ["year=x", "year=1066", "kind=x", "since=yesterday", "department=x", "page=0"]
)
def test_an_odd_register_is_refused_in_words(signed_in: SignIn, wrong: str) -> None:
    assert signed_in(Role.DESK).get(f"/patrons/register?{wrong}").status_code == 400


def test_an_empty_register_says_what_to_do(signed_in: SignIn) -> None:
    assert "Nobody is registered here" in signed_in(Role.DESK).get("/patrons/register").text


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("uz", "Shaxsga doir maʼlumotlarni qayta ishlashga rozilik"),
        ("uz_Cyrl", "Шахсга доир маълумотларни қайта ишлашга розилик"),
        ("ru", "Согласие на обработку персональных данных"),
        ("en", "Consent to the keeping of personal data"),
    ],
)
def test_the_consent_speaks_the_reader_s_language(
    session: Session, signed_in: SignIn, language: str, title: str
) -> None:
    child = add_reader(
        session, NOON, language=language, birth_date=date(2016, 1, 1), guardian_name="Karimova Nodira"
    )
    data = consent_data(patron_facts(session, child.id), "Arnasoy AKM")
    assert data["title"] == title
    assert "Arnasoy AKM" in data["paragraphs"][0] or language == "uz_Cyrl"
    assert len(data["paragraphs"]) == 6  # the last one is of children
    answer: FlaskClient = signed_in(Role.DESK, "ru")
    (text,) = pages(answer.get(f"/patrons/{child.id}/consent.pdf").data)
    assert title in " ".join(text.split())
    assert "Karimova Nodira" in text


def test_rg_02_a_year_that_began_on_paper_goes_on_behind_its_last_number(session: Session) -> None:
    with transaction(session):
        continue_register(session, WORK, year=2026, last=812)
    for number in (1, 2):
        add_reader(session, NOON, card=f"R-{number}")
    assert [each.running_number for each in register_lines(session, Register(2026))] == [813, 814]
    assert [problem for check in measures.CHECKS for problem in check(session)] == []
    with pytest.raises(PatronError) as refused, transaction(session):
        continue_register(session, WORK, year=2026, last=900)
    assert refused.value.code is PatronCode.REGISTER_BEGUN
    for wrong in (-1, 1_000_000):
        with pytest.raises(PatronError) as refused, transaction(session):
            continue_register(session, WORK, year=2027, last=wrong)
        assert refused.value.code is PatronCode.REGISTER_NUMBER
    with transaction(session):
        anvar = register(session, work_at(at_hour(date(2027, 1, 4), 9)), patron_id=1)
    assert anvar.running_number == 1


def test_rg_02_who_has_the_settings_says_where_paper_ended(signed_in: SignIn, session: Session) -> None:
    assert "began on paper" not in signed_in(Role.DESK).get("/patrons/register").text
    director = signed_in(Role.DIRECTOR)
    page = director.post(
        "/patrons/register/start", data={"year": 2026, "last": 812}, follow_redirects=True
    ).text
    assert "813" in page
    assert 'value="812"' in page
    assert director.post("/patrons/register/start", data={"year": 2026, "last": "x"}).status_code == 400
    director.post("/patrons/register/start", data={"year": 2026, "last": 0})
    assert register_starts(session) == {}
