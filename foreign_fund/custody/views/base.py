"""The blueprint of responsibility, and what its pages share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Blueprint, current_app, flash, redirect, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from catalog.items.messages import STATE_TAGS as ITEM_TAGS
from catalog.items.messages import STATE_WORDS as ITEM_WORDS
from foreign_fund.custody import messages
from foreign_fund.custody.queries.custodians import custodians
from foreign_fund.custody.queries.holding import NOBODY
from ils import clock
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.library.places import departments, institution_name
from ils.printing.pdf import own_fonts
from ils.text import to_cyrillic
from ils.web.auth import can
from ils.web.errors import explain
from ils.web.frame import place_label
from ils.web.locale import CODES, current_language
from ils.web.session import current_session

blueprint = Blueprint(
    "custody", __name__, template_folder="../templates", url_prefix="/fund/custody", static_folder="../static"
)

DATA = Path(__file__).parent.parent / "data"
CUSTODIAN = "<int(max=2147483647):custodian_id>"
ACT = "<int(max=2147483647):act_id>"
CHECK = "<int(max=2147483647):check_id>"
PAGE = 100

Answer = str | Response | tuple[str, int]
Choices = list[tuple[str, str]]


def tabs(here: str) -> list[dict[str, Any]]:
    """Return the pages of responsibility; `here` is the one that is open."""
    places = [
        ("custodians", _("Custodians"), url_for("custody.index")),
        ("acts", _("Transfer acts"), url_for("custody.acts")),
        ("checks", _("Checks of the fund"), url_for("custody.checks")),
    ]
    if can(Permission.CIRCULATE):  # readers are named there
        places.append(("losses", _("Losses"), url_for("custody.losses")))
    return [{"label": label, "url": url, "active": name == here} for name, label, url in places]


def place_choices(first: str | None = None) -> Choices:
    """Return the departments; `first` names the choice of none."""
    named = [(place.code, place_label(place)) for place in departments(current_session())]
    return named if first is None else [("", first), *named]


def custodian_choices(first: str) -> Choices:
    """Return the custodians who answer today; `first` names nobody."""
    rows = custodians(current_session(), on=clock.today())
    return [("", first), *((str(row.id), row.name) for row in rows)]


def account(custodian_id: int) -> int | None:
    """Return the account that an address names: 0 is what nobody answers for."""
    return None if custodian_id == NOBODY else custodian_id


def nobody() -> str:
    """Return what stands for no custodian."""
    return str(_("nobody"))


def act(run: Callable[[Session], object], done: str, back: str) -> Response:
    """Do one act and go back, with its success or its refusal in words."""
    try:
        with transaction(current_session()) as session:
            run(session)
    except LibraryError as problem:
        flash(explain(problem.code, problem.facts), "danger")
    else:
        flash(done, "success")
    return redirect(back)


@contextmanager
def spoken() -> Iterator[str]:
    """Speak the language that the address asks for, else that of the interface."""
    asked = request.args.get("language", "")
    language = asked if asked in CODES else current_language()
    with force_locale(language):
        yield language


def institution(language: str) -> str:
    """Return the name of the library in the script of the paper."""
    name = institution_name(current_session())
    return to_cyrillic(name) if language == "uz_Cyrl" else name


def fonts() -> Path | None:
    """Return the folder of the library's own fonts."""
    return own_fonts(current_app.config["ILS_SETTINGS"].home)


def may_write() -> bool:
    """Tell whether who looks may write acts and scan."""
    return can(Permission.FOREIGN_FUND)


PAPER_LANGUAGES = (("uz", "Oʻzbekcha"), ("uz_Cyrl", "Ўзбекча"), ("ru", "Русский"), ("en", "English"))


@blueprint.context_processor
def words() -> dict[str, Any]:
    """Give the pages of responsibility their words."""
    return {
        "act_states": messages.STATES,
        "act_tags": messages.STATE_TAGS,
        "check_states": messages.CHECK_STATES,
        "check_tags": messages.CHECK_STATE_TAGS,
        "leg_words": messages.LEGS,
        "verdict_words": messages.VERDICTS,
        "verdict_dots": messages.VERDICT_DOTS,
        "outcome_words": messages.OUTCOMES,
        "outcome_tags": messages.OUTCOME_TAGS,
        "item_words": ITEM_WORDS,
        "item_tags": ITEM_TAGS,
        "paper_languages": PAPER_LANGUAGES,
        "may_write": may_write(),
    }
