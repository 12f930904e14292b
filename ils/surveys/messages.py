"""Words of surveys."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from ils.surveys.errors import SurveyCode
from ils.surveys.rules import Kind, Place, SheetChannel, State

SURVEY_WORDS: dict[SurveyCode, Any] = {
    SurveyCode.UNKNOWN: _l("There is no such survey."),
    SurveyCode.QUESTION_UNKNOWN: _l("There is no such question."),
    SurveyCode.SHEET_UNKNOWN: _l("There is no such sheet."),
    SurveyCode.NOT_DRAFT: _l("The survey is open or closed; its questions stay as readers saw them."),
    SurveyCode.NOT_OPEN: _l("The survey is not open."),
    SurveyCode.NOT_CLOSED: _l("The survey is not closed."),
    SurveyCode.HAS_SHEETS: _l("Sheets have come in already; the questions stay as readers saw them."),
    SurveyCode.NO_QUESTIONS: _l("The survey has no question yet. Add one first."),
    SurveyCode.NO_SHEETS: _l("Nobody has answered yet: a survey is closed with at least one sheet."),
    SurveyCode.TEXT_MISSING: _l("Write it in one language at least."),
    SurveyCode.PLACE_UNKNOWN: _l("There is no place “%(place)s” to ask readers."),
    SurveyCode.KIND_UNKNOWN: _l("There is no kind of question “%(kind)s”."),
    SurveyCode.OPTIONS_FEW: _l("Give at least two answers to choose from, each on a line of its own."),
    SurveyCode.OPTIONS_MANY: _l("A question has %(most)s answers to choose from at most."),
    SurveyCode.OPTIONS_DIFFER: _l(
        "The languages have different numbers of answers: %(counts)s. Line by line they must be the same."
    ),
    SurveyCode.SCALE_INVALID: _l("A scale goes up, from 0 at least to %(most)s at most."),
    SurveyCode.QUESTIONS_MANY: _l("A survey has %(most)s questions at most."),
    SurveyCode.DAYS_REVERSED: _l("The last day cannot be before the first."),
    SurveyCode.DAY_ODD: _l("%(day)s cannot be a day of a survey. Check the year."),
    SurveyCode.DAY_AHEAD: _l("%(day)s has not come yet."),
    SurveyCode.BEFORE_SHEETS: _l("The last sheet is of %(last)s; the survey cannot be closed on %(day)s."),
    SurveyCode.CHANNEL_UNKNOWN: _l("A sheet cannot come by “%(channel)s”."),
    SurveyCode.NOT_TAKING: _l("This survey takes no answers now."),
    SurveyCode.ANSWERED_ALREADY: _l("You have answered this survey already. Thank you!"),
    SurveyCode.SHEET_EMPTY: _l("Nothing is answered yet."),
    SurveyCode.ANSWERS_WRONG: _l("Answers to mend: %(count)s."),
    SurveyCode.SHEET_WITHDRAWN: _l("The sheet was withdrawn before."),
    SurveyCode.ANSWER_MISSING: _l("This question needs an answer."),
    SurveyCode.ANSWER_NO_OPTION: _l("There is no answer %(answer)s here; their numbers are 1 to %(most)s."),
    SurveyCode.ANSWER_ONE_ONLY: _l("Only one answer can be chosen here."),
    SurveyCode.ANSWER_NO_NUMBER: _l("This is not a whole number."),
    SurveyCode.ANSWER_OFF_SCALE: _l("The scale goes from %(low)s to %(high)s."),
    SurveyCode.ANSWER_TOO_LONG: _l("This is too long: the limit is %(most)s characters."),
}

STATES: dict[State, Any] = {
    State.DRAFT: _l("draft"),
    State.OPEN: _l("open"),
    State.CLOSED: _l("closed"),
}

STATE_TAGS: dict[State, str] = {State.DRAFT: "plain", State.OPEN: "info", State.CLOSED: "ok"}

PLACES: dict[Place, Any] = {
    Place.INSIDE: _l("in the library"),
    Place.OUTSIDE: _l("outside the library"),
    Place.BOTH: _l("in the library and outside"),
}

QUESTION_KINDS: dict[Kind, Any] = {
    Kind.ONE: _l("one answer of several"),
    Kind.MANY: _l("several answers"),
    Kind.SCALE: _l("a mark on a scale"),
    Kind.NUMBER: _l("a number"),
    Kind.TEXT: _l("words"),
}

SHEET_CHANNELS: dict[SheetChannel, Any] = {
    SheetChannel.PAPER: _l("on paper"),
    SheetChannel.WEB: _l("on the web"),
    SheetChannel.TELEGRAM: _l("by Telegram"),
}

AUDIT_WORDS: dict[str, Any] = {
    "survey_made": _l("Survey begun"),
    "survey_changed": _l("Survey changed"),
    "survey_question_changed": _l("Question of a survey changed"),
    "survey_opened": _l("Survey opened"),
    "survey_redrafted": _l("Survey taken back to a draft"),
    "survey_discarded": _l("Draft of a survey deleted"),
    "survey_sheet_withdrawn": _l("Sheet of a survey withdrawn"),
    "survey_closed": _l("Survey closed"),
    "survey_reopened": _l("Survey opened again"),
}

CHECK_WORDS: dict[str, Any] = {
    "survey_log_differs": _l(
        "Survey %(survey)s is closed on %(day)s: %(closed)s; the activity log says: %(logged)s."
    ),
    "survey_answer_differs": _l("Answer %(answer)s of sheet %(sheet)s belongs to a question of another survey."),
}  # fmt: skip
