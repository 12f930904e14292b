"""The bell that says there is a job to look at, and the crew that listens to it: a thread of huey's in this process."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from huey import SqliteHuey, crontab
from huey.consumer import Consumer

from ils.jobs.running import Runner
from ils.jobs.standing import Standing

QUEUE_FILE = "jobs.sqlite"
STANDING_FILE = "jobs.lock"
LISTENS_SECONDS = 1.0
FAREWELL_SECONDS = 20.0  # for the present step of a job; what is not done by then goes on at the next start
MINUTE_SECONDS = 60

log = logging.getLogger("ils")


class Bell:
    """A queue in the data folder with nothing in it but “look”: what there is to do stands in the table of jobs."""

    def __init__(self, home: Path) -> None:
        self._path = home / QUEUE_FILE
        self._queue: SqliteHuey | None = None
        self._look: Any = None
        self._act: Callable[[], object] = int

    def ring(self) -> None:
        """Wake whoever works here; a bell that is broken is only heard a minute later, by itself."""
        try:
            self.queue()
            self._look()
        except Exception:
            log.exception("the queue of jobs cannot be written")

    def queue(self, act: Callable[[], object] | None = None) -> SqliteHuey:
        """Return huey's queue, made when it is first needed; `act` is what a look does in this process."""
        if act is not None:
            self._act = act
        if self._queue is None:
            self._queue = SqliteHuey("ils", filename=str(self._path), results=False, fsync=False)
            self._look = self._queue.task(name="look")(self._answer)
            self._queue.periodic_task(crontab(), name="look_each_minute", expires=MINUTE_SECONDS)(
                self._answer
            )
        return self._queue

    def close(self) -> None:
        """Close the file of the queue."""
        if self._queue is not None:
            self._queue.storage.close()

    def _answer(self) -> None:
        self._act()


class _Listener(Consumer):  # type: ignore[misc]
    """Huey's consumer inside a program that has its own ideas about Ctrl+C."""

    def _set_signal_handlers(self) -> None:
        """Leave the signals to the program."""


class Crew:
    """One thread that runs jobs when the bell rings, at the start, and each minute; `alone_at_home`: see `Standing`."""

    def __init__(self, runner: Runner, bell: Bell, *, when_alone: Callable[[], None]) -> None:
        self._runner = runner
        self._bell = bell
        self._when_alone = when_alone
        self._standing = Standing(runner.home / STANDING_FILE)
        self._listener: _Listener | None = None

    def start(self) -> None:
        """Begin to work; what a killed process left behind goes on first."""
        self._standing.take(self._when_alone)
        self._listener = _Listener(
            self._bell.queue(self._runner.run_waiting), workers=1, max_delay=LISTENS_SECONDS,
            shutdown_timeout=FAREWELL_SECONDS, scheduler_interval=20,
        )  # fmt: skip
        self._listener.start()
        self._bell.ring()

    def stop(self) -> None:
        """Let the present step end, put its job back, and go."""
        self._runner.closing.set()
        if self._listener is not None:
            self._listener.stop(graceful=True)
        self._bell.close()
        self._standing.leave()

    def run_once(self) -> int:
        """Run what waits in this very thread, and return how many jobs that were."""
        self._standing.take(self._when_alone)
        try:
            return self._runner.run_waiting()
        finally:
            self._standing.leave()
