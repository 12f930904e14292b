"""The blueprint that the pages of this subject hang on, and what all of them need."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from circulation.holds import queries
from circulation.holds.messages import REASONS, STATE_TAGS, STATES
from circulation.holds.rules import initials
from ils import clock
from ils.errors import InputCode, InputError, LibraryError
from ils.library.places import departments
from ils.web.auth import current_department
from ils.web.errors import STATUS, explain
from ils.web.frame import place_label
from ils.web.locale import safe_path
from ils.web.session import current_session
from ils.web.words import CHANNEL_WORDS

blueprint = Blueprint("holds", "circulation.holds", template_folder="templates", url_prefix="/holds")

HOLD = "<int(max=2147483647):hold_id>"
RECORD = "<int(max=2147483647):record_id>"
ITEM = "<int(max=2147483647):item_id>"
Page = str | Response | tuple[str, int]
AtHome = Callable[[Session, int, int], bool]


def at_home(session: Session, patron_id: int, record_id: int) -> bool:
    """Ask whether a reader has the title on loan: loans live on a floor above, the roof hands the question down."""
    asked: AtHome = current_app.extensions["ils_at_home"]
    return asked(session, patron_id, record_id)


def places() -> dict[str, str]:
    """Return the names of the departments by code."""
    return {place.code: place_label(place) for place in departments(current_session())}


def place_choices() -> list[SelectChoice]:
    """Return the departments to choose from."""
    return [SelectChoice(code, name) for code, name in places().items()]


def here() -> str:
    """Return the code of the department one works in."""
    return getattr(current_department(), "code", "")


def asked_place() -> str:
    """Return the department whose shelf is looked at: the one asked for, else the one worked in; “all” is empty."""
    wanted = request.args.get("department")
    if wanted is None:
        return here()
    if wanted and wanted not in places():
        raise InputError(InputCode.UNKNOWN_CHOICE, field="department", value=wanted[:40])
    return wanted


def back_url(otherwise: str) -> str:
    """Return where the page came from, on this site only."""
    wanted = request.values.get("next", "")
    return safe_path(wanted) if wanted else otherwise


def back(otherwise: str) -> Response:
    """Go on where the page wanted to, on this site only."""
    return redirect(back_url(otherwise))


def say_no(refusal: LibraryError) -> None:
    """Say why an act of a scan was refused; the page stays the same."""
    flash(explain(refusal.code, refusal.facts), "danger")


def shown(template: str, *, problem: LibraryError | None = None, **values: Any) -> Page:
    """Show a page of this subject with the words that all of them need."""
    page = render_template(
        template,
        problem=problem,
        place_names=places(),
        states=STATES,
        state_tags=STATE_TAGS,
        reasons=REASONS,
        channels=CHANNEL_WORDS,
        initials=initials,
        today=clock.today(),
        **values,
    )
    return (page, STATUS[problem.kind]) if problem else page


def tabs(active: str, department: str) -> list[dict[str, Any]]:
    """Return the three lists of a department with their sizes."""
    session, day = current_session(), clock.today()
    counts = {
        "shelf": len(queries.shelf(session, department)),
        "fetch": len(queries.to_fetch(session, department, day=day)),
        "transit": len(queries.on_the_way(session, department)),
    }
    return [
        {
            "label": label,
            "url": url_for(f"holds.{name}", department=department),
            "active": name == active,
            "count": counts[name],
        }
        for name, label in _tab_names()
    ]


def _tab_names() -> list[tuple[str, str]]:
    return [("shelf", _("Hold shelf")), ("fetch", _("To fetch")), ("transit", _("On their way"))]
