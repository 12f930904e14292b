"""SMS by Eskiz (practice.md §8): a token for e-mail and password, one request a message, the status asked for later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from ils.outbox.channels.base import TIMEOUT, Driver, Field, Options, Outgoing, Result, failed
from ils.outbox.channels.http import Answer, UnreachableError, ask, refused_by_status
from ils.outbox.errors import DeliveryCode

FIELDS = (
    Field("email", required=True),
    Field("password", "secret", required=True),
    Field("sender", required=True, default="4546"),
    Field("latin", "switch", default=False),
    Field("callback_url"),
    Field("base", required=True, default="https://notify.eskiz.uz/api"),
    TIMEOUT,
)
TOKEN = "token"  # noqa: S105 - the name under which it is kept

WAITING = frozenset({"", "waiting", "new", "stored", "accepted", "transmtd", "transmitted"})
LOST = frozenset({
    "undeliv", "undelivered", "undeliverable", "notdelivered", "not_delivered", "rejectd", "rejected", "expired",
    "deleted", "failed",
})  # fmt: skip


@dataclass(slots=True)
class Eskiz:
    """An account at Eskiz."""

    options: Options
    token: str = ""
    learned: dict[str, str] = field(default_factory=dict)

    def send(self, outgoing: Outgoing) -> Result:
        """Send one SMS; the telephone is 998 and nine digits there."""
        phone = outgoing.address.lstrip("+")
        if not phone.isdecimal() or not 9 <= len(phone) <= 15:
            return failed(DeliveryCode.ADDRESS_WRONG)
        form = {"mobile_phone": phone, "message": outgoing.text, "from": self.options.text("sender")}
        if callback := self.options.text("callback_url"):
            form["callback_url"] = callback
        answer = self._authorised("POST", "message/sms/send", form)
        return answer if isinstance(answer, Result) else sent_or_refused(answer)

    def status(self, provider_id: str) -> str | None:
        """Return what has become of a message in the provider's words, None where that cannot be known now."""
        answer = self._authorised("GET", f"message/sms/status_by_id/{quote(provider_id, safe='')}")
        if isinstance(answer, Result) or answer.status != 200:
            return None
        told = answer.facts().get("data")
        found = told.get("status") if isinstance(told, dict) else None
        return str(found)[:40] if found else None

    def close(self) -> None:
        """There is no line to hang up: each message is a request of its own."""

    def _authorised(self, method: str, path: str, form: Mapping[str, str] | None = None) -> Answer | Result:
        """Ask with the token; one that has run out is renewed once."""
        fresh = not self.token
        if fresh and (problem := self._log_in()):
            return problem
        answer = self._ask(method, path, form)
        if isinstance(answer, Result) or answer.status != 401 or fresh:
            return answer
        problem = self._log_in()
        return problem or self._ask(method, path, form)

    def _log_in(self) -> Result | None:
        """Get a token and return None, or say why there is none."""
        self.token = ""
        form = {"email": self.options.text("email"), "password": self.options.text("password")}
        answer = self._ask("POST", "auth/login", form)
        if isinstance(answer, Result):
            return answer
        if answer.status in (400, 401, 403, 404, 422):
            return failed(DeliveryCode.LOGIN_REFUSED, said(answer))
        if answer.status != 200:
            return refused_by_status(answer, said(answer))
        told = answer.facts().get("data")
        self.token = str(told.get("token") or "") if isinstance(told, dict) else ""
        if not self.token:
            return failed(DeliveryCode.GARBLED, "no token")
        self.learned[TOKEN] = self.token
        return None

    def _ask(self, method: str, path: str, form: Mapping[str, str] | None = None) -> Answer | Result:
        headers = {"Accept": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        try:
            return ask(
                method, f"{self.options.text('base').rstrip('/')}/{path}", headers=headers,
                body=urlencode(form).encode() if form else None, seconds=self.options.number("timeout"),
            )  # fmt: skip
        except UnreachableError as problem:
            return failed(DeliveryCode.NO_CONNECTION, problem)


def sent_or_refused(answer: Answer) -> Result:
    """Return what the provider's answer to a message means; one without a number was not taken."""
    told = answer.facts()
    if answer.status in (200, 201):
        number = str(told.get("id") or "")
        if not told:
            return failed(DeliveryCode.GARBLED, f"HTTP {answer.status}")
        if not number or str(told.get("status")).lower() == "error":
            return failed(DeliveryCode.REFUSED, said(answer))
        return Result(provider_id=number[:100], status=str(told.get("status") or "")[:40])
    if answer.status in (400, 422) and "phone" in answer.text.lower():
        return failed(DeliveryCode.ADDRESS_REFUSED, said(answer))
    return refused_by_status(answer, said(answer))


def said(answer: Answer) -> str:
    """Return the provider's own words."""
    message = answer.facts().get("message")
    return str(message) if message else f"HTTP {answer.status}"


def is_lost(status: str) -> bool:
    """Tell whether the message has not arrived and never will."""
    return status.strip().lower() in LOST


def is_waiting(status: str) -> bool:
    """Tell whether it is still to be seen what becomes of the message."""
    return status.strip().lower() in WAITING


def open_eskiz(values: Mapping[str, Any], secrets: Mapping[str, Any]) -> Eskiz:
    """Return an account with these settings, and with the token it had before."""
    return Eskiz(Options(FIELDS, values, secrets), token=str(secrets.get(TOKEN) or ""))


DRIVER = Driver("eskiz", FIELDS, open_eskiz)
