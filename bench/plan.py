"""The plan over ten million activities of five years: its page, a line opened, a counter tried, the cost of recording."""

from __future__ import annotations

import os
import secrets
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from statistics import median

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from bench.library import library
from ils.accounts.permissions import Role
from ils.accounts.services import add_staff
from ils.activity.cut import Cut
from ils.activity.kinds import Kind
from ils.activity.models import Activity
from ils.activity.queries import counted_by, crossed
from ils.activity.services import record
from ils.activity.totals import TOTAL_KEY, rebuild_months
from ils.activity.work import Done, ItemSnapshot, PatronSnapshot, Work
from ils.db import insert_many, is_postgresql, transaction
from ils.web.session import db
from ils.workplan.rules import year_period
from ils.workplan.services import load_year

ACTS = 10_000_000
FIRST, DAYS, YEAR = date(2022, 1, 1), 1826, 2026
ALLOWED_MS, ALLOWED_RECORD_MS = 200, 0.3
ROUNDS, RECORDS, PORTION = 7, 500, 500_000
LOGIN = "bench"

# Of a thousand acts: the desk makes most of a library's log, the rest of the plan little of it.
KINDS = {
    Kind.VISIT: 360, Kind.LOAN_OPEN: 300, Kind.LOAN_CLOSE: 270, Kind.LOAN_RENEW: 30, Kind.PATRON_REGISTER: 4,
    Kind.PATRON_REREGISTER: 6, Kind.RECORD_CREATE: 5, Kind.ACCESSION: 3, Kind.ITEM_ADD: 5, Kind.POINT_SERVE: 1,
    Kind.EVENT_HOLD: 2, Kind.QUESTION_ANSWER: 10, Kind.PAGES_SCAN: 2, Kind.POST_PUBLISH: 2,
}  # fmt: skip
PLACES = ("lending", "reading", "youth", "electronic", "legal", "local", "other")
# Kinds of readers and of documents that a library tells apart; the first are by far the commonest.
READERS, BOOKS = 60, 80


def main(acts: int = ACTS, url: str = "") -> None:
    """Print milliseconds of the plan's pages, of a line opened, of a distribution, and of recording.

    `url`: an empty PostgreSQL database instead of SQLite. A library kept in ILS_BENCH_HOME, or there, is measured again.
    """
    with library(url, os.environ.get("ILS_BENCH_HOME", "")) as (app, session, work):
        kept = session.scalar(text("SELECT max(id) FROM activity")) or 0
        if not kept:
            _prepare(session, work, acts)
        print(f"{kept or acts:,} activities, {len(KINDS)} kinds, {session.get_bind().dialect.name}")
        measure(app, session)
        cost(session, work)


def _prepare(session: Session, work: Work, acts: int) -> None:
    with transaction(session):
        for year in (YEAR, YEAR - 1):
            load_year(session, work, year=year)
        add_staff(session, work, login=LOGIN, name="Bench", role=Role.DIRECTOR, password=secrets.token_hex())
    started = time.perf_counter()
    fill(session, acts)
    print(f"filled in {time.perf_counter() - started:.0f} s")


def measure(app: Flask, session: Session) -> None:
    """Time whole requests, warm, and what reports ask."""
    client = _signed_in(app, session)
    for path in ("", "/director", "/lines/16", "/lines/17", "/lines/22"):
        _say(f"GET /plan/{YEAR}{path}", lambda path=path: _get(client, f"/plan/{YEAR}{path}"))  # type: ignore[misc]
    span, loans = year_period(YEAR), (Cut((Kind.LOAN_OPEN,)),)
    _say(
        "issues by language and branch",
        lambda: crossed(session, loans, ("language", "branch"), since=span.first, until=span.last),
    )
    _say("issues by age", lambda: counted_by(session, loans, "age", since=span.first, until=span.last))


def _signed_in(app: Flask, session: Session) -> FlaskClient:
    staff, stamp = session.execute(
        text("SELECT id, session_stamp FROM staff WHERE login = :login"), {"login": LOGIN}
    ).one()
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"], cookie["language"] = f"{staff}:{stamp}", True, "en"
    return client


