"""The kiosk at the door: a reader scans the card, is greeted and counted; nothing else can be done there."""

from __future__ import annotations

from dataclasses import replace

from flask import redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from circulation.patrons.queries import PatronFacts, find_patron
from circulation.visits import services
from circulation.visits.views.base import blueprint
from ils import clock
from ils.accounts.permissions import Permission
from ils.activity.kinds import Channel, Source
from ils.db import transaction
from ils.errors import LibraryError
from ils.web.auth import current_department, current_work, require
from ils.web.frame import place_label
from ils.web.once import every_time
from ils.web.session import current_session

LONGEST_SCAN = 60
GREETED = "kiosk"  # what the next page says, kept for that one page


@blueprint.get("/kiosk")
@require(Permission.COUNT_VISITS)
def kiosk() -> str:
    """Show the box, and the greeting of the card scanned last."""
    return render_template(
        "visits/kiosk.html",
        said=session.pop(GREETED, None),
        today=clock.today(),
        place=place_label(current_department()),
    )


@blueprint.post("/kiosk")
@every_time  # the second scan of a card is told that it was counted
@require(Permission.COUNT_VISITS)
def kiosk_scan() -> Response:
    """Count the visit of a scanned card."""
    code = request.form.get("card", "").strip()
    patron = find_patron(current_session(), code) if 0 < len(code) <= LONGEST_SCAN else None
    session[GREETED] = _counted(patron) if patron else {"outcome": "unknown"}
    return redirect(url_for("visits.kiosk"), 303)


def _counted(patron: PatronFacts) -> dict[str, str | bool]:
    work = replace(current_work(), channel=Channel.KIOSK)
    try:
        with transaction(current_session()) as database:
            counted = services.card_visit(database, work, patron_id=patron.id, source=Source.KIOSK)
    except LibraryError:
        return {"outcome": "unknown"}  # a lost card: whoever holds it is sent to the desk and told no name
    return {
        "outcome": "counted" if counted else "again",
        "name": patron.given_name or patron.surname,  # others read the screen too
        "due": not patron.registered_in(work.day.year),
    }
