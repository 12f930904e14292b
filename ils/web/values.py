"""Names of the values that a figure is narrowed or distributed by: sectors, sources, categories, languages …"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from ils.web.filters import month_name
from ils.web.locale import current_language

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
    """Return the known values of a column, named in the language of the request; the roof knows them (`ils_names`)."""
    known = current_app.extensions["ils_names"](session, by, current_language())
    return {code: name for code, name in known.items() if code}


def value_name(by: str, code: str, known: Mapping[str, str]) -> str:
    """Return how a value is called on a page; `known` is `values` of its column."""
    if by == "month":
        return f"{month_name(int(code[5:]))} {code[:4]}"
    return known.get(code) or code or _("not given")
