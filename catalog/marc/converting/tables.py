"""The conversion tables, read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from catalog.marc.tables.yamlfile import read_yaml

_DATA = Path(__file__).parent.parent / "data"
_WAYS = {"=": (True, True), ">": (True, False), "<": (False, True)}


@dataclass(frozen=True, slots=True)
class Rule:
    """What becomes of a field: pairs of codes, or the name of a road of its own."""

    tag: str
    codes: dict[str, str]
    how: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rules by tag of the source, indicators of what is made, codes of fixed positions by name.

    `headings` are made tags whose text loses the sign at its end.
    """

    rules: dict[str, Rule]
    indicators: dict[str, str]
    codes: dict[str, dict[str, str]]
    headings: frozenset[str] = frozenset()


@cache
def to_unimarc() -> Table:
    """Return the table from MARC 21 to UNIMARC."""
    return _table(reverse=False)


@cache
def to_marc21() -> Table:
    """Return the table from UNIMARC to MARC 21."""
    return _table(reverse=True)


@cache
def from_irbis() -> Table:
    """Return the table from IRBIS to UNIMARC; its codes are in small letters, `text` is what has no code."""
    written = read_yaml(_DATA / "irbis-unimarc.yaml")
    rules: dict[str, Rule] = {}
    for key, said in written["fields"].items():
        given, _, made = key.split()
        rules[given] = _rule(made, said, reverse=False)
    return Table(rules, written.get("indicators", {}), {})


def _table(*, reverse: bool) -> Table:
    written = read_yaml(_DATA / "marc21-unimarc.yaml")
    rules: dict[str, Rule] = {}
    for key, said in written["fields"].items():
        marc, way, unimarc = key.split()
        if _WAYS[way][reverse]:
            given, made = (unimarc, marc) if reverse else (marc, unimarc)
            rules.setdefault(given, _rule(made, said, reverse=reverse))
    codes = {name: _pairs(said, reverse=reverse) for name, said in written["codes"].items()}
    made = "marc21" if reverse else "unimarc"
    return Table(rules, written[f"{made}_indicators"], codes, frozenset(written[f"{made}_headings"].split()))


def _rule(tag: str, said: str, *, reverse: bool) -> Rule:
    if said.startswith("how "):
        return Rule(tag, {}, said.removeprefix("how "))
    return Rule(tag, _pairs(said, reverse=reverse, keep="_" not in said))


def _pairs(said: str, *, reverse: bool, keep: bool = False) -> dict[str, str]:
    """Pairs by the side that is given; of several with the same given code the first counts."""
    found: dict[str, str] = {}
    for pair in said.split():
        first, second = pair.split("=")
        if not keep:
            first, second = first.replace("_", " "), second.replace("_", " ")
        given, made = (second, first) if reverse else (first, second)
        found.setdefault("" if given == "text" else given, made)
    return found
