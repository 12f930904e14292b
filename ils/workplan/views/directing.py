"""The director's page: how every line stands today, what it is heading for, and tasks to the services."""

from __future__ import annotations

from collections import Counter

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from ils import clock
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.library.places import sectors
from ils.web.asked import asked_choice, near_day_of
from ils.web.auth import current_work, require
from ils.web.errors import explain
from ils.web.frame import place_label
from ils.web.session import current_session
from ils.workplan import queries, services
from ils.workplan.messages import SERVICE_WORDS, VERDICTS
from ils.workplan.models import PlanLine
from ils.workplan.queries.directing import standings
from ils.workplan.queries.tasks import open_tasks, tasks
from ils.workplan.rules import YEAR
from ils.workplan.rules.pace import FAR, NEAR, Verdict
from ils.workplan.services.tasks import add_task, finish_task
from ils.workplan.views.base import TABS, Page, Tab, blueprint, read_span

TABS.insert(1, Tab(_l("Director's page"), "workplan.director", Permission.SEE_PLAN))
COLOURS = {Verdict.FAR: "no", Verdict.BEHIND: "warn", Verdict.ON: "ok", Verdict.DONE: "ok"}


def _open_tasks(year: int) -> int:
    return sum(open_tasks(current_session(), year).values())


TABS.append(Tab(_l("Tasks"), "workplan.tasks_page", Permission.SEE_PLAN, _open_tasks))


@blueprint.get("/<int:year>/director")
@require(Permission.SEE_PLAN)
def director(year: int) -> str:
    """Show every line with what should be done by now, those behind first."""
    services.refuse_odd_year(year)
    session, today = current_session(), clock.today()
    span = read_span(year)
    places = {each.code: place_label(each) for each in sectors(session)}
    sector, service = asked_choice("sector", places), asked_choice("service", SERVICE_WORDS)
    sections = _sections(year)
    section = asked_choice("section", [str(place) for place in range(1, len(sections) + 1)])
    state = asked_choice("state", [each.value for each in VERDICTS])
    found = standings(session, year=year, today=today, part=span.code or YEAR, sector=sector, service=service)
    if section:
        found = tuple(
            each for each in found if each.figure.section_uz == sections[int(section) - 1].section_uz
        )
    return render_template(
        "workplan/director.html",
        year=year,
        years=queries.years(session),
        span=span,
        sector=sector,
        service=service,
        section=section,
        sections=sections,
        state=state,
        sectors=places,
        services=SERVICE_WORDS,
        found=[each for each in found if not state or each.verdict == state],
        counts=Counter(each.verdict for each in found),
        verdicts=VERDICTS,
        colours=COLOURS,
        today=today,
        far=FAR,
        near=NEAR,
    )


def _sections(year: int) -> list[PlanLine]:
    """Return the first line of each section, in the order of the plan."""
    first: dict[str, PlanLine] = {}
    for line in queries.lines_of(current_session(), year):
        first.setdefault(line.section_uz, line)
    return list(first.values())


@blueprint.get("/<int:year>/tasks")
@require(Permission.SEE_PLAN)
def tasks_page(year: int) -> str:
    """Show the tasks of a year, open ones first; of one line, where the address names it."""
    services.refuse_odd_year(year)
    return _tasks(year, request.args.get("line", ""))


def _tasks(year: int, number: str, refused: str = "", code: int = 200) -> str:
    session = current_session()
    service = asked_choice("service", SERVICE_WORDS)
    lines = {line.number: line for line in queries.lines_of(session, year)}
    return render_template(
        "workplan/tasks.html",
        year=year,
        line=lines.get(number),
        lines=lines,
        service=service,
        services=SERVICE_WORDS,
        rows=tasks(session, year=year, number=number if number in lines else "", service=service),
        today=clock.today(),
        refused=refused,
        given=request.form,
    )


@blueprint.post("/<int:year>/tasks")
@require(Permission.PLAN)
def write_task(year: int) -> Page:
    """Write a task about a line."""
    number = request.form.get("line", "")
    try:
        with transaction(current_session()) as session:
            line = queries.find_line(session, year=year, number=number)
            add_task(
                session, current_work(), year=year, number=number, text=request.form.get("text", ""),
                service=line.service, due_on=near_day_of(request.form.get("due_on"), field="due_on"),
            )  # fmt: skip
    except LibraryError as refusal:
        return _tasks(year, number, explain(refusal.code, refusal.facts)), 422
    flash(_("The task is written."), "success")
    return redirect(url_for("workplan.tasks_page", year=year, line=number))


@blueprint.post("/tasks/<int:task_id>/done")
@require(Permission.SEE_PLAN)
def task_done(task_id: int) -> Response:
    """Note a task as done."""
    with transaction(current_session()) as session:
        year = finish_task(session, current_work(), task_id=task_id, note=request.form.get("note", ""))
    flash(_("The task is done."), "success")
    return redirect(url_for("workplan.tasks_page", year=year))
