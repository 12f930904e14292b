"""What every channel is: something that takes one message and says how that went. None of them knows the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from ils.outbox.errors import DeliveryCode
from ils.outbox.models import MessageState

LONGEST_DETAIL = 300


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message on its way: `key` is the same however often it is tried, `at` the aware instant of the attempt."""

    key: str
    address: str
    name: str
    subject: str
    text: str
    language: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Result:
    """How an attempt ended; `state` is where the message then is, `wait` the seconds that the provider asks to wait."""

    code: DeliveryCode | None = None
    detail: str = ""
    provider_id: str = ""
    status: str = ""
    state: MessageState = MessageState.SENT
    wait: int | None = None

    @property
    def ok(self) -> bool:
        """Whether the message is where it should be."""
        return self.code is None


def failed(code: DeliveryCode, detail: object = "", *, wait: int | None = None) -> Result:
    """Return the result of an attempt that reached nobody."""
    text = " ".join(str(detail).split())
    return Result(code, text[:LONGEST_DETAIL], wait=wait)


class Line(Protocol):
    """An open channel, for as many messages as one run has."""

    learned: dict[str, str]
    """Secrets that the channel has come to know and wants to be kept: a token that lives for a month."""

    def send(self, outgoing: Outgoing) -> Result:
        """Try to send one message; whatever happens is told, nothing is raised."""

    def close(self) -> None:
        """Hang up."""


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a channel must be told: `kind` is text, number, switch, choice, lines or secret."""

    name: str
    kind: str = "text"
    required: bool = False
    default: Any = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Driver:
    """One way to run a channel: its fields, and how it is opened with what they say."""

    name: str
    fields: tuple[Field, ...] = ()
    open: Any = None  # (values, secrets) -> Line

    @property
    def secrets(self) -> tuple[str, ...]:
        """The names of the fields that are never shown again."""
        return tuple(each.name for each in self.fields if each.kind == "secret")


@dataclass(slots=True)
class Options:
    """What was entered for a channel, with the driver's defaults where nothing was."""

    fields: tuple[Field, ...]
    values: Mapping[str, Any]
    secrets: Mapping[str, Any] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return a text, a choice or a secret."""
        kept = self.secrets if self._field(name).kind == "secret" else self.values
        value = kept.get(name)
        return str(self._field(name).default if value in (None, "") else value).strip()

    def lines(self, name: str) -> str:
        """Return a text of several lines as it was typed."""
        return str(self.values.get(name) or self._field(name).default)

    def number(self, name: str) -> int:
        """Return a whole number."""
        return int(self.text(name))

    def switch(self, name: str) -> bool:
        """Return whether something is switched on."""
        return bool(self.values.get(name, self._field(name).default))

    def missing(self) -> list[str]:
        """Return the names of required fields that say nothing."""
        return [each.name for each in self.fields if each.required and not self.text(each.name)]

    def _field(self, name: str) -> Field:
        return next(each for each in self.fields if each.name == name)


TIMEOUT = Field("timeout", "number", default="15")
