"""The hold shelf with its slips, and what is to be fetched from the other shelves."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from circulation.holds import queries, services
from circulation.holds.models import HoldState
from circulation.holds.queries import HoldRow
from circulation.holds.views.door import (
    HOLD,
    ITEM,
    Page,
    asked_place,
    back,
    blueprint,
    places,
    say_no,
    shown,
    tabs,
)
from ils import clock
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.web.auth import current_work, require
from ils.web.filters import day as shown_day
from ils.web.session import current_session

SLIPS_AT_ONCE = 200


@blueprint.get("/")
@require(Permission.CIRCULATE)
def shelf() -> Page:
    """Show the hold shelf of a department: who has until when, and what is to be put back."""
    session, place, today = current_session(), asked_place(), clock.today()
    rows = queries.shelf(session, place)
    return shown(
        "holds/shelf.html",
        rows=rows,
        late=sum(row.shelf_until is not None and row.shelf_until < today for row in rows),
        to_clear=queries.to_clear(session, place, day=today),
        department=place,
        tabs=tabs("shelf", place),
    )


@blueprint.post("/expire")
@require(Permission.CIRCULATE)
def expire() -> Response:
    """Do now what the night does: end the holds that were not fetched in time."""
    with transaction(current_session()) as session:
        count = services.expire_holds(session, current_work())
    flash(_("Holds ended: %(count)s", count=count), "success")
    return back(url_for("holds.shelf"))


@blueprint.route("/fetch", methods=["GET", "POST"])
@require(Permission.CIRCULATE)
def fetch() -> Page:
    """Show which copies stand on the shelf while somebody waits; a scan sets one aside."""
    if request.method == "POST":
        return _set_aside(request.form.get("code", ""))
    place = asked_place()
    rows = queries.to_fetch(current_session(), place, day=clock.today())
    return shown("holds/fetch.html", rows=rows, department=place, tabs=tabs("fetch", place))


def _set_aside(code: str) -> Response:
    try:
        with transaction(current_session()) as session:
            item, caught = services.set_aside(session, current_work(), code=code)
    except LibraryError as refusal:
        say_no(refusal)
        return redirect(url_for("holds.fetch"))
    told = {"copy": item.code, "reader": caught.patron}
    if caught.travels:
        flash(
            _("%(copy)s: send it to %(place)s, for %(reader)s.", place=places()[caught.department], **told),
            "warning",
        )
    else:
        until = shown_day(caught.shelf_until)
        flash(
            _("%(copy)s: on the hold shelf for %(reader)s until %(until)s.", until=until, **told), "success"
        )
    return redirect(url_for("holds.fetch", slip=caught.hold_id))


@blueprint.post(f"/missing/{ITEM}")
@require(Permission.CIRCULATE)
def missing(item_id: int) -> Response:
    """Note that a copy set aside or on its way is not to be found."""
    with transaction(current_session()) as session:
        services.report_missing(session, current_work(), item_id=item_id)
    flash(_("Noted as missing. Whoever waited for it goes on waiting at the same place."), "success")
    return back(url_for("holds.shelf"))


@blueprint.get(f"/{HOLD}/slip")
@require(Permission.CIRCULATE)
def slip(hold_id: int) -> Page:
    """Show the slip of one copy as it is printed."""
    row = queries.hold(current_session(), hold_id)
    return _slips((row,) if row.state is HoldState.READY else ())


@blueprint.get("/slips")
@require(Permission.CIRCULATE)
def slips() -> Page:
    """Show the slips of a whole hold shelf as they are printed."""
    return _slips(queries.shelf(current_session(), asked_place())[:SLIPS_AT_ONCE])


def _slips(rows: tuple[HoldRow, ...]) -> Page:
    return shown("holds/slips.html", rows=rows)
