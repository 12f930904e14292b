"""Sheets: sent by a browser, typed from paper, withdrawn."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from ils.activity.work import Work
from ils.surveys.errors import AnswersWrong, SurveyCode, SurveyError, SurveyInputError, SurveyNotFound
from ils.surveys.models import Survey, SurveyAnswer, SurveySheet
from ils.surveys.queries.sheets import has_answered
from ils.surveys.queries.surveys import questions_of
from ils.surveys.rules import Answer, SheetChannel, State, check_past, is_taking, read_sheet
from ils.surveys.rules.answers import Given
from ils.surveys.services.making import held, note


def fill(
    session: Session,
    work: Work,
    *,
    survey_id: int,
    given: Given,
    channel: str,
    language: str,
    visitor: str = "",
    day: date | None = None,
) -> SurveySheet:
    """Take a sheet: `given` holds by question what a form sent, or for paper what was typed.

    A browser (`visitor`, the digest of its cookie) sends one sheet that stands; paper may be typed while the survey is
    open, on the `day` it was filled. Wrong answers are all told at once (`AnswersWrong`).
    """
    survey = held(session, survey_id, State.OPEN)
    way = _channel(channel)
    on = check_past(day or work.day, work.day)
    if way is not SheetChannel.PAPER:
        _refuse_stranger(session, survey, on, visitor)
    asked = [each.asked for each in questions_of(session, survey.id)]
    read = read_sheet(asked, given, typed=way is SheetChannel.PAPER)
    if read.problems:
        raise AnswersWrong(read.problems)
    if not read.answers:
        raise SurveyInputError(SurveyCode.SHEET_EMPTY)
    sheet = SurveySheet(
        survey_id=survey.id, at=work.now, day=on, channel=way.value, language=language[:10],
        visitor=visitor[:64] if way is not SheetChannel.PAPER else "", staff_id=work.actor_id,
    )  # fmt: skip
    session.add(sheet)
    session.flush()
    session.add_all(_row(sheet, each) for each in read.answers)
    session.flush()
    return sheet


def _channel(channel: str) -> SheetChannel:
    if channel not in set(SheetChannel):
        raise SurveyInputError(SurveyCode.CHANNEL_UNKNOWN, channel=channel[:20])
    return SheetChannel(channel)


def _refuse_stranger(session: Session, survey: Survey, day: date, visitor: str) -> None:
    if not is_taking(survey.state, survey.opens_on, survey.closes_on, day):
        raise SurveyError(SurveyCode.NOT_TAKING)
    if has_answered(session, survey.id, visitor):
        raise SurveyError(SurveyCode.ANSWERED_ALREADY)


def _row(sheet: SurveySheet, answer: Answer) -> SurveyAnswer:
    return SurveyAnswer(
        sheet_id=sheet.id, question_id=answer.question_id, option=answer.option, number=answer.number,
        words=answer.words,
    )  # fmt: skip


def withdraw_sheet(session: Session, work: Work, *, sheet_id: int) -> SurveySheet:
    """Take a sheet out of the results, typed twice or sent in jest; it stays, marked, and its browser may answer anew."""
    sheet = session.get(SurveySheet, sheet_id)
    if sheet is None:
        raise SurveyNotFound(SurveyCode.SHEET_UNKNOWN)
    survey = held(session, sheet.survey_id, State.OPEN)
    session.refresh(sheet)
    if sheet.withdrawn_at is not None:
        raise SurveyError(SurveyCode.SHEET_WITHDRAWN)
    sheet.withdrawn_at, sheet.withdrawn_by = work.now, work.actor_id
    note(session, work, "survey_sheet_withdrawn", survey, sheet=sheet.id, channel=sheet.channel)
    session.flush()
    return sheet
