"""Proof that surveys agree with the log, and that answers belong to their questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ils.activity.kinds import Kind
from ils.activity.measures import Check, Problem
from ils.activity.models import Activity
from ils.surveys.models import Survey, SurveyAnswer, SurveyQuestion, SurveySheet
from ils.surveys.rules import State

Key = tuple[int, str, date | None, str]


def closed_surveys_are_logged(session: Session) -> Iterator[Problem]:
    """Every closed survey stands once in the log, on its day and in its department (line 9); no other does."""
    own: Counter[Key] = Counter()
    rows = select(Survey.id, Survey.place, Survey.closed_on, Survey.department)
    for number, place, day, department in session.execute(rows.where(Survey.state == State.CLOSED)):
        own[number, place, day, department] = 1
    said: Counter[Key] = Counter()
    key = (Activity.subject_id, Activity.source, Activity.day, Activity.department)
    logged = select(*key, func.sum(Activity.amount)).where(Activity.kind == str(Kind.SURVEY_CLOSE))
    for number, place, day, department, amount in session.execute(logged.group_by(*key)):
        said[number, place, day, department] = int(amount)
    for each in sorted(own.keys() | said.keys(), key=repr):
        if own[each] != said[each]:
            facts: dict[str, object] = {
                "survey": each[0],
                "day": each[2],
                "closed": own[each],
                "logged": said[each],
            }
            yield Problem("survey_log_differs", facts)


def answers_fit(session: Session) -> Iterator[Problem]:
    """Find answers to a question of another survey than their sheet's."""
    rows = (
        select(SurveyAnswer.id, SurveyAnswer.sheet_id)
        .join(SurveySheet, SurveySheet.id == SurveyAnswer.sheet_id)
        .join(SurveyQuestion, SurveyQuestion.id == SurveyAnswer.question_id)
        .where(SurveySheet.survey_id != SurveyQuestion.survey_id)
    )
    for answer, sheet in session.execute(rows.order_by(SurveyAnswer.id)):
        yield Problem("survey_answer_differs", {"answer": answer, "sheet": sheet})


CHECKS: tuple[Check, ...] = (closed_surveys_are_logged, answers_fit)
