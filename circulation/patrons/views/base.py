"""The blueprint, and what its pages share: numbers and choices in addresses, pagers, the way back, files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Blueprint, current_app, request, url_for
from werkzeug.wrappers import Response

from circulation.patrons import queries
from circulation.patrons.messages import CHANNELS_SHOWN, SEXES_SHOWN, studies
from circulation.patrons.rules import CHANNELS
from ils.errors import InputCode, InputError
from ils.printing.pdf import own_fonts
from ils.text import whole_number
from ils.web.frame import place_label
from ils.web.locale import LANGUAGES, safe_path
from ils.web.session import current_session

blueprint = Blueprint("patrons", __name__, template_folder="../templates", url_prefix="/patrons")

blueprint.add_app_template_filter(studies, "studies")

DATA = Path(__file__).parent.parent / "data"
"""The typst templates of this subject."""

Page = str | Response | tuple[str, int]

PATRON = "<int(max=2147483647):patron_id>"
LAST_PAGE = 100_000


@dataclass(frozen=True, slots=True)
class Pager:
    """Which rows of how many a page shows, and where the pages beside it are."""

    first: int | None
    last: int | None
    total: int
    prev_url: str | None
    next_url: str | None


def page_number() -> int:
    """Return the number of the page from the address; refuse what is none."""
    number = whole_number(request.args.get("page", "1"))
    if number is None or not 1 <= number <= LAST_PAGE:
        raise InputError(InputCode.NOT_A_NUMBER, field="page")
    return number


def pager_of(number: int, shown: int, total: int, *, size: int, **arguments: Any) -> Pager:
    """Return the pager of a list of which `shown` rows are on the screen; `arguments` cut the list."""
    first = (number - 1) * size + 1
    here: dict[str, Any] = {**(request.view_args or {}), **arguments}

    def address(page: int) -> str:
        return url_for(str(request.endpoint), page=page, **here)

    return Pager(
        first=first if shown else None,
        last=first + shown - 1 if shown else None,
        total=total,
        prev_url=address(number - 1) if number > 1 else None,
        next_url=address(number + 1) if number * size < total else None,
    )


def back(otherwise: str) -> str:
    """Return where the caller wants to go on, on this site only."""
    wanted = request.args.get("next", "")
    return safe_path(wanted) if wanted else otherwise


def category_choices() -> list[tuple[str, str]]:
    """Return the categories as a form offers them."""
    return [(each.code, place_label(each)) for each in queries.categories(current_session())]


def language_choices() -> list[tuple[str, str]]:
    """Return the languages in which the library writes to readers."""
    return [(language.code, language.label) for language in LANGUAGES]


def sex_choices() -> list[tuple[str, str]]:
    """Return the sexes as a form offers them."""
    return [(code, str(words)) for code, words in SEXES_SHOWN.items()]


def channel_choices() -> list[tuple[str, str]]:
    """Return the ways to reach a reader as a form offers them."""
    return [(code, str(CHANNELS_SHOWN[code])) for code in CHANNELS]


def fonts() -> Path | None:
    """Return the folder of the library's own fonts, None if it has none."""
    return own_fonts(current_app.config["ILS_SETTINGS"].home)
