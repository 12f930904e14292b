"""What follows from the facts of a record: columns, keys, words for the index."""

from catalog.records.rules.branches import branch_of
from catalog.records.rules.deriving import LIMITS, derive, index_text
from catalog.records.rules.keys import ARTICLE, Key, KeyKind, fingerprint, keys_of, number_keys

__all__ = [
    "ARTICLE",
    "LIMITS",
    "Key",
    "KeyKind",
    "branch_of",
    "derive",
    "fingerprint",
    "index_text",
    "keys_of",
    "number_keys",
]
