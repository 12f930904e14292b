"""Letters: they wait in the tray until somebody prints them. No line is needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ils.outbox.channels.base import Driver, Field, Outgoing, Result
from ils.outbox.models import MessageState

IN_TRAY = "to_print"
FIELDS = (Field("letterhead", "lines"), Field("signature"))


@dataclass(slots=True)
class Tray:
    """The tray of letters."""

    learned: dict[str, str] = field(default_factory=dict)

    def send(self, outgoing: Outgoing) -> Result:
        """Lay a letter into the tray."""
        return Result(status=IN_TRAY, state=MessageState.TO_PRINT)

    def close(self) -> None:
        """There is nothing to close."""


def open_tray(_values: Mapping[str, Any], _secrets: Mapping[str, Any]) -> Tray:
    """Return the tray."""
    return Tray()


DRIVER = Driver("letter", FIELDS, open_tray)
