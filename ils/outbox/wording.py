"""The language of texts that a library may change: words in braces, and parts that are repeated or left out.

`{name}` is a fact. `{#copies}…{/copies}` repeats what stands between for each copy of a list, or leaves it out where the
fact is missing. There is nothing else, so that a text can break nothing but itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from ils.outbox.errors import OutboxCode, OutboxInputError

_TAG = re.compile(r"\{([#/]?)([a-z][a-z0-9_]*)\}")
_ALONE = re.compile(r"^[ \t]*(\{[#/][a-z][a-z0-9_]*\})[ \t]*\n", re.MULTILINE)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MANY_EMPTY = re.compile(r"\n{3,}")
LONGEST_TITLE = 40  # of the one title that a short text names


@dataclass(frozen=True, slots=True)
class Word:
    """A fact to be put in."""

    name: str


@dataclass(frozen=True, slots=True)
class Section:
    """What is repeated for each thing of a list, or shown only where the fact is there."""

    name: str
    parts: tuple[Part, ...]


Part = str | Word | Section
Script = Callable[[str], str]


@lru_cache(maxsize=512)
def parse(text: str) -> tuple[Part, ...]:
    """Return the parts of a text; TEXT_BROKEN tells the first brace that cannot be understood."""
    parts: list[list[Part]] = [[]]
    open_names: list[str] = []
    for kind, value in _pieces(_ALONE.sub(r"\1", text)):
        if kind == "#":
            open_names.append(value)
            parts.append([])
        elif kind == "/":
            if not open_names or open_names[-1] != value:
                raise OutboxInputError(OutboxCode.TEXT_BROKEN, at=f"{{/{value}}}")
            inner = parts.pop()
            parts[-1].append(Section(open_names.pop(), tuple(inner)))
        else:
            parts[-1].append(Word(value) if kind == "word" else value)
    if open_names:
        raise OutboxInputError(OutboxCode.TEXT_BROKEN, at=f"{{#{open_names[-1]}}}")
    return tuple(parts[0])


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """Yield literals and tags in order: ("text", …), ("word", name), ("#", name), ("/", name)."""
    at = 0
    for tag in _TAG.finditer(text):
        yield "text", _literal(text[at : tag.start()])
        yield tag[1] or "word", tag[2]
        at = tag.end()
    yield "text", _literal(text[at:])


def _literal(text: str) -> str:
    if found := re.search(r"[{}][^{}]{0,12}\}?", text):
        raise OutboxInputError(OutboxCode.TEXT_BROKEN, at=found[0])
    return text


def words_in(text: str) -> frozenset[str]:
    """Return the names of all facts that a text asks for."""
    return frozenset(_names(parse(text)))


def _names(parts: tuple[Part, ...]) -> Iterator[str]:
    for part in parts:
        if not isinstance(part, str):
            yield part.name
        if isinstance(part, Section):
            yield from _names(part.parts)


def render(text: str, facts: Mapping[str, Any], *, language: str, script: Script = str) -> str:
    """Return the text with the facts in it; `script` turns what is not a fact into another script."""
    said = "".join(_said(parse(text), [facts], language, script))
    lines = (line.rstrip() for line in said.replace("\r", "").split("\n"))
    return _MANY_EMPTY.sub("\n\n", "\n".join(lines)).strip()


def _said(
    parts: tuple[Part, ...], scopes: list[Mapping[str, Any]], language: str, script: Script
) -> Iterator[str]:
    for part in parts:
        if isinstance(part, str):
            yield script(part)
        elif isinstance(part, Word):
            yield shown(_fact(scopes, part.name), language, script)
        else:
            for inner in _repeats(_fact(scopes, part.name)):
                yield from _said(part.parts, [*scopes, inner], language, script)


def _fact(scopes: list[Mapping[str, Any]], name: str) -> Any:
    return next((scope[name] for scope in reversed(scopes) if name in scope), None)


def _repeats(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, list | tuple):
        yield from (each if isinstance(each, Mapping) else {} for each in value)
    elif value:
        yield {}


def shown(value: Any, language: str, script: Script = str) -> str:
    """Return a fact as a person reads it: 2026-05-09 is 09.05.2026, 25000 is 25 000, names go by the language."""
    if isinstance(value, Mapping):
        own = value.get(language) or value.get(language.partition("_")[0]) or value.get("uz") or ""
        return script(str(own)) if language == "uz_Cyrl" and language not in value else str(own)
    if value is None or isinstance(value, bool | list | tuple):
        return ""
    if isinstance(value, int | float):
        return f"{value:,}".replace(",", " ")
    text = " ".join(str(value).split())
    return _day(text) if _DAY.fullmatch(text) else text


def _day(text: str) -> str:
    try:
        return f"{date.fromisoformat(text):%d.%m.%Y}"
    except ValueError:
        return text


def with_sums(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts with what can be counted from their lists: how many, the first title, the earliest date."""
    counted: dict[str, Any] = {
        f"{name}_count": len(value) for name, value in facts.items() if isinstance(value, list | tuple)
    }
    copies = [each for each in facts.get("copies") or () if isinstance(each, Mapping)]
    if copies:
        title = str(min(copies, key=lambda each: str(each.get("due") or "")).get("title") or "")
        counted["first"] = title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1].rstrip() + "…"
        counted["more"] = len(copies) - 1
        counted["due"] = min((str(each["due"]) for each in copies if each.get("due")), default="")
        counted["days"] = max(
            (int(each["days"]) for each in copies if each.get("days") is not None), default=0
        )
    return counted | dict(facts)
