"""The blueprint of readers' papers, for the staff, and what its pages share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Blueprint, current_app, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from ils import clock
from ils.errors import InputCode, InputError
from ils.library.places import departments, institution_name
from ils.printing.pdf import make_pdf, own_fonts
from ils.text import whole_number
from ils.web.filters import latin_or_cyrillic
from ils.web.frame import place_label
from ils.web.locale import current_language
from ils.web.session import current_session

blueprint = Blueprint("papers", "circulation.account", template_folder="templates", url_prefix="/readers")

DATA = Path(__file__).parent.parent / "data"
Page = str | Response | tuple[str, int]

PATRON = "<int(max=2147483647):patron_id>"
SHEET = "<int(max=2147483647):clearance_id>"
YEAR = "<int(min=2000, max=2100):year>"
LARGEST_ID = 2**31 - 1


def ids_of(given: list[int]) -> list[int]:
    """Return the ids of an address or a form that can be some, each once, in their order."""
    return [each for each in dict.fromkeys(given) if 0 < each <= LARGEST_ID]


def asked_number(name: str) -> int | None:
    """Return a number of the address, None for none; refuse what is none."""
    text = request.args.get(name, "").strip()
    if not text:
        return None
    number = whole_number(text)
    if number is None:
        raise InputError(InputCode.NOT_A_NUMBER, field=name)
    return number


def institution(session: Session) -> str:
    """Return the name of the library in the script of the interface."""
    return latin_or_cyrillic(institution_name(session))


def place_names(session: Session) -> dict[str, str]:
    """Return the departments by code in the language of the request."""
    return {place.code: place_label(place) for place in departments(session)}


def paper(template: Path, data: dict[str, Any], *, title: str) -> bytes:
    """Make a PDF in the language of the interface."""
    fonts = own_fonts(current_app.config["ILS_SETTINGS"].home)
    whole = {"institution": institution(current_session()), **data}
    return make_pdf(template, whole, title=title, language=current_language(), at=clock.now(), fonts=fonts)
