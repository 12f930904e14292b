"""The list of surveys, and its spreadsheet."""

from __future__ import annotations

from datetime import date

from flask import render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ils import clock
from ils.accounts.permissions import Permission
from ils.activity.cut import Cut
from ils.activity.kinds import Kind
from ils.activity.queries import total
from ils.library.places import departments
from ils.printing.xlsx import Cell, Column, Sheet, make_xlsx
from ils.registers.views.base import spoken
from ils.surveys.messages import PLACES, STATES
from ils.surveys.queries import SurveyFilter, surveys
from ils.surveys.rules import Place, State
from ils.surveys.views.base import blueprint, place_choices, text_of
from ils.web.asked import asked_choice, asked_day
from ils.web.auth import require
from ils.web.files import XLSX, send
from ils.web.frame import place_name_of
from ils.web.session import current_session


def read_filter() -> SurveyFilter:
    """Return which surveys the address asks for: all where it names nothing."""
    places = {place.code for place in departments(current_session())}
    return SurveyFilter(
        since=asked_day("since", near=True),
        until=asked_day("until", near=True),
        state=asked_choice("state", set(STATES)),
        department=asked_choice("department", places),
    )


@blueprint.get("/")
@require(Permission.SEE_PLAN)
def index() -> str:
    """Show the surveys, and how many of the year are closed and count."""
    today, wanted = clock.today(), read_filter()
    since, until = date(today.year, 1, 1), date(today.year, 12, 31)
    cut = {
        "since": wanted.since,
        "until": wanted.until,
        "state": wanted.state,
        "department": wanted.department,
    }
    return render_template(
        "surveys/index.html",
        found=surveys(current_session(), wanted),
        wanted=wanted,
        cut={name: value for name, value in cut.items() if value},
        counted=total(current_session(), Cut(kinds=(str(Kind.SURVEY_CLOSE),)), since=since, until=until),
        year=today.year,
        kind=Kind.SURVEY_CLOSE.value,
        since=since,
        until=until,
        today=today,
        state_choices=[("", _("any")), *((each.value, str(word)) for each, word in STATES.items())],
        place_choices=[("", _("all departments")), *place_choices()],
    )


@blueprint.get("/surveys.xlsx")
@require(Permission.SEE_PLAN)
def register() -> Response:
    """Send the surveys that the address asks for as a spreadsheet."""
    wanted = read_filter()
    with spoken():
        rows: list[list[Cell]] = [
            [text_of(each.title), str(STATES[State(each.state)]), str(PLACES[Place(each.place)]),
             place_name_of(each.department), each.opens_on, each.closed_on, each.questions, each.sheets, each.findings]
            for each in surveys(current_session(), wanted)
        ]  # fmt: skip
        heads = [
            Column(_("Survey"), 50), Column(_("State"), 12), Column(_("Where readers are asked"), 24),
            Column(_("Department"), 24), Column(_("Open from"), 12), Column(_("Closed on"), 12),
            Column(_("Questions"), 10), Column(_("Sheets"), 10), Column(_("Conclusion of the library"), 60),
        ]  # fmt: skip
        made = make_xlsx(
            [Sheet(_("Surveys"), heads, rows, above=[_("Surveys")])], title=_("Surveys"), at=clock.now()
        )
    return send(made, XLSX, f"surveys-{clock.today()}.xlsx", keep=True)
