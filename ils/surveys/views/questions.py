"""Questions of a draft."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.surveys import services
from ils.surveys.forms import QuestionForm
from ils.surveys.messages import QUESTION_KINDS
from ils.surveys.queries import QuestionView, SurveyView, question_view, survey_view
from ils.surveys.rules import Kind
from ils.surveys.views.base import QUESTION, SURVEY, Answer, blueprint, say
from ils.web.auth import current_work, require
from ils.web.errors import STATUS
from ils.web.session import current_session


@blueprint.route(f"/{SURVEY}/questions/new", methods=["GET", "POST"])
@require(Permission.SEE_PLAN)
def new_question(survey_id: int) -> Answer:
    """Add a question."""
    survey = survey_view(current_session(), survey_id)
    form = QuestionForm().offer(QUESTION_KINDS)
    if request.method == "GET":
        return _page(form, survey, None)
    if not form.validate():
        return _page(form, survey, None), 422
    try:
        with transaction(current_session()) as session:
            services.add_question(session, current_work(), survey_id=survey_id, facts=form.facts())
    except LibraryError as problem:
        return _page(form, survey, None, problem), STATUS[problem.kind]
    flash(_("Question saved."), "success")
    more = "surveys.new_question" if request.form.get("more") else "surveys.show"
    return redirect(url_for(more, survey_id=survey_id))


@blueprint.route(f"/questions/{QUESTION}", methods=["GET", "POST"])
@require(Permission.SEE_PLAN)
def edit_question(question_id: int) -> Answer:
    """Change a question."""
    question = question_view(current_session(), question_id)
    survey = survey_view(current_session(), question.survey_id)
    form = QuestionForm().offer(QUESTION_KINDS)
    if request.method == "GET":
        form.show(question)
        return _page(form, survey, question)
    if not form.validate():
        return _page(form, survey, question), 422
    try:
        with transaction(current_session()) as session:
            services.change_question(session, current_work(), question_id=question_id, facts=form.facts())
    except LibraryError as problem:
        return _page(form, survey, question, problem), STATUS[problem.kind]
    flash(_("Question saved."), "success")
    return redirect(url_for("surveys.show", survey_id=survey.id))


def _page(
    form: QuestionForm,
    survey: SurveyView,
    question: QuestionView | None,
    problem: LibraryError | None = None,
) -> str:
    return render_template(
        "surveys/question.html",
        form=form,
        survey=survey,
        question=question,
        number=question.position if question else survey.questions + 1,
        scale=Kind.SCALE.value,
        problem=say(problem) if problem else None,
    )


@blueprint.post(f"/questions/{QUESTION}/move")
@require(Permission.SEE_PLAN)
def move_question(question_id: int) -> Response:
    """Move a question up or down."""
    with transaction(current_session()) as session:
        survey_id = services.move_question(
            session, current_work(), question_id=question_id, up=request.form.get("to") == "up"
        )
    return redirect(url_for("surveys.show", survey_id=survey_id, _anchor=f"question-{question_id}"))


@blueprint.post(f"/questions/{QUESTION}/remove")
@require(Permission.SEE_PLAN)
def remove_question(question_id: int) -> Response:
    """Remove a question."""
    with transaction(current_session()) as session:
        survey_id = services.remove_question(session, current_work(), question_id=question_id)
    return redirect(url_for("surveys.show", survey_id=survey_id))
