"""Real records of every provenance go through the editor, by form and by field, and come out as they were."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from catalog.marc import MarcError, Profile, facts, read
from catalog.marc.editing import record_of, rows_of
from catalog.marc.rows import Row, Rows
from catalog.records.forms import form_for, form_of, posted_rows, rows_from_text, rows_to_text
from catalog.records.rules.forms import apply, entries

pytestmark = [pytest.mark.corpus, pytest.mark.engine_free]

A_FILE = 40
LARGE = 30_000_000
KINDS = {".mrc", ".iso", ".marc", ".xml", ".mrk", ".txt"}


def real_records(corpus: Path) -> Iterator[tuple[Rows, Profile, str]]:
    """Take the first readable records of every file."""
    for path in sorted(corpus.rglob("*")):
        if (
            path.suffix.lower() not in {".mrc", ".iso", ".marc", ".xml", ".mrk", ".txt"}
            or path.stat().st_size > 30_000_000
        ):
            continue
        with path.open("rb") as stream:
            try:
                for each in islice(read(stream), A_FILE):
                    if each.record is not None:
                        rows = rows_of(each.record)
                        yield rows, each.profile, form_for(facts(each.record, each.profile))
            except MarcError:
                continue


def page_of(rows: Rows) -> list[tuple[str, str]]:
    """Return what the page by field sends of rows that nobody has touched."""
    return [pair for row in rows for pair in _sent(row)]


def _sent(row: Row) -> Iterator[tuple[str, str]]:
    yield "tag", row.tag
    if row.is_control:
        yield "data", _as_typed(row.text)
        yield "was", _as_typed(row.text)
        return
    yield "ind1", row.indicators[:1].strip()
    yield "ind2", row.indicators[1:2].strip()
    for code, value in row.subfields:
        yield "code", code
        yield "value", _as_typed(value)


def _as_typed(text: str) -> str:
    return text.replace("\r", " ").replace("\n", " ")


def test_nothing_is_lost_on_the_way_through_the_editor(corpus: Path) -> None:
    seen = 0
    for rows, profile, name in real_records(corpus):
        seen += 1
        assert rows_of(record_of(rows)) == rows
        assert rows_from_text(rows_to_text(rows)) == rows
        form = form_of(name, profile)
        if form is not None:
            assert apply(rows, form, entries(rows, form)) == rows
        said = tuple(
            row for row in rows if row.is_control or any(value.strip() for _code, value in row.subfields)
        )
        if len({row.tag for row in rows if row.is_control}) == sum(row.is_control for row in rows):
            filled = tuple(row for row in said if row.text.strip())
            assert posted_rows(page_of(rows), rows) == filled
    assert seen > 1000
