"""Copies on their way between departments: a scan receives one, another sends one."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from circulation.holds import queries, services
from circulation.holds.messages import ARRIVALS
from circulation.holds.services import Arrival, Arrived
from circulation.holds.views.door import (
    Page,
    asked_place,
    blueprint,
    here,
    place_choices,
    places,
    say_no,
    shown,
    tabs,
)
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.web.auth import current_work, require
from ils.web.filters import day as shown_day
from ils.web.session import current_session

GOOD = frozenset({Arrival.HELD, Arrival.SHELVED})


@blueprint.get("/transit")
@require(Permission.CIRCULATE)
def transit() -> Page:
    """Show what is on its way to a department."""
    place = asked_place()
    others = [each for each in place_choices() if each.value != here()]
    return shown(
        "holds/transit.html",
        rows=queries.on_the_way(current_session(), place),
        others=others,
        here=here(),
        department=place,
        tabs=tabs("transit", place),
    )


@blueprint.post("/transit/receive")
@require(Permission.CIRCULATE)
def receive() -> Response:
    """Receive a scanned copy and say where it belongs."""
    try:
        with transaction(current_session()) as session:
            arrived = services.arrive(session, current_work(), code=request.form.get("code", ""))
    except LibraryError as refusal:
        say_no(refusal)
        return redirect(url_for("holds.transit"))
    flash(
        f"{arrived.item.code}: {arrived_told(arrived)}",
        "success" if arrived.outcome in GOOD else "warning",
    )
    return redirect(
        url_for("holds.transit", slip=arrived.hold_id if arrived.outcome is Arrival.HELD else None)
    )


def arrived_told(arrived: Arrived) -> str:
    """Return in words what became of a copy received."""
    words: str = ARRIVALS[arrived.outcome] % {
        "reader": arrived.patron,
        "until": shown_day(arrived.shelf_until),
        "department": places().get(arrived.department, arrived.department),
    }
    return words


@blueprint.post("/transit/send")
@require(Permission.CIRCULATE)
def send() -> Response:
    """Send a scanned copy to another department."""
    to = request.form.get("to", "")
    try:
        with transaction(current_session()) as session:
            item = services.send(session, current_work(), code=request.form.get("code", ""), to=to)
    except LibraryError as refusal:
        say_no(refusal)
        return redirect(url_for("holds.transit"))
    flash(
        _("%(copy)s is on its way to %(place)s.", copy=item.code, place=places()[to]),
        "success",
    )
    return redirect(url_for("holds.transit", department=to))
