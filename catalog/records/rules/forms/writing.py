"""From the boxes of a form back to the record: what was not changed stays as it is, to the last character."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from catalog.marc.rows import LEADER, Row, Rows, control
from catalog.records.rules.forms.model import ANY, Entry, Form, Input, Line
from catalog.records.rules.forms.reading import clean, value_of
from catalog.records.rules.forms.titles import with_indicators

_YEAR = re.compile(r"(?<!\d)(1[4-9]\d\d|20\d\d)(?!\d)")
Pairs = list[tuple[str, str]]


def begin(form: Form, day: date) -> Rows:
    """Return the rows of a new record; the day of entry goes where the form has kept its place."""
    stamps = {"{yymmdd}": f"{day:%y%m%d}", "{yyyymmdd}": f"{day:%Y%m%d}"}

    def dated(value: str) -> str:
        for place, stamp in stamps.items():
            value = value.replace(place, stamp)
        return value

    return tuple(
        Row(row.tag, row.indicators, tuple((code, dated(value)) for code, value in row.subfields))
        for row in form.begins
    )


def apply(rows: Rows, form: Form, entries: Sequence[Entry]) -> Rows:
    """Return the record with what stands in the boxes; an entry that names no row of its line makes a new field."""
    written: list[Row | None] = list(rows)
    follow: list[tuple[Line, Mapping[str, str]]] = []
    for entry in entries:
        line = form.line(entry.line)
        if line is None:
            continue
        at = entry.at if entry.at is not None and _stands(rows, entry.at, line) else _same(written, line)
        before = written[at] if at is not None else _blank(line, form)
        after = None if entry.removed else _written(before, line, entry.values)
        if line.follows and after is not None and after != before:
            follow.append((line, entry.values))
        if at is not None:
            written[at] = after
        elif after is not None and after != before:
            written.append(after)
    result = [row for row in written[: len(rows)] if row is not None]
    for row in filter(None, written[len(rows) :]):
        result.insert(_place(result, row.tag), row)
    after_all = _followed(tuple(result), follow)
    return with_indicators(rows, after_all) if form.profile == "marc21" else after_all


def retyped(rows: Rows, was: Form, form: Form) -> Rows:
    """Return the record as one of another kind of document: leader/06-08, and 008/18-34 while nobody has set them."""
    kind = form.begins[0].text[6:9]
    old, new = _fixed(was), _fixed(form)
    result = []
    for row in rows:
        text = row.text
        if row.tag == LEADER:
            row = control(LEADER, text[:6] + kind + text[9:])  # noqa: PLW2901
        elif row.tag == "008" and old and text[18:35] == old[18:35]:
            row = control("008", text[:18] + new[18:35] + text[35:])  # noqa: PLW2901
        result.append(row)
    return tuple(result)


def _fixed(form: Form) -> str:
    """Return the 008 that a form begins with, its day of entry at its full length; empty in UNIMARC."""
    found = next((row.text for row in form.begins if row.tag == "008"), "")
    return found.replace("{yymmdd}", "000000")


def _stands(rows: Rows, at: int, line: Line) -> bool:
    return 0 <= at < len(rows) and line.takes(rows[at])


def _same(rows: Sequence[Row | None], line: Line) -> int | None:
    """Return the field that a line writes into when it names none: there is one only, and it is there already."""
    if line.repeatable:
        return None
    return next((at for at, row in enumerate(rows) if row is not None and line.takes(row)), None)


def _blank(line: Line, form: Form) -> Row:
    begun = next((row for row in form.begins if line.is_fixed and line.takes(row)), None)
    if begun is not None:
        return begun
    if line.inputs[0].code == "":
        return control(line.tag, "")
    asked = zip(line.only_with, line.indicators, strict=True)
    return Row(line.tag, "".join(new if want == ANY else want for want, new in asked), line.fixed)


def _written(row: Row | None, line: Line, values: Mapping[str, str]) -> Row | None:
    """Return the field with the values put in; None when nothing is left of it that somebody has said."""
    if row is None:
        return None
    pairs: Pairs = list(row.subfields)
    for box in line.inputs:
        value = clean(values.get(box.name, value_of(row, box)))
        if value != clean(value_of(row, box)):
            pairs = _put(pairs, box, value, line)
    after = Row(row.tag, row.indicators, tuple(pairs))
    if after == row or line.is_fixed or set(after.subfields) - set(line.fixed):
        return after
    return None


def _put(pairs: Pairs, box: Input, value: str, line: Line) -> Pairs:
    if box.span is not None:
        was = next((text for code, text in pairs if code == box.code), "")
        return _replace(pairs, box, [box.span.put(was, value)], line)
    if not box.many:
        return _replace(pairs, box, [value] if value else [], line, only_first=True)
    return _replace(pairs, box, [part for text in value.split(box.many) if (part := text.strip())], line)


def _replace(pairs: Pairs, box: Input, new: list[str], line: Line, *, only_first: bool = False) -> Pairs:
    """Put the values in the places of the old ones; what has no place goes after what the form shows before it."""
    places = [at for at, (code, _value) in enumerate(pairs) if code == box.code]
    places = places[:1] if only_first else places
    result: list[tuple[str, str] | None] = list(pairs)
    for number, at in enumerate(places):
        result[at] = (box.code, new[number]) if number < len(new) else None
    left = [(box.code, value) for value in new[len(places) :]]
    at = places[-1] + 1 if places else _room(pairs, box, line)
    result[at:at] = left
    return [pair for pair in result if pair is not None]


def _room(pairs: Pairs, box: Input, line: Line) -> int:
    codes = [each.code for each in line.inputs]
    here = codes.index(box.code)
    before = [at + 1 for at, (code, _value) in enumerate(pairs) if code in codes[:here]]
    after = [
        at
        for at, (code, _value) in enumerate(pairs)
        if code in codes[here + 1 :] or (code, _value) in line.fixed
    ]
    return before[-1] if before else after[0] if after else len(pairs)


def _place(rows: Sequence[Row], tag: str) -> int:
    """Return where a new field goes: behind the last one whose tag is not greater."""
    fits = [
        at + 1 for at, row in enumerate(rows) if row.tag == LEADER or (row.tag <= tag and row.tag.isdigit())
    ]
    return fits[-1] if fits else len(rows)


def _followed(rows: Rows, changes: Sequence[tuple[Line, Mapping[str, str]]]) -> Rows:
    """Bring the year typed in the imprint into the fixed field that repeats it."""
    for line, values in changes:
        for name, tag, span, kind in line.follows:
            found = _YEAR.search(values.get(name, ""))
            if found:
                rows = tuple(
                    _dated(row, span.start, found[1], kind) if row.tag == tag else row for row in rows
                )
    return rows


def _dated(row: Row, start: int, year: str, kind: str) -> Row:
    (code, text), *others = row.subfields or (("", ""),)
    if len(text) < start + 4:
        return row
    mark = kind if text[start - 1] in " |" else text[start - 1]
    return Row(
        row.tag, row.indicators, ((code, text[: start - 1] + mark + year + text[start + 4 :]), *others)
    )
