"""What all screens of exhibitions share: the blueprint, tabs of one exhibition, its words, acts done and told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from catalog.items.messages import STATE_TAGS as ITEM_STATE_TAGS
from catalog.items.messages import STATE_WORDS as ITEM_STATE_WORDS
from circulation.events.messages import STATE_TAGS as EVENT_TAGS
from circulation.events.messages import STATES, TYPES
from circulation.loans.rules.outcome import Reason
from foreign_fund.exhibitions import messages, queries
from foreign_fund.exhibitions.messages import STATE_TAGS, STATE_WORDS
from foreign_fund.exhibitions.queries import ExhibitionRow
from foreign_fund.exhibitions.rules import Act, allows
from ils import clock
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.web.auth import can
from ils.web.errors import explain
from ils.web.session import current_session

blueprint = Blueprint(
    "exhibitions",
    __name__,
    template_folder="../templates",
    static_folder="../static",
    url_prefix="/exhibitions",
)

DATA = Path(__file__).parent.parent / "data"
PAGE = 50

# A larger number is no address of ours, and no column could hold it.
SHOW = "<int(max=2147483647):exhibition_id>"
ENTRY = "<int(max=2147483647):entry_id>"
ROW = "<int(max=2147483647):row_id>"

Answer = str | Response | tuple[str, int]


def words() -> dict[str, Any]:
    """Return what templates need to name states, forms, kinds and results."""
    return {
        "state_words": STATE_WORDS,
        "state_tags": STATE_TAGS,
        "item_words": ITEM_STATE_WORDS,
        "item_tags": ITEM_STATE_TAGS,
        "forms": messages.FORMS,
        "accesses": messages.ACCESSES,
        "roles": messages.ROLES,
        "walks": messages.WALKS,
        "results": messages.RESULTS,
        "result_tags": messages.RESULT_TAGS,
        "came": messages.CAME,
        "extras_words": messages.EXTRAS,
        "paper_words": messages.PAPERS,
        "phases": messages.PHASES,
        "phase_tags": messages.PHASE_TAGS,
        "event_types": TYPES,
        "event_states": STATES,
        "event_tags": EVENT_TAGS,
    }


def shown(template: str, exhibition_id: int, here: str, **values: Any) -> str:
    """Return a page of one exhibition, with the tabs to its others; `here` is the endpoint of the tab."""
    row = values.pop("exhibition", None) or queries.exhibition_row(current_session(), exhibition_id)
    return render_template(
        f"exhibitions/{template}.html", exhibition=row, views=tabs_of(row, here), may=may_of(row), day=clock.today(),
        **words(), **values,
    )  # fmt: skip


def tabs_of(row: ExhibitionRow, here: str) -> list[dict[str, Any]]:
    """Return the tabs of an exhibition."""
    labels = (
        ("show", _("Copies")), ("passport", _("Passport")), ("cases", _("Cases and pieces")),
        ("checks", _("Checks")), ("visitors", _("Visitors")), ("around", _("Events and reviews")),
        ("effect", _("Effect")), ("papers", _("Papers")),
    )  # fmt: skip
    return [
        {
            "label": label,
            "url": url_for(f"exhibitions.{name}", exhibition_id=row.id),
            "active": name == here,
        }
        for name, label in labels
    ]


def may_of(row: ExhibitionRow) -> dict[str, bool]:
    """Return which acts the person may do with the exhibition as it stands."""
    may_change = can(Permission.FOREIGN_FUND)
    return {act.value: may_change and allows(row.state.value, act) for act in Act}


def wants_part() -> bool:
    """Tell whether a part of the page is asked for, not the page."""
    return bool(request.headers.get("HX-Request"))


def done(
    exhibition_id: int, act: Callable[[Session], object], said: str, *, page: str = "show", **address: Any
) -> Response:
    """Do one act and go back to a page of the exhibition, with its success or its refusal in words."""
    try:
        with transaction(current_session()) as session:
            act(session)
    except LibraryError as problem:
        flash(explain(problem.code, problem.facts), "danger")
    else:
        flash(said, "success")
    queries.exhibition_row(current_session(), exhibition_id)
    return redirect(url_for(f"exhibitions.{page}", exhibition_id=exhibition_id, **address))


def tell_found(reasons: Iterable[Reason]) -> None:
    """Say on the next page that a copy which was missing or lost is found."""
    for each in reasons:
        flash(explain(each.code, each.facts))
