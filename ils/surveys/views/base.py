"""The blueprint, and what its pages share: texts in the language of the page, words, choices."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Blueprint, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ils.errors import LibraryError
from ils.library.places import departments
from ils.surveys.errors import Misread
from ils.surveys.messages import PLACES, QUESTION_KINDS, SHEET_CHANNELS, STATE_TAGS, STATES
from ils.surveys.queries import SurveyView
from ils.surveys.rules import SheetChannel, in_language
from ils.text import to_cyrillic
from ils.web.errors import explain
from ils.web.frame import place_label
from ils.web.session import current_session

blueprint = Blueprint("surveys", __name__, template_folder="../templates", url_prefix="/surveys")

DATA = Path(__file__).parent.parent / "data"
SURVEY = "<int:survey_id>"
QUESTION = "<int:question_id>"
SHEET = "<int:sheet_id>"
PAGE = 50
ANSWER = "q"  # q12 is the answer to the question of that id
Answer = str | Response | tuple[str, int]


def text_of(texts: Mapping[str, str]) -> str:
    """Return a text in the language of the page or paper, else in one that it has."""
    language = str(get_locale() or "en")
    text, code = in_language(texts, language)
    return to_cyrillic(text) if language == "uz_Cyrl" and code == "uz" else text


def place_choices() -> list[tuple[str, str]]:
    """Return the departments by code in the language of the request."""
    return [(place.code, place_label(place)) for place in departments(current_session())]


def say(problem: LibraryError) -> str:
    """Return a refusal in words, a field called as the form calls it."""
    names = {
        "title": _("Title"),
        "intro": _("Introduction"),
        "question": _("Question"),
        "option": _("Answers to choose from"),
    }
    names["findings"] = _("Conclusion of the library")
    facts = dict(problem.facts)
    facts["field"] = names.get(str(facts.get("field", "")), facts.get("field", ""))
    return explain(problem.code, facts)


def said(misread: Misread) -> str:
    """Return what is wrong with an answer, in words."""
    return explain(misread.code, misread.facts)


def address(survey: SurveyView, channel: str = "") -> str:
    """Return the public address of a survey, as readers type or scan it; Telegram's says where it was found."""
    come = {"from": channel} if channel == SheetChannel.TELEGRAM else {}
    return url_for("surveys.fill", token=survey.token, _external=True, **come)


@blueprint.context_processor
def words() -> dict[str, Any]:
    """Give the pages of surveys their words."""
    return {
        "text_of": text_of,
        "states": STATES,
        "state_tags": STATE_TAGS,
        "places": PLACES,
        "question_kinds": QUESTION_KINDS,
        "sheet_channels": SHEET_CHANNELS,
        "said": said,
    }
