"""A description by GOST 7.1 (Oʻz DSt 1215): eight areas with `. –` between them (practice.md §5.4)."""

from __future__ import annotations

from collections.abc import Iterable

from pymarc import Record

from catalog.marc.citing.cited import cited
from catalog.marc.citing.model import Cited, Host
from catalog.marc.citing.names import heading
from catalog.marc.citing.words import Words, words_for
from catalog.marc.facts import DocumentType
from catalog.marc.model import Profile

_BETWEEN = ". – "


def gost(record: Record, profile: Profile) -> str:
    """Return the description of a record in one line, in the language and script of the item.

    A record that says nothing gives an empty line.
    """
    told = cited(record, profile)
    words = words_for(told.language, cyrillic=told.cyrillic)
    areas = _article(told, told.host, words) if told.host else _areas(told, words)
    body = joined(areas, _BETWEEN)
    head = heading(told.names)
    return ended(joined([head, body], " " if head.endswith(".") else ". ")) if body else ended(head)


def _areas(told: Cited, words: Words) -> list[str]:
    return [
        _title(told, words),
        told.edition,
        told.numbering,
        told.imprint or (str(told.year) if told.year else ""),
        told.extent,
        *(f"({each})" for each in told.series),
        told.thesis,
        told.print_run,
        *_numbers(told),
        _access(told, words),
    ]


def _article(told: Cited, host: Host, words: Words) -> list[str]:
    """`Title / responsibility // Journal. – 2021. – № 3. – B. 12–15` (practice.md §5.4)."""
    year = str(told.year) if told.year else host.year
    known = any(year in part for part in (*host.parts, host.imprint)) if year else True
    stated = host.imprint if known or not host.imprint else f"{host.imprint}, {year}"
    first = f"{_title(told, words)} // {host.title}"
    return [
        first,
        stated,
        "" if known or host.imprint else year,
        *host.parts,
        *(told.series and [f"({each})" for each in told.series]),
        _access(told, words),
    ]


def _title(told: Cited, words: Words) -> str:
    kind = f" [{words.electronic}]" if told.kind is DocumentType.ELECTRONIC else ""
    line = told.title + kind + told.title_rest
    return f"{line} / {told.responsibility}" if told.responsibility and line else line


def _numbers(told: Cited) -> list[str]:
    """ISBN or ISSN, the price after the first of them; a price alone stands alone."""
    numbers = [f"ISBN {each}" for each in told.isbns] + [f"ISSN {each}" for each in told.issns]
    if not told.price:
        return numbers
    return [f"{numbers[0]} : {told.price}", *numbers[1:]] if numbers else [told.price]


def _access(told: Cited, words: Words) -> str:
    online = told.kind is DocumentType.ELECTRONIC or not (told.extent or told.host)
    return f"{words.access}: {told.url}" if told.url and online else ""


def joined(parts: Iterable[str], separator: str) -> str:
    """Join what is there; a full stop before the separator is not written twice."""
    line = ""
    for part in parts:
        if not part:
            continue
        if not line:
            line = part
        else:
            line += (separator.removeprefix(".") if line.endswith(".") else separator) + part
    return line


def ended(line: str) -> str:
    """End a description with a full stop."""
    return line if not line or line.endswith((".", "!", "?", "…")) else f"{line}."
