"""Import end to end (read, match, records, index, log) beside bare pymarc reading of the same file."""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

from pymarc import MARCReader

from bench.library import CORPUS, library
from catalog.importing.jobs import import_file

FILE = CORPUS / "aco-karms" / "aco_one_per_work.mrc"


def bare(path: Path) -> float:
    """Return records a second of pymarc alone."""
    begun = time.perf_counter()
    with path.open("rb") as file:
        count = sum(1 for _record in MARCReader(file))
    return count / (time.perf_counter() - begun)


def main() -> None:
    """Print both speeds, their ratio and the peak memory."""
    if not FILE.exists():
        print(f"not here: {FILE.name} (ILS_CORPUS)")
        return
    alone = bare(FILE)
    with library() as (_app, session, work):
        begun = time.perf_counter()
        summary = import_file(session, work, FILE, accept=True, department="lending")
        ours = summary.found / (time.perf_counter() - begun)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1024 if sys.platform != "darwin" else 1024**2
    )
    print(
        f"pymarc alone {alone:,.0f}/s · import {ours:,.0f}/s · ratio {ours / alone:.2f} · peak {peak:,.0f} MB"
    )
    print(summary)
