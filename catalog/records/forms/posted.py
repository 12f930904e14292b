"""What a browser sends of an editor page: pairs of names and values in the order of the page, so that a field can be
copied, moved or removed there without giving anything a number.

By form: `line` opens a line (`isbn@4` read from row 4, `isbn@` typed anew), `v.<box>` its boxes, `drop` removes it.
By field: `tag` opens a field, then `ind1` `ind2` and pairs of `code` `value`; or `data`, what it was (`was`), and
`element` choices `start:length:value` of a fixed field.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from catalog.marc.fields import is_control_tag
from catalog.marc.rows import LEADER, Row, Rows, control
from catalog.records.rules.forms import Entry
from ils.errors import InputCode, InputError

Pairs = Iterable[tuple[str, str]]
LONGEST_TAG = 4


def rows_to_text(rows: Rows) -> str:
    """Return rows as the text of a hidden box: what stands behind a form while it is filled in."""
    return json.dumps([[row.tag, row.indicators, row.subfields] for row in rows], ensure_ascii=False)


def rows_from_text(text: str) -> Rows:
    """Return the rows of such a text; refuse what is none."""
    try:
        return tuple(_row_from(*each) for each in json.loads(text))
    except (ValueError, TypeError, RecursionError) as error:
        raise InputError(InputCode.UNKNOWN_CHOICE, field="base") from error


def _row_from(tag: Any, indicators: Any, subfields: Any) -> Row:
    pairs = tuple((code, value) for code, value in subfields)
    texts = (tag, indicators, *(text for pair in pairs for text in pair))
    if not all(isinstance(text, str) and "\0" not in text for text in texts) or len(indicators) not in (0, 2):
        raise ValueError(tag)
    return Row(tag, indicators, pairs)


def posted_entries(pairs: Pairs) -> tuple[Entry, ...]:
    """Return the lines of a form page, in the order of the page."""
    found: list[dict[str, Any]] = []
    for name, value in pairs:
        if name == "line":
            line, _, at = value.partition("@")
            row = int(at) if at.isdecimal() and len(at) < 7 else None
            found.append({"line": line, "at": row, "values": {}, "removed": False})
        elif found and name.startswith("v."):
            found[-1]["values"][name[2:]] = value
        elif found and name == "drop":
            found[-1]["removed"] = value == "1"
    return tuple(Entry(**each) for each in found)


class _Field:
    """A field of the page while its pairs come in."""

    def __init__(self, tag: str) -> None:
        self.tag = tag.strip()[:LONGEST_TAG]
        self.indicators = ["", ""]
        self.pairs: list[list[str]] = []
        self.data: str | None = None
        self.was = ""
        self.elements: list[str] = []

    def row(self) -> Row | None:
        if self.data is not None:
            text = _with_elements(_plain(self.data), self.was, self.elements)
            return self._as_data(text) if text.strip() else None
        self._choose()
        pairs = tuple((code, _plain(value)) for code, value in self.pairs if value.strip())
        if not pairs:
            return None
        if is_control_tag(self.tag):
            return control(self.tag, " ".join(value for _code, value in pairs))
        return Row(self.tag, "".join(each.strip()[:1] or " " for each in self.indicators), pairs)

    def _choose(self) -> None:
        """Put chosen elements into the first $a, which holds the fixed characters of a data field (UNIMARC 100)."""
        first = next((pair for pair in self.pairs if pair[0] == "a"), None)
        if first is not None and self.elements:
            first[1] = _with_elements(_plain(first[1]), self.was, self.elements)

    def _as_data(self, text: str) -> Row:
        # A field of 010 and above that was begun as a control field has its text in $a.
        is_data = self.tag.isdigit() and not is_control_tag(self.tag)
        return Row(self.tag, "  ", (("a", text.strip()),)) if is_data else control(self.tag, text)


def _code(text: str) -> str:
    return _plain(text).strip()[:1]


def _plain(text: str) -> str:
    """Return the text of a fixed field; its blanks count, also the last."""
    return "".join(character if ord(character) >= 32 else " " for character in text)


def _with_elements(text: str, was: str, elements: list[str]) -> str:
    """Put in the elements that were chosen anew; what is typed into the field itself stands for the others."""
    for element in elements:
        start, _, rest = element.partition(":")
        length, _, value = rest.partition(":")
        if not (start.isdecimal() and length.isdecimal() and len(start) < 4 and len(length) < 4):
            continue
        first, last = int(start), int(start) + int(length)
        if value.ljust(int(length)) != was[first:last].ljust(int(length)):
            text = text.ljust(last)[:first] + value[: int(length)].ljust(int(length)) + text[last:]
    return text


def posted_rows(pairs: Pairs, base: Rows = ()) -> Rows:
    """Return the fields of a page by field, in the order of the page; empty ones are left out, the leader is first.

    A field that comes back as it was shown is taken from `base`, with what a page cannot show.
    """
    fields: list[_Field] = []
    for name, value in pairs:
        if name == "tag":
            fields.append(_Field(value))
        elif fields:
            _take(fields[-1], name, value)
    rows = _untouched([row for field in fields if (row := field.row()) is not None], base)
    leader = [row for row in rows if row.tag == LEADER][:1]
    return (*leader, *(row for row in rows if row.tag != LEADER))


def _untouched(rows: list[Row], base: Rows) -> list[Row]:
    shown: dict[Row | None, list[Row]] = defaultdict(list)
    for row in reversed(base):
        shown[_as_shown(row)].append(row)
    return [shown[row].pop() if shown.get(row) else row for row in rows]


def _as_shown(row: Row) -> Row:
    if row.is_control:
        return control(row.tag, _plain(row.text))
    pairs = tuple((_code(code), _plain(value)) for code, value in row.subfields if value.strip())
    first, second = (each.strip() or " " for each in (row.indicators[:1], row.indicators[1:2]))
    return Row(row.tag, first + second, pairs)


def _take(field: _Field, name: str, value: str) -> None:
    match name:
        case "ind1":
            field.indicators[0] = value
        case "ind2":
            field.indicators[1] = value
        case "code":
            field.pairs.append([_code(value), ""])
        case "value" if field.pairs:
            field.pairs[-1][1] = value
        case "data":
            field.data = value
        case "was":
            field.was = value
        case "element":
            field.elements.append(value)
