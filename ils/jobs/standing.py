"""Who works on the jobs of a data folder: every working process holds a lock that dies with it.

A process that finds nobody else alive may take up running jobs at once, without waiting for their beats to grow old. The
lock is an SQLite file of its own, a lock that every system has: shared while one works, exclusive while one asks.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

PATIENCE_SECONDS = 5.0


class Standing:
    """The lock of one working process."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None

    def take(self, when_alone: Callable[[], None]) -> None:
        """Begin to stand here; where nobody else does, do first what only somebody alone may do."""
        self._connection = sqlite3.connect(
            self._path, timeout=0, isolation_level=None, check_same_thread=False
        )
        if self._alone():
            try:
                when_alone()
            finally:
                self._execute("COMMIT")
        self._execute(
            f"PRAGMA busy_timeout = {int(PATIENCE_SECONDS * 1000)}"
        )  # somebody else may just be asking
        self._execute("BEGIN")
        self._execute("SELECT count(*) FROM sqlite_master")

    def leave(self) -> None:
        """Stand here no longer."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _alone(self) -> bool:
        try:
            self._execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            return False
        return True

    def _execute(self, statement: str) -> None:
        if self._connection is not None:
            self._connection.execute(statement).fetchall()
