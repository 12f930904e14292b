"""All that follows from a description, as one value: made where there is time for it, written where the database is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from catalog.records.rules.deriving import derive, index_text
from catalog.records.rules.hosts import host_keys
from catalog.records.rules.keys import Key
from catalog.search.rules import IndexText

if TYPE_CHECKING:
    from catalog.marc import Facts


class Derived(NamedTuple):
    """What follows from a description: columns, keys, words for the index. A tuple, as they go between processes."""

    columns: dict[str, Any]
    keys: tuple[Key, ...]
    words: IndexText
    marks: tuple[tuple[str, str], ...] = ()  # class marks as (scheme, mark)
    host: tuple[Key, ...] = ()  # keys of what this is a part of


def derived_of(said: Facts, keys: tuple[Key, ...]) -> Derived:
    """Derive all that follows from facts whose keys are known already."""
    return Derived(derive(said), keys, index_text(said), said.class_marks, host_keys(said))
