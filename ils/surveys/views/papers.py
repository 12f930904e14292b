"""What goes to paper: the sheet to fill by hand, the poster with the address as QR, the result sheet."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import segno
from flask import current_app, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ils import clock
from ils.accounts.permissions import Permission
from ils.printing.pdf import make_pdf, own_fonts
from ils.registers.views.base import institution, spoken
from ils.surveys.messages import PLACES, SHEET_CHANNELS
from ils.surveys.queries import QuestionResult, QuestionView, SurveyView, questions_of, results, survey_view
from ils.surveys.rules import CHOICES, Kind, Place, SheetChannel
from ils.surveys.views.base import DATA, SURVEY, address, blueprint, text_of
from ils.web.auth import require
from ils.web.files import PDF, send
from ils.web.filters import day, decimal, moment, num
from ils.web.session import current_session

PNG = "image/png"
MOST_WORDS = 300  # answers in words on a result sheet; the spreadsheet has all of them


def _made(template: str, data: dict[str, Any], title: str, language: str) -> bytes:
    now = clock.now()
    told = {"institution": institution(language), "printed": _("Printed: %(at)s", at=moment(now)), **data}
    fonts = own_fonts(current_app.config["ILS_SETTINGS"].home)
    return make_pdf(DATA / template, told, title=title, language=language, at=now, fonts=fonts)


@blueprint.get(f"/{SURVEY}/blank.pdf")
@require(Permission.SEE_PLAN)
def blank(survey_id: int) -> Response:
    """Send the sheet that readers fill by hand; answers have the numbers that are typed afterwards."""
    survey = survey_view(current_session(), survey_id)
    with spoken() as language:
        data = {
            "intro": text_of(survey.intro),
            "questions": [_on_paper(each) for each in questions_of(current_session(), survey_id)],
            "hints": {
                "many": _("several answers"),
                "one": _("one answer of several"),
                "scale": _("circle one"),
                "number": _("a number"),
                "text": "",
            },
            "sheet": _("Sheet № ____"),
            "thanks": _("Thank you for your answers!"),
            "address": address(survey).partition("://")[2],
        }
        made = _made("blank.typ", data, text_of(survey.title), language)
    return send(made, PDF, f"survey-{survey_id}-blank-{language}.pdf")


def _on_paper(question: QuestionView) -> dict[str, Any]:
    return {
        "number": str(question.position),
        "kind": question.kind,
        "text": text_of(question.text),
        "required": question.required,
        "options": [text_of(each) for each in question.options],
        "steps": [str(each) for each in question.steps] if question.kind == Kind.SCALE else [],
    }


def _channel() -> str:
    return SheetChannel.TELEGRAM.value if request.args.get("from") == SheetChannel.TELEGRAM else ""


@blueprint.get(f"/{SURVEY}/qr.png")
@require(Permission.SEE_PLAN)
def qr(survey_id: int) -> Response:
    """Send the address as a QR picture, for a post in Telegram or on the site."""
    survey, picture = survey_view(current_session(), survey_id), BytesIO()
    segno.make(address(survey, _channel()), error="m", micro=False).save(
        picture, kind="png", scale=12, border=4
    )
    return send(picture.getvalue(), PNG, f"survey-{survey_id}.png", keep=True)


@blueprint.get(f"/{SURVEY}/poster.pdf")
@require(Permission.SEE_PLAN)
def poster(survey_id: int) -> Response:
    """Send a poster with the address as QR."""
    survey, picture = survey_view(current_session(), survey_id), BytesIO()
    link = address(survey, _channel())
    segno.make(link, error="q", micro=False).save(picture, kind="svg", scale=10, border=0)
    with spoken() as language:
        data = {
            "qr": picture.getvalue().decode(),
            "intro": text_of(survey.intro),
            "address": link.partition("://")[2],
            "how": _("Point the camera of your phone here"),
            "until": _("Until %(day)s", day=day(survey.closes_on)) if survey.closes_on else "",
        }
        made = _made("poster.typ", data, text_of(survey.title), language)
    return send(made, PDF, f"survey-{survey_id}-poster-{language}.pdf")


@blueprint.get(f"/{SURVEY}/results.pdf")
@require(Permission.SEE_PLAN)
def result_sheet(survey_id: int) -> Response:
    """Send the result sheet with the library's conclusion."""
    survey = survey_view(current_session(), survey_id)
    with spoken() as language:
        found = results(current_session(), survey_id)
        channels = ", ".join(
            f"{SHEET_CHANNELS[each]}: {num(found.by_channel[each])}"
            for each in SHEET_CHANNELS
            if found.by_channel.get(each)
        )
        data = {
            "heading": _("Results of the survey"),
            "facts": [row for row in _facts(survey, found.sheets, channels) if row[1]],
            "questions": [_result(each) for each in found.questions],
            "columns": [_("Answer"), _("Sheets"), "%"],
            "conclusion": _("Conclusion of the library"),
            "findings": survey.findings,
            "signatures": [_("Director"), _("Compiled by")],
        }
        made = _made("results.typ", data, text_of(survey.title), language)
    return send(made, PDF, f"survey-{survey_id}-results-{language}.pdf")


def _facts(survey: SurveyView, sheets: int, channels: str) -> list[tuple[str, str]]:
    end = survey.closed_on or survey.closes_on
    return [
        (_("Days"), " – ".join(day(each) for each in (survey.opens_on, end) if each)),
        (_("Where readers are asked"), str(PLACES[Place(survey.place)])),
        (_("Sheets"), f"{num(sheets)} ({channels})" if channels else num(sheets)),
    ]


def _result(found: QuestionResult) -> dict[str, Any]:
    question = found.question
    labels = [text_of(each) for each in question.options] if question.kind in CHOICES else []
    note = [_("Answered: %(count)s", count=num(found.answered))]
    if found.mean is not None:
        note.append(_("Mean: %(mean)s", mean=decimal(found.mean)))
    if question.kind == Kind.NUMBER and found.least is not None:
        note.append(_("From %(least)s to %(most)s", least=num(found.least), most=num(found.most)))
    return {
        "text": f"{question.position}. {text_of(question.text)}",
        "note": " · ".join(note),
        "rows": [
            [labels[each.place] if labels else str(each.place), num(each.count), decimal(each.percent)]
            for each in found.choices
        ],
        "shares": [each.percent for each in found.choices],
        "words": [f"{text} × {count}" if count > 1 else text for text, count in found.said[:MOST_WORDS]],
    }
