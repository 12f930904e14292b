"""Filled sheets and their answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from ils.surveys.errors import SurveyCode, SurveyNotFound
from ils.surveys.models import SurveyAnswer, SurveySheet
from ils.surveys.rules import Answer


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A sheet in a list; `number` counts the sheets of its survey from 1, withdrawn ones too."""

    id: int
    survey_id: int
    number: int
    at: datetime
    day: date
    channel: str
    language: str
    staff_id: int | None
    withdrawn_at: datetime | None
    withdrawn_by: int | None


_EARLIER: Any = aliased(SurveySheet)
_NUMBER = (
    select(func.count())
    .where(_EARLIER.survey_id == SurveySheet.survey_id, _EARLIER.id <= SurveySheet.id)
    .correlate(SurveySheet)
    .scalar_subquery()
)
_COLUMNS = [_NUMBER if name == "number" else getattr(SurveySheet, name) for name in SheetRow.__slots__]


def sheets(
    session: Session, survey_id: int, *, channel: str = "", limit: int | None = 50, offset: int = 0
) -> tuple[tuple[SheetRow, ...], int]:
    """Return a page of sheets, the newest first, and how many there are in all."""
    where = [SurveySheet.survey_id == survey_id]
    if channel:
        where.append(SurveySheet.channel == channel)
    total = session.scalars(select(func.count()).select_from(SurveySheet).where(*where)).one()
    rows = select(*_COLUMNS).where(*where).order_by(SurveySheet.id.desc())
    rows = rows.limit(limit).offset(offset) if limit is not None else rows
    return tuple(SheetRow(*row) for row in session.execute(rows)), total


def sheet_row(session: Session, sheet_id: int) -> SheetRow:
    """Return one sheet; refuse an unknown id."""
    row = session.execute(select(*_COLUMNS).where(SurveySheet.id == sheet_id)).one_or_none()
    if row is None:
        raise SurveyNotFound(SurveyCode.SHEET_UNKNOWN)
    return SheetRow(*row)


def sheet_answers(session: Session, survey_id: int, sheet_id: int | None = None) -> dict[int, list[Answer]]:
    """Return the answers of one sheet or of all that stand, by sheet."""
    rows = (
        select(
            SurveyAnswer.sheet_id, SurveyAnswer.question_id, SurveyAnswer.option, SurveyAnswer.number, SurveyAnswer.words
        )
        .join(SurveySheet, SurveySheet.id == SurveyAnswer.sheet_id)
        .where(SurveySheet.survey_id == survey_id)
        .order_by(SurveyAnswer.sheet_id, SurveyAnswer.id)
    )  # fmt: skip
    if sheet_id is not None:
        rows = rows.where(SurveySheet.id == sheet_id)
    else:
        rows = rows.where(SurveySheet.withdrawn_at.is_(None))
    found: dict[int, list[Answer]] = {}
    for key, question, option, number, words in session.execute(rows):
        found.setdefault(key, []).append(Answer(question, option, number, words))
    return found


def has_answered(session: Session, survey_id: int, visitor: str) -> bool:
    """Tell whether a browser has sent a sheet that stands."""
    rows = select(SurveySheet.id).where(
        SurveySheet.survey_id == survey_id,
        SurveySheet.visitor == visitor,
        SurveySheet.withdrawn_at.is_(None),
    )
    return bool(visitor) and session.scalars(rows.limit(1)).first() is not None
