"""Questions that run in threads of their own, so that no page and no desk waits for a slow catalogue."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from catalog.copying.errors import AnswerCode
from catalog.copying.services.asking import SECONDS, Answer

MOST_AT_ONCE = 12
KEPT_SECONDS = 180.0
"""How long an answer is at hand when one comes back from a record to the list."""

GIVEN_UP_AFTER = SECONDS + 4


@dataclass(slots=True)
class _Asking:
    begun: float
    done: threading.Event = field(default_factory=threading.Event)
    answer: Answer | None = None


class Askings:
    """The questions of this process. Where several processes serve, each that is asked begins its own."""

    def __init__(
        self,
        *,
        most: int = MOST_AT_ONCE,
        give_up_after: float = GIVEN_UP_AFTER,
        tick: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most = most
        self._give_up_after = give_up_after
        self._tick = tick
        self._lock = threading.Lock()
        self._running: dict[Hashable, _Asking] = {}

    def answer(self, key: Hashable, ask: Callable[[], Answer], *, patience: float) -> Answer | None:
        """Return the answer to the question `key`, which `ask` puts; None while it is still awaited.

        Nobody waits longer than `patience` seconds. A failure is told once: the next time it is asked anew.
        """
        asking = self._begin(key, ask)
        if asking is None:
            return Answer(problem=AnswerCode.CROWDED)
        asking.done.wait(patience)
        if asking.answer is None:
            return self._late(key, asking)
        if asking.answer.problem is not None:
            self._forget(key, asking)
        return asking.answer

    def _begin(self, key: Hashable, ask: Callable[[], Answer]) -> _Asking | None:
        with self._lock:
            self._drop_old()
            known = self._running.get(key)
            if known is not None:
                return known
            if sum(not each.done.is_set() for each in self._running.values()) >= self._most:
                return None
            asking = self._running[key] = _Asking(self._tick())
        threading.Thread(target=_run, args=(asking, ask), daemon=True, name="copying").start()
        return asking

    def _drop_old(self) -> None:
        now = self._tick()
        for key, each in list(self._running.items()):
            if each.done.is_set() and now - each.begun > KEPT_SECONDS:
                del self._running[key]

    def _late(self, key: Hashable, asking: _Asking) -> Answer | None:
        if self._tick() - asking.begun <= self._give_up_after:
            return None
        self._forget(key, asking)
        return Answer(problem=AnswerCode.TIMEOUT, facts={"seconds": round(self._give_up_after)})

    def _forget(self, key: Hashable, asking: _Asking) -> None:
        with self._lock:
            if self._running.get(key) is asking:
                del self._running[key]


def _run(asking: _Asking, ask: Callable[[], Answer]) -> None:
    try:
        asking.answer = ask()
    except Exception:
        logging.getLogger("ils").exception("a catalogue could not be asked")
        asking.answer = Answer(problem=AnswerCode.FAILED)
    finally:
        asking.done.set()
