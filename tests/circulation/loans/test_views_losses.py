"""Screens of losses, late closures, undoing and counted parts."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from io import BytesIO

import pytest
import time_machine
from flask.testing import FlaskClient
from openpyxl import load_workbook

from catalog.items.models import ItemState
from catalog.items.queries import item_facts
from circulation.loans.models import LossState
from circulation.loans.queries.losses import loss_row
from circulation.loans.services import set_rules
from ils.accounts.permissions import Role
from ils.db import transaction
from tests.circulation.loans.desk import Desk

pytestmark = pytest.mark.usefixtures("at_noon")
SignIn = Callable[..., FlaskClient]


@pytest.fixture
def lent(desk: Desk) -> Desk:
    """Anvar has «Oʻtkan kunlar», worth 20 000 soʻm, until 30 April."""
    desk.reader()
    desk.copy(price=20_000)
    desk.lend()
    return desk


@pytest.fixture
def lost(lent: Desk) -> Desk:
    """… and has lost it; twice the price is asked."""
    with transaction(lent.session) as session:
        set_rules(session, lent.work, multiple=2, refund=True)
    lent.lose(1)
    return lent


def state(desk: Desk) -> LossState:
    desk.session.rollback()
    return loss_row(desk.session, 1).state


def test_an_act_is_undone_from_the_loans_page(signed_in: SignIn, lent: Desk) -> None:
    client = signed_in(Role.DESK)
    page = unescape(client.get("/loans/1").text)
    assert (
        "Take the lending back: “Oʻtkan kunlar”, Karimov Anvar" in page
    )  # what, of whom, when: before the yes
    assert "Was it a mistake?" not in page
    answer = client.post("/loans/acts/1/undo", follow_redirects=True)
    assert "Everything is as it was before" in answer.text
    assert "taken back as a mistake" in answer.text
    assert lent.state(1) is ItemState.AVAILABLE
    again = client.post("/loans/acts/1/undo", follow_redirects=True)
    assert "taken back before" in again.text


def test_the_return_counts_for_another_day(signed_in: SignIn, lent: Desk) -> None:
    client = signed_in(Role.DESK)
    answer = client.post("/loans/1/return", data={"on": "2026-04-15", "drop": "1"}, follow_redirects=True)
    assert "Returned." in answer.text
    assert client.post("/loans/1/return", data={"on": "kecha"}).status_code == 400


def test_CI_10_parts_are_counted_on_the_page(signed_in: SignIn, desk: Desk) -> None:
    desk.reader()
    item_id = desk.copy(parts="CD, xarita")
    desk.lend(yes=desk.yes())
    client = signed_in(Role.DESK)
    asked = client.post("/loans/1/return")
    assert "CD, xarita" in asked.text
    assert desk.state(item_id) is ItemState.ON_LOAN
    client.post("/loans/1/return", data={"parts": "xarita yoʻq"})
    desk.session.rollback()
    assert item_facts(desk.session, item_id).incomplete.startswith("xarita yoʻq")


def test_CI_09_a_claim_is_written_down(signed_in: SignIn, lent: Desk) -> None:
    answer = signed_in(Role.DESK).post("/loans/1/claim", follow_redirects=True)
    assert "claimed to be returned" in answer.text
    assert lent.loan(1).claimed_on == lent.work.day


def test_a_loss_is_declared_and_leads_to_its_settling(signed_in: SignIn, lent: Desk) -> None:
    client = signed_in(Role.DESK)
    page = client.post("/loans/1/lose", data={"note": "poyezdda"}, follow_redirects=True)
    assert "Another book is accepted" in page.text
    assert "Settle the loss" in client.get("/loans/1").text
    assert "not made good yet" in client.get("/loans/losses").text


def test_another_book_instead(signed_in: SignIn, lost: Desk) -> None:
    client = signed_in(Role.DESK)
    asked = client.get("/loans/losses/1").text
    assert re.search(r'id="title"[^>]* value=""', asked)  # nothing of the lost book is taken over unsaid
    wrong = client.post("/loans/losses/1/replace", data={"title": "", "year": "ikki ming"})
    assert wrong.status_code == 400
    assert client.post("/loans/losses/1/replace", data={"title": ""}).status_code == 400
    client.post(
        "/loans/losses/1/replace",
        data={"title": "Sarob", "author": "Qahhor", "year": "2020", "price": "40 000"},
    )
    assert state(lost) is LossState.REPLACED
    lost.copy("INV-50", title="Sarob")
    named = client.post("/loans/losses/1/copy", data={"code": "INV-50"}, follow_redirects=True)
    assert "INV-50" in named.text


def test_another_copy_of_the_same_edition(signed_in: SignIn, lost: Desk) -> None:
    client = signed_in(Role.DESK)
    client.post("/loans/losses/1/replace", data={"same": "y", "title": "", "author": "Nekrasov"})
    assert state(lost) is LossState.REPLACED
    row = loss_row(lost.session, 1)
    assert (row.new_title, row.new_author) == (row.title, row.author)


def test_an_act_of_an_earlier_day_stands_apart(signed_in: SignIn, lent: Desk) -> None:
    lent.later(days=65)
    with time_machine.travel(lent.now, tick=False):
        page = signed_in(Role.DESK).get("/loans/1").text
    assert "Was it a mistake? The last operation was on" in page
    assert "<details>" in page


def test_money_instead(signed_in: SignIn, lost: Desk) -> None:
    client = signed_in(Role.DESK)
    assert "40\N{NO-BREAK SPACE}000" in client.get("/loans/losses/1").text
    client.post("/loans/losses/1/compensate", data={"method": "cash"})
    assert state(lost) is LossState.COMPENSATED


def test_forgiven_by_who_may(signed_in: SignIn, lost: Desk) -> None:
    assert signed_in(Role.DESK).post("/loans/losses/1/forgive", data={"note": "yongʻin"}).status_code == 403
    director = signed_in(Role.DIRECTOR)
    assert director.post("/loans/losses/1/forgive", data={"note": ""}).status_code == 400
    director.post("/loans/losses/1/forgive", data={"note": "yongʻin"})
    assert state(lost) is LossState.FORGIVEN


def test_found(signed_in: SignIn, lost: Desk) -> None:
    signed_in(Role.DESK).post("/loans/losses/1/found")
    assert (state(lost), lost.state(1)) == (LossState.FOUND, ItemState.AVAILABLE)


def test_the_register_on_paper_and_as_a_spreadsheet_has_its_columns(signed_in: SignIn, lost: Desk) -> None:
    client = signed_in(Role.DESK)
    client.post(
        "/loans/losses/1/replace",
        data={"title": "Sarob", "author": "Qahhor, A.", "year": "2020", "price": "40000"},
    )
    assert client.get("/loans/losses/2026.pdf").data[:4] == b"%PDF"
    assert client.get("/loans/losses/2025.pdf").data[:4] == b"%PDF"  # an empty year prints too
    book = load_workbook(BytesIO(client.get("/loans/losses/2026.xlsx").data))
    rows = [list(row) for row in book.active.iter_rows(values_only=True)]
    heading = next(at for at, row in enumerate(rows) if row[0] == "№")
    assert rows[heading] == [
        "№", "Date", "Reader, form №", "Lost: Author, title", "Lost: Inventory №", "Lost: Price",
        "Accepted instead: Author, title", "Accepted instead: Year", "Accepted instead: Price",
        "New inventory №", "Reader's signature", "Librarian's signature",
    ]  # fmt: skip
    assert rows[heading + 1][:9] == [
        1, "15.04.2026", "Karimov Anvar Botir oʻgʻli, R-1", "Qodiriy, Abdulla. Oʻtkan kunlar", "INV-1", 20_000,
        "Qahhor, A. Sarob", "2020", 40_000,
    ]  # fmt: skip


def test_the_rules_are_the_directors(signed_in: SignIn, lost: Desk) -> None:
    assert signed_in(Role.DESK).post("/loans/losses/rules", data={"multiple": "3"}).status_code == 403
    director = signed_in(Role.DIRECTOR)
    assert "What a lost book costs" in director.get("/loans/losses").text
    assert "Saved" in director.post("/loans/losses/rules", data={"multiple": "3"}, follow_redirects=True).text
    wrong = director.post("/loans/losses/rules", data={"multiple": "300"}, follow_redirects=True)
    assert "A number from 0 to 100" in wrong.text


def test_DD_10_preview_change_and_undo_on_the_screen(signed_in: SignIn, lent: Desk) -> None:
    director = signed_in(Role.DIRECTOR)
    assert "No closure was entered late" in director.get("/loans/closures").text
    span = {"first": "2026-04-30", "last": "2026-05-02"}
    seen = unescape(director.get("/loans/closures", query_string=span).text)
    assert "04.05.2026" in seen
    assert lent.loan(1).due_on.isoformat() == "2026-04-30"
    done = director.post("/loans/closures", data={**span, "reason": "taʼmir"}, follow_redirects=True)
    assert "Dates moved" in done.text
    assert lent.loan(1).due_on.isoformat() == "2026-05-04"
    back = director.post("/loans/closures/1/undo", follow_redirects=True)
    assert "Dates put back: 1" in back.text
    assert lent.loan(1).due_on.isoformat() == "2026-04-30"
    assert (
        director.get(
            "/loans/closures", query_string={"first": "2026-05-02", "last": "2026-04-30"}
        ).status_code
        == 400
    )
    assert director.post("/loans/closures", data={"reason": "x"}).status_code == 400
    assert director.get("/loans/closures/404").status_code == 404
    assert signed_in(Role.DESK).get("/loans/closures").status_code == 403


@pytest.mark.parametrize("language", ["uz", "uz_Cyrl", "ru", "en"])
def test_every_page_in_every_language(signed_in: SignIn, lost: Desk, language: str) -> None:
    client = signed_in(Role.DIRECTOR, language)
    client.post("/loans/closures", data={"first": "2026-04-30", "last": "2026-05-02", "reason": "taʼmir"})
    for address in (
        "/loans/1", "/loans/losses", "/loans/losses/1", "/loans/losses/2026.pdf", "/loans/losses/2026.xlsx",
        "/loans/closures?first=2026-05-05", "/loans/closures/1",
    ):  # fmt: skip
        assert client.get(address).status_code == 200
    client.post("/loans/losses/1/replace", data={"title": "Sarob"})
    assert client.get("/loans/losses/1").status_code == 200
