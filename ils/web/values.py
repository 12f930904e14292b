"""Names of the values that a figure is narrowed or distributed by: sectors, sources, categories, languages …"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from ils.library.places import departments, sectors
from ils.web.filters import month_name
from ils.web.frame import place_label
from ils.web.words import CHANNEL_WORDS, KIND_WORDS, SOURCE_WORDS

# session → code → name in the language of the request, in the order in which people list them
Values = Callable[[Session], Mapping[str, str]]

BY_WORDS: dict[str, Any] = {
    "month": _l("Month"),
    "kind": _l("What was done"),
    "sector": _l("Sector"),
    "department": _l("Department"),
    "source": _l("Where from, how"),
    "channel": _l("Channel"),
    "category": _l("Category of reader"),
    "age": _l("Age"),
    "sex": _l("Sex"),
    "citizenship": _l("Citizenship"),
    "language": _l("Language of the document"),
    "branch": _l("Branch of knowledge"),
    "type": _l("Kind of document"),
    "fund": _l("Fund"),
}


def values(session: Session, by: str) -> dict[str, str]:
    """Return the known values of a column, named; columns of upper floors are named by the roof (`ils_values`)."""
    own: dict[str, Values] = {
        "sector": lambda session: {each.code: place_label(each) for each in sectors(session)},
        "department": lambda session: {each.code: place_label(each) for each in departments(session)},
        "source": lambda _session: _named(SOURCE_WORDS),
        "channel": lambda _session: _named(CHANNEL_WORDS),
        "kind": lambda _session: _named(KIND_WORDS),
    }
    roof: Mapping[str, Values] = current_app.extensions.get("ils_values", {})
    found = own.get(by) or roof.get(by)
    return dict(found(session)) if found else {}


def _named(words: Mapping[str, Any]) -> dict[str, str]:
    return {str(code): str(word) for code, word in words.items()}


def value_name(by: str, code: str, known: Mapping[str, str]) -> str:
    """Return how a value is called on a page; `known` is `values` of its column."""
    if by == "month":
        return f"{month_name(int(code[5:]))} {code[:4]}"
    return known.get(code) or code or _("not given")
