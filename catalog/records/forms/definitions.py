"""The entry forms as they are written in `data/forms.yaml`, made into objects once a process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from catalog.marc import DocumentType, Facts, Profile
from catalog.marc.rows import LEADER, Row, control
from catalog.marc.tables.written import names
from catalog.records.rules.forms import Form, Group, Input, Line, Span
from catalog.records.rules.forms.model import ANY

DATA = Path(__file__).parent.parent / "data" / "forms.yaml"

# Scalars stay strings: 008 is a tag, `no` a code of Norwegian; and nothing of the file is executed.
_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

_OPTIONS = ("tag", "also", "new", "when", "with", "follows")
_BY_TYPE = {
    DocumentType.SERIAL: "serial_issue",
    DocumentType.ARTICLE: "article",
    DocumentType.MAP: "map",
    DocumentType.MUSIC_SCORE: "music",
    DocumentType.ELECTRONIC: "electronic",
    DocumentType.MANUSCRIPT: "thesis",
}


@cache
def _written() -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml.load(DATA.read_text("utf-8"), Loader=_Loader)  # noqa: S506 - makes only strings
    return found


FORM_NAMES: tuple[str, ...] = tuple(_written()["forms"])
"""Names of the forms, in the order in which they are offered."""


def known_form(name: str) -> str:
    """Return the name if there is such a form, else the book's."""
    return name if name in FORM_NAMES else FORM_NAMES[0]


@cache
def form_of(name: str, profile: Profile) -> Form | None:
    """Return a form in a profile; None for a profile that has no forms (IRBIS is edited field by field)."""
    written = _written()["forms"][known_form(name)]
    said = written.get(profile.value)
    if said is None:
        return None
    groups = tuple(
        Group(each["name"], tuple(_lines(each, profile)), "more" in each) for each in written["groups"]
    )
    begins = (control(LEADER, said["leader"]), *(_row(text) for text in said["rows"]))
    return Form(known_form(name), profile.value, tuple(group for group in groups if group.lines), begins)


def form_for(facts: Facts) -> str:
    """Return the name of the form that fits a record: by what it is, and a book's for anything else."""
    if facts.is_analytic:
        return "article"
    return _BY_TYPE.get(facts.document_type, "book")


def _lines(group: Mapping[str, Any], profile: Profile) -> Iterator[Line]:
    for name in group["lines"]:
        said = _written()["lines"][name]
        if profile.value in said:
            yield _line(name, said, said[profile.value])


def _line(name: str, said: Mapping[str, Any], target: Mapping[str, str]) -> Line:
    boxes = [
        _input(box, said["boxes"][box], where, said) for box, where in target.items() if box not in _OPTIONS
    ]
    code, _, value = target.get("with", "").partition(" ")
    return Line(
        name=name,
        tag=target["tag"],
        inputs=tuple(boxes),
        repeatable="repeat" in said,
        indicators=target.get("new", "##").replace("#", " "),
        only_with=target.get("when", ANY + ANY).replace("#", " "),
        also=target.get("also", ""),
        fixed=((code, value),) if code else (),
        follows=tuple(_follow(text) for text in filter(None, [target.get("follows")])),
    )


def _input(name: str, shape: Any, where: str, said: Mapping[str, Any]) -> Input:
    columns, kind = (shape, "text") if isinstance(shape, str) else shape
    code, span, many = _target(where)
    label = said.get("labels", {}).get(name, "")
    return Input(
        name=name,
        code=code,
        span=span,
        many=many,
        columns=int(columns),
        kind=kind,
        first=tuple(said.get("first", ())),
        label=names(label) if label else {},
    )


def _target(where: str) -> tuple[str, Span | None, str]:
    """Take apart `a`, `a;`, `35-37` and `a/9-12`."""
    if len(where) == 1:
        return where, None, ""
    if len(where) == 2:
        return where[0], None, where[1]
    code, _, span = where.rpartition("/")
    first, _, last = span.partition("-")
    return code, Span(int(first), int(last) - int(first) + 1), ""


def _follow(text: str) -> tuple[str, str, Span, str]:
    box, _, target = text.partition(" > ")
    where, _, kind = target.partition(" ")
    tag, _, start = where.partition("/")
    return box, tag, Span(int(start), 4), kind


def _row(text: str) -> Row:
    tag, text = text[:3], text[4:]
    if text[2:5] != " $a" and text[2:5] != " $b":
        return control(tag, text)
    return Row(tag, text[:2].replace("#", " "), ((text[4], text[6:]),))
