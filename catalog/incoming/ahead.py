"""Reading ahead in a process of its own: while one chunk goes into the database, the next ones are being read.

Reading, deriving and deflating take as long as writing; on two cores an import takes the longer of the two, not both.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from queue import Empty, Queue
from threading import Thread
from typing import IO, Any, Concatenate, Generic, ParamSpec, TypeVar

from ils.errors import LibraryError

P = ParamSpec("P")
T = TypeVar("T")

HELD = 4
"""Chunks read and not yet asked for: enough to bridge a commit, and no more memory than that."""
WELL_AHEAD = 2
"""Chunks sent and not yet taken after which whoever reads ahead has time for more than reading."""
WORTH_IT = 4_000_000
"""Bytes of a file below which starting a process takes longer than it saves."""

# Not by `multiprocessing`, which would first load the whole program again that has been started here.
_PROGRAM = f"from {__name__} import run; run()"
_SIZE = 4  # bytes that say how long a message is
_READY = b"ready"
_TAKEN = b"."
_END = b""
_Message = bytes | BaseException


def worth_reading_ahead(size: int) -> bool:
    """Tell whether a file is large enough and there is a core to spare."""
    return size >= WORTH_IT and (os.cpu_count() or 1) > 1


class Ahead(Generic[T]):
    """What runs in another process: it says when it is ready, is told where to begin, and gives what it yields."""

    def __init__(self, asked: IO[bytes], held: Queue[_Message]) -> None:
        self._asked = asked
        self._held = held

    def is_ready(self) -> bool:
        """Tell whether the process is there, or has ended before it was."""
        return not self._held.empty()

    def given(self, after: int) -> Iterator[T]:
        """Yield what comes behind a place, in order; what is raised there is raised here."""
        with suppress(OSError):  # it has ended: the next message says so
            pickle.dump(after, self._asked)
            self._asked.flush()
        return self._messages()

    def _messages(self) -> Iterator[T]:
        while message := self._held.get():
            if isinstance(message, BaseException):
                raise ChildProcessError("the process that read ahead has ended") from message
            if message != _READY:
                self._say_taken()
                yield _opened(message)

    def _say_taken(self) -> None:
        with suppress(OSError):  # it has sent all, and is gone
            self._asked.write(_TAKEN)
            self._asked.flush()


def _opened(message: bytes) -> Any:
    each = pickle.loads(message)  # noqa: S301 - from our own process
    if isinstance(each, _Refused):
        raise each.kind(each.code, **each.facts)
    return each


@contextmanager
def read_ahead(
    produce: Callable[Concatenate[int, P], Generator[T, bool]], *args: P.args, **kwargs: P.kwargs
) -> Iterator[Ahead[T]]:
    """Run `produce(after, …)` in another process, once it is known behind which place it is to begin.

    `produce` is a function of a module, and what it takes and yields can be pickled; it is sent whether it is ahead.
    """
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    process = subprocess.Popen(  # noqa: S603 - our own program, and nothing in it is anybody's
        [sys.executable, "-c", _PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
    )
    if process.stdin is None or process.stdout is None:
        raise ChildProcessError("no pipes")
    held: Queue[_Message] = Queue(HELD)
    listener = Thread(target=_listen, args=(process.stdout, held), daemon=True)
    listener.start()
    try:
        pickle.dump((produce, args, kwargs), process.stdin)
        process.stdin.flush()
        yield Ahead(process.stdin, held)
    finally:
        process.kill()
        process.wait()
        while listener.is_alive():  # it may wait for room
            with suppress(Empty):
                held.get(timeout=0.02)
        process.stdout.close()
        with suppress(OSError):
            process.stdin.close()


def _listen(pipe: IO[bytes], held: Queue[_Message]) -> None:
    """Take chunks out of the pipe, which holds less than one of them, as soon as there is room."""
    try:
        while size := int.from_bytes(_exactly(pipe, _SIZE), "big"):
            held.put(_exactly(pipe, size))
        held.put(_END)
    except (EOFError, OSError, ValueError) as broken:
        held.put(broken)


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    message = pipe.read(size)
    if len(message) < size:
        raise EOFError
    return message


def run() -> None:
    """In the other process: work, then be gone at once.

    A listener still waits for what was taken; an interpreter that is shut down in order fails for its input.
    """
    try:
        work()
    except BaseException:
        sys.excepthook(*sys.exc_info())
        os._exit(1)
    os._exit(0)


def work() -> None:
    """Send chunk after chunk, then the end; a reader that is gone ends the work."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # of whoever is here at the keyboard the reader is told
    asked = sys.stdin.buffer
    with suppress(BrokenPipeError, EOFError), os.fdopen(os.dup(sys.stdout.fileno()), "wb") as pipe:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whatever is printed is no message
        produce, args, kwargs = pickle.load(asked)  # noqa: S301 - from our own process
        _send(pipe, _READY)
        try:
            after = pickle.load(asked)  # noqa: S301
            _send_all(pipe, produce(after, *args, **kwargs), _Taken(asked))
            _send(pipe, _END)
        except LibraryError as refusal:
            _send(pipe, pickle.dumps(_Refused(type(refusal), refusal.code, dict(refusal.facts))))


class _Taken:
    """How many chunks were taken, as they are told of one by one."""

    def __init__(self, asked: IO[bytes]) -> None:
        self.count = 0
        Thread(target=self._listen, args=(asked,), daemon=True).start()

    def _listen(self, asked: IO[bytes]) -> None:
        while asked.read(len(_TAKEN)):
            self.count += 1


def _send_all(pipe: IO[bytes], produced: Generator[Any, bool], taken: _Taken) -> None:
    """Send what is produced; whoever produces is told each time whether it is well ahead."""
    with suppress(StopIteration):
        each, sent = next(produced), 1
        while True:
            _send(pipe, pickle.dumps(each, pickle.HIGHEST_PROTOCOL))
            each, sent = produced.send(sent - taken.count >= WELL_AHEAD), sent + 1


def _send(pipe: IO[bytes], message: bytes) -> None:
    pipe.write(len(message).to_bytes(_SIZE, "big"))
    pipe.write(message)
    pipe.flush()


class _Refused:
    """A refusal on its way between two processes."""

    def __init__(self, kind: type[LibraryError], code: Any, facts: dict[str, Any]) -> None:
        self.kind, self.code, self.facts = kind, code, facts
