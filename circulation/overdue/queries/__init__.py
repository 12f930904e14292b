"""Reads of overdue control."""

from circulation.overdue.queries.bench import (
    Bench,
    BenchCopy,
    BenchReader,
    bench,
    chosen_readers,
    readers_of,
)
from circulation.overdue.queries.calls import (
    CallRow,
    called_on,
    calls_of_loan,
    calls_of_patron,
    waiting_calls,
)
from circulation.overdue.queries.figures import Figures, RunRow, figures, last_runs
from circulation.overdue.queries.ladder import load_level, load_levels, uses_of_levels
from circulation.overdue.queries.late import (
    OverduePage,
    OverdueRow,
    Wanted,
    count_overdue,
    find_late,
    languages_of_late,
    overdue,
    overdue_rows,
    shown_rows,
    shown_rows_of_loan,
    studies_of_late,
    wanted_of,
)
from circulation.overdue.queries.night import (
    Judged,
    Ladder,
    NightLoan,
    copies_now,
    judge,
    load_ladder,
    loans_of_night,
    readers_reached,
)
from circulation.overdue.queries.promises import PromiseRow, broken_by, open_promises, promise, promises_of
from circulation.overdue.queries.timeline import Event, EventKind, timeline

__all__ = [
    "Bench", "BenchCopy", "BenchReader", "CallRow", "Event", "EventKind", "Figures", "Judged", "Ladder",
    "NightLoan", "OverduePage", "OverdueRow", "PromiseRow", "RunRow", "Wanted", "bench", "broken_by",
    "called_on", "calls_of_loan", "calls_of_patron", "chosen_readers", "copies_now", "count_overdue", "figures",
    "find_late", "judge", "languages_of_late", "last_runs", "load_ladder", "load_level", "load_levels",
    "loans_of_night", "open_promises", "overdue", "overdue_rows", "promise", "promises_of", "readers_of",
    "readers_reached", "shown_rows", "shown_rows_of_loan", "studies_of_late", "timeline", "uses_of_levels",
    "waiting_calls", "wanted_of",
]  # fmt: skip
