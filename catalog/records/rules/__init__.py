"""What follows from the facts of a record: columns, keys, words for the index."""

from catalog.records.rules.branches import branch_of
from catalog.records.rules.deriving import LIMITS, derive, index_text
from catalog.records.rules.differences import FieldChange, differences
from catalog.records.rules.hosts import host_keys
from catalog.records.rules.keys import ARTICLE, Key, KeyKind, fingerprint, keys_of, number_keys

__all__ = [
    "ARTICLE",
    "LIMITS",
    "FieldChange",
    "Key",
    "KeyKind",
    "branch_of",
    "derive",
    "differences",
    "fingerprint",
    "host_keys",
    "index_text",
    "keys_of",
    "number_keys",
]
