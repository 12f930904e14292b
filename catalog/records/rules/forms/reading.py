"""From a record to what stands in the boxes of a form, and to what the form has no box for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from catalog.marc.rows import LEADER, Row, Rows
from catalog.records.rules.forms.model import Entry, Form, Input, Line

_UNWRITABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]+")


def clean(value: str) -> str:
    """Return what was typed as it can be written: one line, nothing at its ends."""
    return _UNWRITABLE.sub(" ", value).strip()


def entries(rows: Rows, form: Form) -> tuple[Entry, ...]:
    """Return what a record says in the boxes of a form, line by line in the form's order."""
    return tuple(
        Entry(line.name, {box.name: value_of(rows[at], box) for box in line.inputs}, at)
        for line, at in claims(rows, form)
    )


def claims(rows: Rows, form: Form) -> Iterator[tuple[Line, int]]:
    """Give each field to the lines it belongs to: to one, or to several that show different subfields of it."""
    taken: dict[int, set[str]] = {}
    for line in form.lines:
        mine = [at for at, row in enumerate(rows) if line.takes(row) and is_free(line, taken.get(at, set()))]
        for at in mine if line.repeatable else mine[:1]:
            taken.setdefault(at, set()).update(_codes(line))
            yield line, at


def is_free(line: Line, taken: set[str]) -> bool:
    """Tell whether a line may show a field of which other lines show the subfields `taken`."""
    return line.is_fixed or not taken or (not line.repeatable and taken.isdisjoint(_codes(line)))


def _codes(line: Line) -> set[str]:
    return {box.code for box in line.inputs}


def value_of(row: Row, box: Input) -> str:
    """Return what a box shows of a field."""
    found = [value for code, value in row.subfields if code == box.code]
    if box.span is not None:
        return box.span.of(found[0]) if found else ""
    if box.many:
        return f"{box.many} ".join(found)
    return found[0] if found else ""


def rest(rows: Rows, form: Form) -> tuple[Row, ...]:
    """Return what the form has no box for: whole fields, and of the others the subfields that are not shown.

    Leader and control fields of which the form shows some characters are left out: the other view has them.
    """
    lines: dict[int, list[Line]] = {}
    for line, at in claims(rows, form):
        lines.setdefault(at, []).append(line)
    kept = (_unseen(row, lines.get(at, [])) for at, row in enumerate(rows) if row.tag != LEADER)
    return tuple(row for row in kept if row is not None)


def _unseen(row: Row, lines: list[Line]) -> Row | None:
    if not lines:
        return row
    boxes = {box.code: box for line in lines for box in line.inputs}
    fixed = {pair for line in lines for pair in line.fixed}
    seen: Counter[str] = Counter()
    unseen = []
    for code, value in row.subfields:
        box = boxes.get(code)
        seen[code] += 1
        if (box is None or (seen[code] > 1 and not box.many)) and (code, value) not in fixed:
            unseen.append((code, value))
    return Row(row.tag, row.indicators, tuple(unseen)) if unseen else None
