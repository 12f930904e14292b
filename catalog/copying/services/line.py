"""One connection to a Z39.50 server: whole messages go out and come in, within a time and a size."""

from __future__ import annotations

import socket
import time

from catalog.copying.errors import AnswerCode, NoAnswer
from catalog.copying.services import ber
from catalog.copying.services.ber import CONTEXT, BerError, Incomplete, Node

LARGEST_ANSWER = 2_000_000
CLOSE = 48
_BLOCK = 65_536
_MESSAGE = CONTEXT | ber.CONSTRUCTED


class Line:
    """One connection; whole messages go out and come in, none later than the deadline."""

    def __init__(self, plug: socket.socket, deadline: float) -> None:
        self._plug = plug
        self._deadline = deadline
        self._held = b""
        self._taken = 0

    def __enter__(self) -> Line:
        return self

    def __exit__(self, *_problem: object) -> None:
        self._plug.close()

    def _hurry(self) -> None:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._plug.settimeout(left)

    def say(self, message: bytes) -> None:
        """Send a message."""
        self._hurry()
        self._plug.sendall(message)

    def ask(self, message: bytes, expected: int) -> Node:
        """Send a message and return the answer to it."""
        self.say(message)
        answer = self._message()
        if answer.kind == CONTEXT and answer.number == CLOSE:
            told = answer.part(3)
            raise NoAnswer(AnswerCode.REJECTED, message=told.text()[:200] if told else "")
        if answer.kind != CONTEXT or answer.number != expected:
            raise BerError("another message than the one expected")
        return answer

    def _message(self) -> Node:
        wanted = 2
        while True:
            if self._held and self._held[0] & 0xE0 != _MESSAGE:
                raise BerError("no message of Z39.50")
            if len(self._held) >= wanted:
                try:
                    node = ber.read(self._held)
                except Incomplete as cut:
                    wanted = max(cut.wanted, len(self._held) + 1)
                else:
                    self._held = b""  # a server speaks only when asked
                    return node
            self._refuse_large(wanted)
            self._receive()

    def _refuse_large(self, wanted: int) -> None:
        if max(wanted, self._taken) > LARGEST_ANSWER:
            raise NoAnswer(AnswerCode.TOO_LARGE, limit=LARGEST_ANSWER // 1_000_000)

    def _receive(self) -> None:
        self._hurry()
        block = self._plug.recv(_BLOCK)
        if not block:
            raise EOFError
        self._held += block
        self._taken += len(block)
