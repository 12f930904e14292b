"""The list of messages, and one message with every attempt to send it."""

from __future__ import annotations

from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ils import clock
from ils.accounts.permissions import Permission
from ils.accounts.queries import staff_names
from ils.db import transaction
from ils.errors import InputCode, InputError
from ils.jobs.waking import Bell
from ils.outbox import services
from ils.outbox.models import MessageState
from ils.outbox.queries import (
    LARGEST_ID,
    Wanted,
    count_by_state,
    deliveries_of,
    kinds_there,
    message,
    messages,
)
from ils.outbox.rules import CHANNELS
from ils.outbox.services.handling import CAN_BE_CANCELLED
from ils.outbox.sms import segments
from ils.web.asked import asked_day
from ils.web.auth import current_work, require
from ils.web.locale import safe_path
from ils.web.outbox import messages as words
from ils.web.outbox.base import blueprint, linked, shown_attempts, shown_messages, tabs
from ils.web.session import current_session

PER_PAGE = 50


@blueprint.get("/")
@require(Permission.CIRCULATE)
def index() -> str:
    """Show messages, the newest first, narrowed by state, kind, channel, person and day."""
    session, wanted = current_session(), read_wanted()
    before = request.args.get("before", type=int)
    views = messages(session, wanted, before=min(before, LARGEST_ID) if before else None, limit=PER_PAGE + 1)
    more: dict[str, Any] = {**request.args, "before": views[PER_PAGE - 1].id} if len(views) > PER_PAGE else {}
    counts = count_by_state(session)
    person = next(iter(linked([wanted.recipient]).values())) if wanted.recipient else None
    return render_template(
        "outbox/index.html", tabs=tabs("index"), rows=shown_messages(views[:PER_PAGE]), wanted=wanted, person=person,
        counts=[(state, str(words.STATES[state]), counts[state]) for state in MessageState],
        states=[("", _("all"))] + [(state.value, text) for state, text in words.STATES.items()],
        kinds=[("", _("all"))] + [(kind, words.KINDS.get(kind, kind)) for kind in kinds_there(session)],
        channels=[("", _("all"))] + [(name, words.CHANNELS[name]) for name in CHANNELS],
        older_url=url_for("outbox.index", **more) if more else None, waiting=sum(counts.values()) == 0,
        reader=request.args.get("reader", ""),
    )  # fmt: skip


def read_wanted() -> Wanted:
    """Read from the address which messages are wanted."""
    state, channel = request.args.get("state", ""), request.args.get("channel", "")
    if state not in {"", *(each.value for each in MessageState)}:
        raise InputError(InputCode.UNKNOWN_CHOICE, field="state")
    if channel not in {"", *CHANNELS}:
        raise InputError(InputCode.UNKNOWN_CHOICE, field="channel")
    reader = request.args.get("reader", type=int)
    return Wanted(
        state=MessageState(state) if state else None,
        kind=request.args.get("kind", "")[:40],
        channel=channel,
        recipient=("patron", min(reader, LARGEST_ID)) if reader and reader > 0 else None,
        since=asked_day("since"),
        until=asked_day("until"),
    )


@blueprint.get("/<int:message_id>")
@require(Permission.CIRCULATE)
def show(message_id: int) -> str:
    """Show one message: what it says, what it is about, every attempt to send it (OV-05)."""
    session = current_session()
    view = message(session, message_id)
    names = staff_names(session, (view.created_by, view.handled_by))
    about = linked(view.subjects)
    return render_template(
        "outbox/show.html", row=shown_messages([view])[0], view=view, names=names,
        attempts=shown_attempts(deliveries_of(session, [message_id]).get(message_id, ())),
        about=[about[each] for each in view.subjects],
        order=[words.CHANNELS[name] for name in view.channels if name in words.CHANNELS],
        channels=[("", _("in the usual order"))] + [(name, words.CHANNELS[name]) for name in CHANNELS],
        may_cancel=view.state in CAN_BE_CANCELLED, now=clock.now(),
        cost=segments(view.body) if view.sent_by == "sms" else None,
    )  # fmt: skip


@blueprint.post("/<int:message_id>/resend")
@require(Permission.CIRCULATE)
def resend(message_id: int) -> Response:
    """Send a message again, or at once."""
    channel = request.form.get("channel") or None
    with transaction(current_session()) as session:
        services.resend(session, current_work(), message_id=message_id, channel=channel)
    bell: Bell = current_app.extensions["ils_bell"]
    bell.ring()
    flash(_("The message goes out within a minute, if it is still true."), "success")
    return redirect(url_for("outbox.show", message_id=message_id))


@blueprint.post("/<int:message_id>/cancel")
@require(Permission.CIRCULATE)
def cancel(message_id: int) -> Response:
    """Cancel a message that has not reached anybody."""
    with transaction(current_session()) as session:
        services.cancel(session, current_work(), message_id=message_id)
    flash(_("Message cancelled"), "success")
    wanted = request.form.get("next", "")
    return redirect(safe_path(wanted) if wanted else url_for("outbox.show", message_id=message_id))
