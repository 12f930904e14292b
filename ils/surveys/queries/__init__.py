"""Reads of surveys."""

from ils.surveys.queries.results import ChoiceCount, QuestionResult, Results, results
from ils.surveys.queries.sheets import SheetRow, has_answered, sheet_answers, sheet_row, sheets
from ils.surveys.queries.surveys import (
    QuestionView,
    SurveyFilter,
    SurveyView,
    by_token,
    describe,
    question_view,
    questions_of,
    survey_view,
    surveys,
)

__all__ = [
    "ChoiceCount", "QuestionResult", "QuestionView", "Results", "SheetRow", "SurveyFilter", "SurveyView", "by_token",
    "describe", "has_answered", "question_view", "questions_of", "results", "sheet_answers", "sheet_row", "sheets",
    "survey_view", "surveys",
]  # fmt: skip
