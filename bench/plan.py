"""The plan over ten million activities of five years: its page, a line opened, a counter tried, the cost of recording."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import date
from statistics import median

from sqlalchemy import text
from sqlalchemy.orm import Session

from bench.library import library
from ils.activity.cut import Cut
from ils.activity.kinds import Kind
from ils.activity.queries import counted_by, crossed, opened_terms
from ils.activity.services import TOTAL_KEY, rebuild_months, record
from ils.activity.work import Done, ItemSnapshot, PatronSnapshot, Work
from ils.db import is_postgresql, transaction
from ils.workplan.queries import Terms, line_terms, plan_figures
from ils.workplan.rules import year_period
from ils.workplan.services import load_year

ACTS = 10_000_000
FIRST, DAYS, YEAR = date(2022, 1, 1), 1826, 2026
ALLOWED_MS, ALLOWED_RECORD_MS = 200, 0.3
ROUNDS, RECORDS, PORTION = 9, 2_000, 500_000

# Of a thousand acts: the desk makes most of a library's log, the rest of the plan little of it.
KINDS = {
    Kind.VISIT: 360, Kind.LOAN_OPEN: 300, Kind.LOAN_CLOSE: 270, Kind.LOAN_RENEW: 30, Kind.PATRON_REGISTER: 4,
    Kind.PATRON_REREGISTER: 6, Kind.RECORD_CREATE: 5, Kind.ACCESSION: 3, Kind.ITEM_ADD: 5, Kind.POINT_SERVE: 1,
    Kind.EVENT_HOLD: 2, Kind.QUESTION_ANSWER: 10, Kind.PAGES_SCAN: 2, Kind.POST_PUBLISH: 2,
}  # fmt: skip
PLACES = ("lending", "reading", "youth", "electronic", "legal", "local", "other")
# Kinds of readers and of documents that a library tells apart; the first are by far the commonest.
READERS, BOOKS = 60, 80


def main(acts: int = ACTS) -> None:
    """Print milliseconds of the plan's figures, of opening a line, of a distribution, and of recording."""
    with library() as (_app, session, work):
        with transaction(session):
            for year in (YEAR, YEAR - 1):
                load_year(session, work, year=year)
        started = time.perf_counter()
        filled = fill(session, acts)
        print(f"{filled:,} activities, {len(KINDS)} kinds, filled in {time.perf_counter() - started:.0f} s")
        measure(session)
        cost(session, work)


def measure(session: Session) -> None:
    """Time what the pages ask."""
    terms = line_terms(session, YEAR)
    span = year_period(YEAR)
    loans = (Cut((Kind.LOAN_OPEN,)),)
    asked: dict[str, Callable[[], object]] = {
        "plan page, 71 lines with last year's facts": lambda: plan_figures(session, year=YEAR),
        "line 16 opened to its newest 100 acts": lambda: _open(session, terms["16"][0]),
        "line 17 opened": lambda: _open(session, terms["17"][0]),
        "line 22 opened (loans to staff and subscribers)": lambda: _open(session, terms["22"][0]),
        "issues by language and branch": lambda: crossed(
            session, loans, ("language", "branch"), since=span.first, until=span.last
        ),
        "issues by age": lambda: counted_by(session, loans, "age", since=span.first, until=span.last),
    }
    for what, ask in asked.items():
        wall, cpu = _milliseconds(session, ask)
        print(f"{what}: {wall:.0f} ms, CPU {cpu:.0f} ms (allowed {ALLOWED_MS})")


def _open(session: Session, terms: Terms) -> None:
    span = year_period(YEAR)
    opened_terms(session, terms, since=span.first, until=span.last, limit=100)


def _milliseconds(session: Session, ask: Callable[[], object]) -> tuple[float, float]:
    """Return the median of wall and of CPU time."""
    walls, cpus = [], []
    for _round in range(ROUNDS):
        session.expire_all()
        started, used = time.perf_counter(), time.process_time()
        ask()
        walls.append((time.perf_counter() - started) * 1000)
        cpus.append((time.process_time() - used) * 1000)
    return median(walls), median(cpus)


def cost(session: Session, work: Work) -> None:
    """Time the recording of an act, without the transaction's own disk."""
    walls, cpus = [], []
    patron, item = PatronSnapshot("student", "18-24", "f", "UZ"), ItemSnapshot("uzb", "fiction", "book")
    with transaction(session):
        for number in range(RECORDS):
            done = Done(Kind.LOAN_OPEN, "loan", number, patron=patron, item=item, source="home")
            started, used = time.perf_counter(), time.process_time()
            record(session, work, done)
            walls.append((time.perf_counter() - started) * 1000)
            cpus.append((time.process_time() - used) * 1000)
    print(
        f"recording an act: {median(walls):.2f} ms, CPU {median(cpus):.2f} ms (allowed {ALLOWED_RECORD_MS})"
    )


