"""Trips: the register, one trip, closing it, opening it again, withdrawing it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from circulation.patrons.queries import find_patron
from circulation.points import queries, services
from circulation.points.messages import STATES
from circulation.points.queries import Wanted
from circulation.points.rules import Mode, TripState
from circulation.points.views.base import (
    LONGEST,
    PAGE,
    TRIP,
    blueprint,
    number_of,
    pager_of,
    place_choices,
    words,
)
from circulation.points.views.papers import register_sheet
from ils import clock
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import InputCode, InputError, LibraryError
from ils.printing.xlsx import make_xlsx
from ils.registers.queries.evidence import evidence_of
from ils.web.asked import asked_choice, asked_day, typed_count
from ils.web.auth import current_work, require
from ils.web.errors import explain
from ils.web.files import XLSX, send
from ils.web.session import current_session


@blueprint.get("/trips")
@require(Permission.CIRCULATE)
def trips() -> str:
    """Show the trips of this year, or those asked for."""
    session, wanted, number = current_session(), _asked(), max(number_of(request.args.get("page")), 1)
    found = queries.trips(session, wanted, limit=PAGE, offset=(number - 1) * PAGE)
    cut = _as_query(wanted)
    names = [(str(each.id), each.name) for each in queries.points(session, year=clock.today().year)]
    return render_template(
        "points/trips.html",
        found=found,
        wanted=wanted,
        cut=cut,
        point_choices=[("", _("All")), *names],
        state_choices=[("", _("All")), *((state.value, label) for state, label in STATES.items())],
        place_choices=[("", _("All departments")), *place_choices()],
        pager=pager_of(number, len(found.rows), found.total, **cut),
        **words(),
    )


def _asked() -> Wanted:
    today = clock.today()
    since, until = asked_day("since", near=True), asked_day("until", near=True)
    if since is None and until is None:
        since, until = date(today.year, 1, 1), date(today.year, 12, 31)
    if since and until and until < since:
        raise InputError(InputCode.NOT_A_DATE, field="until")
    return Wanted(
        since=since,
        until=until,
        point_id=number_of(request.args.get("point_id")) or None,
        state=asked_choice("state", set(TripState)),
        department=asked_choice("department", dict(place_choices())),
    )


def _as_query(wanted: Wanted) -> dict[str, Any]:
    names = ("since", "until", "point_id", "state", "department")
    return {name: value for name in names if (value := getattr(wanted, name))}


@blueprint.get("/trips.xlsx")
@require(Permission.CIRCULATE)
def register() -> Response:
    """Send the trips of the list as a spreadsheet."""
    rows = queries.trips(current_session(), _asked()).rows
    title = _("Register of trips to mobile points")
    made = make_xlsx([register_sheet(rows[::-1], title)], title=title, at=clock.now())
    return send(made, XLSX, "trips.xlsx", keep=True)


@blueprint.get(f"/trips/{TRIP}")
@require(Permission.CIRCULATE)
def trip(trip_id: int) -> str:
    """Show a trip: its scan box while it is open, what was exchanged, what it counted."""
    return page_of(trip_id, card=request.args.get("card", "")[:60], mode=asked_choice("mode", set(Mode)))


def page_of(trip_id: int, *, card: str = "", mode: str = "", **more: Any) -> str:
    """Return the page of a trip; `more` is what a scan has to say."""
    session = current_session()
    row = queries.trip_row(session, trip_id)
    return render_template(
        "points/trip.html",
        trip=row,
        acts=queries.acts_of(session, trip_id),
        reader=find_patron(session, card) if card and row.state is TripState.OPEN else None,
        files=evidence_of(session, services.TRIP, trip_id),
        mode=Mode(mode or Mode.LEND),
        modes=list(Mode),
        **words(),
        **more,
    )


@blueprint.post(f"/trips/{TRIP}/close")
@require(Permission.CIRCULATE)
def close(trip_id: int) -> Response:
    """Close a trip with its visitors and its copies without a scan."""
    form = request.form
    return _act(
        trip_id,
        lambda session: services.close_trip(
            session, current_work(), trip_id=trip_id, visitors=_count("visitors"), issued=_count("issued"),
            remark=form.get("note", ""),
        ),
        _("The trip is closed and counted on its day."),
    )  # fmt: skip


def _count(name: str) -> int:
    labels = {"visitors": _("Visitors without cards"), "issued": _("Copies without a scan")}
    return typed_count(name, labels[name], digits=LONGEST)


@blueprint.post(f"/trips/{TRIP}/reopen")
@require(Permission.CIRCULATE)
def reopen(trip_id: int) -> Response:
    """Open a closed trip again."""
    reason = request.form.get("reason", "")
    return _act(
        trip_id,
        lambda session: services.reopen_trip(session, current_work(), trip_id=trip_id, reason=reason),
        _("The trip is open again. What it counted is taken back until it is closed."),
    )


@blueprint.post(f"/trips/{TRIP}/withdraw")
@require(Permission.CIRCULATE)
def withdraw(trip_id: int) -> Response:
    """Withdraw a trip."""
    reason = request.form.get("reason", "")
    return _act(
        trip_id,
        lambda session: services.withdraw_trip(session, current_work(), trip_id=trip_id, reason=reason),
        _("The trip is withdrawn. The loans made on it stay."),
    )


@blueprint.post(f"/trips/{TRIP}/acts/<int(max=2147483647):row_id>/undo")
@require(Permission.CIRCULATE)
def undo(trip_id: int, row_id: int) -> Response:
    """Take an exchange back whole."""
    return _act(
        trip_id,
        lambda session: services.undo(session, current_work(), trip_id=trip_id, row_id=row_id),
        _("Taken back. Everything is as it was before."),
    )


def _act(trip_id: int, act: Callable[[Session], object], done: str) -> Response:
    """Do one act and go back to the trip, with its success or its refusal in words."""
    try:
        with transaction(current_session()) as session:
            act(session)
    except LibraryError as problem:
        flash(explain(problem.code, problem.facts), "danger")
    else:
        flash(done, "success")
    return redirect(url_for("points.trip", trip_id=trip_id))
