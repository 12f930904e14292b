"""The account, receipts and the till's journal on screen and on paper."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from circulation.charges.models import ChargeKind, Method
from circulation.charges.queries import owed
from circulation.charges.services import charge, pay
from ils.accounts.permissions import Role
from ils.db import transaction
from tests.conftest import NOON
from tests.world import add_reader, work_at

pytestmark = pytest.mark.usefixtures("at_noon")
SignIn = Callable[..., FlaskClient]


@pytest.fixture
def anvar(session: Session) -> int:
    patron_id = add_reader(session, NOON).id
    with transaction(session):
        charge(
            session,
            work_at(NOON),
            patron_id=patron_id,
            kind=ChargeKind.OVERDUE,
            amount=12_500,
            note="Focus 5",
        )
    return patron_id


def test_the_reader_page_shows_what_is_owed(signed_in: SignIn, anvar: int) -> None:
    page = signed_in(Role.DESK).get(f"/patrons/{anvar}").text
    assert "owes, soʻm: 12\N{NO-BREAK SPACE}500" in page
    assert "Focus 5" in page


def test_a_payment_gives_a_receipt_that_prints(signed_in: SignIn, session: Session, anvar: int) -> None:
    client = signed_in(Role.DESK)
    taken = client.post(
        f"/charges/of/{anvar}/pay", data={"amount": "12 500", "method": "cash"}, follow_redirects=True
    )
    assert "Receipt № 1/2026" in taken.text
    session.rollback()
    assert owed(session, anvar) == 0
    paper = client.get("/charges/receipts/1/receipt.pdf")
    assert (paper.mimetype, paper.data[:4]) == ("application/pdf", b"%PDF")
    assert "12\N{NO-BREAK SPACE}500" in client.get("/charges/").text


@pytest.mark.parametrize("amount", ["", "oʻn", "99999999", "0"])
def test_a_wrong_amount_is_told_beside_its_field(signed_in: SignIn, anvar: int, amount: str) -> None:
    answer = signed_in(Role.DESK).post(f"/charges/of/{anvar}/pay", data={"amount": amount, "method": "cash"})
    assert answer.status_code == 400
    assert "field-error" in answer.text


def test_a_debt_is_entered_by_hand_but_never_a_loss(signed_in: SignIn, session: Session, anvar: int) -> None:
    client = signed_in(Role.DESK)
    client.post(f"/charges/of/{anvar}/charge", data={"kind": "service", "amount": "3000", "note": "nusxa"})
    session.rollback()
    assert owed(session, anvar) == 15_500
    assert client.post(f"/charges/of/{anvar}/charge", data={"kind": "loss", "amount": "1"}).status_code == 400


def test_striking_off_and_taking_back_need_the_permission_and_a_reason(
    signed_in: SignIn, session: Session, anvar: int
) -> None:
    assert signed_in(Role.DESK).get("/charges/1/forgive").status_code == 403
    director = signed_in(Role.DIRECTOR)
    assert "Strike the debt off" in director.get("/charges/1/forgive").text
    assert director.post("/charges/1/forgive", data={"reason": ""}).status_code == 400
    done = director.post("/charges/1/forgive", data={"reason": "nafaqaxoʻr"}, follow_redirects=True)
    assert "Debt struck off" in done.text
    taken = director.post("/charges/receipts/1/reverse", data={"reason": "xato"}, follow_redirects=True)
    assert "Receipt № 2/2026" in taken.text
    assert "Take the payment back" in director.get("/charges/receipts/1/reverse").text
    director.post("/charges/1/reverse", data={"reason": "xato"})
    session.rollback()
    assert owed(session, anvar) == 0


def test_money_to_be_given_back_is_shown(signed_in: SignIn, session: Session, anvar: int) -> None:
    with transaction(session):
        pay(session, work_at(NOON), patron_id=anvar, amount=12_500, method=Method.CASH)
    director = signed_in(Role.DIRECTOR)
    director.post("/charges/1/reverse", data={"reason": "kitob topildi"})
    assert "to be given back, soʻm" in director.get(f"/charges/of/{anvar}").text


def test_empty_pages_say_what_to_do(signed_in: SignIn, session: Session) -> None:
    patron_id = add_reader(session, NOON, card="R-9").id
    client = signed_in(Role.DESK)
    assert "No payments on these days" in client.get("/charges/?since=2026-01-01&until=2026-01-02").text
    assert "Nothing was ever charged" in client.get(f"/charges/of/{patron_id}").text
    assert client.get("/charges/?since=kecha").status_code == 400


@pytest.mark.parametrize(
    "address", ["/charges/of/404", "/charges/receipts/404", "/charges/receipts/404/receipt.pdf"]
)
def test_what_is_not_there(signed_in: SignIn, address: str) -> None:
    assert signed_in(Role.DESK).get(address).status_code == 404


@pytest.mark.parametrize("language", ["uz", "uz_Cyrl", "ru", "en"])
def test_every_page_in_every_language(signed_in: SignIn, session: Session, anvar: int, language: str) -> None:
    with transaction(session):
        pay(session, work_at(NOON), patron_id=anvar, amount=500, method=Method.CARD)
    client = signed_in(Role.DIRECTOR, language)
    for address in (
        "/charges/",
        f"/charges/of/{anvar}",
        "/charges/1/forgive",
        "/charges/1/reverse",
        "/charges/receipts/1",
        "/charges/receipts/1/reverse",
        "/charges/receipts/1/receipt.pdf",
    ):
        assert client.get(address).status_code == 200
