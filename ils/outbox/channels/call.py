"""Calls: they wait in the call list until somebody has telephoned. No line of the program's is needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ils.outbox.channels.base import Driver, Outgoing, Result
from ils.outbox.models import MessageState

IN_LIST = "to_call"


@dataclass(slots=True)
class CallList:
    """The list of people to be called."""

    learned: dict[str, str] = field(default_factory=dict)

    def send(self, outgoing: Outgoing) -> Result:
        """Put a person on the list."""
        return Result(status=IN_LIST, state=MessageState.TO_CALL)

    def close(self) -> None:
        """There is nothing to close."""


def open_list(_values: Mapping[str, Any], _secrets: Mapping[str, Any]) -> CallList:
    """Return the list."""
    return CallList()


DRIVER = Driver("call", (), open_list)
