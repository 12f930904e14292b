"""The workbench (OV-07): filters, readers with all that was done, letters, exports, the call list by keys."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from io import BytesIO, StringIO
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from circulation.loans.services import claim_returned
from circulation.overdue import services
from circulation.overdue.models import Call, CallOutcome
from circulation.overdue.queries import (
    Wanted,
    bench,
    chosen_readers,
    figures,
    find_late,
    load_levels,
    wanted_of,
)
from circulation.overdue.rules import Filter
from circulation.patrons.queries import find_patron
from circulation.patrons.services import change_patron
from ils.accounts.permissions import Role
from ils.db import transaction
from ils.outbox.models import MessageState
from tests.circulation.loans.desk import Desk
from tests.circulation.overdue.conftest import DAY
from tests.circulation.overdue.night import Nights
from tests.conftest import SignIn


@pytest.fixture(autouse=True)
def on_the_day(desk: Desk) -> Iterator[None]:
    with time_machine.travel(desk.now, tick=False):
        yield


@pytest.fixture
def staff(signed_in: SignIn, desk: Desk) -> FlaskClient:
    return signed_in(Role.DESK)


def reader(desk: Desk, card: str) -> int:
    desk.session.rollback()
    found = find_patron(desk.session, card)
    assert found is not None
    return found.id


def loan_of(desk: Desk, code: str) -> int:
    rows = find_late(desk.session, day=DAY, wanted=Wanted()).rows
    return next(row.loan_id for row in rows if row.code == code)


def codes(desk: Desk, **asked: Any) -> list[str]:
    desk.session.rollback()
    found = bench(desk.session, day=DAY, wanted=wanted_of(desk.session, Filter(**asked)))
    return [copy.row.code for each in found.readers for copy in each.copies]


def test_OV_07_rows_are_grouped_by_reader_the_longest_delay_first(desk: Desk) -> None:
    found = bench(desk.session, day=DAY, wanted=Wanted())
    assert [(each.card_number, [copy.row.code for copy in each.copies]) for each in found.readers] == [
        ("R-2", ["00000002", "00000003"]),
        ("R-1", ["00000001", "00000004"]),
    ]
    assert (found.total, found.copies, found.worst) == (2, 4, 25)
    second = bench(desk.session, day=DAY, wanted=Wanted(), limit=1, offset=1)
    assert [each.card_number for each in second.readers] == ["R-1"]
    assert (second.total, second.readers[0].worst) == (2, 20)
    assert chosen_readers(desk.session, day=DAY, wanted=Wanted(), limit=1) == (reader(desk, "R-2"),)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"department": "foreign"}, ["00000002"]),
        ({"fund": "foreign"}, ["00000002", "00000003"]),
        ({"language": "eng"}, ["00000003"]),
        ({"category": "student"}, ["00000001", "00000004"]),
        ({"min_days": 16}, ["00000002", "00000001"]),
        ({"min_days": 10, "max_days": 20}, ["00000001", "00000003"]),
        ({"max_days": 8}, ["00000004"]),
        ({"fund": "foreign", "category": "student"}, []),
        ({"faculty": "Filologiya"}, []),
    ],
    ids=str,
)
def test_OV_07_filters(desk: Desk, asked: dict[str, Any], found: list[str]) -> None:
    assert codes(desk, **asked) == found


def test_OV_07_filters_by_faculty_and_group(desk: Desk) -> None:
    with transaction(desk.session) as session:
        change_patron(session, desk.work, patron_id=reader(desk, "R-1"), faculty="Tarix", study_group="T-201")
    assert codes(desk, faculty="Tarix") == ["00000001", "00000004"]
    assert codes(desk, group="T-201", min_days=10) == ["00000001"]
    assert codes(desk, group="T-202") == []


def test_OV_07_filters_by_level_and_state(desk: Desk) -> None:
    nights = Nights(desk)
    assert codes(desk, level="none") == ["00000002", "00000003", "00000001", "00000004"]
    nights.run()
    assert codes(desk, level="none") == []
    week = next(each.id for each in load_levels(desk.session) if each.days == 7)
    assert codes(desk, level=str(week)) == ["00000002", "00000003", "00000001", "00000004"]
    nights.promise(loan_of(desk, "00000001"), DAY)
    with transaction(desk.session) as session:
        services.note_call(
            session, desk.work, patron_id=reader(desk, "R-2"), loan_ids=[loan_of(desk, "00000003")],
            outcome=CallOutcome.SAYS_RETURNED,
        )  # fmt: skip
    with transaction(desk.session) as session:
        services.note_call(
            session, desk.work, patron_id=reader(desk, "R-2"), loan_ids=[loan_of(desk, "00000002")],
            outcome=CallOutcome.LOST,
        )  # fmt: skip
    assert codes(desk, state="promised") == ["00000001"]
    assert codes(desk, state="claimed") == ["00000003"]
    assert codes(desk, state="lost") == ["00000002"]
    assert codes(desk, state="free") == ["00000004"]
    assert codes(desk) == ["00000001", "00000004", "00000003"]
    desk.later(days=1)
    found = bench(desk.session, day=nights.day, wanted=Wanted(state="broken"))
    assert [(each.card_number, each.broken) for each in found.readers] == [("R-1", 1)]


def test_OV_07_the_page_shows_readers_filters_and_keys(staff: FlaskClient, desk: Desk) -> None:
    Nights(desk).run()
    shown = unescape(staff.get("/overdue/?fund=foreign").text)
    for part in (
        "Saidova Nodira", "00000002", "00000003", "A week late", "Foreign-literature fund",
        'data-key="C"', 'data-key="L"', 'data-key="A"', "data-tick",
    ):  # fmt: skip
        assert part in shown
    assert "00000001" not in shown
    assert "Nothing is late here" in staff.get("/overdue/?fund=foreign&state=promised").text


def test_OV_07_letters_to_the_readers_ticked_or_to_all(staff: FlaskClient, desk: Desk) -> None:
    nights = Nights(desk)
    ticked = {"patron": [str(reader(desk, "R-2"))], "fund": "foreign", "next": "/overdue/?fund=foreign"}
    tray = staff.post("/overdue/letters", data=ticked).headers["Location"]
    (view,) = nights.messages(MessageState.TO_PRINT)
    assert [copy["code"] for copy in view.facts["copies"]] == ["00000002", "00000003"]
    shown = unescape(staff.get(tray).text)
    assert "Letters written: 1." in shown
    assert "Saidova Nodira" in shown
    assert staff.get(f"{tray}.pdf?ids={view.id}").data.startswith(b"%PDF")
    staff.post("/overdue/letters", data={})
    assert [copy["code"] for copy in nights.messages()[-1].facts["copies"]] == ["00000001", "00000004"]
    again = staff.post("/overdue/letters", data={"next": "/overdue/?fund=foreign"})
    assert again.headers["Location"] == "/overdue/?fund=foreign"
    assert "these readers have one of today already" in unescape(staff.get("/overdue/").text)
    assert staff.post("/overdue/letters", data={"category": "professor"}).status_code == 400


def test_OV_07_letters_are_asked_about_with_their_number_and_keep_the_ticks(
    staff: FlaskClient, desk: Desk
) -> None:
    nights, second = Nights(desk), reader(desk, "R-2")
    address = f"/overdue/letters?patron={second}&next=/overdue/?days=7"
    shown = unescape(staff.get(address).text)
    assert "<b>1</b><span>letters will be written</span>" in shown
    assert f'href="/overdue/?days=7&patron={second}"' in shown
    assert nights.messages() == []
    ticked = unescape(staff.get(f"/overdue/?days=7&patron={second}").text)
    assert re.search(f'value="{second}"[^>]*data-tick checked', ticked)
    staff.post("/overdue/letters", data={"patron": [str(second)]})
    shown = unescape(staff.get(address).text)
    assert "have a letter of today already" in shown
    assert "There is no letter to write." in shown


def test_OV_07_who_promised_or_says_it_is_back_is_not_called(staff: FlaskClient, desk: Desk) -> None:
    second = reader(desk, "R-2")
    loans = [copy.row.loan_id for each in bench(desk.session, day=DAY, wanted=Wanted()).readers for copy in each.copies
             if each.patron_id == second]  # fmt: skip
    with transaction(desk.session) as session:
        services.promise(session, desk.work, loan_ids=loans[:1], until=DAY + timedelta(days=3))
    assert "Saidova Nodira" in staff.get("/overdue/calls").text  # her other copy is still to be asked for
    with transaction(desk.session) as session:
        claim_returned(session, desk.work, loan_id=loans[1])
    shown = unescape(staff.get("/overdue/calls").text)
    assert "Karimov Anvar" in shown
    assert "0 of 1 called today" in shown
    assert "are said to be returned: 1" in shown
    assert "Saidova Nodira" in staff.get(f"/overdue/calls?patron={second}").text
    assert "Saidova Nodira" in staff.get("/overdue/calls?state=promised").text


def test_OV_07_export_as_csv_and_xlsx(staff: FlaskClient, desk: Desk) -> None:
    with transaction(desk.session) as session:
        change_patron(session, desk.work, patron_id=reader(desk, "R-1"), study_group="=1+1")
    answer = staff.get("/overdue/export.csv?category=student")
    rows = list(csv.reader(StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:3] == ["Card number", "Reader", "Telephone"]
    assert [row[8] for row in rows[1:]] == ["INV-1", "INV-4"]
    assert (rows[1][5], rows[1][13], rows[1][14]) == ("'=1+1", "30.04.2026", "20")
    assert answer.headers["Cache-Control"] == "no-store"
    book = load_workbook(BytesIO(staff.get(f"/overdue/export.xlsx?patron={reader(desk, 'R-2')}").data))
    table = [[cell.value for cell in row] for row in book.active]
    assert [row[8] for row in table[1:]] == ["INV-2", "INV-3"]
    assert staff.get("/overdue/export.exe").status_code == 404


def test_OV_07_the_call_list_goes_from_reader_to_reader(staff: FlaskClient, desk: Desk) -> None:
    first, second = reader(desk, "R-2"), reader(desk, "R-1")
    page = unescape(staff.get("/overdue/calls").text)
    assert "0 of 2 called today" in page
    assert "Saidova Nodira" in page
    for key in ("P", "N", "W", "R", "L", "F", "O", "S", "1", "2"):
        assert f'data-key="{key}"' in page
    answer = staff.post(
        "/overdue/calls", data={"patron": first, "loan": [loan_of(desk, "00000002")], "outcome": "no_answer"}
    )
    page = unescape(staff.get(answer.headers["Location"]).text)
    assert "1 of 2 called today" in page
    assert "Karimov Anvar" in page
    assert "Noted: no answer." in page
    data = {
        "patron": second, "loan": [loan_of(desk, "00000001"), loan_of(desk, "00000004")], "outcome": "promised",
        "until": "2026-05-22",
    }  # fmt: skip
    page = unescape(staff.get(staff.post("/overdue/calls", data=data).headers["Location"]).text)
    assert "Everybody on this list was called today" in page
    desk.session.rollback()
    calls = desk.session.scalars(select(Call.outcome).order_by(Call.id)).all()
    assert calls == [CallOutcome.NO_ANSWER, CallOutcome.PROMISED]


def test_OV_07_who_is_put_off_comes_again_at_the_end(staff: FlaskClient, desk: Desk) -> None:
    page = unescape(staff.get(f"/overdue/calls?later={reader(desk, 'R-2')}").text)
    assert page.index("Karimov Anvar") > 0
    assert "Saidova" not in page.split("<main")[1]
    both = f"/overdue/calls?later={reader(desk, 'R-2')}&later={reader(desk, 'R-1')}"
    assert "Saidova" in unescape(staff.get(both).text).split("<main")[1]


def test_OV_07_the_list_of_a_choice_and_of_the_ticked(staff: FlaskClient, desk: Desk) -> None:
    assert "of 1 called today" in staff.get("/overdue/calls?category=student").text
    assert "of 1 called today" in staff.get(f"/overdue/calls?patron={reader(desk, 'R-1')}").text
    assert "Nobody is to be called" in staff.get("/overdue/calls?waiting=yes").text
    assert "Nobody is to be called" in staff.get("/overdue/calls?category=professor").text


@pytest.mark.parametrize(
    ("data", "status", "words"),
    [
        ({"outcome": "promised", "until": "2026-05-01"}, 400, "A promise names a day from 20.05.2026"),
        ({"outcome": "promised", "until": "tomorrow"}, 400, "is not a date"),
        ({"outcome": "lost", "loan": []}, 400, "Nothing was chosen."),
    ],
)
def test_OV_07_a_call_that_cannot_be_noted_stays_on_the_screen(
    staff: FlaskClient, desk: Desk, data: dict[str, Any], status: int, words: str
) -> None:
    given = {"patron": reader(desk, "R-2"), "loan": [loan_of(desk, "00000002")], **data}
    answer = staff.post("/overdue/calls", data=given)
    assert answer.status_code == status
    assert words in unescape(answer.text)
    assert "Saidova Nodira" in unescape(answer.text)


def test_an_unknown_outcome_is_refused(staff: FlaskClient) -> None:
    assert staff.post("/overdue/calls", data={"outcome": "shouted"}).status_code == 400


def test_OV_07_the_figures_of_the_month(desk: Desk) -> None:
    nights = Nights(desk)
    nights.on["sms"] = None
    nights.run()
    nights.send()
    nights.print_letters()
    desk.give_back("00000004")
    desk.session.rollback()
    told = figures(desk.session, day=DAY, since=DAY.replace(day=1))
    assert (told.late, told.readers, told.letters, told.messages, told.returned_late) == (3, 2, 1, 1, 1)
    assert sum(told.by_level.values()) == 3
