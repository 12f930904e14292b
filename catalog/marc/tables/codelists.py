"""Where the names of codes come from: Babel's locale data, and `codes.yaml` for what it lacks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.core import get_global

from catalog.marc.tables.model import Names
from catalog.marc.tables.written import LANGUAGES, names
from catalog.marc.tables.yamlfile import read_yaml

_FILE = Path(__file__).parent.parent / "data" / "codes.yaml"
# CLDR writes oʻ and tutuq belgisi with typographic quotes.
_LETTERS = str.maketrans({"\u2018": "\u02bb", "\u2019": "\u02bc", "'": "\u02bc"})


@cache
def _written() -> dict[str, Any]:
    return read_yaml(_FILE)


def _split(pairs: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in pairs.split())


def _languages() -> Mapping[str, Names]:
    given = _written()["language"]
    short: Mapping[str, str] = get_global("language_aliases")
    keys = {code: str(short.get(code, code)).partition("_")[0] for code in given["codes"].split()}
    return _named(keys, "languages", given["names"])


def _countries() -> Mapping[str, Names]:
    given = _written()["country"]
    return _named({code: code for code in given["codes"].split()}, "territories", given["names"])


def _marc_countries() -> Mapping[str, Names]:
    given = _written()["marc_country"]
    iso = _split(given["iso"])
    known = _countries()
    own = {code: names(text) for code, text in given["names"].items()}
    return dict(sorted(({code: known[place] for code, place in iso.items()} | own).items()))


def _named(keys: Mapping[str, str], kind: str, own: Mapping[str, str]) -> dict[str, Names]:
    """Names by code: our own first, then Babel's in each language, then the English one, then the code."""
    data = {language: getattr(Locale.parse(language), kind) for language in LANGUAGES}
    found: dict[str, Names] = {code: names(text) for code, text in own.items()}
    for code, key in keys.items():
        if code not in found:
            english = data["en"].get(key, code)
            found[code] = {lang: _spelled(lang, data[lang].get(key, english)) for lang in LANGUAGES}
    return dict(sorted(found.items()))


def _spelled(language: str, text: str) -> str:
    return text.translate(_LETTERS) if language == "uz" else text


def _relators(place: int) -> Mapping[str, Names]:
    """Roles by the code at `place` of the key: 0 is MARC 21, 1 UNIMARC (`?` marks one that is another's)."""
    found: dict[str, Names] = {}
    for key, text in _written()["relator"].items():
        code = key.split()[place]
        if not code.endswith("?"):
            found[code] = names(text)
    return dict(sorted(found.items()))


@cache
def relator_codes(*, own: bool = False) -> dict[str, str]:
    """Return the UNIMARC code for each role of MARC 21; several may share one, `own` gives each to one only."""
    pairs = (key.split() for key in _written()["relator"])
    return {marc: unimarc.rstrip("?") for marc, unimarc in pairs if not (own and unimarc.endswith("?"))}


@cache
def country_codes() -> dict[str, str]:
    """Return the ISO 3166 code for each MARC 21 place that has one."""
    return _split(_written()["marc_country"]["iso"])


def _plain(name: str) -> Mapping[str, Names]:
    return {code: names(text) for code, text in _written()[name].items()}


LISTS: Mapping[str, Callable[[], Mapping[str, Names]]] = {
    "language": _languages,
    "country": _countries,
    "marc_country": _marc_countries,
    "marc_relator": lambda: _relators(0),
    "relator": lambda: _relators(1),
    "script": lambda: _plain("script"),
}


def codes_only(name: str) -> Iterable[str]:
    """Return the codes of a list without asking for names, which cost the locale data."""
    given = _written()[name]
    return (*given.get("codes", "").split(), *_split(given.get("iso", "")), *given["names"])
