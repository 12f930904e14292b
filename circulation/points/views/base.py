"""What all screens of points share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Blueprint, current_app, request, url_for
from werkzeug.wrappers import Response

from circulation.points.messages import ACTS, MODES, STATE_TAGS, STATES
from ils.library.places import departments, sectors
from ils.printing.pdf import own_fonts
from ils.text import whole_number
from ils.web.frame import place_label
from ils.web.session import current_session

blueprint = Blueprint("points", __name__, template_folder="../templates", url_prefix="/points")

POINT = "<int(max=2147483647):point_id>"
TRIP = "<int(max=2147483647):trip_id>"
DATA = Path(__file__).parent.parent / "data"
PAGE = 50
LONGEST = 6  # digits of a number in an address

Answer = str | Response | tuple[str, int]


def place_choices() -> list[tuple[str, str]]:
    """Return the departments by code in the language of the request."""
    return [(place.code, place_label(place)) for place in departments(current_session())]


def sector_choices() -> list[tuple[str, str]]:
    """Return the sectors by code in the language of the request."""
    return [(place.code, place_label(place)) for place in sectors(current_session())]


def words() -> dict[str, Any]:
    """Return what templates need to name states, acts and places."""
    return {
        "states": STATES,
        "state_tags": STATE_TAGS,
        "act_words": ACTS,
        "mode_words": MODES,
        "place_names": dict(place_choices()),
        "sector_names": dict(sector_choices()),
    }


def number_of(text: str | None) -> int:
    """Return a whole number of an address, 0 for what is none."""
    return whole_number(text) or 0


def pager_of(number: int, shown: int, total: int, **cut: Any) -> dict[str, Any]:
    """Return the pager of a list of which `shown` rows are on the screen."""
    skipped = (number - 1) * PAGE
    here = str(request.endpoint)
    return {
        "first": skipped + 1 if shown else None,
        "last": skipped + shown if shown else None,
        "total": total,
        "prev_url": url_for(here, page=number - 1, **cut) if number > 1 else None,
        "next_url": url_for(here, page=number + 1, **cut) if skipped + shown < total else None,
    }


def fonts() -> Path | None:
    """Return the folder of the library's own fonts."""
    return own_fonts(current_app.config["ILS_SETTINGS"].home)
