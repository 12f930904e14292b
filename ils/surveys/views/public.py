"""The page that readers fill, on a phone first: no sign-in, one sheet a browser, every language of the survey."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping

from flask import current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ils import clock
from ils.db import transaction
from ils.errors import LibraryError
from ils.surveys import queries, services
from ils.surveys.errors import AnswersWrong, Misread, SurveyCode, SurveyNotFound
from ils.surveys.queries import SurveyView
from ils.surveys.rules import SheetChannel, State
from ils.surveys.views.base import ANSWER, Answer, blueprint, say
from ils.web.auth import current_work, limiter
from ils.web.errors import STATUS
from ils.web.locale import current_language
from ils.web.session import current_session

TOKEN = "<string(length=10):token>"  # noqa: S105 - a part of an address
SENT_A_MINUTE = "30 per minute"
LONGEST_VISITOR = 64
A_YEAR = 31_536_000


@blueprint.route(f"/{TOKEN}", methods=["GET", "POST"])
@limiter.limit(SENT_A_MINUTE, methods=["POST"])
def fill(token: str) -> Answer:
    """Show the questions, or take the answers."""
    survey, visitor = _seen(token), _visitor()
    digest = _digest(visitor, survey)
    if not survey.taking(clock.today()):
        return _kept(_told(survey, "over"), visitor)
    if queries.has_answered(current_session(), survey.id, digest):
        return _kept(_told(survey, "answered"), visitor)
    if request.method == "GET":
        return _kept(_page(survey), visitor)
    try:
        _sent(survey, digest)
    except AnswersWrong as wrong:
        return _kept(_page(survey, wrong.problems, say(wrong)), visitor, STATUS[wrong.kind])
    except LibraryError as refused:
        return _kept(_page(survey, {}, say(refused)), visitor, STATUS[refused.kind])
    return _kept(redirect(url_for("surveys.thanks", token=token), 303), visitor)


def _seen(token: str) -> SurveyView:
    """Return the survey of an address; a draft is nobody's to see."""
    survey = queries.by_token(current_session(), token)
    if survey.state == State.DRAFT:
        raise SurveyNotFound(SurveyCode.UNKNOWN)
    return survey


def _cookie() -> str:
    return f"{current_app.config['SESSION_COOKIE_NAME']}_survey"


def _visitor() -> str:
    """Return what tells this browser from others: a number of its own that says nothing of the person."""
    known = request.cookies.get(_cookie(), "")
    return known if 20 <= len(known) <= LONGEST_VISITOR else secrets.token_urlsafe(24)


def _digest(visitor: str, survey: SurveyView) -> str:
    """Return what is kept of it: another one for each survey, so that sheets cannot be put together."""
    return hashlib.sha256(f"{visitor}:{survey.token}".encode()).hexdigest()


def _kept(page: str | Response, visitor: str, status: int = 200) -> Response:
    answer: Response = current_app.make_response(page)
    answer.status_code = status if isinstance(page, str) else answer.status_code
    answer.set_cookie(
        _cookie(), visitor, max_age=A_YEAR, httponly=True, samesite="Lax", path=url_for("surveys.index"),
        secure=bool(current_app.config.get("SESSION_COOKIE_SECURE")),
    )  # fmt: skip
    return answer


def _sent(survey: SurveyView, digest: str) -> None:
    session = current_session()
    come = request.values.get("from", "")
    channel = SheetChannel.TELEGRAM if come == SheetChannel.TELEGRAM else SheetChannel.WEB
    given = {
        each.id: request.form.getlist(f"{ANSWER}{each.id}")
        for each in queries.questions_of(session, survey.id)
    }
    with transaction(session):
        services.fill(
            session, current_work(), survey_id=survey.id, given=given, channel=channel.value,
            language=current_language(), visitor=digest,
        )  # fmt: skip


def _page(
    survey: SurveyView, problems: Mapping[int, Misread] | None = None, problem: str | None = None
) -> str:
    return render_template(
        "surveys/fill.html",
        survey=survey,
        questions=queries.questions_of(current_session(), survey.id),
        problems=problems or {},
        given=request.form,
        problem=problem,
        preview=False,
    )


def _told(survey: SurveyView, what: str) -> str:
    return render_template("surveys/told.html", survey=survey, what=what)


@blueprint.get(f"/{TOKEN}/thanks")
def thanks(token: str) -> str:
    """Thank the reader."""
    return _told(_seen(token), "thanks")
