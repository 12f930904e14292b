"""All that follows from a description, made and written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple, cast

from sqlalchemy import Table
from sqlalchemy.orm import Session

from catalog.marc import Facts, Profile, facts
from catalog.records.models import RecordKey
from catalog.records.rules import Key, derive, host_keys, index_text, keys_of
from catalog.search.rules import IndexText
from ils.db import insert_many

_KEYS = cast("Table", RecordKey.__table__)


class Derived(NamedTuple):
    """What follows from a description: columns, keys, words for the index. A tuple, as they go between processes."""

    columns: dict[str, Any]
    keys: tuple[tuple[str, str], ...]
    words: IndexText
    marks: tuple[tuple[str, str], ...] = ()  # class marks as (scheme, mark)
    host: tuple[Key, ...] = ()  # keys of what this is a part of


def derived(marc: Any, profile: Profile, known: Facts | None = None) -> Derived:
    """Derive all that the catalogue keeps beside the MARC record."""
    said = known or facts(marc, profile)
    return derived_of(said, keys_of(said))


def derived_of(said: Facts, keys: tuple[Key, ...], words: IndexText | None = None) -> Derived:
    """Derive all that follows from facts whose keys, and perhaps words for the index, are known already."""
    return Derived(derive(said), keys, words or index_text(said), said.class_marks, host_keys(said))


def add_keys(session: Session, derived: Iterable[tuple[int, Derived]]) -> None:
    """Write the keys of records that have none."""
    keys = [
        {"record_id": record_id, "kind": kind, "value": value}
        for record_id, said in derived
        for kind, value in said.keys
    ]
    insert_many(session, _KEYS, keys)
