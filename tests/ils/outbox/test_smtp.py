"""E-mail against a real mail server on the loopback."""

from __future__ import annotations

import email
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.header import decode_header, make_header
from email.message import Message as Mail
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from ils.outbox.channels.base import Outgoing, Result
from ils.outbox.channels.smtp import open_mail
from ils.outbox.errors import DeliveryCode
from tests.conftest import NOON
from tests.ils.outbox.servers import closed_port, silent

pytestmark = pytest.mark.engine_free

PAIR = Path(__file__).parent / "loopback.pem"  # a certificate that nobody trusts, with its key


class Handler:
    """Keeps what arrives and refuses what the test wants refused."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, list[str], Mail]] = []
        self.rcpt = self.mail = self.data = "250 OK"

    async def handle_MAIL(
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if self.mail.startswith("250"):
            envelope.mail_from = address
        return self.mail

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        if self.data.startswith("250"):
            self.mails.append(
                (envelope.mail_from, envelope.rcpt_tos, email.message_from_bytes(envelope.content))
            )
        return self.data


def check_password(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    """Let in whoever says akm / parol."""
    right = isinstance(data, LoginPassword) and (data.login, data.password) == (b"akm", b"parol")
    return AuthResult(success=right, handled=False)


Served = tuple[Handler, dict[str, str]]


@contextmanager
def mail_server(**options: Any) -> Iterator[Served]:
    handler = Handler()
    controller = Controller(handler, hostname="127.0.0.1", port=closed_port(), ready_timeout=10, **options)
    controller.start()
    try:
        yield handler, {
            "host": "127.0.0.1", "port": str(controller.port), "security": "none", "sender": "akm@example.uz",
            "sender_name": "Axborot-kutubxona markazi", "timeout": "3",
        }  # fmt: skip
    finally:
        controller.stop()


def outgoing(address: str = "anvar@example.uz", **changed: Any) -> Outgoing:
    told = {
        "key": "20260415-7-0", "address": address, "name": "Karimov Anvar Botir oʻgʻli",
        "subject": "Kitoblarni qaytarish muddati oʻtdi", "text": "Hurmatli Anvar!\n\n• «Маленький принц»\n.\nRahmat",
        "language": "uz_Cyrl", "at": NOON,
    }  # fmt: skip
    return Outgoing(**told | changed)


def send(values: dict[str, Any], secrets: dict[str, str] | None = None, **changed: Any) -> Result:
    line = open_mail(values, secrets or {})
    try:
        return line.send(outgoing(**changed))
    finally:
        line.close()


def test_a_message_arrives_as_it_was_written() -> None:
    with mail_server() as (handler, values):
        result = send(values | {"reply_to": "desk@example.uz"})
    assert (result.ok, result.provider_id) == (True, "20260415-7-0@example.uz")
    [(sender, people, mail)] = handler.mails
    assert (sender, people) == ("akm@example.uz", ["anvar@example.uz"])
    text = mail.get_payload(decode=True)
    assert isinstance(text, bytes)
    assert text.decode().replace("\r\n", "\n").strip() == "Hurmatli Anvar!\n\n• «Маленький принц»\n.\nRahmat"
    assert str(make_header(decode_header(mail["Subject"]))) == "Kitoblarni qaytarish muddati oʻtdi"
    assert "Karimov Anvar Botir oʻgʻli" in str(make_header(decode_header(mail["To"])))
    assert mail["Message-ID"] == "<20260415-7-0@example.uz>", "the same for every try"
    assert (mail["Reply-To"], mail["Auto-Submitted"]) == ("desk@example.uz", "auto-generated")
    assert mail["Date"] == "Wed, 15 Apr 2026 07:00:00 +0000"


def test_many_messages_go_over_one_connection_and_a_stale_one_is_made_anew() -> None:
    with mail_server() as (handler, values):
        line = open_mail(values, {})
        assert line.send(outgoing()).ok
        first = line.server
        assert line.send(outgoing()).ok
        assert line.server is first
        assert first is not None
        first.close()
        assert line.send(outgoing()).ok
        assert line.server is not first
        line.close()
        line.close()
    assert len(handler.mails) == 3


@pytest.mark.parametrize(
    ("stage", "reply", "code"),
    [
        ("rcpt", "550 5.1.1 no such user", DeliveryCode.ADDRESS_REFUSED),
        ("rcpt", "450 4.2.0 greylisted, try later", DeliveryCode.BUSY),
        ("mail", "553 sender not yours", DeliveryCode.SENDER_REFUSED),
        ("mail", "451 not now", DeliveryCode.BUSY),
        ("data", "554 looks like spam", DeliveryCode.REFUSED),
        ("data", "452 mailbox full", DeliveryCode.BUSY),
    ],
)
def test_refusals_are_understood_and_the_next_message_still_goes(
    stage: str, reply: str, code: DeliveryCode
) -> None:
    with mail_server() as (handler, values):
        line = open_mail(values, {})
        setattr(handler, stage, reply)
        result = line.send(outgoing())
        setattr(handler, stage, "250 OK")
        again = line.send(outgoing())
        line.close()
    assert (result.code, result.detail) == (code, reply)
    assert again.ok


def test_one_signs_in_and_a_wrong_password_is_told() -> None:
    with mail_server(authenticator=check_password, auth_required=True, tls_context=own_context()) as (
        handler,
        plain,
    ):
        values = plain | {"security": "starttls", "verify": False}
        assert send(values | {"user": "akm"}, {"password": "parol"}).ok
        assert send(values | {"user": "akm"}, {"password": "boshqa"}).code is DeliveryCode.LOGIN_REFUSED
        assert not send(values).ok
    assert len(handler.mails) == 1


def test_a_server_that_knows_no_sign_in_is_told() -> None:
    with mail_server() as (_handler, values):
        assert send(values | {"user": "akm"}, {"password": "parol"}).code is DeliveryCode.LOGIN_REFUSED


def own_context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(PAIR)
    return context


def test_starttls_is_used_and_a_certificate_is_looked_at() -> None:
    with mail_server(tls_context=own_context(), require_starttls=True) as (handler, plain):
        values = plain | {"security": "starttls"}
        assert send(values).code is DeliveryCode.TLS_FAILED, "nobody has signed this certificate"
        assert send(values | {"verify": False}).ok
        assert not send(values | {"security": "none"}).ok
    assert len(handler.mails) == 1


def test_tls_from_the_first_byte() -> None:
    with mail_server(ssl_context=own_context()) as (handler, plain):
        values = plain | {"security": "tls"}
        assert send(values).code is DeliveryCode.TLS_FAILED
        assert send(values | {"verify": False}).ok
    assert len(handler.mails) == 1


def test_a_server_without_tls_gets_nothing_where_tls_is_wanted() -> None:
    with mail_server() as (handler, values):
        assert send(values | {"security": "starttls"}).code is DeliveryCode.TLS_FAILED
        assert send(values | {"security": "tls"}).code is DeliveryCode.TLS_FAILED
    assert handler.mails == []


def test_nobody_there_and_nobody_answering_are_no_connection() -> None:
    values = {"host": "127.0.0.1", "security": "none", "sender": "akm@example.uz", "timeout": "1"}
    assert send(values | {"port": str(closed_port())}).code is DeliveryCode.NO_CONNECTION
    with silent() as port:
        slow = send(values | {"port": str(port)})
    assert slow.code is DeliveryCode.NO_CONNECTION
    assert "timed out" in slow.detail
    assert send(values | {"port": "25", "host": "no.such.host.invalid"}).code is DeliveryCode.NO_CONNECTION


@pytest.mark.parametrize(
    "address",
    [
        "",
        "anvar",
        "a@b@c",
        "anvar@example.uz, x@y.z",
        "a b@c.uz",
        "anvar@example.uz\r\nRCPT TO:<x@y.z>",
        "@x.uz",
    ],
)
def test_what_is_no_address_is_sent_to_nobody(address: str) -> None:
    with mail_server() as (handler, values):
        assert send(values, address=address).code is DeliveryCode.ADDRESS_WRONG
    assert handler.mails == []


def test_a_header_takes_no_line_break() -> None:
    with mail_server() as (handler, values):
        result = send(values, subject="x\r\nBcc: y@z.uz")
    assert (result.code, handler.mails) == (DeliveryCode.ADDRESS_WRONG, [])


def test_letters_beyond_ascii_in_an_address_are_refused_by_a_server_that_knows_none() -> None:
    with mail_server(enable_SMTPUTF8=False) as (handler, values):
        assert send(values, address="анвар@example.uz").code is DeliveryCode.ADDRESS_WRONG
    assert handler.mails == []
