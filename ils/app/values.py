"""Names of values that upper floors know: readers' categories and ages, languages, branches and kinds of documents."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from catalog.public.messages import BRANCHES, DOCUMENT_TYPES, LANGUAGES
from circulation.patrons.messages import SEXES_SHOWN
from circulation.patrons.queries.finding import categories
from circulation.patrons.rules import AGE_GROUPS
from ils.library.funds import FOREIGN
from ils.web.frame import place_label
from ils.web.values import Values


def _categories(session: Session) -> dict[str, str]:
    return {each.code: place_label(each) for each in categories(session)}


def _ages(_session: Session) -> dict[str, str]:
    return {name: name for _last, name in AGE_GROUPS}


def _sexes(_session: Session) -> dict[str, str]:
    return {code: str(name) for code, name in SEXES_SHOWN.items() if code}


def _languages(_session: Session) -> dict[str, str]:
    return {code: str(name) for code, (_tag, name) in LANGUAGES.items()}


def _branches(_session: Session) -> dict[str, str]:
    return {code: str(name) for code, name in BRANCHES.items()}


def _types(_session: Session) -> dict[str, str]:
    return {str(code): str(name) for code, name in DOCUMENT_TYPES.items()}


def _funds(_session: Session) -> dict[str, str]:
    return {FOREIGN: _("foreign fund")}


VALUES: Mapping[str, Values] = {
    "category": _categories,
    "age": _ages,
    "sex": _sexes,
    "language": _languages,
    "branch": _branches,
    "type": _types,
    "fund": _funds,
}
