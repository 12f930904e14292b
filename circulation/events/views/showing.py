"""One event: its page, and the form by which it is entered and changed."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from circulation.events import queries, services
from circulation.events.forms import EventForm
from circulation.events.messages import TYPES
from circulation.events.queries import EventRow
from circulation.events.rules import EventState, EventType
from circulation.events.views.base import (
    EVENT,
    Answer,
    blueprint,
    event_panels,
    place_choices,
    sector_choices,
    words,
)
from ils import clock
from ils.accounts.permissions import Permission
from ils.accounts.queries import staff_names
from ils.db import transaction
from ils.errors import LibraryError
from ils.registers.queries.evidence import evidence_of
from ils.web.asked import asked_choice, asked_day
from ils.web.auth import current_work, require
from ils.web.errors import STATUS
from ils.web.session import current_session


@blueprint.route("/new", methods=["GET", "POST"])
@require(Permission.CIRCULATE)
def new() -> Answer:
    """Enter an event, or a cycle of them."""
    form = _form()
    if request.method == "GET":
        return _form_page(_begun(form))
    if not form.validate():
        return _form_page(form), 400
    try:
        with transaction(current_session()) as session:
            made = services.plan(
                session, current_work(), repeat_until=form.repeat_until.data, **form.passport()
            )
            first = made[0].id
    except LibraryError as problem:
        return _form_page(form, problem=problem), STATUS[problem.kind]
    if len(made) > 1:
        flash(_("Events entered: %(count)s", count=len(made)), "success")
        return redirect(url_for("events.index", since=made[0].day, until=made[-1].day))
    return redirect(url_for("events.show", event_id=first))


@blueprint.route(f"/{EVENT}/edit", methods=["GET", "POST"])
@require(Permission.CIRCULATE)
def edit(event_id: int) -> Answer:
    """Change an event; a held one counts on its new day, in its new place."""
    row, form = queries.event_row(current_session(), event_id), _form()
    if request.method == "GET":
        form.show(row)
        return _form_page(form, row)
    if not form.validate():
        return _form_page(form, row), 400
    try:
        with transaction(current_session()) as session:
            services.change(session, current_work(), event_id=event_id, **form.passport())
    except LibraryError as problem:
        return _form_page(form, row, problem), STATUS[problem.kind]
    flash(_("The event was saved."), "success")
    return redirect(url_for("events.show", event_id=event_id))


def _form() -> EventForm:
    types = [(kind.value, str(label)) for kind, label in TYPES.items()]
    return EventForm().offer(types, place_choices(), sector_choices(), queries.clubs(current_session()))


def _begun(form: EventForm) -> EventForm:
    work = current_work()
    form.type.data = asked_choice("type", set(EventType)) or EventType.EVENT.value
    form.club_id.data = asked_choice("club", {value for value, *_more in _pairs(form)})
    form.day.data = asked_day("day", near=True) or clock.today()
    form.department.data, form.sector.data = work.department, work.sector
    return form


def _pairs(form: EventForm) -> list[tuple[str, str]]:
    return [(str(each.value), str(each.label)) for each in form.club_id.choices]


def _form_page(form: EventForm, row: EventRow | None = None, problem: LibraryError | None = None) -> str:
    return render_template("events/form.html", form=form, event=row, problem=problem)


@blueprint.get(f"/{EVENT}")
@require(Permission.CIRCULATE)
def show(event_id: int) -> str:
    """Show an event: what is said of it, who came, what can be done."""
    return page_of(event_id)


def page_of(event_id: int, **more: Any) -> str:
    """Return the page of an event; `more` is what an act has to say."""
    session, today = current_session(), clock.today()
    row = queries.event_row(session, event_id)
    has_come = row.day <= today
    facts = {
        "event": row,
        "attendance": queries.attendance_of(session, event_id),
        "members": queries.current_members(session, row.club_id, row.day) if row.club_id else (),
        "staff": staff_names(session, [each for each in (row.held_by, row.cancelled_by) if each]),
        "files": evidence_of(session, services.SUBJECT, event_id),
        "may_hold": row.state is EventState.PLANNED and has_come,
        "may_scan": row.state is not EventState.CANCELLED and has_come,
        "panels": [panel(session, event_id) for panel in event_panels()],
        "today": today,
    }
    return render_template("events/show.html", **facts, **words(), **more)
