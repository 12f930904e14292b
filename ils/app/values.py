"""Names of the values that figures are told apart by: readers' categories and ages, languages, branches, places …"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from babel import Locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from catalog.public.messages import BRANCHES, DOCUMENT_TYPES, LANGUAGES
from circulation.patrons.messages import SEXES_SHOWN
from circulation.patrons.queries import categories
from circulation.patrons.rules import AGE_GROUPS
from ils.library.funds import FOREIGN
from ils.library.places import Place, departments, sectors
from ils.text import to_cyrillic
from ils.web.words import CHANNEL_WORDS, KIND_WORDS, SOURCE_WORDS
from ils.workplan.messages import SERVICE_WORDS

Names = Mapping[str, str]
OLD_AGES = ("18-30",)  # told apart as 18-24 and 25-30 since


def names(session: Session, by: str, language: str) -> Names:
    """Return the names of the values of a distribution in a language, in the library's order."""
    return _NAMES[by](session, language) if by in _NAMES else {}


def _places(read: Callable[[Session], Iterable[Place]], session: Session, language: str) -> Names:
    told = {place.code: place.name(language) for place in read(session)}
    return {code: to_cyrillic(name) for code, name in told.items()} if language == "uz_Cyrl" else told


def _words(table: Mapping[Any, Any], _session: Session, _language: str) -> Names:
    return {str(code): str(words) for code, words in table.items()}


def _languages(_session: Session, _language: str) -> Names:
    return {code: str(name) for code, (_tag, name) in LANGUAGES.items()}


def _ages(_session: Session, _language: str) -> Names:
    return {code: code.replace("-", "–") for code in (*(code for _last, code in AGE_GROUPS), *OLD_AGES)}


def _countries(_session: Session, language: str) -> Names:
    return {code: str(name) for code, name in Locale.parse(language).territories.items() if len(code) == 2}


def _funds(_session: Session, _language: str) -> Names:
    return {"": _("Main fund"), FOREIGN: _("Foreign fund")}


_NAMES: Mapping[str, Callable[[Session, str], Names]] = {
    "category": partial(_places, categories),
    "sector": partial(_places, sectors),
    "department": partial(_places, departments),
    "branch": partial(_words, BRANCHES),
    "type": partial(_words, DOCUMENT_TYPES),
    "sex": partial(_words, SEXES_SHOWN),
    "source": partial(_words, SOURCE_WORDS),
    "channel": partial(_words, CHANNEL_WORDS),
    "kind": partial(_words, KIND_WORDS),
    "service": partial(_words, SERVICE_WORDS),
    "language": _languages,
    "age": _ages,
    "citizenship": _countries,
    "fund": _funds,
}