def fill(session: Session, acts: int) -> int:
    """Write so many acts by statements of the database, then their totals; each step is a transaction of its own."""
    if not is_postgresql(session):  # plenty of memory for the sorting of ten million rows
        session.execute(text("PRAGMA cache_size = -2000000"))
        session.execute(text("PRAGMA temp_store = MEMORY"))
    indexes = _without_indexes(session)
    session.commit()
    for first in range(1, acts + 1, PORTION):
        session.execute(text(_acts(is_postgresql(session), first, min(first + PORTION - 1, acts))))
        session.commit()
    for statement in (*indexes, *_totals(), "ANALYZE"):
        session.execute(text(statement))
        session.commit()
    rebuild_months(session)
    session.commit()
    return int(session.scalar(text("SELECT count(*) FROM activity")) or 0)


def _without_indexes(session: Session) -> list[str]:
    """Drop the indexes of the log for the time of filling; return what makes them again."""
    if is_postgresql(session):
        return []
    rows = session.execute(
        text(
            "SELECT name, sql FROM sqlite_master WHERE tbl_name = 'activity' AND type = 'index' AND sql IS NOT NULL"
        )
    ).all()
    for name, _sql in rows:
        session.execute(text(f"DROP INDEX {name}"))
    return [sql for _name, sql in rows]


def _acts(postgresql: bool, first: int, last: int) -> str:
    """Return the statement: a number's remainders choose the kind, day, place, reader and book, the first ones often."""
    numbers = (
        f"SELECT i FROM generate_series({first}, {last}) AS g(i)"
        if postgresql
        else f"WITH RECURSIVE g(i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM g WHERE i < {last}) SELECT i FROM g"
    )
    day = (
        f"date '{FIRST}' + CAST(r1 % {DAYS} AS integer)"
        if postgresql
        else f"date('{FIRST}', (r1 % {DAYS}) || ' days')"
    )
    at, until = [], 0
    for kind, share in KINDS.items():
        until += share
        at.append(f"WHEN k < {until} THEN '{kind}'")
    place = (
        "CASE place "
        + " ".join(f"WHEN {number} THEN '{code}'" for number, code in enumerate(PLACES))
        + " END"
    )
    # Squares of remainders lie thick at the low end: a few readers and books make most of the acts.
    return f"""
        INSERT INTO activity (kind, day, at, amount, department, sector, patron_category, patron_age, patron_sex,
            patron_citizenship, item_language, item_branch, item_type, item_fund, source, channel, subject_type,
            subject_id, batch, note)
        SELECT CASE {" ".join(at)} END, {day}, '{FIRST} 08:00:00', 1, {place}, {place},
            CASE reader % 12 WHEN 7 THEN 'staff' WHEN 11 THEN 'subscriber' ELSE 'c' || (reader % 12) END,
            'a' || (reader % 6), CASE WHEN reader % 2 = 0 THEN 'f' ELSE 'm' END,
            CASE WHEN reader % 20 = 19 THEN 'KZ' ELSE 'UZ' END,
            CASE book % 4 WHEN 0 THEN 'uzb' WHEN 1 THEN 'rus' WHEN 2 THEN 'eng' ELSE 'kaa' END, 'b' || (book % 12),
            CASE WHEN book % 9 = 8 THEN 'serial' ELSE 'book' END, CASE WHEN book % 16 = 15 THEN 'foreign' ELSE '' END,
            CASE WHEN k % 7 = 0 THEN 'room' ELSE 'home' END, CASE WHEN k % 25 = 0 THEN 'web' ELSE 'desk' END,
            'loan', i, '', ''
        FROM (SELECT i, (i * 7919) % {sum(KINDS.values())} AS k, (i * 104729) % 1000003 AS r1,
                ((i * 15485863) % 1000 * ((i * 15485863) % 1000) * {READERS}) / 1000000 AS reader,
                ((i * 32452843) % 997 * ((i * 32452843) % 997) * {BOOKS}) / 1000000 AS book,
                ((i * 49979687) % 991 * ((i * 49979687) % 991) * {len(PLACES)}) / 1000000 AS place
              FROM ({numbers}) AS numbers) AS told
    """


def _totals() -> tuple[str, str]:
    """Return the statements that fill the totals of days."""
    columns = ", ".join("item_fund" if name == "fund" else name for name in TOTAL_KEY)
    return (
        "DELETE FROM activity_total",
        f"INSERT INTO activity_total ({', '.join(TOTAL_KEY)}, amount, acts) "
        f"SELECT {columns}, sum(amount), count(*) FROM activity GROUP BY {columns}",
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ACTS)
