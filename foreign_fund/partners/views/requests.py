"""Interlibrary requests: the list, one of them, its form and its steps."""

from __future__ import annotations

from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from foreign_fund.partners import messages, services
from foreign_fund.partners.forms import RequestForm
from foreign_fund.partners.queries import requests as queries
from foreign_fund.partners.queries.requests import LATE, RequestRow, WantedRequests
from foreign_fund.partners.rules.requests import RequestState, Step, Way
from foreign_fund.partners.views.base import (
    REQUEST,
    Answer,
    act,
    asked_text,
    blueprint,
    choices,
    partner_choices,
    say,
)
from ils import clock
from ils.accounts.permissions import Permission
from ils.accounts.queries import staff_names
from ils.db import transaction
from ils.errors import LibraryError
from ils.registers.services.evidence import evidence_of
from ils.registers.views.base import PAGE, department_choices, page_number, pages_of
from ils.text import whole_number
from ils.web.asked import asked_choice, near_day_of
from ils.web.auth import current_work, require
from ils.web.errors import STATUS
from ils.web.session import current_session

USUAL_TERM = timedelta(days=30)


def asked_requests() -> WantedRequests:
    """Read which requests the address asks for."""
    return WantedRequests(
        direction=asked_choice("way", set(Way)),
        state=asked_choice("state", {*RequestState, LATE}),
        partner_id=whole_number(request.args.get("partner")),
        text=asked_text(),
    )


@blueprint.get("/requests", endpoint="requests")
@require(Permission.SEE_FOREIGN_FUND)
def index() -> str:
    """Show requests: what is late first, then what is open."""
    session, wanted, number, today = current_session(), asked_requests(), page_number(), clock.today()
    found = queries.requests(session, wanted, today=today, limit=PAGE, offset=(number - 1) * PAGE)
    counts = queries.count_open(session)
    return render_template(
        "partners/requests.html",
        found=found,
        wanted=wanted,
        tiles=[
            (counts.get(Way.OUT, 0), _("open, asked by us"), url_for("partners.requests", way=Way.OUT.value)),
            (counts.get(Way.IN, 0), _("open, asked of us"), url_for("partners.requests", way=Way.IN.value)),
            (queries.count_late(session, today), _("late"), url_for("partners.requests", state=LATE)),
        ],
        way_choices=[("", messages.ALL), *((key.value, word) for key, word in messages.WAYS.items())],
        state_choices=[
            ("", messages.ALL),
            (LATE, _("late")),
            *((key.value, word) for key, word in messages.REQUEST_STATES.items()),
        ],
        pages=pages_of(found.total, len(found.rows)),
        today=today,
    )


@blueprint.route("/requests/new", methods=["GET", "POST"])
@require(Permission.FOREIGN_FUND)
def new_request() -> Answer:
    """Write a request down."""
    way = asked_choice("way", set(Way)) or Way.OUT.value
    form = RequestForm().offer(partner_choices(), department_choices(), choices(messages.FORMS))
    if request.method == "GET":
        form.asked_on.data, form.department.data = clock.today(), current_work().department
        wanted = whole_number(request.args.get("partner"))
        if wanted in {each.value for each in form.partner_id.choices}:
            form.partner_id.data = wanted
        form.record_id.data = whole_number(request.args.get("record"))
        return _form_page(form, way)
    if not form.validate():
        return _form_page(form, way), 400
    try:
        with transaction(current_session()) as session:
            made = services.open_request(session, current_work(), facts=form.facts(way)).id
    except LibraryError as problem:
        return _form_page(form, way, problem=problem), STATUS[problem.kind]
    return redirect(url_for("partners.request_page", request_id=made))


@blueprint.route(f"{REQUEST}/edit", methods=["GET", "POST"])
@require(Permission.FOREIGN_FUND)
def edit_request(request_id: int) -> Answer:
    """Change what is said of an open request."""
    row = queries.request_row(current_session(), request_id)
    form = RequestForm().offer(
        partner_choices(also=row.partner_id), department_choices(), choices(messages.FORMS)
    )
    if request.method == "GET":
        form.show(row)
        return _form_page(form, row.direction, row)
    if not form.validate():
        return _form_page(form, row.direction, row), 400
    try:
        facts = form.facts(row.direction)
        with transaction(current_session()) as session:
            services.change_request(session, current_work(), request_id=request_id, facts=facts)
    except LibraryError as problem:
        return _form_page(form, row.direction, row, problem), STATUS[problem.kind]
    flash(_("Saved."), "success")
    return redirect(url_for("partners.request_page", request_id=request_id))


def _form_page(
    form: RequestForm, way: str, row: RequestRow | None = None, problem: LibraryError | None = None
) -> str:
    return render_template(
        "partners/request_form.html", form=form, way=way, row=row, problem=say(problem) if problem else ""
    )


@blueprint.get(REQUEST)
@require(Permission.SEE_FOREIGN_FUND)
def request_page(request_id: int) -> str:
    """Show a request: what is asked, its steps, where it may go from here."""
    session, today = current_session(), clock.today()
    row = queries.request_row(session, request_id)
    steps = queries.steps_of(session, request_id)
    return render_template(
        "partners/request.html",
        row=row,
        steps=steps,
        standing=sum(each.undone_at is None for each in steps),
        next_steps=[(each.value, messages.REQUEST_STATES[each]) for each in row.steps],
        usual=today + USUAL_TERM,
        since=next((each.day for each in reversed(steps) if each.undone_at is None), row.asked_on),
        files=evidence_of(session, queries.SUBJECT, request_id),
        staff=staff_names(session, [each.staff_id for each in steps if each.staff_id]),
        today=today,
    )


@blueprint.post(f"{REQUEST}/step")
@require(Permission.FOREIGN_FUND)
def step(request_id: int) -> Answer:
    """Lead a request on."""
    here = url_for("partners.request_page", request_id=request_id)
    try:
        wanted = Step(
            state=request.form.get("state", ""),
            day=near_day_of(request.form.get("day"), field="day") or clock.today(),
            due_on=near_day_of(request.form.get("due_on"), field="day"),
            note=request.form.get("note", ""),
        )
    except LibraryError as problem:
        flash(say(problem), "danger")
        return redirect(here)
    return act(
        here,
        _("Written down."),
        lambda session: services.take_step(session, current_work(), request_id=request_id, step=wanted),
    )


@blueprint.post(f"{REQUEST}/back")
@require(Permission.FOREIGN_FUND)
def step_back(request_id: int) -> Answer:
    """Take the latest step back."""
    return act(
        url_for("partners.request_page", request_id=request_id),
        _("The step is taken back; it stays in the list."),
        lambda session: services.take_step_back(session, current_work(), request_id=request_id),
    )
