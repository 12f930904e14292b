"""SMS by any gateway that takes a message over HTTP: address, headers and body are templates of the library's."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape

from ils.outbox.channels.base import TIMEOUT, Driver, Field, Options, Outgoing, Result, failed
from ils.outbox.channels.http import Answer, UnreachableError, ask, refused_by_status
from ils.outbox.errors import DeliveryCode

WORDS = ("phone", "text", "id", "sender", "key")
_WORD = re.compile(r"\{(" + "|".join(WORDS) + r")\}")

FIELDS = (
    Field("url", required=True),
    Field("method", "choice", default="POST", choices=("POST", "GET", "PUT")),
    Field("body_type", "choice", default="json", choices=("json", "form", "xml")),
    Field("body", "lines", default='{"phone": "{phone}", "text": "{text}", "id": "{id}"}'),
    Field("headers", "lines"),
    Field("sender"),
    Field("phone_form", "choice", default="digits", choices=("digits", "plus")),
    Field("success"),
    Field("id_path"),
    Field("latin", "switch", default=False),
    Field("user"),
    Field("password", "secret"),
    Field("key", "secret"),
    TIMEOUT,
)

Escape = Callable[[str], str]
TYPES: dict[str, tuple[str, Escape]] = {
    "json": ("application/json; charset=utf-8", lambda text: json.dumps(text, ensure_ascii=False)[1:-1]),
    "form": ("application/x-www-form-urlencoded", lambda text: quote(text, safe="")),
    "xml": ("application/xml; charset=utf-8", lambda text: escape(text, {'"': "&quot;", "'": "&apos;"})),
}


@dataclass(slots=True)
class Gateway:
    """A gateway by its own rules."""

    options: Options
    learned: dict[str, str] = field(default_factory=dict)

    def send(self, outgoing: Outgoing) -> Result:
        """Send one SMS; `{id}` is the same for every try, so that a gateway that looks at it sends it once."""
        digits = outgoing.address.lstrip("+")
        if not digits.isdecimal():
            return failed(DeliveryCode.ADDRESS_WRONG)
        phone = f"+{digits}" if self.options.text("phone_form") == "plus" else digits
        words = {
            "phone": phone, "text": outgoing.text, "id": outgoing.key,
            "sender": self.options.text("sender"), "key": self.options.text("key"),
        }  # fmt: skip
        try:
            answer = self._ask(words)
        except UnreachableError as problem:
            return failed(DeliveryCode.NO_CONNECTION, problem)
        return self._judged(answer)

    def close(self) -> None:
        """There is no line to hang up: each message is a request of its own."""

    def _ask(self, words: Mapping[str, str]) -> Answer:
        options = self.options
        kind, escaped = TYPES[options.text("body_type")]
        method = options.text("method")
        body = filled(options.lines("body"), words, escaped).encode() if method != "GET" else None
        headers = {} if body is None else {"Content-Type": kind}
        return ask(
            method, filled(options.text("url"), words, lambda text: quote(text, safe="")),
            headers=headers | self._headers(words), body=body, seconds=options.number("timeout"),
        )  # fmt: skip

    def _headers(self, words: Mapping[str, str]) -> dict[str, str]:
        found = read_headers(
            filled(self.options.lines("headers"), words, lambda text: " ".join(text.split()))
        )
        if user := self.options.text("user"):
            pair = f"{user}:{self.options.text('password')}".encode()
            found["Authorization"] = "Basic " + base64.b64encode(pair).decode("ascii")
        return found

    def _judged(self, answer: Answer) -> Result:
        """Return what the answer means: a status of 2xx, and the text that tells success where one was set."""
        detail = " ".join(answer.text.split())[:200] or f"HTTP {answer.status}"
        if not 200 <= answer.status < 300:
            return refused_by_status(answer, detail)
        wanted = self.options.text("success")
        if wanted and wanted not in answer.text:
            return failed(DeliveryCode.REFUSED, detail)
        return Result(provider_id=found_at(answer.json(), self.options.text("id_path"))[:100])


def filled(template: str, words: Mapping[str, str], escaped: Escape) -> str:
    """Return a template with our words in it; every other brace stays, JSON is full of them."""
    return _WORD.sub(lambda found: escaped(words[found[1]]), template)


def read_headers(text: str) -> dict[str, str]:
    """Return the headers of lines like “X-Key: abc”; lines that are none are left out."""
    pairs = (line.partition(":") for line in text.splitlines())
    return {name.strip(): value.strip() for name, colon, value in pairs if colon and name.strip()}


def found_at(told: Any, path: str) -> str:
    """Return the value at a path such as “messages.0.id” in an answer of JSON, empty where there is none."""
    for step in filter(None, path.split(".")):
        if isinstance(told, list) and step.isdecimal() and int(step) < len(told):
            told = told[int(step)]
        elif isinstance(told, dict):
            told = told.get(step)
        else:
            return ""
    return str(told) if path and isinstance(told, str | int) else ""


def open_gateway(values: Mapping[str, Any], secrets: Mapping[str, Any]) -> Gateway:
    """Return a gateway with these settings."""
    return Gateway(Options(FIELDS, values, secrets))


DRIVER = Driver("http", FIELDS, open_gateway)
