"""Surveys and their questions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ils.surveys.errors import SurveyCode, SurveyNotFound
from ils.surveys.models import Survey, SurveyQuestion, SurveySheet
from ils.surveys.rules import Asked, in_language, is_taking

LARGEST_ID = 2**31 - 1


@dataclass(frozen=True, slots=True)
class SurveyView:
    """A survey as a page shows it, with its number of questions and of sheets that stand."""

    id: int
    token: str
    title: dict[str, str]
    intro: dict[str, str]
    place: str
    state: str
    opens_on: date | None
    closes_on: date | None
    department: str
    created_at: datetime
    created_by: int | None
    closed_at: datetime | None
    closed_on: date | None
    closed_by: int | None
    findings: str
    questions: int
    sheets: int

    def taking(self, day: date) -> bool:
        """Whether the public page takes sheets on a day."""
        return is_taking(self.state, self.opens_on, self.closes_on, day)


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question as a page shows it."""

    id: int
    survey_id: int
    position: int
    kind: str
    text: dict[str, str]
    options: list[dict[str, str]]
    required: bool
    low: int | None
    high: int | None

    @property
    def asked(self) -> Asked:
        """What the reading of its answers needs."""
        return Asked(self.id, self.kind, len(self.options), self.required, self.low, self.high)

    @property
    def steps(self) -> range:
        """The steps of a scale."""
        return range(self.low or 0, (self.high or 0) + 1)


@dataclass(frozen=True, slots=True)
class SurveyFilter:
    """Which surveys are wanted; days are those of closing, else of opening; what is empty does not narrow."""

    since: date | None = None
    until: date | None = None
    state: str = ""
    department: str = ""


_QUESTIONS = (
    select(func.count()).where(SurveyQuestion.survey_id == Survey.id).correlate(Survey).scalar_subquery()
)
_SHEETS = (
    select(func.count())
    .where(SurveySheet.survey_id == Survey.id, SurveySheet.withdrawn_at.is_(None))
    .correlate(Survey)
    .scalar_subquery()
)
_OWN = [getattr(Survey, name) for name in SurveyView.__slots__ if name not in {"questions", "sheets"}]
_QUESTION = [getattr(SurveyQuestion, name) for name in QuestionView.__slots__]


def surveys(session: Session, wanted: SurveyFilter) -> tuple[SurveyView, ...]:
    """Return the surveys, the newest first; a library has a few a year."""
    rows = select(*_OWN, _QUESTIONS, _SHEETS).order_by(Survey.id.desc())
    if wanted.state:
        rows = rows.where(Survey.state == wanted.state)
    if wanted.department:
        rows = rows.where(Survey.department == wanted.department)
    day = func.coalesce(Survey.closed_on, Survey.opens_on)
    if wanted.since:
        rows = rows.where((day >= wanted.since) | day.is_(None))
    if wanted.until:
        rows = rows.where((day <= wanted.until) | day.is_(None))
    return tuple(SurveyView(*row) for row in _rows(session, rows))


def survey_view(session: Session, survey_id: int) -> SurveyView:
    """Return one survey; refuse an unknown id."""
    return _one(session, Survey.id == survey_id if 0 < survey_id <= LARGEST_ID else None)


def by_token(session: Session, token: str) -> SurveyView:
    """Return the survey of a public address; refuse an unknown one."""
    return _one(session, Survey.token == token)


def _one(session: Session, where: Any) -> SurveyView:
    rows = select(*_OWN, _QUESTIONS, _SHEETS).where(where) if where is not None else None
    found = _rows(session, rows) if rows is not None else []
    if not found:
        raise SurveyNotFound(SurveyCode.UNKNOWN)
    return SurveyView(*found[0])


def _rows(session: Session, rows: Any) -> list[Any]:
    return list(session.execute(rows))


def questions_of(session: Session, survey_id: int) -> tuple[QuestionView, ...]:
    """Return the questions of a survey in their order."""
    rows = select(*_QUESTION).where(SurveyQuestion.survey_id == survey_id)
    return tuple(QuestionView(*row) for row in session.execute(rows.order_by(SurveyQuestion.position)))


def question_view(session: Session, question_id: int) -> QuestionView:
    """Return one question; refuse an unknown id."""
    row = session.execute(select(*_QUESTION).where(SurveyQuestion.id == question_id)).one_or_none()
    if row is None:
        raise SurveyNotFound(SurveyCode.QUESTION_UNKNOWN)
    return QuestionView(*row)


def describe(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """Return the title of each survey, for the rows behind a figure."""
    rows = session.execute(select(Survey.id, Survey.title).where(Survey.id.in_(set(ids))))
    return {key: in_language(title, "uz")[0] for key, title in rows}
