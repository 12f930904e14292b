"""What is done with an event on its page: cards, held, head-count, taken back, cancelled, planned again."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from circulation.events import services
from circulation.events.services import Attended
from circulation.events.views.base import EVENT, Answer, blueprint
from circulation.events.views.showing import page_of
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.web.asked import typed_count
from ils.web.auth import current_work, require
from ils.web.errors import STATUS, explain
from ils.web.session import current_session

MOST_DIGITS = 4


@blueprint.post(f"/{EVENT}/attend")
@require(Permission.CIRCULATE)
def attend(event_id: int) -> Answer:
    """Write a card down; the page comes back with its box ready for the next one."""
    code = request.form.get("card", "")
    try:
        with transaction(current_session()) as session:
            found = services.attend(session, current_work(), event_id=event_id, code=code)
    except LibraryError as problem:
        said = explain(problem.code, problem.facts)
        return page_of(event_id, said=said, said_kind="danger"), STATUS[problem.kind]
    flash(_said(found), "success" if found.new else "warning")
    return redirect(url_for("events.show", event_id=event_id))


def _said(found: Attended) -> str:
    reader = found.patron.full_name
    if not found.new:
        return str(_("%(reader)s is on the list already. The second scan changes nothing.", reader=reader))
    if found.visit_counted:
        return str(_("%(reader)s: on the list, visit counted.", reader=reader))
    return str(_("%(reader)s: on the list. The visit of the day stands already.", reader=reader))


@blueprint.post(f"/{EVENT}/attendance/<int(max=2147483647):attendance_id>/remove")
@require(Permission.CIRCULATE)
def remove(event_id: int, attendance_id: int) -> Response:
    """Strike a card off the list."""
    return _act(
        event_id,
        lambda session: services.remove_attendance(
            session, current_work(), event_id=event_id, attendance_id=attendance_id
        ),
        _("Struck off the list; the visit that it made is taken back."),
    )


@blueprint.post(f"/{EVENT}/hold")
@require(Permission.CIRCULATE)
def hold(event_id: int) -> Response:
    """Say that the event was held, with its head-count."""
    return _act(
        event_id,
        lambda session: services.hold(session, current_work(), event_id=event_id, headcount=_headcount()),
        _("Held. It counts in the work plan on its day."),
    )


@blueprint.post(f"/{EVENT}/headcount")
@require(Permission.CIRCULATE)
def headcount(event_id: int) -> Response:
    """Correct the head-count of a held event."""
    return _act(
        event_id,
        lambda session: services.set_headcount(
            session, current_work(), event_id=event_id, headcount=_headcount()
        ),
        _("The head-count was corrected."),
    )


def _headcount() -> int:
    return typed_count("headcount", _("Head-count without cards"), digits=MOST_DIGITS)


@blueprint.post(f"/{EVENT}/unhold")
@require(Permission.CIRCULATE)
def unhold(event_id: int) -> Response:
    """Take back that the event was held."""
    reason = request.form.get("reason", "")
    return _act(
        event_id,
        lambda session: services.unhold(session, current_work(), event_id=event_id, reason=reason),
        _("Taken back: the event, its head-count and the visits it made no longer count."),
    )


@blueprint.post(f"/{EVENT}/cancel")
@require(Permission.CIRCULATE)
def cancel(event_id: int) -> Response:
    """Say that a planned event does not take place."""
    reason = request.form.get("reason", "")
    return _act(
        event_id,
        lambda session: services.cancel(session, current_work(), event_id=event_id, reason=reason),
        _("The event is cancelled."),
    )


@blueprint.post(f"/{EVENT}/restore")
@require(Permission.CIRCULATE)
def restore(event_id: int) -> Response:
    """Plan a cancelled event again."""
    return _act(
        event_id,
        lambda session: services.restore(session, current_work(), event_id=event_id),
        _("The event is planned again."),
    )


def _act(event_id: int, act: Callable[[Session], object], done: str) -> Response:
    """Do one act and go back to the page, with its success or its refusal in words."""
    try:
        with transaction(current_session()) as session:
            act(session)
    except LibraryError as problem:
        flash(explain(problem.code, problem.facts), "danger")
    else:
        flash(done, "success")
    return redirect(url_for("events.show", event_id=event_id))
