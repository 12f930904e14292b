"""With which arguments the pages of surveys are visited."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ils.surveys.models import Survey, SurveyQuestion, SurveySheet

NOT_PAGES = {
    "surveys.blank", "surveys.poster", "surveys.qr", "surveys.register", "surveys.result_book", "surveys.result_sheet",
}  # fmt: skip
Asked = Mapping[str, Any]


def survey_pages(session: Session) -> dict[str, list[Asked]]:
    """Return the arguments of every page of surveys; the sample library has one closed and one open."""
    closed, opened = session.scalars(select(Survey).order_by(Survey.id)).all()[:2]
    sheet = session.scalars(select(SurveySheet.id).where(SurveySheet.survey_id == opened.id)).first()
    question = session.scalars(select(SurveyQuestion.id)).first()
    both: list[Asked] = [{"survey_id": closed.id}, {"survey_id": opened.id}]
    addresses: list[Asked] = [{"token": closed.token}, {"token": opened.token}]
    return {
        "surveys.edit": both[1:],
        "surveys.edit_question": [{"question_id": question}],
        "surveys.fill": addresses,
        "surveys.index": [{}, {"state": "draft"}],
        "surveys.new_question": both[1:],
        "surveys.preview": both,
        "surveys.sheet": [{"sheet_id": sheet}],
        "surveys.sheets": [*both, {"survey_id": opened.id, "channel": "paper"}],
        "surveys.show": [*both, {"survey_id": opened.id, "channel": "web"}],
        "surveys.thanks": addresses[1:],
        "surveys.type_sheet": both[1:],
    }
