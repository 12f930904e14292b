"""A survey is begun, changed, opened, taken back to a draft, discarded."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.surveys import services
from ils.surveys.forms import SurveyForm
from ils.surveys.messages import PLACES
from ils.surveys.queries import SurveyView, survey_view
from ils.surveys.views.base import SURVEY, Answer, blueprint, place_choices, say
from ils.web.auth import current_work, require
from ils.web.errors import STATUS
from ils.web.session import current_session


@blueprint.route("/new", methods=["GET", "POST"])
@require(Permission.SEE_PLAN)
def new() -> Answer:
    """Begin a survey."""
    form = SurveyForm(data={"department": current_work().department}).offer(place_choices(), PLACES)
    if request.method == "GET":
        return _page(form, None)
    if not form.validate():
        return _page(form, None), 422
    try:
        with transaction(current_session()) as session:
            made = services.create(
                session, current_work(), facts=form.facts(), department=form.department.data or ""
            )
    except LibraryError as problem:
        return _page(form, None, problem), STATUS[problem.kind]
    return redirect(url_for("surveys.new_question", survey_id=made.id))


@blueprint.route(f"/{SURVEY}/edit", methods=["GET", "POST"])
@require(Permission.SEE_PLAN)
def edit(survey_id: int) -> Answer:
    """Change what is said of a survey."""
    survey = survey_view(current_session(), survey_id)
    form = SurveyForm().offer(place_choices(), PLACES)
    if request.method == "GET":
        form.show(survey)
        return _page(form, survey)
    if not form.validate():
        return _page(form, survey), 422
    try:
        with transaction(current_session()) as session:
            services.change(
                session, current_work(), survey_id=survey_id, facts=form.facts(),
                department=form.department.data or "",
            )  # fmt: skip
    except LibraryError as problem:
        return _page(form, survey, problem), STATUS[problem.kind]
    flash(_("Saved."), "success")
    return redirect(url_for("surveys.show", survey_id=survey_id))


def _page(form: SurveyForm, survey: SurveyView | None, problem: LibraryError | None = None) -> str:
    return render_template(
        "surveys/form.html", form=form, survey=survey, problem=say(problem) if problem else None
    )


@blueprint.post(f"/{SURVEY}/open")
@require(Permission.SEE_PLAN)
def open_survey(survey_id: int) -> Response:
    """Let sheets come in."""
    with transaction(current_session()) as session:
        services.open_survey(session, current_work(), survey_id=survey_id)
    flash(_("The survey is open. Show readers its address, or print sheets."), "success")
    return redirect(url_for("surveys.show", survey_id=survey_id))


@blueprint.post(f"/{SURVEY}/draft")
@require(Permission.SEE_PLAN)
def to_draft(survey_id: int) -> Response:
    """Take a survey back to mend its questions."""
    with transaction(current_session()) as session:
        services.to_draft(session, current_work(), survey_id=survey_id)
    return redirect(url_for("surveys.show", survey_id=survey_id))


@blueprint.post(f"/{SURVEY}/discard")
@require(Permission.SEE_PLAN)
def discard(survey_id: int) -> Response:
    """Delete a draft."""
    with transaction(current_session()) as session:
        services.discard(session, current_work(), survey_id=survey_id)
    flash(_("The draft is deleted."), "success")
    return redirect(url_for("surveys.index"))
