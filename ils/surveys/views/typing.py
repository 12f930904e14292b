"""Typing of paper sheets by keys alone: numbers of answers, Enter from box to box."""

from __future__ import annotations

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _

from ils import clock
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.surveys import queries, services
from ils.surveys.errors import AnswersWrong, Misread, SurveyCode, SurveyError
from ils.surveys.rules import LANGUAGES, SheetChannel, State
from ils.surveys.views.base import ANSWER, SURVEY, Answer, blueprint, say
from ils.web.asked import typed_day
from ils.web.auth import current_work, require
from ils.web.errors import STATUS
from ils.web.locale import current_language
from ils.web.session import current_session

KEPT = "survey_typing"  # day and language of the sheets, kept from one to the next


@blueprint.route(f"/{SURVEY}/type", methods=["GET", "POST"])
@require(Permission.SEE_PLAN)
def type_sheet(survey_id: int) -> Answer:
    """Type a sheet of paper."""
    if request.method == "GET":
        return _page(survey_id)
    try:
        _typed(survey_id)
    except AnswersWrong as wrong:
        return _page(survey_id, problems=wrong.problems, problem=say(wrong)), STATUS[wrong.kind]
    except LibraryError as refused:
        return _page(survey_id, problem=say(refused)), STATUS[refused.kind]
    count = queries.survey_view(current_session(), survey_id).sheets
    flash(_("Sheet saved. Sheets in all: %(count)s", count=count), "success")
    return redirect(url_for("surveys.type_sheet", survey_id=survey_id))


def _typed(survey_id: int) -> None:
    database = current_session()
    given = {
        each.id: [request.form.get(f"{ANSWER}{each.id}", "")]
        for each in queries.questions_of(database, survey_id)
    }
    language = request.form.get("language", "")
    day = typed_day("day", near=True)
    with transaction(database):
        made = services.fill(
            database, current_work(), survey_id=survey_id, given=given, channel=SheetChannel.PAPER.value,
            language=language if language in LANGUAGES else LANGUAGES[0], day=day,
        )  # fmt: skip
    session[KEPT] = [made.day.isoformat(), made.language]


def _page(
    survey_id: int, *, problems: Mapping[int, Misread] | None = None, problem: str | None = None
) -> str:
    survey = queries.survey_view(current_session(), survey_id)
    if survey.state != State.OPEN:
        raise SurveyError(SurveyCode.NOT_OPEN)
    day, language = session.get(KEPT) or (clock.today().isoformat(), current_language().partition("_")[0])
    return render_template(
        "surveys/typing.html",
        survey=survey,
        questions=queries.questions_of(current_session(), survey_id),
        given=request.form,
        problems=problems or {},
        problem=problem,
        day=request.form.get("day", day),
        language=request.form.get("language", language),
        languages_of=[each for each in LANGUAGES if survey.title.get(each)],
        today=clock.today(),
    )
