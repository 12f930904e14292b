"""Import end to end (read, match, records, index, log) beside bare pymarc reading of the same file."""

from __future__ import annotations

import os
import resource
import sys
import time
from pathlib import Path

from pymarc import MARCReader

from bench.library import CORPUS, library
from catalog.importing.jobs import import_file

FILE = CORPUS / "aco-karms" / "aco_one_per_work.mrc"


def bare(path: Path) -> tuple[float, float]:
    """Return records a second of pymarc alone, and microseconds of CPU a record."""
    begun, worked = time.perf_counter(), time.process_time()
    with path.open("rb") as file:
        count = sum(1 for _record in MARCReader(file))
    return count / (time.perf_counter() - begun), (time.process_time() - worked) / count * 1e6


def main() -> None:
    """Print both speeds, their ratio, the memory, and the CPU of both processes, which tells more on a busy machine."""
    if not FILE.exists():
        print(f"not here: {FILE.name} (ILS_CORPUS)")
        return
    alone, alone_worked = bare(FILE)
    with library() as (_app, session, work):
        begun, before = time.perf_counter(), os.times()
        summary = import_file(session, work, FILE, accept=True, department="lending")
        ours, after = summary.found / (time.perf_counter() - begun), os.times()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1024 if sys.platform != "darwin" else 1024**2
    )
    here, there = (
        (sum(after[at : at + 2]) - sum(before[at : at + 2])) / summary.found * 1e6 for at in (0, 2)
    )
    print(
        f"pymarc alone {alone:,.0f}/s · import {ours:,.0f}/s · ratio {ours / alone:.2f} · peak {peak:,.0f} MB · CPU a "
        f"record: pymarc {alone_worked:.0f} µs, writing {here:.0f} µs, reading ahead {there:.0f} µs"
    )
    print(summary)
