"""A record as a BibTeX entry, in UTF-8."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pymarc import Record

from catalog.marc.citing.cited import cited
from catalog.marc.citing.model import Cited, Name, Role
from catalog.marc.facts import DocumentType
from catalog.marc.model import Profile

_ESCAPES = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "$": r"\$", "&": r"\&", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_SPECIAL = re.compile("[" + re.escape("".join(_ESCAPES)) + "]")
_KEY = re.compile(r"[^A-Za-z0-9:._-]+")


def bibtex(record: Record, profile: Profile, key: str) -> str:
    """Return one entry with its final newline; `key` names it, what a key cannot have is left out."""
    told = cited(record, profile)
    lines = [f"  {name} = {{{value}}}" for name, value in _values(told) if value]
    return f"@{entry_type(told)}{{{_KEY.sub('', key) or 'record'},\n" + ",\n".join(lines) + "\n}\n"


def entry_type(told: Cited) -> str:
    """Return the kind of entry."""
    if told.host:
        return "article" if told.host.is_serial else "incollection"
    if told.thesis:
        return "phdthesis"
    if told.kind is DocumentType.BOOK:
        return "book"
    return "periodical" if told.kind is DocumentType.SERIAL else "misc"


def escaped(text: str) -> str:
    """Return text that TeX prints as it is."""
    return _SPECIAL.sub(lambda match: _ESCAPES[match[0]], text)


def _values(told: Cited) -> Iterator[tuple[str, str]]:
    for role in (Role.AUTHOR, Role.EDITOR, Role.TRANSLATOR):
        yield role.value, " and ".join(_name(name) for name in told.names if _stands_as(name, role, told))
    yield "title", escaped(told.title + told.title_rest)
    yield from _host(told)
    yield "edition", escaped(told.edition)
    yield "series", escaped(told.series[0] if told.series else "")
    if told.thesis:
        yield "school", escaped(told.publisher or told.thesis)
    elif told.host is None:
        yield "publisher", escaped(told.publisher)
    if told.host is None:
        yield "address", escaped(told.place.strip("[]"))
    yield "year", str(told.year or (told.host.year if told.host else "") or "")
    yield "isbn", told.isbns[0] if told.isbns else ""
    yield "issn", told.issns[0] if told.issns else (told.host.issn if told.host else "")
    yield "language", told.language
    yield "url", _address(told.url)


def _host(told: Cited) -> Iterator[tuple[str, str]]:
    if told.host:
        yield "journal" if told.host.is_serial else "booktitle", escaped(told.host.title)
        yield "publisher", escaped(told.host.imprint)
        yield "volume", escaped(told.host.volume)
        yield "number", escaped(told.host.number)
        yield "pages", told.host.pages.replace("–", "--").replace(" ", "")


def _stands_as(name: Name, role: Role, told: Cited) -> bool:
    """A body is an author only where it is the heading of the record."""
    if name.body:
        return role is Role.AUTHOR and name.main
    return name.role is role


def _name(name: Name) -> str:
    """A body in braces of its own, else its words would be taken for forenames and surname."""
    text = escaped(name.text)
    return f"{{{text}}}" if name.body or " and " in text else text


def _address(url: str) -> str:
    """An address may hold anything but what would end or comment out the value."""
    return url.replace("\\", "%5C").replace("{", "%7B").replace("}", "%7D").replace("%", r"\%")
