"""Any SMS gateway over HTTP: templates filled safely, success judged as the library says."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from ils.outbox.channels.base import Outgoing, Result
from ils.outbox.channels.sms_http import found_at, open_gateway, read_headers
from ils.outbox.errors import DeliveryCode
from tests.conftest import NOON
from tests.ils.outbox.servers import Asked, Reply, closed_port, serving

pytestmark = pytest.mark.engine_free

TEXT = '"O\'tkan kunlar" & <b> {phone}\nна 50% {key}'


def send(reply: Reply, secrets: dict[str, str] | None = None, **values: Any) -> tuple[Result, list[Asked]]:
    with serving(lambda _asked: reply) as provider:
        told = {"timeout": "2", **values, "url": provider.url + values.get("url", "/send")}
        line = open_gateway(told, secrets or {})
        result = line.send(Outgoing("20260415-7-0", "+998901234567", "Anvar", "", TEXT, "uz", NOON))
        line.close()
    return result, provider.asked


def test_json_is_filled_in_without_breaking() -> None:
    body = '{"messages": [{"recipient": "{phone}", "id": "{id}", "sms": {"from": "{sender}", "text": "{text}"}}]}'
    result, [asked] = send((200, {"messages": [{"no": 5}]}), body=body, sender="AKM", id_path="messages.0.no")
    assert asked.json() == {
        "messages": [
            {"recipient": "998901234567", "id": "20260415-7-0", "sms": {"from": "AKM", "text": TEXT}}
        ]
    }
    assert asked.headers["Content-Type"] == "application/json; charset=utf-8"
    assert (result.ok, result.provider_id) == (True, "5")


def test_a_form_and_an_address_are_filled_in_without_breaking() -> None:
    _result, [asked] = send(
        (200, "OK"), body="to={phone}&text={text}&key={key}", body_type="form", phone_form="plus",
        secrets={"key": "a&b=c"}, url="/send?id={id}",
    )  # fmt: skip
    assert asked.form() == {"to": "+998901234567", "text": TEXT, "key": "a&b=c"}
    assert asked.path == "/send?id=20260415-7-0"


def test_xml_is_filled_in_without_breaking() -> None:
    _result, [asked] = send((200, "OK"), body='<sms to="{phone}">{text}</sms>', body_type="xml")
    told = "&quot;O&apos;tkan kunlar&quot; &amp; &lt;b&gt; {phone}\nна 50% {key}"
    assert asked.body == f'<sms to="998901234567">{told}</sms>'


def test_a_get_has_no_body_and_everything_in_its_address() -> None:
    result, [asked] = send((200, "OK"), method="GET", url="/send?to={phone}&text={text}")
    assert result.ok
    assert (asked.method, asked.body) == ("GET", "")
    assert "%22O%27tkan%20kunlar%22" in asked.path


def test_headers_and_basic_sign_in_are_sent_and_a_line_break_adds_none() -> None:
    _result, [asked] = send(
        (200, "OK"), headers="X-Key: {key}\nnonsense\nX-To: {phone}", user="akm",
        secrets={"password": "parol", "key": "abc\r\nX-Evil: 1"},
    )  # fmt: skip
    assert asked.headers["X-Key"] == "abc X-Evil: 1"
    assert "X-Evil" not in asked.headers
    assert asked.headers["Authorization"] == "Basic " + base64.b64encode(b"akm:parol").decode()


def test_success_is_what_the_library_says_it_is() -> None:
    assert send((200, '{"status":"ok"}'), success='"status":"ok"')[0].ok
    refused, _asked = send((200, '{"status":"error","text":"no money"}'), success='"status":"ok"')
    assert refused.code is DeliveryCode.REFUSED
    assert "no money" in refused.detail


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (400, DeliveryCode.REFUSED),
        (401, DeliveryCode.LOGIN_REFUSED),
        (403, DeliveryCode.LOGIN_REFUSED),
        (429, DeliveryCode.BUSY),
        (500, DeliveryCode.PROVIDER_FAILED),
        (302, DeliveryCode.REFUSED),
    ],
)
def test_statuses_are_understood(status: int, code: DeliveryCode) -> None:
    assert send((status, "x"))[0].code is code


def test_a_redirect_is_not_followed_to_an_address_that_nobody_entered() -> None:
    _result, asked = send((302, "x"))
    assert [each.path for each in asked] == ["/send"]


def test_nobody_there_is_no_connection() -> None:
    line = open_gateway({"url": f"http://127.0.0.1:{closed_port()}/", "timeout": "2"}, {})
    assert (
        line.send(Outgoing("1", "+998901234567", "", "", "x", "uz", NOON)).code is DeliveryCode.NO_CONNECTION
    )
    assert line.send(Outgoing("1", "abc", "", "", "x", "uz", NOON)).code is DeliveryCode.ADDRESS_WRONG


def test_a_path_is_followed_as_far_as_it_goes() -> None:
    told = {"a": [{"b": "x", "n": 7}], "c": None}
    assert [found_at(told, path) for path in ("a.0.b", "a.0.n", "a.5.b", "c.d", "a", "", "a.x")] == [
        "x",
        "7",
        "",
        "",
        "",
        "",
        "",
    ]
    assert found_at("text", "") == ""


def test_headers_are_read_line_by_line() -> None:
    assert read_headers("A: 1\n\nB:2\nno colon\n: empty") == {"A": "1", "B": "2"}
