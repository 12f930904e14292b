"""Renaming a section of the plan."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.web.auth import current_work, require
from ils.web.errors import explain
from ils.web.session import current_session
from ils.workplan import queries, services
from ils.workplan.errors import PlanCode, PlanInputError
from ils.workplan.forms import SectionForm
from ils.workplan.models import PlanLine
from ils.workplan.views.base import Page, blueprint


@blueprint.route("/<int:year>/sections/<int:place>", methods=["GET", "POST"])
@require(Permission.PLAN)
def section(year: int, place: int) -> Page:
    """Rename the section at a place, from 1."""
    line = _first_line(year, place)
    form = SectionForm(data=_shown(line))
    problem = None
    if form.validate_on_submit():
        try:
            with transaction(current_session()) as session:
                services.rename_section(
                    session, current_work(), year=year, section=line.section_uz, text=form.text()
                )
            flash(_("Saved"), "success")
            return redirect(url_for("workplan.lines", year=year))
        except LibraryError as refusal:
            problem = explain(refusal.code, refusal.facts)
    shown = render_template(
        "workplan/section.html", year=year, line=_first_line(year, place), form=form, problem=problem
    )
    return shown, 422 if problem or form.errors else 200


def _first_line(year: int, place: int) -> PlanLine:
    services.refuse_odd_year(year)
    first: dict[str, PlanLine] = {}
    for line in queries.lines_of(current_session(), year):
        first.setdefault(line.section_uz, line)
    if not 1 <= place <= len(first):
        raise PlanInputError(PlanCode.SECTION_UNKNOWN, year=year, section=str(place)[:10])
    return list(first.values())[place - 1]


def _shown(line: PlanLine) -> dict[str, str]:
    """A text that only repeats the Uzbek one is shown empty."""
    own = {"ru": line.section_ru, "en": line.section_en}
    return {"uz": line.section_uz} | {
        code: "" if text == line.section_uz else text for code, text in own.items()
    }
