"""Questions of a draft: added, changed, moved, removed."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from ils.activity.work import Work
from ils.surveys.errors import SurveyCode, SurveyError, SurveyNotFound
from ils.surveys.models import Survey, SurveyQuestion
from ils.surveys.rules import QuestionFacts, State, checked_question
from ils.surveys.rules.shapes import MOST_QUESTIONS
from ils.surveys.services.making import held, note


def add_question(session: Session, work: Work, *, survey_id: int, facts: QuestionFacts) -> SurveyQuestion:
    """Add a question at the end of a draft."""
    survey = held(session, survey_id, State.DRAFT)
    count = len(_rows(session, survey.id))
    if count >= MOST_QUESTIONS:
        raise SurveyError(SurveyCode.QUESTIONS_MANY, most=MOST_QUESTIONS)
    question = SurveyQuestion(survey_id=survey.id, position=count + 1)
    _put(question, checked_question(facts))
    session.add(question)
    session.flush()
    _noted(session, work, survey, question, "added")
    return question


def _put(question: SurveyQuestion, facts: QuestionFacts) -> None:
    question.kind, question.text, question.options = facts.kind, dict(facts.text), facts.by_option()
    question.required, question.low, question.high = facts.required, facts.low, facts.high


def _rows(session: Session, survey_id: int) -> list[SurveyQuestion]:
    rows = select(SurveyQuestion).where(SurveyQuestion.survey_id == survey_id)
    return list(session.scalars(rows.order_by(SurveyQuestion.position)))


def _noted(session: Session, work: Work, survey: Survey, question: SurveyQuestion, what: str) -> None:
    note(session, work, "survey_question_changed", survey, what=what, position=question.position)


def _of_draft(session: Session, question_id: int) -> tuple[Survey, SurveyQuestion]:
    question = session.get(SurveyQuestion, question_id)
    if question is None:
        raise SurveyNotFound(SurveyCode.QUESTION_UNKNOWN)
    return held(session, question.survey_id, State.DRAFT), question


def change_question(
    session: Session, work: Work, *, question_id: int, facts: QuestionFacts
) -> SurveyQuestion:
    """Change a question of a draft."""
    survey, question = _of_draft(session, question_id)
    _put(question, checked_question(facts))
    _noted(session, work, survey, question, "changed")
    session.flush()
    return question


def move_question(session: Session, work: Work, *, question_id: int, up: bool) -> int:
    """Let a question change places with the one above or below, and return the survey's id; at the end it stays."""
    survey, question = _of_draft(session, question_id)
    rows = _rows(session, survey.id)
    at = next(number for number, row in enumerate(rows) if row.id == question.id)
    other = at - 1 if up else at + 1
    if 0 <= other < len(rows):
        rows[at], rows[other] = rows[other], rows[at]
        _numbered(session, rows)
        _noted(session, work, survey, question, "moved")
    session.flush()
    return survey.id


def remove_question(session: Session, work: Work, *, question_id: int) -> int:
    """Remove a question of a draft, close the gap and return the survey's id."""
    survey, question = _of_draft(session, question_id)
    _noted(session, work, survey, question, "removed")
    session.delete(question)
    session.flush()
    _numbered(session, _rows(session, survey.id))
    return survey.id


def _numbered(session: Session, rows: list[SurveyQuestion]) -> None:
    """Number the questions from 1; out of the way first, for no two may stand in one place even for a moment."""
    for number, row in enumerate(rows, start=1):
        row.position = -number
    session.flush()
    for row in rows:
        row.position = -row.position
    session.flush()
