"""What all screens of visits share."""

from __future__ import annotations

from flask import Blueprint

from ils.activity.kinds import Source
from ils.library.places import sectors
from ils.web.frame import place_label
from ils.web.session import current_session

blueprint = Blueprint(
    "visits", __name__, template_folder="../templates", static_folder="../static", url_prefix="/visits"
)

SOURCES = (Source.CARD, Source.KIOSK, Source.LOAN, Source.TALLY, Source.GROUP, Source.EVENT)
VISIT = "<int(max=2147483647):visit_id>"


def sector_choices() -> list[tuple[str, str]]:
    """Return the sectors by code in the language of the request."""
    return [(place.code, place_label(place)) for place in sectors(current_session())]
