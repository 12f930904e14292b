"""Notes and tasks of the director about a line, for the service that answers for it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.errors import clean_text
from ils.workplan.errors import PlanCode, PlanError, PlanInputError, PlanLineUnknownError
from ils.workplan.models import PlanTask
from ils.workplan.queries.lines import find_line

LONGEST, LONGEST_ANSWER = 1000, 500


def add_task(
    session: Session,
    work: Work,
    *,
    year: int,
    number: str,
    text: str,
    service: str,
    due_on: date | None = None,
) -> int:
    """Write a task about a line of the plan; a day before today cannot be its last one."""
    find_line(session, year=year, number=number)
    told = clean_text(text, field="text", limit=LONGEST)
    if not told:
        raise PlanInputError(PlanCode.TASK_EMPTY)
    if due_on is not None and due_on < work.day:
        raise PlanInputError(PlanCode.TASK_OVER, day=due_on)
    task = PlanTask(
        year=year, number=number, text=told, service=service[:20], due_on=due_on, at=work.now,
        staff_id=work.actor_id,
    )  # fmt: skip
    session.add(task)
    session.flush()
    audit(session, work, "plan_task_added", subject_type="plan_task", subject_id=task.id, number=number)
    return task.id


def finish_task(session: Session, work: Work, *, task_id: int, note: str = "") -> int:
    """Note a task as done, with what came of it; return the year of the plan that it is about."""
    row = _task(session, task_id)
    if row.done_at is not None:
        raise PlanError(PlanCode.TASK_DONE)
    row.done_at, row.done_by, row.done_note = (
        work.now,
        work.actor_id,
        clean_text(note, field="note", limit=LONGEST_ANSWER),
    )
    audit(session, work, "plan_task_done", subject_type="plan_task", subject_id=row.id, number=row.number)
    return row.year


def _task(session: Session, task_id: int) -> PlanTask:
    row = None
    if 0 < task_id < 2**31:
        row = session.scalars(select(PlanTask).where(PlanTask.id == task_id).with_for_update()).one_or_none()
    if row is None:
        raise PlanLineUnknownError(PlanCode.TASK_UNKNOWN, task=task_id)
    return row
