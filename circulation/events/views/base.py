"""What all screens of events share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from flask import Blueprint, current_app, request, url_for
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from circulation.events.messages import STATE_TAGS, STATES, TYPES
from ils.library.places import departments, sectors
from ils.printing.pdf import own_fonts
from ils.web.frame import place_label
from ils.web.session import current_session

blueprint = Blueprint("events", __name__, template_folder="../templates", url_prefix="/events")

EVENT = "<int(max=2147483647):event_id>"
CLUB = "<int(max=2147483647):club_id>"
DATA = Path(__file__).parent.parent / "data"
PAGE = 50

Panel = Callable[[Session, int], Markup]
Answer = str | Response | tuple[str, int]


def place_choices() -> list[tuple[str, str]]:
    """Return the departments by code in the language of the request."""
    return [(place.code, place_label(place)) for place in departments(current_session())]


def sector_choices() -> list[tuple[str, str]]:
    """Return the sectors by code in the language of the request."""
    return [(place.code, place_label(place)) for place in sectors(current_session())]


def words() -> dict[str, Any]:
    """Return what templates need to name kinds, states and places."""
    return {
        "types": TYPES,
        "states": STATES,
        "state_tags": STATE_TAGS,
        "place_names": dict(place_choices()),
        "sector_names": dict(sector_choices()),
    }


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


def event_panels() -> Iterable[Panel]:
    """Return what the roof put on the page of an event: to what it belongs on a floor above."""
    panels: Iterable[Panel] = current_app.extensions.get("ils_event_panels", ())
    return panels


def fonts() -> Path | None:
    """Return the folder of the library's own fonts."""
    return own_fonts(current_app.config["ILS_SETTINGS"].home)
