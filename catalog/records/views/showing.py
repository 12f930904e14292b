"""What the templates draw of a form and of the fields of a record, with names from the tables of the profile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from catalog.marc import Profile
from catalog.marc.rows import LEADER, Row, Rows
from catalog.marc.tables import Element, FieldRule, Names, ProfileTable, code_list, table
from catalog.records.rules.forms import Form, Input, Line, entries
from catalog.records.views.door import named
from catalog.records.views.words import GROUPS

LONG_LIST = 60
"""Of a list with more codes than these a line that can be repeated offers only those that come first."""

Choice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ShownBox:
    """A box: `name` as it is sent, `choices` in groups where the value is a code, `help` names the tag and subfield."""

    name: str
    label: str
    value: str
    kind: str
    columns: int
    help: str
    choices: tuple[tuple[Choice, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """A field in its line; `key` tells the row it was read from."""

    key: str
    boxes: tuple[ShownBox, ...]
    filled: bool


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line with the fields that it has, and an empty one where there is room for more."""

    name: str
    tag: str
    label: str
    columns: int
    repeatable: bool
    entries: tuple[ShownEntry, ...]


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A group of lines; one of `more` opens by itself when something stands in it."""

    name: str
    label: str
    lines: tuple[ShownLine, ...]
    folded: bool


def shown_form(form: Form, rows: Rows) -> tuple[ShownGroup, ...]:
    """Return a form with what a record says in it."""
    rules = table(Profile(form.profile))
    values: dict[str, list[tuple[str, Mapping[str, str]]]] = {}
    for entry in entries(rows, form):
        values.setdefault(entry.line, []).append((f"{entry.line}@{entry.at}", entry.values))
    groups = []
    for group in form.groups:
        lines = tuple(_line(line, values.get(line.name, []), rules) for line in group.lines)
        filled = any(entry.filled for line in lines for entry in line.entries)
        groups.append(ShownGroup(group.name, str(GROUPS[group.name]), lines, group.more and not filled))
    return tuple(groups)


def _line(line: Line, found: list[tuple[str, Mapping[str, str]]], rules: ProfileTable) -> ShownLine:
    if line.repeatable or not found:
        found = [*found, (f"{line.name}@", {})]
    rule = rules.fields.get(line.tag)
    single = len(line.inputs) == 1
    return ShownLine(
        name=line.name,
        tag=line.tag,
        label=named(rule.names) if rule else line.tag,
        columns=min(sum(box.columns for box in line.inputs), 12),
        repeatable=line.repeatable,
        entries=tuple(
            ShownEntry(
                key,
                tuple(_box(line, box, values.get(box.name, ""), rule, single=single) for box in line.inputs),
                any(values.values()),
            )
            for key, values in found
        ),
    )


def _box(line: Line, box: Input, value: str, rule: FieldRule | None, *, single: bool) -> ShownBox:
    names, codes = _said(line, box, rule)
    label = named(box.label or names) or (named(rule.names) if rule else "") or f"{line.tag} {box.code}"
    if single and rule is not None and not box.label and box.span is None:
        label = named(rule.names)
    return ShownBox(
        name=f"v.{box.name}",
        label=label,
        value=value,
        kind=box.kind,
        columns=min(box.columns, 12),
        help=f"{line.tag}{box.code}",
        choices=_choices(codes, value, box.first, shortened=line.repeatable)
        if codes and not box.many
        else (),
    )


def _said(line: Line, box: Input, rule: FieldRule | None) -> tuple[Names, Mapping[str, Names]]:
    """Return what the tables call a box, and the codes that may stand in it."""
    if rule is None:
        return {}, {}
    if box.span is not None:
        found = (
            each for each in rule.elements if (each.start, each.length) == (box.span.start, box.span.length)
        )
        element = next(found, None)
        return (element.names, element.values) if element else ({}, {})
    subfield = rule.subfields.get(box.code)
    if subfield is None:
        return {}, {}
    return subfield.names, code_list(subfield.values) if subfield.values else {}


def _choices(
    codes: Mapping[str, Names], value: str, first: tuple[str, ...], *, shortened: bool
) -> tuple[tuple[Choice, ...], ...]:
    """Return the codes to choose from: the usual ones, then the rest by name; a code that is no longer one stays."""
    begun = [(code, named(codes[code])) for code in first if code in codes]
    if value and value not in codes:
        begun.insert(0, (value, value))
    usual = {code for code, _name in begun}
    if shortened and len(codes) > LONG_LIST:
        others = [(value, named(codes[value]))] if value in codes and value not in usual else []
    else:
        others = sorted(
            ((c, named(n)) for c, n in codes.items() if c not in usual), key=lambda pair: pair[1].lower()
        )
    return tuple(tuple(part) for part in (begun, others) if part)


@dataclass(frozen=True, slots=True)
class ShownElement:
    """Some characters of a fixed field as a choice; `start` and `length` say which."""

    start: int
    length: int
    label: str
    value: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class ShownField:
    """A field as the editor by field draws it; a control field has `text` and `elements`, others subfields."""

    tag: str
    label: str
    ind1: str
    ind2: str
    subfields: tuple[tuple[str, str], ...]
    control: bool
    text: str
    elements: tuple[ShownElement, ...]


def shown_fields(rows: Rows, profile: Profile, document_type: str) -> tuple[ShownField, ...]:
    """Return the fields of a record, their fixed characters as choices for this kind of document."""
    rules = table(profile)
    return tuple(_field(row, rules, document_type) for row in rows)


def _field(row: Row, rules: ProfileTable, document_type: str) -> ShownField:
    rule = rules.fields.get(row.tag)
    label = _("Leader") if row.tag == LEADER else named(rule.names) if rule else ""
    elements = rules.leader if row.tag == LEADER else rule.elements if rule else ()
    text = row.text if row.is_control else next((value for code, value in row.subfields if code == "a"), "")
    return ShownField(
        tag=row.tag,
        label=label,
        ind1=row.indicators[:1],
        ind2=row.indicators[1:2],
        subfields=() if row.is_control else row.subfields,
        control=row.is_control,
        text=text,
        elements=tuple(sorted(_elements(elements, text, document_type), key=_place)) if text else (),
    )


def _place(element: ShownElement) -> int:
    return element.start


def _elements(elements: tuple[Element, ...], text: str, document_type: str) -> Iterator[ShownElement]:
    for element in elements:
        fits = not element.only or document_type in {str(each) for each in element.only}
        if not fits or (element.when and not text.startswith(element.when)):
            continue
        size = element.length // max(element.repeats, 1)
        for start in range(element.start, element.start + element.length, size):
            value = text[start : start + size].ljust(size)
            choices = tuple(
                (code, named(names)) for code, names in element.values.items() if len(code) <= size
            )
            yield ShownElement(start, size, named(element.names), value, _with_value(choices, value))


def _with_value(choices: tuple[Choice, ...], value: str) -> tuple[Choice, ...]:
    """A character that the tables do not name stays what it is, shown as itself."""
    if (
        not choices
        or value in {code for code, _name in choices}
        or value.rstrip() in {c for c, _name in choices}
    ):
        return choices
    return ((value, value.replace(" ", "␣")), *choices)
