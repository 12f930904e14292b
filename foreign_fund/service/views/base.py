"""What all screens of the service share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Blueprint, current_app, flash, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from catalog.public.messages import BRANCHES, DOCUMENT_TYPES, LANGUAGES
from circulation.patrons.errors import PatronCode, PatronNotFound
from circulation.patrons.queries import find_patron
from foreign_fund.service.messages import (
    ASKERS,
    COVERS,
    QUERY_STATES,
    QUERY_TAGS,
    QUERY_TYPES,
    REASONS,
    WAYS,
)
from ils.db import transaction
from ils.errors import LibraryError, NotFoundError, Refusal
from ils.library.places import departments, sectors
from ils.printing.pdf import own_fonts
from ils.web.auth import current_work
from ils.web.errors import explain
from ils.web.frame import place_label
from ils.web.session import current_session

FOLDER = "../templates"
blueprint = Blueprint("service", __name__, template_folder=FOLDER, url_prefix="/fund/service")
open_blueprint = Blueprint("arrivals", __name__, template_folder=FOLDER)
own_blueprint = Blueprint("own_service", __name__, template_folder=FOLDER, url_prefix="/me")

QUERY = "<int(max=2147483647):query_id>"
SELECTION = "<int(max=2147483647):selection_id>"
REVIEW = "<int(max=2147483647):review_id>"
TITLE = "<int(max=2147483647):title_id>"
PATRON = "<int(max=2147483647):patron_id>"
BULLETIN = "<int(max=2147483647):bulletin_id>"
DATA = Path(__file__).parent.parent / "data"
PAGE = 50

Answer = str | Response | tuple[str, int]
Choices = list[tuple[str, str]]


def place_choices() -> Choices:
    """Return the departments by code in the language of the request."""
    return [(place.code, place_label(place)) for place in departments(current_session())]


def sector_choices() -> Choices:
    """Return the sectors by code in the language of the request."""
    return [(place.code, place_label(place)) for place in sectors(current_session())]


def language_choices(codes: list[str] | None = None) -> Choices:
    """Return languages by name: those of some codes, else all that have a name."""
    wanted = LANGUAGES if codes is None else codes
    named = [(code, str(LANGUAGES[code][1]) if code in LANGUAGES else code) for code in wanted]
    return sorted(named, key=lambda each: each[1].casefold())


def branch_choices() -> Choices:
    """Return the branches of knowledge by code."""
    return [(code, str(name)) for code, name in BRANCHES.items()]


def type_choices() -> Choices:
    """Return the kinds of documents by code."""
    return [(str(code), str(name)) for code, name in DOCUMENT_TYPES.items()]


def words() -> dict[str, Any]:
    """Return what templates need to name states, ways and places."""
    return {
        "ways": WAYS,
        "askers": ASKERS,
        "query_states": QUERY_STATES,
        "query_tags": QUERY_TAGS,
        "query_types": QUERY_TYPES,
        "reasons": REASONS,
        "covers": COVERS,
        "place_names": dict(place_choices()),
    }


def fonts() -> Path | None:
    """Return the folder of the library's own fonts."""
    return own_fonts(current_app.config["ILS_SETTINGS"].home)


def do(act: Callable[[Session], object], *, said: str = "", back: str) -> Response:
    """Carry out an act and go back; what is refused is said there, what does not exist has a page of its own."""
    try:
        with transaction(current_session()) as session:
            act(session)
    except LibraryError as problem:
        if isinstance(problem, NotFoundError) and problem.kind is Refusal.NOT_FOUND and not back:
            raise
        flash(explain(problem.code, problem.facts), "danger")
    else:
        if said:
            flash(said, "success")
    return redirect(back)


def patron_of_card(code: str) -> int | None:
    """Return the reader of a card that was scanned or typed, None for an empty box; refuse an unknown card."""
    text = code.strip()
    if not text:
        return None
    found = find_patron(current_session(), text)
    if found is None:
        raise PatronNotFound(PatronCode.UNKNOWN, code=text[:40])
    return found.id


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


def work_place() -> tuple[str, str]:
    """Return department and sector that one works in."""
    work = current_work()
    return work.department, work.sector


def nothing() -> str:
    """Return what stands where nothing is known."""
    return str(_("none"))
