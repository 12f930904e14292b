"""Selections for courses made, changed, copied for another term, closed; what is to be ordered; the norm."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.patrons.queries import patron_facts
from foreign_fund.service.errors import ListCode, ServiceNotFoundError
from foreign_fund.service.models import Selection, SelectionTitle
from foreign_fund.service.queries.chosen import NORM_SETTING
from foreign_fund.service.queries.titles import SELECTION
from foreign_fund.service.rules.covering import check_copies, check_norm, check_students
from foreign_fund.service.services.listing import locked_owner
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.errors import clean_text
from ils.library.models import Setting
from ils.library.places import department as department_of

SUBJECT = "selection"


@dataclass(frozen=True, slots=True)
class Course:
    """For whom a selection is made; a teacher by `patron_id`, or by name."""

    discipline: str
    department: str
    students: int | None = None
    patron_id: int | None = None
    teacher: str = ""
    faculty: str = ""
    course: str = ""
    study_group: str = ""
    term: str = ""
    note: str = ""


LIMITS = {"teacher": 200, "faculty": 200, "course": 20, "study_group": 200, "term": 100, "note": 1000}


def make_selection(session: Session, work: Work, *, course: Course) -> Selection:
    """Begin a selection."""
    row = Selection(
        **_checked(session, course), made_on=work.day, created_at=work.now, created_by=work.actor_id,
        changed_at=work.now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    _note(session, work, "selection_made", row.id, discipline=row.discipline)
    return row


def change_selection(session: Session, work: Work, *, selection_id: int, course: Course) -> Selection:
    """Change for whom it is."""
    row = _locked(session, selection_id)
    for name, value in _checked(session, course).items():
        setattr(row, name, value)
    row.changed_at = work.now
    _note(session, work, "selection_changed", row.id)
    session.flush()
    return row


def copy_selection(session: Session, work: Work, *, selection_id: int) -> Selection:
    """Begin the next term with the same titles; wishes are not repeated, for what was asked for may have come."""
    old = _locked(session, selection_id)
    names = (
        "patron_id",
        "discipline",
        "department",
        "students",
        *(name for name in LIMITS if name != "term"),
    )
    row = Selection(
        **{name: getattr(old, name) for name in names}, term="", made_on=work.day, created_at=work.now,
        created_by=work.actor_id, changed_at=work.now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    titles = select(SelectionTitle).where(SelectionTitle.owner_id == old.id).order_by(SelectionTitle.position)
    session.add_all(
        SelectionTitle(
            owner_id=row.id, record_id=each.record_id, described=each.described, position=each.position,
            note=each.note, additional=each.additional,
        )
        for each in session.scalars(titles)
    )  # fmt: skip
    _note(session, work, "selection_made", row.id, discipline=row.discipline, copied_from=old.id)
    session.flush()
    return row


def close_selection(session: Session, work: Work, *, selection_id: int) -> None:
    """Say that the course is over: its wishes and its students count no more."""
    row = _locked(session, selection_id)
    row.closed_on = row.closed_on or work.day
    _note(session, work, "selection_closed", row.id)
    session.flush()


def reopen_selection(session: Session, work: Work, *, selection_id: int) -> None:
    """Take that back."""
    row = _locked(session, selection_id)
    row.closed_on = None
    _note(session, work, "selection_reopened", row.id)
    session.flush()


def wish(session: Session, work: Work, *, selection_id: int, title_id: int, copies: int | None) -> None:
    """Say how many copies of a title are to be ordered for the course; 0 takes the wish back."""
    locked_owner(session, SELECTION, selection_id)
    row = session.scalars(
        select(SelectionTitle).where(SelectionTitle.id == title_id, SelectionTitle.owner_id == selection_id)
    ).one_or_none()
    if row is None:
        raise ServiceNotFoundError(ListCode.TITLE_NOT_THERE)
    row.wish_copies = check_copies(copies)
    row.wished_on = (row.wished_on or work.day) if row.wish_copies else None
    _note(session, work, "selection_wished", selection_id, copies=row.wish_copies)
    session.flush()


def set_norm(session: Session, work: Work, *, norm: int | None) -> None:
    """Set how many copies a hundred students need."""
    value = check_norm(norm)
    session.merge(Setting(name=NORM_SETTING, value=value))
    audit(session, work, "coverage_norm_set", subject_type="setting", subject_id=None, norm=value)


def _locked(session: Session, selection_id: int) -> Selection:
    asked = select(Selection).where(Selection.id == selection_id).with_for_update()
    row = session.scalars(asked.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise ServiceNotFoundError(ListCode.SELECTION_UNKNOWN)
    return row


def _checked(session: Session, course: Course) -> dict[str, Any]:
    if course.patron_id is not None:
        patron_facts(session, course.patron_id)  # an unknown reader is refused here
    texts = {
        name: clean_text(getattr(course, name), field=name, limit=limit) for name, limit in LIMITS.items()
    }
    return {
        **texts,
        "teacher": "" if course.patron_id else texts["teacher"],
        "patron_id": course.patron_id,
        "discipline": clean_text(course.discipline, field="discipline", limit=300, required=True),
        "students": check_students(course.students),
        "department": department_of(session, course.department).code,
    }


def _note(session: Session, work: Work, action: str, selection_id: int, **details: Any) -> None:
    audit(session, work, action, subject_type=SUBJECT, subject_id=selection_id, **details)
