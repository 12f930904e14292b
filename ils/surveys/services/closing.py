"""Closing a survey with a conclusion counts it in line 9; opening it again takes the count back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, aliased

from ils.activity.kinds import Kind
from ils.activity.models import Activity
from ils.activity.services import record, reverse
from ils.activity.work import Done, Work
from ils.errors import clean_text
from ils.library.places import department as department_of
from ils.surveys.errors import SurveyCode, SurveyError, SurveyInputError
from ils.surveys.models import Survey, SurveySheet
from ils.surveys.rules import State, check_past, clean_lines
from ils.surveys.services.making import SUBJECT, held, note

LONGEST_FINDINGS = 10_000


def close(session: Session, work: Work, *, survey_id: int, findings: str, day: date | None = None) -> Survey:
    """Close a survey with what the library concludes; it counts once, on the day of closing (plan line 9)."""
    survey = held(session, survey_id, State.OPEN)
    text = clean_lines(findings, field="findings", limit=LONGEST_FINDINGS, required=True)
    on = check_past(day or work.day, work.day)
    last = _last_sheet(session, survey.id)
    if last is None:
        raise SurveyError(SurveyCode.NO_SHEETS)
    if on < last:
        raise SurveyInputError(SurveyCode.BEFORE_SHEETS, day=on, last=last)
    survey.state, survey.findings = State.CLOSED.value, text
    survey.closed_at, survey.closed_on, survey.closed_by = work.now, on, work.actor_id
    note(session, work, "survey_closed", survey, day=on.isoformat())
    session.flush()
    record(
        session,
        _at(session, work, survey),
        Done(Kind.SURVEY_CLOSE, SUBJECT, survey.id, source=survey.place, day=on),
    )
    return survey


def _last_sheet(session: Session, survey_id: int) -> date | None:
    return session.scalars(
        select(func.max(SurveySheet.day)).where(
            SurveySheet.survey_id == survey_id, SurveySheet.withdrawn_at.is_(None)
        )
    ).one()


def _at(session: Session, work: Work, survey: Survey) -> Work:
    """The survey counts for the department that made it."""
    if not survey.department or survey.department == work.department:
        return work
    place = department_of(session, survey.department)
    return replace(work, department=place.code, sector=place.sector)


def reopen(session: Session, work: Work, *, survey_id: int, reason: str) -> Survey:
    """Open a closed survey again, with a reason: its count is taken back on the day it stood on."""
    text = clean_text(reason, field="reason", limit=300, required=True)
    survey = held(session, survey_id, State.CLOSED)
    survey.state = State.OPEN.value
    survey.closed_at = survey.closed_on = survey.closed_by = None
    note(session, work, "survey_reopened", survey, reason=text)
    session.flush()
    reverse(session, work, activity=_act(session, survey.id), reason=text)
    return survey


def _act(session: Session, survey_id: int) -> Activity:
    """Return the act of the closing that stands."""
    twin = aliased(Activity)
    rows = select(Activity).where(
        Activity.kind == str(Kind.SURVEY_CLOSE),
        Activity.subject_type == SUBJECT,
        Activity.subject_id == survey_id,
        Activity.undo_of.is_(None),
        ~exists().where(twin.undo_of == Activity.id),
    )
    return session.scalars(rows).one()
