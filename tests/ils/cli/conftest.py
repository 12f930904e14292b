"""The command line in a library of its own: `ils(...)` runs it as a script would and returns status and JSON."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.commands import Answer, run_ils

ROOT = Path(__file__).parent.parent.parent.parent

Ils = Callable[..., Answer]


@pytest.fixture
def home(tmp_path: Path, worker_url: str, template: Path) -> Path:
    """The data folder of a fresh library on SQLite."""
    if worker_url:
        pytest.skip("shown on SQLite: each command opens the library of a data folder")
    home = tmp_path / "home"
    home.mkdir()
    (home / "library.sqlite").write_bytes((template / "library.sqlite").read_bytes())
    return home


@pytest.fixture
def ils(home: Path) -> Ils:
    """Return a function that runs `ils ARGS…` in that library."""
    return partial(run_ils, home)
