"""Results as a spreadsheet: the counts, and every sheet as a row."""

from __future__ import annotations

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ils import clock
from ils.accounts.permissions import Permission
from ils.printing.xlsx import Cell, Column, Sheet, make_xlsx
from ils.registers.views.base import spoken
from ils.surveys import queries
from ils.surveys.messages import SHEET_CHANNELS
from ils.surveys.queries import QuestionResult, QuestionView, SurveyView
from ils.surveys.rules import CHOICES, Answer, Kind, SheetChannel
from ils.surveys.views.base import SURVEY, blueprint, text_of
from ils.web.auth import require
from ils.web.files import XLSX, send
from ils.web.session import current_session

LONGEST_HEADING = 120


@blueprint.get(f"/{SURVEY}/results.xlsx")
@require(Permission.SEE_PLAN)
def result_book(survey_id: int) -> Response:
    """Send the results and every sheet as a spreadsheet."""
    survey = queries.survey_view(current_session(), survey_id)
    with spoken():
        title = text_of(survey.title)
        made = make_xlsx([_counts(survey, title), _all_sheets(survey, title)], title=title, at=clock.now())
    return send(made, XLSX, f"survey-{survey_id}-results.xlsx", keep=True)


def _counts(survey: SurveyView, title: str) -> Sheet:
    found = queries.results(current_session(), survey.id)
    rows = [row for each in found.questions for row in _rows(each)]
    heads = [
        Column("№", 6), Column(_("Question"), 60), Column(_("Answer"), 50), Column(_("Sheets"), 10), Column("%", 8),
        Column(_("Mean"), 10),
    ]  # fmt: skip
    above = [title, _("Sheets: %(count)s", count=found.sheets)]
    return Sheet(_("Results"), heads, rows, above=above, below=survey.findings.splitlines())


def _rows(found: QuestionResult) -> list[list[Cell]]:
    question = found.question
    head: list[Cell] = [question.position, text_of(question.text), None, found.answered, None, found.mean]
    told: list[list[Cell]] = [
        [None, None, _label(question, each.place), each.count, each.percent, None] for each in found.choices
    ]
    said: list[list[Cell]] = [[None, None, words, None, None, None] for words in found.words]
    return [head, *told, *said]


def _label(question: QuestionView, place: int) -> str:
    return text_of(question.options[place]) if question.kind in CHOICES else str(place)


def _all_sheets(survey: SurveyView, title: str) -> Sheet:
    questions = queries.questions_of(current_session(), survey.id)
    answers = queries.sheet_answers(current_session(), survey.id)
    rows, _total = queries.sheets(current_session(), survey.id, limit=None)
    told: list[list[Cell]] = [
        [row.number, row.day, str(SHEET_CHANNELS[SheetChannel(row.channel)]), row.language,
         *(_cell(each, answers.get(row.id, [])) for each in questions)]
        for row in reversed(rows) if row.withdrawn_at is None
    ]  # fmt: skip
    heads = [
        Column("№", 6), Column(_("Day"), 12), Column(_("Channel"), 14), Column(_("Language"), 10),
        *(Column(f"{each.position}. {text_of(each.text)}"[:LONGEST_HEADING], 30) for each in questions),
    ]  # fmt: skip
    return Sheet(_("Sheets"), heads, told, above=[title])


def _cell(question: QuestionView, answers: list[Answer]) -> Cell:
    mine = [each for each in answers if each.question_id == question.id]
    if not mine:
        return None
    if question.kind in CHOICES:
        return "; ".join(text_of(question.options[each.option or 0]) for each in mine)
    return mine[0].words if question.kind == Kind.TEXT else mine[0].number
