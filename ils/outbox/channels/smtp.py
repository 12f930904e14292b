"""E-mail by SMTP: one connection for all messages of a run, TLS by choice, plain text in UTF-8."""

from __future__ import annotations

import contextlib
import re
import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from typing import Any

from ils.outbox.channels.base import TIMEOUT, Driver, Field, Options, Outgoing, Result, failed
from ils.outbox.errors import DeliveryCode

FIELDS = (
    Field("host", required=True),
    Field("port", "number", required=True, default="587"),
    Field("security", "choice", default="starttls", choices=("starttls", "tls", "none")),
    Field("verify", "switch", default=True),
    Field("user"),
    Field("password", "secret"),
    Field("sender", required=True),
    Field("sender_name"),
    Field("reply_to"),
    TIMEOUT,
)
ADDRESS = re.compile(r"[^@\s,;<>\"()\[\]\\]{1,64}@[^@\s,;<>\"()\[\]\\]{1,190}")


@dataclass(slots=True)
class Mail:
    """A connection to the library's mail server, made when the first message goes."""

    options: Options
    learned: dict[str, str] = field(default_factory=dict)
    server: smtplib.SMTP | None = None

    def send(self, outgoing: Outgoing) -> Result:
        """Send one message; a connection that has gone stale is made anew."""
        if not ADDRESS.fullmatch(outgoing.address):
            return failed(DeliveryCode.ADDRESS_WRONG)
        try:
            return self._send(outgoing)
        except smtplib.SMTPAuthenticationError as problem:
            return self._broken(by_code(problem.smtp_code, DeliveryCode.LOGIN_REFUSED, problem.smtp_error))
        except smtplib.SMTPRecipientsRefused as problem:
            code, said = next(iter(problem.recipients.values()))
            return by_code(code, DeliveryCode.ADDRESS_REFUSED, said)
        except smtplib.SMTPSenderRefused as problem:
            return by_code(problem.smtp_code, DeliveryCode.SENDER_REFUSED, problem.smtp_error)
        except smtplib.SMTPNotSupportedError as problem:
            return self._broken(failed(self._lacking(str(problem)), problem))
        except smtplib.SMTPResponseException as problem:
            return self._broken(by_code(problem.smtp_code, DeliveryCode.REFUSED, problem.smtp_error))
        except ssl.SSLError as problem:
            return self._broken(failed(DeliveryCode.TLS_FAILED, problem.reason or type(problem).__name__))
        except smtplib.SMTPException as problem:
            return self._broken(failed(DeliveryCode.NO_CONNECTION, problem))
        except OSError as problem:
            told = "timed out" if isinstance(problem, TimeoutError) else problem.strerror
            return self._broken(failed(DeliveryCode.NO_CONNECTION, told or type(problem).__name__))
        except (UnicodeError, ValueError) as problem:  # what cannot stand in a header
            return failed(DeliveryCode.ADDRESS_WRONG, type(problem).__name__)

    def close(self) -> None:
        """Take leave of the server."""
        if self.server is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self.server.quit()
            self.server = None

    def _send(self, outgoing: Outgoing) -> Result:
        server = self._connected()
        mail = self._mail(outgoing)
        server.send_message(mail)
        return Result(provider_id=str(mail["Message-ID"]).strip("<>")[:100])

    def _connected(self) -> smtplib.SMTP:
        if self.server is not None:
            try:
                if self.server.noop()[0] == 250:
                    return self.server
            except smtplib.SMTPException:
                pass
            self.close()
        self.server = self._connect()
        return self.server

    def _connect(self) -> smtplib.SMTP:
        options, security = self.options, self.options.text("security")
        place: dict[str, Any] = {
            "host": options.text("host"), "port": options.number("port"), "timeout": options.number("timeout"),
        }  # fmt: skip
        if security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(**place, context=self._context())
        else:
            server = smtplib.SMTP(**place)
        try:
            if security == "starttls":
                server.starttls(context=self._context())
            if options.text("user"):
                server.login(options.text("user"), options.text("password"))
        except BaseException:
            server.close()
            raise
        return server

    def _context(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        if not self.options.switch("verify"):  # a server of the house with a certificate of its own
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context

    def _lacking(self, told: str) -> DeliveryCode:
        """Name what the server cannot do: sign-in, addresses in other letters than Latin, or TLS."""
        if "AUTH" in told:
            return DeliveryCode.LOGIN_REFUSED
        return DeliveryCode.TLS_FAILED if self.server is None else DeliveryCode.ADDRESS_WRONG

    def _broken(self, result: Result) -> Result:
        """Hang up: after such an answer the state of the conversation is not known."""
        if self.server is not None:
            self.server.close()
            self.server = None
        return result

    def _mail(self, outgoing: Outgoing) -> EmailMessage:
        options = self.options
        mail = EmailMessage()
        mail["From"] = formataddr((options.text("sender_name"), options.text("sender")))
        mail["To"] = formataddr((outgoing.name, outgoing.address))
        mail["Subject"] = outgoing.subject
        mail["Date"] = format_datetime(outgoing.at)
        # The same for every try: whoever gets the message twice can tell that it is one.
        mail["Message-ID"] = f"<{outgoing.key}@{options.text('sender').rpartition('@')[2]}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail["Content-Language"] = outgoing.language.replace("_", "-")
        if reply_to := options.text("reply_to"):
            mail["Reply-To"] = reply_to
        mail.set_content(outgoing.text)
        return mail


def by_code(code: int, permanent: DeliveryCode, said: bytes | str) -> Result:
    """Return what a reply of the server means: 4xx is “not now”, 5xx is no."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return failed(permanent if code >= 500 else DeliveryCode.BUSY, f"{code} {text}")


def open_mail(values: Mapping[str, Any], secrets: Mapping[str, Any]) -> Mail:
    """Return a mail server with these settings, not yet called."""
    return Mail(Options(FIELDS, values, secrets))


DRIVER = Driver("smtp", FIELDS, open_mail)
