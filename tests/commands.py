"""The `ils` command as a script would call it, without a process of its own: to start one takes two seconds."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from ils.cli import cli


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


def run_ils(home: Path, *arguments: str, given: str = "") -> Answer:
    """Run `ils ARGS…` in the library of a data folder; what no command may raise is raised here."""
    environment = {name: None for name in os.environ if name.startswith("ILS_")} | {"ILS_HOME": str(home)}
    done = CliRunner().invoke(cli, arguments, input=given, env=environment, prog_name="ils")
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Answer(done.exit_code, done.stdout, done.stderr)
