"""All that follows from a description, made and written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from sqlalchemy import Table
from sqlalchemy.orm import Session

from catalog.marc import Facts, Profile, facts
from catalog.records.models import RecordKey
from catalog.records.rules import keys_of
from catalog.records.rules.derived import Derived, derived_of
from ils.db import insert_many

_KEYS = cast("Table", RecordKey.__table__)


def derived(marc: Any, profile: Profile, known: Facts | None = None) -> Derived:
    """Derive all that the catalogue keeps beside the MARC record."""
    said = known or facts(marc, profile)
    return derived_of(said, keys_of(said))


def add_keys(session: Session, derived: Iterable[tuple[int, Derived]]) -> None:
    """Write the keys of records that have none."""
    keys = [
        {"record_id": record_id, "kind": kind, "value": value}
        for record_id, said in derived
        for kind, value in said.keys
    ]
    insert_many(session, _KEYS, keys)