def _get(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    if answer.status_code != 200:
        raise SystemExit(f"{path}: {answer.status}")


def _say(what: str, ask: Callable[[], object]) -> None:
    """Print the quickest and the median of the rounds, after a first that warms up and counts the queries."""
    with _statements() as statements:
        ask()
    walls, cpus = [], []
    for _round in range(ROUNDS):
        started, used = time.perf_counter(), time.process_time()
        ask()
        walls.append((time.perf_counter() - started) * 1000)
        cpus.append((time.process_time() - used) * 1000)
    print(
        f"{what}: {min(walls):.0f} ms, median {median(walls):.0f} ms (allowed {ALLOWED_MS}), "
        f"CPU of the program {min(cpus):.0f} ms, {len(statements)} queries"
    )


@contextmanager
def _statements() -> Iterator[list[str]]:
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_others: object) -> None:
        found.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def cost(session: Session, work: Work) -> None:
    """Time the recording of an act beside a bare insert of its row, each in its own transaction, without the commit."""
    patron, item = PatronSnapshot("student", "18-24", "f", "UZ"), ItemSnapshot("uzb", "fiction", "book")
    bare = _row(session)
    records, inserts = [], []
    for number in range(RECORDS):
        done = Done(Kind.LOAN_OPEN, "loan", number, patron=patron, item=item, source="home")
        with transaction(session):
            session.execute(text("SELECT 1"))
            started = time.perf_counter()
            record(session, work, done)
            records.append((time.perf_counter() - started) * 1000)
        session.execute(text("SELECT 1"))
        started = time.perf_counter()
        insert_many(session, Activity.__table__, [bare])  # type: ignore[arg-type]
        inserts.append((time.perf_counter() - started) * 1000)
        session.rollback()
    for what, told in (("recording an act", records), ("a bare insert", inserts)):
        told.sort()
        print(
            f"{what}: quickest tenth {told[RECORDS // 10]:.3f} ms, median {median(told):.3f} ms "
            f"(allowed {ALLOWED_RECORD_MS})"
        )


def _row(session: Session) -> dict[str, object]:
    last = session.execute(Activity.__table__.select().order_by(Activity.id.desc()).limit(1)).mappings().one()
    return {name: value for name, value in last.items() if name != "id"}


def fill(session: Session, acts: int) -> int:
    """Write so many acts by statements of the database, then their totals; each step is a transaction of its own."""
    for setting in _memory(is_postgresql(session)):  # plenty of memory for the sorting of ten million rows
        session.execute(text(setting))
    session.commit()
    indexes = _without_indexes(session)
    session.commit()
    for first in range(1, acts + 1, PORTION):
        session.execute(text(_acts(is_postgresql(session), first, min(first + PORTION - 1, acts))))
        session.commit()
    for statement in (*indexes, *_totals()):
        session.execute(text(statement))
        session.commit()
    rebuild_months(session)
    session.commit()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE" if is_postgresql(session) else "ANALYZE"))
    return int(session.scalar(text("SELECT count(*) FROM activity")) or 0)


def _memory(postgresql: bool) -> tuple[str, ...]:
    if postgresql:
        return ("SET work_mem = '512MB'", "SET maintenance_work_mem = '1GB'", "SET synchronous_commit = off")
    return ("PRAGMA cache_size = -2000000", "PRAGMA temp_store = MEMORY")


def _without_indexes(session: Session) -> list[str]:
    """Drop the indexes of the log for the time of filling, but those of its keys; return what makes them again."""
    known = (
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'activity' AND indexname LIKE 'ix%'"
        if is_postgresql(session)
        else "SELECT name, sql FROM sqlite_master WHERE tbl_name = 'activity' AND type = 'index' AND sql IS NOT NULL"
    )
    rows = session.execute(text(known)).all()
    for name, _sql in rows:
        session.execute(text(f"DROP INDEX {name}"))
    return [sql for _name, sql in rows]


def _acts(postgresql: bool, first: int, last: int) -> str:
    """Return the statement: a number's remainders choose the kind, day, place, reader and book, the first ones often."""
    numbers = (
        f"SELECT i FROM generate_series(CAST({first} AS bigint), CAST({last} AS bigint)) AS g(i)"
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
    numbers = [each for each in sys.argv[1:] if each.isdecimal()]
    main(int(numbers[0]) if numbers else ACTS, next((each for each in sys.argv[1:] if "://" in each), ""))
