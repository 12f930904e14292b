"""Which records of the catalogue may be the one in hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import cast

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from catalog.records.models import Record
from catalog.records.queries.showing import records_with_keys
from catalog.records.rules.keys import Key, KeyKind
from catalog.records.rules.matching import (
    MENTIONED,
    Described,
    Pool,
    ScoredMatch,
    ranked,
    room_for,
    scored,
    telling_keys,
    traits,
)
from ils.db import among

# The table and not the class: an import asks for thousands of records at once.
_RECORDS = cast("Table", Record.__table__)
_COLUMNS = [
    _RECORDS.c[name]
    for name in (
        "id", "title", "author", "year", "extent", "control_source", "control_number", "document_type", "isbn",
    )
]  # fmt: skip


def find_matches(
    session: Session,
    said: Described,
    keys: Iterable[Key],
    *,
    limit: int = 5,
    besides: Collection[int] = (),
    lowest: int = MENTIONED,
) -> tuple[ScoredMatch, ...]:
    """Return the records that a description may be of, best first, each with its score and the reasons for it."""
    told = telling_keys(keys)
    pool = known_pool(session, told)
    found = [
        ScoredMatch(score, reasons, record_id=record_id)
        for score, record_id, reasons in scored(traits(said), told, pool, lowest=lowest, besides=besides)
    ]
    return ranked(found, limit)


def known_pool(session: Session, keys: Iterable[Key]) -> Pool:
    """Return the descriptions of all records that have one of the keys: two queries, however many keys."""
    by_key = {
        key: ids[: room_for(key[0])] for key, ids in records_with_keys(session, dict.fromkeys(keys)).items()
    }
    shared: defaultdict[int, list[Key]] = defaultdict(list)
    for key, ids in by_key.items():
        for record_id in ids:
            shared[record_id].append(key)
    pool = Pool()
    for record_id, said in _described(session, shared):
        pool.add(record_id, shared[record_id], traits(said))
    return pool


def _described(session: Session, shared: Mapping[int, Sequence[Key]]) -> Iterable[tuple[int, Described]]:
    """Of its numbers a record is asked only those that somebody looks for."""
    if not shared:
        return
    wanted = among(session, _RECORDS.c.id, shared)
    for row in session.execute(select(*_COLUMNS).where(wanted).order_by(_RECORDS.c.id)):
        keys = shared[row.id]
        yield row.id, Described(
            row.title, row.author, row.year, row.extent, row.control_source, row.control_number,
            row.document_type, bool(row.isbn), _values(keys, KeyKind.ISBN), _values(keys, KeyKind.ISSN),
            _values(keys, KeyKind.CONTROL),
        )  # fmt: skip


def _values(keys: Sequence[Key], wanted: KeyKind) -> tuple[str, ...]:
    return tuple(value for kind, value in keys if kind == wanted)
