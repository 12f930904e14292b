"""What a line of the plan says, read from the log by the counters that the plan of 2021 carries as data."""

from __future__ import annotations

import json
from datetime import date, datetime
from importlib.resources import files
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ils.activity.measures import totals_are_sums
from ils.activity.models import Activity
from ils.activity.work import Work
from ils.db import transaction
from ils.registers.measures import CHECKS
from ils.registers.models import RegisterEntry
from ils.registers.rules.checking import Facts
from ils.registers.services import change, enter, withdraw

LINES: dict[str, dict[str, Any]] = {
    line["number"]: line
    for line in json.loads(files("ils.workplan").joinpath("data", "plan_2021.json").read_text("utf-8"))
}


def fact(session: Session, number: str, year: int = 2026) -> int:
    """Return the figure of a line in a year, from the rows of the log themselves."""
    line = LINES[number]
    found = sum(_term(session, term, year) for term in line["counter"])
    return min(found, 1) if line["measure"] == "exists" else found


def _term(session: Session, term: dict[str, Any], year: int) -> int:
    where = [Activity.kind.in_(term["kinds"]), Activity.day.between(date(year, 1, 1), date(year, 12, 31))]
    if "sources" in term:
        where.append(Activity.source.in_(term["sources"]))
    if "without_citizenships" in term:
        where.append(Activity.patron_citizenship.not_in(term["without_citizenships"]))
    return int(session.scalars(select(func.coalesce(func.sum(Activity.amount), 0)).where(*where)).one())


def put(
    session: Session, work: Work, register: str, *, title: str = "Ish", day: date | None = None, **facts: Any
) -> RegisterEntry:
    """Enter something in a transaction of its own."""
    with transaction(session):
        return enter(session, work, register=register, facts=Facts(day=day or work.day, title=title, **facts))


def mend(session: Session, work: Work, entry: RegisterEntry, **new: Any) -> RegisterEntry:
    """Change some facts of an entry in a transaction of its own."""
    told = {name: getattr(entry, name) for name in Facts.__slots__} | new
    with transaction(session):
        return change(session, work, entry_id=entry.id, facts=Facts(**told))


def undo(session: Session, work: Work, entry: RegisterEntry, reason: str = "xato yozilgan") -> None:
    """Withdraw an entry in a transaction of its own."""
    with transaction(session):
        withdraw(session, work, entry_id=entry.id, reason=reason)


def holds(session: Session) -> None:
    """Everything that `ils check` asks of registers and totals holds."""
    problems = [problem for check in (*CHECKS, totals_are_sums) for problem in check(session)]
    assert problems == []


def at(text: str) -> datetime:
    """Return an instant told as the wall clock of Tashkent shows it."""
    return datetime.fromisoformat(f"{text}+05:00")
