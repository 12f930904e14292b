"""A survey: made as a draft, opened, back to a draft while nobody has answered, discarded."""

from __future__ import annotations

import secrets

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.library.places import department as department_of
from ils.surveys.errors import SurveyCode, SurveyError, SurveyNotFound
from ils.surveys.models import Survey, SurveyQuestion, SurveySheet
from ils.surveys.rules import Facts, State, checked, in_language

SUBJECT = "survey"
# Read aloud and typed from a poster: no letters that look alike, and never a number alone.
LETTERS, SIGNS, TOKEN = "abcdefghjkmnpqrstuvwxyz", "abcdefghjkmnpqrstuvwxyz23456789", 10
REFUSALS = {
    State.DRAFT: SurveyCode.NOT_DRAFT,
    State.OPEN: SurveyCode.NOT_OPEN,
    State.CLOSED: SurveyCode.NOT_CLOSED,
}


def create(session: Session, work: Work, *, facts: Facts, department: str = "") -> Survey:
    """Begin a survey as a draft, with a public address that nobody can guess."""
    clean = checked(facts)
    survey = Survey(
        token=_token(), state=State.DRAFT.value, department=_place(session, work, department),
        created_at=work.now, created_by=work.actor_id, findings="",
    )  # fmt: skip
    _put(survey, clean)
    session.add(survey)
    session.flush()
    note(session, work, "survey_made", survey, title=told_title(survey))
    return survey


def _token() -> str:
    return secrets.choice(LETTERS) + "".join(secrets.choice(SIGNS) for _ in range(TOKEN - 1))


def _place(session: Session, work: Work, department: str) -> str:
    return department_of(session, department).code if department else work.department


def _put(survey: Survey, facts: Facts) -> None:
    survey.title, survey.intro, survey.place = dict(facts.title), dict(facts.intro), facts.place
    survey.opens_on, survey.closes_on = facts.opens_on, facts.closes_on


def told_title(survey: Survey) -> str:
    """Return the title for the audit trail."""
    return in_language(survey.title, "uz")[0][:100]


def note(session: Session, work: Work, action: str, survey: Survey, **more: object) -> None:
    """Write down in the audit trail what was done to a survey."""
    audit(session, work, action, subject_type=SUBJECT, subject_id=survey.id, address="", **more)


def held(session: Session, survey_id: int, *states: State) -> Survey:
    """Return a survey in one of the states, held until the act commits: sheets and states pass one by one."""
    row = session.scalars(select(Survey).where(Survey.id == survey_id).with_for_update()).one_or_none()
    if row is None:
        raise SurveyNotFound(SurveyCode.UNKNOWN)
    if states and row.state not in states:
        raise SurveyError(REFUSALS[states[0]])
    return row


def change(session: Session, work: Work, *, survey_id: int, facts: Facts, department: str = "") -> Survey:
    """Change what is said of a survey; closed it stays as it was counted."""
    survey = held(session, survey_id, State.OPEN, State.DRAFT)
    _put(survey, checked(facts))
    if department:
        survey.department = _place(session, work, department)
    note(session, work, "survey_changed", survey, title=told_title(survey))
    session.flush()
    return survey


def open_survey(session: Session, work: Work, *, survey_id: int) -> Survey:
    """Let sheets come in; a survey without a question stays a draft."""
    survey = held(session, survey_id, State.DRAFT)
    if not session.scalars(
        select(func.count()).select_from(SurveyQuestion).where(SurveyQuestion.survey_id == survey.id)
    ).one():
        raise SurveyError(SurveyCode.NO_QUESTIONS)
    survey.state = State.OPEN.value
    survey.opens_on = survey.opens_on or work.day
    note(session, work, "survey_opened", survey)
    session.flush()
    return survey


def to_draft(session: Session, work: Work, *, survey_id: int) -> Survey:
    """Take an open survey back to mend its questions; refused once a sheet has come."""
    survey = held(session, survey_id, State.OPEN)
    if _has_sheets(session, survey.id):
        raise SurveyError(SurveyCode.HAS_SHEETS)
    survey.state = State.DRAFT.value
    note(session, work, "survey_redrafted", survey)
    session.flush()
    return survey


def discard(session: Session, work: Work, *, survey_id: int) -> None:
    """Delete a draft that nobody has seen; the audit trail keeps its title."""
    survey = held(session, survey_id, State.DRAFT)
    if _has_sheets(session, survey.id):
        raise SurveyError(SurveyCode.HAS_SHEETS)
    note(session, work, "survey_discarded", survey, title=told_title(survey))
    session.execute(delete(SurveyQuestion).where(SurveyQuestion.survey_id == survey.id))
    session.delete(survey)
    session.flush()


def _has_sheets(session: Session, survey_id: int) -> bool:
    rows = select(SurveySheet.id).where(SurveySheet.survey_id == survey_id).limit(1)
    return session.scalars(rows).first() is not None
