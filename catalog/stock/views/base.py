"""The blueprint, and what its pages share: how numbers in addresses are read, how refusals are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Blueprint, current_app, request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from catalog.stock.errors import Reason, StockCode, StockRefused
from catalog.stock.messages import KINDS, SOURCES, STATE_TAGS, STATES, fact_name
from catalog.stock.models import AccessionSource
from catalog.stock.queries.series import SeriesView, all_series
from ils.accounts.permissions import Permission
from ils.errors import LibraryError
from ils.library.places import departments
from ils.printing.pdf import own_fonts
from ils.web.auth import can
from ils.web.errors import explain
from ils.web.filters import latin_or_cyrillic
from ils.web.frame import place_label
from ils.web.locale import current_language
from ils.web.session import current_session

blueprint = Blueprint("stock", __name__, template_folder="../templates")

DATA = Path(__file__).parent.parent / "data"
"""The typst templates of this subject."""

Page = str | Response | tuple[str, int]

# A larger number is no address of ours, and no column could hold it.
ACT = "<int(max=2147483647):act_id>"
LINE = "<int(max=2147483647):line_id>"

LONGEST = 9  # digits of a number in an address
LAST_PAGE = 1_000_000


@dataclass(frozen=True, slots=True)
class Pages:
    """Which rows of a list are on the screen, as the pager shows it."""

    first: int | None
    last: int | None
    total: int
    prev_url: str | None
    next_url: str | None


def read_number(name: str, *, default: int = 0) -> int:
    """Return a whole number from the address; the default for what is none."""
    text = request.args.get(name, "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST else default


def read_page() -> int:
    """Return the number of the page from the address, at least 1."""
    return min(max(read_number("page", default=1), 1), LAST_PAGE)


def pages_of(total: int, shown: int, *, size: int) -> Pages:
    """Return the pager of a list of which `shown` rows are on the screen."""
    page = read_page()
    skipped = (page - 1) * size
    here = {**(request.view_args or {}), **{k: v for k, v in request.args.items() if k != "page"}}
    return Pages(
        first=skipped + 1 if shown else None,
        last=skipped + shown if shown else None,
        total=total,
        prev_url=url_for(str(request.endpoint), **here, page=page - 1) if page > 1 else None,
        next_url=url_for(str(request.endpoint), **here, page=page + 1) if skipped + shown < total else None,
    )


def series_label(series: SeriesView) -> str:
    """Return the name of an inventory book in the language of the request."""
    return latin_or_cyrillic(series.name(current_language()))


def department_choices() -> list[SelectChoice]:
    """Return the departments as a form offers them."""
    return [SelectChoice(place.code, place_label(place)) for place in departments(current_session())]


def series_choices() -> list[SelectChoice]:
    """Return the inventory books as a form offers them, each with its next number."""
    return [
        SelectChoice(each.code, f"{series_label(each)} · {each.next_text}")
        for each in all_series(current_session())
    ]


def say(reason: Reason, source: AccessionSource) -> str:
    """Return one reason in words; a missing fact is named as copies of this source call it."""
    facts = dict(reason.facts)
    if reason.code is StockCode.FACT_MISSING:
        facts["fact"] = str(fact_name(str(facts["fact"]), source))
    return explain(reason.code, facts)


def say_all(reasons: Sequence[Reason], source: AccessionSource) -> list[dict[str, str]]:
    """Return reasons as the macro `refusal` shows them; where numbers are taken, with the page that sets the next one."""
    found = []
    for each in reasons:
        shown = {"text": say(each, source)}
        if each.code is StockCode.NUMBERS_TAKEN and can(Permission.SETTINGS):
            shown["url"] = url_for("stock.edit_series", code=each.facts["series"])
        found.append(shown)
    return found


def told(problem: LibraryError, source: AccessionSource) -> list[dict[str, str]]:
    """Return a refusal as the macro `refusal` shows it: each of its reasons, or itself."""
    if isinstance(problem, StockRefused):
        return say_all(problem.reasons, source)
    return [{"text": explain(problem.code, problem.facts)}]


def has_page(endpoint: str) -> bool:
    """Tell whether the program has a page: subjects above this one may be left out of an installation."""
    return endpoint in current_app.view_functions


def fonts() -> Path | None:
    """Return the folder of the library's own fonts, None if it has none."""
    return own_fonts(current_app.config["ILS_SETTINGS"].home)


LANGUAGE_NAMES = (("uz", "Oʻzbekcha"), ("uz_Cyrl", "Ўзбекча"), ("ru", "Русский"), ("en", "English"))


@blueprint.app_context_processor
def words() -> dict[str, Any]:
    """Give the pages of acts their words."""
    return {
        "act_sources": SOURCES,
        "act_states": STATES,
        "act_state_tags": STATE_TAGS,
        "label_kinds": KINDS,
        "fact_name": fact_name,
        "series_label": series_label,
        "has_page": has_page,
    }
