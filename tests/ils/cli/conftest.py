"""The command line in a library of its own: `ils(...)` runs it as a script would and returns status and JSON."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent.parent.parent


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command printed and how it ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one object that it printed."""
        return json.loads(self.out)


Ils = Callable[..., Answer]


@pytest.fixture
def home(tmp_path: Path, worker_url: str, template: Path) -> Path:
    """The data folder of a fresh library on SQLite."""
    if worker_url:
        pytest.skip("shown on SQLite: each command is a process with a library of its own")
    home = tmp_path / "home"
    home.mkdir()
    (home / "library.sqlite").write_bytes((template / "library.sqlite").read_bytes())
    return home


@pytest.fixture
def ils(home: Path, tmp_path: Path) -> Ils:
    """Return a function that runs `ils ARGS…` in that library."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("ILS_")}
    environment |= {"ILS_HOME": str(home), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}

    def run(*arguments: str, given: str = "") -> Answer:
        done = subprocess.run(
            [sys.executable, "-m", "ils", *arguments],
            env=environment, input=given, capture_output=True, text=True, encoding="utf-8", check=False, cwd=tmp_path,
        )  # fmt: skip
        return Answer(done.returncode, done.stdout, done.stderr)

    return run
