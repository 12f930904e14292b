"""Telegram: messages of a bot, and the readers who tie their Telegram to their card by its Start button."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ils.outbox.channels.base import TIMEOUT, Driver, Field, Options, Outgoing, Result, failed
from ils.outbox.channels.http import Answer, UnreachableError, ask, refused_by_status
from ils.outbox.errors import DeliveryCode

LONGEST = 4096  # characters of one message
_START = re.compile(r"/start(?:@\w+)?\s+([A-Za-z0-9_-]{1,64})\s*")

FIELDS = (
    Field("bot_name"),
    Field("token", "secret", required=True),
    Field("base", required=True, default="https://api.telegram.org"),
    TIMEOUT,
)


@dataclass(slots=True)
class Bot:
    """A bot that sends messages."""

    options: Options
    learned: dict[str, str] = field(default_factory=dict)

    def send(self, outgoing: Outgoing) -> Result:
        """Send one message to a chat."""
        if not re.fullmatch(r"-?\d{1,20}", outgoing.address):
            return failed(DeliveryCode.ADDRESS_WRONG)
        answer = self._call("sendMessage", chat_id=int(outgoing.address), text=cut(outgoing.text))
        if isinstance(answer, Result):
            return answer
        told = answer.facts()
        if answer.status == 200 and told.get("ok") is True:
            return Result(provider_id=str((told.get("result") or {}).get("message_id", "")))
        return refused(answer)

    def updates(self, offset: int) -> list[Mapping[str, Any]] | Result:
        """Return what people have written to the bot since `offset`, or why that cannot be known."""
        answer = self._call("getUpdates", offset=offset, timeout=0, allowed_updates=["message"])
        if isinstance(answer, Result):
            return answer
        found = answer.facts().get("result")
        if answer.status != 200 or not isinstance(found, list):
            return refused(answer)
        return [each for each in found if isinstance(each, dict)]

    def close(self) -> None:
        """There is no line to hang up: each message is a request of its own."""

    def _call(self, method: str, **values: object) -> Answer | Result:
        url = f"{self.options.text('base').rstrip('/')}/bot{self.options.text('token')}/{method}"
        body = json.dumps(values, ensure_ascii=False).encode()
        try:
            return ask(
                "POST", url, headers={"Content-Type": "application/json"}, body=body,
                seconds=self.options.number("timeout"),
            )  # fmt: skip
        except UnreachableError as problem:
            return failed(DeliveryCode.NO_CONNECTION, problem)


def cut(text: str) -> str:
    """Return the text as one message takes it: a longer one ends at a line, with a sign that it goes on."""
    if len(text) <= LONGEST:
        return text
    return text[: LONGEST - 2].rpartition("\n")[0] + "\n…"


def refused(answer: Answer) -> Result:
    """Return what the bot's refusal means: 403 blocked, 429 wait, 401 and 404 a wrong token, 400 no such chat."""
    told = answer.facts()
    if not told:  # what speaks here is no Telegram: a page of the line's owner, say
        code = DeliveryCode.PROVIDER_FAILED if answer.status >= 500 else DeliveryCode.GARBLED
        return failed(code, f"HTTP {answer.status}")
    detail = str(told.get("description") or f"HTTP {answer.status}")
    if answer.status == 403:
        return failed(DeliveryCode.BLOCKED, detail)
    if answer.status == 429:
        wait = (told.get("parameters") or {}).get("retry_after")
        return failed(DeliveryCode.BUSY, detail, wait=wait if isinstance(wait, int) else None)
    if answer.status == 404:
        return failed(DeliveryCode.LOGIN_REFUSED, detail)
    if answer.status == 400:
        gone = "chat not found" in detail.lower() or "deactivated" in detail.lower()
        return failed(DeliveryCode.ADDRESS_REFUSED if gone else DeliveryCode.REFUSED, detail)
    return refused_by_status(answer, detail)


@dataclass(frozen=True, slots=True)
class Start:
    """Somebody pressed Start with a token of ours: the chat to write to, and what the program answers there."""

    token: str
    chat: int


def read_starts(updates: Iterable[Mapping[str, Any]], offset: int) -> tuple[list[Start], int]:
    """Return who pressed Start in a chat of their own, and the offset after what was read."""
    starts = []
    for update in updates:
        number = update.get("update_id")
        if isinstance(number, int):
            offset = max(offset, number + 1)
        message = update.get("message") or {}
        chat = message.get("chat") or {}
        found = _START.fullmatch(str(message.get("text") or ""))
        # In a group everybody would read the reader's messages.
        if found and chat.get("type") == "private" and isinstance(chat.get("id"), int):
            starts.append(Start(found[1], chat["id"]))
    return starts, offset


OnStart = Callable[[Start], str]
"""Tie a chat to a card by its token; returns what the bot answers, empty for nothing."""


def open_bot(values: Mapping[str, Any], secrets: Mapping[str, Any]) -> Bot:
    """Return a bot with these settings."""
    return Bot(Options(FIELDS, values, secrets))


DRIVER = Driver("bot", FIELDS, open_bot)
