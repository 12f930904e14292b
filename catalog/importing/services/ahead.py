"""Reading ahead in a process of its own: while one chunk goes into the database, the next ones are being read.

Reading, deriving and deflating take as long as writing; on two cores an import takes the longer of the two, not both.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from queue import Empty, Queue
from threading import Thread
from typing import Any, ParamSpec, TypeVar

from ils.errors import LibraryError

P = ParamSpec("P")
T = TypeVar("T")

HELD = 4
"""Chunks read and not yet asked for: enough to bridge a commit, and no more memory than that."""
WORTH_IT = 4_000_000
"""Bytes of a file below which starting a process takes longer than it saves."""

_END = b""
_Message = bytes | BaseException


def worth_reading_ahead(size: int) -> bool:
    """Tell whether a file is large enough and there is a core to spare."""
    return size >= WORTH_IT and (os.cpu_count() or 1) > 1


@contextmanager
def read_ahead(produce: Callable[P, Iterator[T]], *args: P.args, **kwargs: P.kwargs) -> Iterator[Iterator[T]]:
    """Run `produce` in another process and give what it yields, in order; what it raises is raised here.

    `produce` is a function of a module, and what it takes and yields can be pickled.
    """
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(there, produce, args, kwargs), daemon=True)
    process.start()
    there.close()  # so that the end of the process is the end of the pipe
    held: Queue[_Message] = Queue(HELD)
    listener = Thread(target=_listen, args=(here, held), daemon=True)
    listener.start()
    try:
        yield _given(held)
    finally:
        process.terminate()
        process.join()
        while listener.is_alive():  # it may wait for room
            with suppress(Empty):
                held.get(timeout=0.02)
        here.close()


def _work(pipe: Connection, produce: Callable[..., Iterator[Any]], args: Any, kwargs: Any) -> None:
    """In the other process: send chunk after chunk, then the end; a reader that is gone ends the work."""
    try:
        for each in produce(*args, **kwargs):
            pipe.send_bytes(pickle.dumps(each, pickle.HIGHEST_PROTOCOL))
        pipe.send_bytes(_END)
    except LibraryError as refusal:
        pipe.send_bytes(pickle.dumps(_Refused(type(refusal), refusal.code, dict(refusal.facts))))
    except BrokenPipeError:
        return


class _Refused:
    """A refusal on its way between two processes."""

    def __init__(self, kind: type[LibraryError], code: Any, facts: dict[str, Any]) -> None:
        self.kind, self.code, self.facts = kind, code, facts


def _listen(pipe: Connection, held: Queue[_Message]) -> None:
    """Take chunks out of the pipe, which holds less than one of them, as soon as there is room."""
    try:
        while message := pipe.recv_bytes():
            held.put(message)
        held.put(_END)
    except (EOFError, OSError) as broken:
        held.put(broken)


def _given(held: Queue[_Message]) -> Iterator[Any]:
    while message := held.get():
        if isinstance(message, BaseException):
            raise ChildProcessError("the process that read ahead has ended") from message
        each = pickle.loads(message)  # noqa: S301 - from our own process
        if isinstance(each, _Refused):
            raise each.kind(each.code, **each.facts)
        yield each
