"""Tasks about lines of the plan."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ils.accounts.queries import staff_names
from ils.workplan.models import PlanTask


@dataclass(frozen=True, slots=True)
class Task:
    """A task with the names of those who wrote and finished it."""

    id: int
    year: int
    number: str
    text: str
    service: str
    due_on: date | None
    at: datetime
    staff: str
    done_at: datetime | None
    done_by: str
    done_note: str


def tasks(
    session: Session, *, year: int, number: str = "", service: str = "", done: bool | None = None
) -> tuple[Task, ...]:
    """Return the tasks of a year: those still to be done first, by their last day; the others newest first."""
    query = select(PlanTask).where(PlanTask.year == year)
    if number:
        query = query.where(PlanTask.number == number)
    if service:
        query = query.where(PlanTask.service == service)
    if done is not None:
        query = query.where(PlanTask.done_at.is_not(None) if done else PlanTask.done_at.is_(None))
    rows = session.scalars(query.order_by(PlanTask.id.desc())).all()
    names = staff_names(session, (who for row in rows for who in (row.staff_id, row.done_by)))
    found = (
        Task(
            row.id, row.year, row.number, row.text, row.service, row.due_on, row.at, names.get(row.staff_id or 0, ""),
            row.done_at, names.get(row.done_by or 0, ""), row.done_note,
        )
        for row in rows
    )  # fmt: skip
    return tuple(sorted(found, key=lambda each: (each.done_at is not None, each.due_on or date.max)))


def open_tasks(session: Session, year: int) -> Counter[str]:
    """Return how many tasks of each line are still to be done."""
    rows = select(PlanTask.number).where(PlanTask.year == year, PlanTask.done_at.is_(None))
    return Counter(session.scalars(rows))
