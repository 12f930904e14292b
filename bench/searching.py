"""Search over the real Arabic collection: milliseconds of the slowest in twenty."""

from __future__ import annotations

import statistics
import time

from bench.importing import FILE
from bench.library import library
from catalog.importing.jobs import import_file
from catalog.public.queries import search_briefs

QUERIES = ("كتاب", "تاريخ", "tarikh", "kitab", "Cairo", "al-Qahirah 1990", "شعر العرب", "Ibn", "diwan", "qa")


def main() -> None:
    """Print the median and the 95th percentile over the queries, each asked ten times."""
    if not FILE.exists():
        print(f"not here: {FILE.name} (ILS_CORPUS)")
        return
    with library() as (_app, session, work):
        import_file(session, work, FILE, accept=True, department="lending")
        times = []
        for query in QUERIES * 10:
            begun = time.perf_counter()
            search_briefs(session, query, limit=20)
            times.append((time.perf_counter() - begun) * 1000)
        print(
            f"search ms: median {statistics.median(times):.1f} · p95 {statistics.quantiles(times, n=20)[-1]:.1f}"
        )
