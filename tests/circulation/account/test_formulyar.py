"""The reader's form (practice.md §4.5): what stands on it, how it is filled, how many questions it asks."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Iterator
from datetime import timedelta

import pypdfium2
import pytest
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Session

from circulation.account.queries.formulyar import REMINDERS, Fill, forms_of
from circulation.account.views.formulyar import LINES, MOST_FORMS
from circulation.patrons.services import register, set_photo
from ils.accounts.permissions import Role
from ils.db import transaction
from ils.outbox.models import Message, MessageState
from tests.circulation.loans.desk import Desk
from tests.circulation.patrons.test_photos import picture
from tests.conftest import NOON, SignIn

pytestmark = pytest.mark.usefixtures("at_noon")


@pytest.fixture
def desk(session: Session) -> Desk:
    return Desk(session, NOON)


@pytest.fixture
def statements(session: Session) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT"):
            seen.append(statement)

    engine = session.get_bind().engine
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def remind(desk: Desk, patron_id: int, days: int, state: MessageState = MessageState.SENT) -> None:
    with transaction(desk.session) as session:
        session.add(
            Message(
                kind="overdue", recipient_type="patron", recipient_id=patron_id, language="uz", facts={}, subject="",
                body="", channels=["sms"], state=state, created_at=NOON, created_by=None,
                day=NOON.date() + timedelta(days=days), not_before=NOON,
                sent_by="sms" if state is MessageState.SENT else "",
            )
        )  # fmt: skip


def pages(answer: bytes) -> list[str]:
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(io.BytesIO(answer))]


def two_loans(desk: Desk) -> int:
    """Anvar brought one copy back and has another at home; a third loan was a mistake."""
    reader = desk.reader(birth_date=NOON.date().replace(year=2004), faculty="Tarix", workplace="Litsey").id
    for code, title in (("INV-1", "Oʻtkan kunlar"), ("INV-2", "Focus 5"), ("INV-3", "Mehrobdan chayon")):
        desk.copy(code, title=title, call_number="84(5O)")
    desk.lend(code="INV-3")
    desk.undo()
    desk.lend(code="INV-1")
    desk.lend(code="INV-2")
    desk.give_back("INV-1")
    return reader


def test_the_table_has_open_loans_those_of_the_year_or_none(desk: Desk) -> None:
    reader = two_loans(desk)

    def titles(fill: Fill, year: int = 2026) -> list[str]:
        desk.session.rollback()
        [form] = forms_of(desk.session, [reader], fill=fill, year=year)
        return [each.title for each in form.loans]

    assert titles(Fill.OPEN) == ["Focus 5"]
    assert titles(Fill.YEAR) == ["Oʻtkan kunlar", "Focus 5"]
    assert titles(Fill.YEAR, 2027) == ["Focus 5"]
    assert titles(Fill.BLANK) == []


def test_what_is_told_of_the_reader_stands_on_the_form(desk: Desk) -> None:
    reader = two_loans(desk)
    with transaction(desk.session) as session:
        later = dataclasses.replace(desk.work, now=NOON + timedelta(days=300))
        register(session, later, patron_id=reader)
        set_photo(session, desk.work, patron_id=reader, content=picture((300, 400)))
    for number in range(REMINDERS + 2):
        remind(desk, reader, number)
    remind(desk, reader, 0, MessageState.QUEUED)
    remind(desk, reader, -200)
    [form] = forms_of(desk.session, [reader, 99], fill=Fill.YEAR, year=2026)
    assert (form.patron.full_name, form.workplace) == ("Karimov Anvar Botir oʻgʻli", "Litsey")
    assert [(each.year, each.number) for each in form.years] == [(2026, 1), (2027, 1)]
    assert [each.day.day for each in form.reminders] == list(range(17, 27))
    assert form.reminders[0].channel == "sms"
    first, second = form.loans
    assert (first.code, first.author, first.call_number) == ("INV-1", "Qodiriy, Abdulla", "84(5O)")
    assert first.closed_on == NOON.date()
    assert second.closed_on is None
    assert form.photo


def test_forms_of_many_readers_ask_as_many_questions_as_of_one(desk: Desk, statements: list[str]) -> None:
    two_loans(desk)
    ids = [1, *(desk.reader(f"R-{number}").id for number in range(2, 8))]

    def cost(asked: list[int]) -> int:
        desk.session.rollback()
        statements.clear()
        assert [each.patron.id for each in forms_of(desk.session, asked, fill=Fill.YEAR, year=2026)] == asked
        return len(statements)

    assert cost(ids) == cost([1]) == 6


@pytest.fixture
def browser(desk: Desk, signed_in: SignIn) -> FlaskClient:
    two_loans(desk)
    return signed_in(Role.DESK)


def test_one_form_is_a_folded_sheet(browser: FlaskClient, desk: Desk) -> None:
    remind(desk, 1, -1)
    assert "/readers/1/formulyar" in browser.get("/patrons/1").text
    assert "loans of 2026" in browser.get("/readers/1/formulyar").text
    answer = browser.get("/readers/1/formulyar.pdf?fill=year")
    assert answer.mimetype == "application/pdf"
    front, table, more, back = pages(answer.data)
    for told in (
        "R-1",
        "Karimov Anvar",
        "Каримов Анвар",
        "2004",
        "Litsey",
        "Tarix",
        "15.04.2026",
        "undertake",
    ):
        assert told in front, told
    for told in ("Qodiriy, Abdulla. Focus 5", "INV-2", "84(5O)", "Mark of return", "15.04.2026"):
        assert told in " ".join(table.split()), told
    assert "Focus" not in more
    assert "14.04.2026" in back
    assert "SMS" in back
    size = pypdfium2.PdfDocument(answer.data)[0].get_size()
    assert [round(each * 25.4 / 72) for each in size] == [148, 210]


def test_the_form_speaks_the_language_of_the_interface(desk: Desk, signed_in: SignIn) -> None:
    two_loans(desk)
    uzbek = pages(signed_in(Role.DESK, "uz_Cyrl").get("/readers/1/formulyar.pdf").data)[0].replace("\r\n", "")
    assert "Китобхон формуляри" in uzbek
    assert "бажаришга мажбурман" in uzbek


def test_more_loans_than_lines_take_two_more_pages(desk: Desk, signed_in: SignIn) -> None:
    desk.reader()
    desk.rule(limit_total=99)
    for number in range(2 * LINES + 1):
        desk.copy(f"INV-{number}", title=f"Kitob {number}")
        desk.lend(code=f"INV-{number}")
    found = pages(signed_in(Role.DESK).get("/readers/1/formulyar.pdf").data)
    assert len(found) == 6
    assert f"Kitob {2 * LINES}" in found[3]


def test_forms_of_ticked_readers(browser: FlaskClient, desk: Desk) -> None:
    desk.reader("R-2", given_name="Nodira")
    assert "/readers/formulyar.pdf" in browser.get("/patrons/cards").text
    answer = browser.get("/readers/formulyar.pdf?id=2&id=1&id=2&id=0&fill=blank")
    found = pages(answer.data)
    assert len(found) == 8
    assert "Nodira" in found[0]
    assert "Anvar" in found[4]
    assert browser.get("/readers/formulyar.pdf").status_code == 400
    many = "&".join(f"id={number}" for number in range(1, MOST_FORMS + 2))
    assert "At most 300" in browser.get(f"/readers/formulyar.pdf?{many}").text
    assert browser.get("/readers/1/formulyar.pdf?fill=all").status_code == 400
    assert browser.get("/readers/99/formulyar.pdf").status_code == 404
    assert browser.get("/readers/99/formulyar").status_code == 404
