"""One survey: its questions while a draft, then its results; its sheets; closing and opening again."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ils import clock
from ils.accounts.permissions import Permission
from ils.accounts.queries import staff_names
from ils.db import transaction
from ils.errors import LibraryError
from ils.registers.queries.evidence import evidence_of
from ils.surveys import queries, services
from ils.surveys.forms import CloseForm, ReopenForm
from ils.surveys.messages import SHEET_CHANNELS
from ils.surveys.rules import SheetChannel, State
from ils.surveys.services.making import SUBJECT
from ils.surveys.views.base import (
    PAGE,
    SHEET,
    SURVEY,
    Answer,
    address,
    blueprint,
    say,
)
from ils.web.asked import asked_choice, page_number
from ils.web.auth import current_work, require
from ils.web.errors import STATUS
from ils.web.session import current_session


@blueprint.get(f"/{SURVEY}")
@require(Permission.SEE_PLAN)
def show(survey_id: int) -> str:
    """Show a draft with its questions, or a survey with its results."""
    return _page(survey_id)


def _page(
    survey_id: int,
    *,
    closing: CloseForm | None = None,
    reopening: ReopenForm | None = None,
    problem: str | None = None,
) -> str:
    session = current_session()
    survey = queries.survey_view(session, survey_id)
    if survey.state == State.DRAFT:
        return render_template(
            "surveys/draft.html",
            survey=survey,
            questions=queries.questions_of(session, survey_id),
            problem=problem,
        )
    channel = asked_choice("channel", set(SHEET_CHANNELS))
    told = {"day": clock.today(), "findings": survey.findings}
    return render_template(
        "surveys/show.html",
        survey=survey,
        results=queries.results(session, survey_id, channel=channel),
        channel=channel,
        address=address(survey),
        telegram=address(survey, SheetChannel.TELEGRAM),
        closing=closing or CloseForm(formdata=None, data=told),
        reopening=reopening or ReopenForm(formdata=None),
        files=evidence_of(session, SUBJECT, survey_id),
        names=staff_names(session, {survey.created_by, survey.closed_by}),
        today=clock.today(),
        problem=problem,
    )


@blueprint.get(f"/{SURVEY}/preview")
@require(Permission.SEE_PLAN)
def preview(survey_id: int) -> str:
    """Show the page that readers will see; nothing can be sent from it."""
    session = current_session()
    return render_template(
        "surveys/fill.html",
        survey=queries.survey_view(session, survey_id),
        questions=queries.questions_of(session, survey_id),
        problems={},
        given={},
        problem=None,
        preview=True,
    )


@blueprint.post(f"/{SURVEY}/close")
@require(Permission.SEE_PLAN)
def close(survey_id: int) -> Answer:
    """Close a survey with the library's conclusion; it counts in the plan."""
    form = CloseForm()
    if not form.validate():
        return _page(survey_id, closing=form), 422
    try:
        with transaction(current_session()) as session:
            services.close(
                session, current_work(), survey_id=survey_id, findings=form.findings.data, day=form.day.data
            )
    except LibraryError as problem:
        return _page(survey_id, closing=form, problem=say(problem)), STATUS[problem.kind]
    flash(_("The survey is closed and counts in the plan."), "success")
    return redirect(url_for("surveys.show", survey_id=survey_id))


@blueprint.post(f"/{SURVEY}/reopen")
@require(Permission.SEE_PLAN)
def reopen(survey_id: int) -> Answer:
    """Open a closed survey again, with a reason; it counts no more."""
    form = ReopenForm()
    if not form.validate():
        return _page(survey_id, reopening=form), 422
    try:
        with transaction(current_session()) as session:
            services.reopen(session, current_work(), survey_id=survey_id, reason=form.reason.data)
    except LibraryError as problem:
        return _page(survey_id, reopening=form, problem=say(problem)), STATUS[problem.kind]
    flash(_("The survey is open again and does not count until it is closed."), "success")
    return redirect(url_for("surveys.show", survey_id=survey_id))


@blueprint.get(f"/{SURVEY}/sheets")
@require(Permission.SEE_PLAN)
def sheets(survey_id: int) -> str:
    """Show the sheets of a survey."""
    session = current_session()
    page = page_number()
    channel = asked_choice("channel", set(SHEET_CHANNELS))
    rows, total = queries.sheets(session, survey_id, channel=channel, limit=PAGE, offset=(page - 1) * PAGE)

    def at(number: int) -> str:
        return url_for("surveys.sheets", survey_id=survey_id, page=number, channel=channel or None)

    skipped = (page - 1) * PAGE
    return render_template(
        "surveys/sheets.html",
        survey=queries.survey_view(session, survey_id),
        rows=rows,
        pager={
            "first": skipped + 1 if rows else None,
            "last": skipped + len(rows) if rows else None,
            "total": total,
            "prev_url": at(page - 1) if page > 1 else None,
            "next_url": at(page + 1) if skipped + len(rows) < total else None,
        },
        channel=channel,
        channels=[("", _("all")), *((each.value, str(word)) for each, word in SHEET_CHANNELS.items())],
        names=staff_names(session, {each.staff_id for each in rows}),
    )


@blueprint.get(f"/sheets/{SHEET}")
@require(Permission.SEE_PLAN)
def sheet(sheet_id: int) -> str:
    """Show what stands on a sheet."""
    session = current_session()
    row = queries.sheet_row(session, sheet_id)
    answers = queries.sheet_answers(session, row.survey_id, sheet_id).get(sheet_id, [])
    return render_template(
        "surveys/sheet.html",
        sheet=row,
        survey=queries.survey_view(session, row.survey_id),
        questions=queries.questions_of(session, row.survey_id),
        answers=answers,
        names=staff_names(session, {row.staff_id, row.withdrawn_by}),
    )


@blueprint.post(f"/sheets/{SHEET}/withdraw")
@require(Permission.SEE_PLAN)
def withdraw(sheet_id: int) -> Response:
    """Take a sheet out of the results."""
    with transaction(current_session()) as session:
        services.withdraw_sheet(session, current_work(), sheet_id=sheet_id)
    flash(_("The sheet counts no more."), "success")
    return redirect(url_for("surveys.sheet", sheet_id=sheet_id))
