"""Refusals of surveys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ils.errors import InputError, LibraryError, NotFoundError


class SurveyCode(StrEnum):
    """Why a survey was not changed, opened, closed, or a sheet not taken."""

    UNKNOWN = "survey_unknown"
    QUESTION_UNKNOWN = "survey_question_unknown"
    SHEET_UNKNOWN = "survey_sheet_unknown"
    NOT_DRAFT = "survey_not_draft"
    NOT_OPEN = "survey_not_open"
    NOT_CLOSED = "survey_not_closed"
    HAS_SHEETS = "survey_has_sheets"
    NO_QUESTIONS = "survey_no_questions"
    NO_SHEETS = "survey_no_sheets"
    TEXT_MISSING = "survey_text_missing"
    PLACE_UNKNOWN = "survey_place_unknown"
    KIND_UNKNOWN = "survey_kind_unknown"
    OPTIONS_FEW = "survey_options_few"
    OPTIONS_MANY = "survey_options_many"
    OPTIONS_DIFFER = "survey_options_differ"
    SCALE_INVALID = "survey_scale_invalid"
    QUESTIONS_MANY = "survey_questions_many"
    DAYS_REVERSED = "survey_days_reversed"
    DAY_ODD = "survey_day_odd"
    DAY_AHEAD = "survey_day_ahead"
    BEFORE_SHEETS = "survey_before_sheets"
    CHANNEL_UNKNOWN = "survey_channel_unknown"
    NOT_TAKING = "survey_not_taking"
    ANSWERED_ALREADY = "survey_answered_already"
    SHEET_EMPTY = "survey_sheet_empty"
    ANSWERS_WRONG = "survey_answers_wrong"
    SHEET_WITHDRAWN = "survey_sheet_withdrawn"
    ANSWER_MISSING = "survey_answer_missing"
    ANSWER_NO_OPTION = "survey_answer_no_option"
    ANSWER_ONE_ONLY = "survey_answer_one_only"
    ANSWER_NO_NUMBER = "survey_answer_no_number"
    ANSWER_OFF_SCALE = "survey_answer_off_scale"
    ANSWER_TOO_LONG = "survey_answer_too_long"


@dataclass(frozen=True, slots=True)
class Misread:
    """What is wrong with the answer to one question."""

    code: SurveyCode
    facts: Mapping[str, object] = field(default_factory=dict)


class SurveyError(LibraryError):
    """A refusal of surveys."""


class SurveyInputError(SurveyError, InputError):
    """What was typed about a survey cannot be."""


class AnswersWrong(SurveyInputError):
    """Some answers of a sheet cannot be taken; `problems` says which, by question."""

    def __init__(self, problems: Mapping[int, Misread]) -> None:
        super().__init__(SurveyCode.ANSWERS_WRONG, count=len(problems))
        self.problems = problems


class SurveyNotFound(SurveyError, NotFoundError):
    """No such survey, question or sheet."""
