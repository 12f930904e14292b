"""SMS by Eskiz against a server that answers as Eskiz does."""

from __future__ import annotations

import pytest

from ils.outbox.channels.base import Outgoing, Result
from ils.outbox.channels.sms_eskiz import Eskiz, is_lost, is_waiting, open_eskiz
from ils.outbox.errors import DeliveryCode
from tests.conftest import NOON
from tests.ils.outbox.servers import FakeEskiz, Provider, Reply, closed_port, serving

pytestmark = pytest.mark.engine_free


def account(provider_url: str, *, token: str = "", **values: str) -> Eskiz:
    told = {"base": f"{provider_url}/api", "email": "akm@example.uz", "timeout": "2", **values}
    return open_eskiz(told, {"password": "right", "token": token})


def outgoing(address: str = "+998901234567") -> Outgoing:
    return Outgoing("1-1-0", address, "Anvar", "", "O'tkan kunlar: qaytaring", "uz", NOON)


def test_one_signs_in_once_and_sends_many(eskiz: FakeEskiz, eskiz_server: Provider) -> None:
    line = account(eskiz_server.url, callback_url="https://akm.example.uz/outbox/report")
    results = [line.send(outgoing()) for _each in range(3)]
    assert [(each.ok, each.provider_id, each.status) for each in results] == [
        (True, "sms-1", "waiting"), (True, "sms-2", "waiting"), (True, "sms-3", "waiting"),
    ]  # fmt: skip
    assert eskiz.logins == 1
    assert eskiz.sent[0] == {
        "mobile_phone": "998901234567", "message": "O'tkan kunlar: qaytaring", "from": "4546",
        "callback_url": "https://akm.example.uz/outbox/report",
    }  # fmt: skip
    assert line.learned == {"token": "token-1"}, "to be kept for a month"


def test_a_token_that_was_kept_is_used_and_renewed_when_it_has_run_out(
    eskiz: FakeEskiz, eskiz_server: Provider
) -> None:
    eskiz.valid.add("kept")
    assert account(eskiz_server.url, token="kept").send(outgoing()).ok
    assert eskiz.logins == 0
    line = account(eskiz_server.url, token="old")
    assert line.send(outgoing()).ok
    assert (eskiz.logins, line.token) == (1, "token-1")


def test_a_token_refused_again_right_after_signing_in_is_no_endless_circle(
    eskiz: FakeEskiz, eskiz_server: Provider
) -> None:
    line = account(eskiz_server.url)
    assert line.send(outgoing()).ok
    eskiz.valid.clear()
    eskiz.password = "changed"
    assert line.send(outgoing()).code is DeliveryCode.LOGIN_REFUSED
    assert eskiz.logins == 2


def test_a_wrong_password_is_told(eskiz: FakeEskiz, eskiz_server: Provider) -> None:
    eskiz.password = "another"
    result = account(eskiz_server.url).send(outgoing())
    assert (result.code, result.detail) == (DeliveryCode.LOGIN_REFUSED, "Invalid credentials")
    assert eskiz.sent == []


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (
            (400, {"status": "error", "message": "The mobile_phone field is not valid"}),
            DeliveryCode.ADDRESS_REFUSED,
        ),
        ((400, {"status": "error", "message": "Text is not moderated"}), DeliveryCode.REFUSED),
        ((200, {"status": "error", "message": "balance"}), DeliveryCode.REFUSED),
        ((200, {"status": "waiting"}), DeliveryCode.REFUSED),
        ((429, {"message": "Too Many Attempts."}), DeliveryCode.BUSY),
        ((500, {"message": "Server Error"}), DeliveryCode.PROVIDER_FAILED),
        ((503, "<html>"), DeliveryCode.PROVIDER_FAILED),
        ((200, "<html>pay your line</html>"), DeliveryCode.GARBLED),
        ((403, {"message": "Forbidden"}), DeliveryCode.LOGIN_REFUSED),
    ],
)
def test_refusals_are_understood(
    eskiz: FakeEskiz, eskiz_server: Provider, reply: Reply, code: DeliveryCode
) -> None:
    eskiz.troubles = [reply]
    result = account(eskiz_server.url).send(outgoing())
    assert (result.ok, result.code) == (False, code)


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        ((500, {"message": "Server Error"}), DeliveryCode.PROVIDER_FAILED),
        ((200, {"data": {}}), DeliveryCode.GARBLED),
        ((200, {"data": "x"}), DeliveryCode.GARBLED),
        ((200, "no json"), DeliveryCode.GARBLED),
        ((422, {"message": "The email field is required."}), DeliveryCode.LOGIN_REFUSED),
    ],
)
def test_a_sign_in_that_fails_is_understood(reply: Reply, code: DeliveryCode) -> None:
    with serving(lambda _asked: reply) as provider:
        assert account(provider.url).send(outgoing()).code is code


def test_nobody_there_is_no_connection() -> None:
    assert account(f"http://127.0.0.1:{closed_port()}").send(outgoing()).code is DeliveryCode.NO_CONNECTION


@pytest.mark.parametrize("address", ["", "+12", "+99890abc4567", "+" + "9" * 16])
def test_a_telephone_is_a_number(address: str, eskiz_server: Provider) -> None:
    assert account(eskiz_server.url).send(outgoing(address)).code is DeliveryCode.ADDRESS_WRONG
    assert eskiz_server.asked == []


def test_the_status_is_asked_for(eskiz: FakeEskiz, eskiz_server: Provider) -> None:
    eskiz.statuses = {"sms-1": "DELIVRD"}
    line = account(eskiz_server.url)
    assert line.status("sms-1") == "DELIVRD"
    assert line.status("sms-2") is None
    eskiz.troubles = [(500, "x")]
    assert line.status("sms-1") is None
    assert line.status("../auth/login") is None
    assert isinstance(account(f"http://127.0.0.1:{closed_port()}").status("sms-1"), type(None))


def test_the_words_of_the_provider_are_sorted() -> None:
    assert [
        each for each in ("DELIVRD", "Delivered", "PARTDELIVERED") if is_lost(each) or is_waiting(each)
    ] == []
    assert all(is_lost(each) for each in ("UNDELIV", "REJECTD", "expired", "NotDelivered"))
    assert all(is_waiting(each) for each in ("", "waiting", "ACCEPTED", "TRANSMTD"))
    assert Result().ok
