"""The editor of lines: a year's lines with what each counts; adding, rewording, moving, retiring."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.web.auth import current_work, require
from ils.web.errors import explain
from ils.web.session import current_session
from ils.workplan import queries, services
from ils.workplan.forms import LineForm
from ils.workplan.messages import DEADLINES_SHOWN, MEASURES_SHOWN, MODE_WORDS, SERVICE_WORDS
from ils.workplan.models import PlanLine
from ils.workplan.rules import LineText
from ils.workplan.views.base import Page, blueprint, plan_text
from ils.workplan.views.telling import tell_terms


@blueprint.get("/<int:year>/lines")
@require(Permission.PLAN)
def lines(year: int) -> str:
    """List the lines with what each counts."""
    services.refuse_odd_year(year)
    session = current_session()
    found = queries.lines_of(session, year)
    return render_template(
        "workplan/lines.html", year=year, years=queries.years(session), lines=found,
        counted={line.number: tell_terms(session, queries.terms_of([line])[line.number][0]) for line in found},
        measures=MEASURES_SHOWN, services=SERVICE_WORDS, deadlines=DEADLINES_SHOWN, modes=MODE_WORDS,
    )  # fmt: skip


@blueprint.route("/<int:year>/lines/add", methods=["GET", "POST"])
@require(Permission.PLAN)
def add_line(year: int) -> Page:
    """Add a line to a section, or a part to a line (`parent`)."""
    services.refuse_odd_year(year)
    session = current_session()
    parent = request.args.get("parent", "")
    above = queries.find_line(session, year=year, number=parent) if parent else None
    like = _like(above)
    form = _offered(LineForm(obj=like), _sections(year) if above is None else [])
    if not form.is_submitted():
        form.show(like)
    problem = None
    if form.validate_on_submit():
        try:
            with transaction(session):
                number = services.add_line(
                    session, current_work(), year=year, parent=parent, section=form.section.data or "",
                    new_section=form.new_section() if above is None else None, text=form.text(),
                    number=form.number.data or "",
                )  # fmt: skip
            flash(_("Line %(number)s added. Now say what it counts.", number=number), "success")
            return redirect(url_for("workplan.counter", year=year, number=number))
        except LibraryError as refusal:
            problem = explain(refusal.code, refusal.facts)
    shown = render_template(
        "workplan/edit.html", year=year, form=form, line=None, parent=above, problem=problem
    )
    return shown, 422 if problem or form.errors else 200


def _like(above: PlanLine | None) -> LineText:
    if above is None:
        return LineText("")
    return LineText(
        "", unit_uz=above.unit_uz, unit_ru=above.unit_ru, unit_en=above.unit_en, service=above.service,
        responsible=above.responsible, deadline=above.deadline, mode=above.mode.value,
    )  # fmt: skip


def _offered(form: LineForm, sections: list[tuple[str, str]]) -> LineForm:
    return form.offer(
        sections=sections,
        deadlines=[(code, str(word)) for code, word in DEADLINES_SHOWN.items()],
        services=[(code, str(word)) for code, word in SERVICE_WORDS.items()],
        modes=[(mode.value, str(word)) for mode, word in MODE_WORDS.items()],
    )


def _sections(year: int) -> list[tuple[str, str]]:
    found = {
        line.section_uz: plan_text(line, "section") for line in queries.lines_of(current_session(), year)
    }
    return list(found.items())


@blueprint.route("/<int:year>/lines/<number>/edit", methods=["GET", "POST"])
@require(Permission.PLAN)
def edit_line(year: int, number: str) -> Page:
    """Reword a line."""
    services.refuse_odd_year(year)
    session = current_session()
    line = queries.find_line(session, year=year, number=number)
    form = LineForm(obj=line)
    form = form if form.is_submitted() else form.show(line)
    _offered(form, [])
    problem = None
    if form.validate_on_submit():
        try:
            with transaction(session):
                services.change_line(session, current_work(), year=year, number=number, text=form.text())
            flash(_("Saved"), "success")
            return redirect(url_for("workplan.line", year=year, number=number))
        except LibraryError as refusal:
            problem = explain(refusal.code, refusal.facts)
    line = queries.find_line(session, year=year, number=number)
    shown = render_template(
        "workplan/edit.html", year=year, form=form, line=line, parent=None, problem=problem
    )
    return shown, 422 if problem or form.errors else 200


@blueprint.post("/<int:year>/lines/<number>/move")
@require(Permission.PLAN)
def move_line(year: int, number: str) -> Response:
    """Move a line up or down among its neighbours."""
    with transaction(current_session()) as session:
        services.move_line(
            session, current_work(), year=year, number=number, up=request.form.get("way") == "up"
        )
    return redirect(url_for("workplan.lines", year=year) + f"#line-{number.replace('.', '-')}")


@blueprint.post("/<int:year>/lines/<number>/retire")
@require(Permission.PLAN)
def retire_line(year: int, number: str) -> Response:
    """Retire a line with a reason."""
    with transaction(current_session()) as session:
        services.retire_line(
            session, current_work(), year=year, number=number, reason=request.form.get("reason", "")
        )
    flash(_("Line %(number)s is retired.", number=number), "success")
    return redirect(url_for("workplan.lines", year=year))


@blueprint.post("/<int:year>/lines/<number>/restore")
@require(Permission.PLAN)
def restore_line(year: int, number: str) -> Response:
    """Bring a retired line back."""
    with transaction(current_session()) as session:
        services.restore_line(session, current_work(), year=year, number=number)
    flash(_("Line %(number)s is back in the plan.", number=number), "success")
    return redirect(url_for("workplan.lines", year=year))
