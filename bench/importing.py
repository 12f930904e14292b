"""Import end to end (read, match, records, index, log) beside bare pymarc reading of the same file, by turns."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from unittest.mock import patch

from pymarc import MARCReader

from bench.library import CORPUS, library
from catalog.importing.jobs import ImportSummary, import_file

FILE = CORPUS / "aco-karms" / "aco_one_per_work.mrc"
ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Round:
    """One reading and one import: records a second, microseconds of CPU a record."""

    alone: float
    ours: float
    alone_worked: float
    writing: float
    reading: float

    @property
    def ratio(self) -> float:
        """How much of the speed of bare reading the import has."""
        return self.ours / self.alone

    def __str__(self) -> str:
        return (
            f"pymarc alone {self.alone:,.0f}/s · import {self.ours:,.0f}/s · ratio {self.ratio:.2f} · CPU a record: "
            f"pymarc {self.alone_worked:.0f} µs, writing {self.writing:.0f} µs, reading ahead {self.reading:.0f} µs"
        )


def bare(path: Path) -> tuple[float, float]:
    """Return records a second of pymarc alone, and microseconds of CPU a record."""
    begun, worked = time.perf_counter(), time.process_time()
    with path.open("rb") as file:
        count = sum(1 for _record in MARCReader(file))
    return count / (time.perf_counter() - begun), (time.process_time() - worked) / count * 1e6


def measured() -> tuple[Round, ImportSummary]:
    """Read the file once by pymarc alone, then import it into a new library."""
    alone, alone_worked = bare(FILE)
    with library() as (_app, session, work):
        begun, before = time.perf_counter(), os.times()
        summary = import_file(session, work, FILE, accept=True, department="lending")
        ours, after = summary.found / (time.perf_counter() - begun), os.times()
    here, there = (
        (sum(after[at : at + 2]) - sum(before[at : at + 2])) / summary.found * 1e6 for at in (0, 2)
    )
    return Round(alone, ours, alone_worked, here, there), summary


@contextmanager
def as_installed() -> Iterator[None]:
    """Let bytecode lie on the disk, as where the program has run before: else the process that reads ahead compiles."""
    with tempfile.TemporaryDirectory() as folder, patch.dict(os.environ, PYTHONPYCACHEPREFIX=folder):
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        where = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        program = [sys.executable, "-c", "import catalog.incoming.ahead, catalog.incoming.candidates"]
        subprocess.run(program, env=where, check=True)
        yield


def main() -> None:
    """Print each round, then the medians and the memory: the machine has quick and slow minutes."""
    if not FILE.exists():
        print(f"not here: {FILE.name} (ILS_CORPUS)")
        return
    rounds = []
    with as_installed():
        for _each in range(ROUNDS):
            figures, summary = measured()
            rounds.append(figures)
            print(figures, flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1024 if sys.platform != "darwin" else 1024**2
    )
    alone, ours, ratio = (
        median(getattr(each, name) for each in rounds) for name in ("alone", "ours", "ratio")
    )
    quickest = max(each.ours for each in rounds) / max(each.alone for each in rounds)
    print(
        f"median of {ROUNDS}: pymarc alone {alone:,.0f}/s · import {ours:,.0f}/s · ratio {ratio:.2f}; the quickest of "
        f"both {quickest:.2f} · peak {peak:,.0f} MB"
    )
    print(summary)
