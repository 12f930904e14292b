"""What a row becomes, which fields an update takes, how copies are read; values and bytes as files have them."""

from catalog.importing.rules.bytes import hex_lines, visible_text
from catalog.importing.rules.deciding import Fate, SourceRule, fate
from catalog.importing.rules.merging import (
    ADD,
    REPLACE,
    MergeProfile,
    clean_patterns,
    merge_profile,
    merged,
    wrong_patterns,
)
from catalog.importing.rules.values import parse_day, summed_name

__all__ = [
    "ADD",
    "REPLACE",
    "Fate",
    "MergeProfile",
    "SourceRule",
    "clean_patterns",
    "fate",
    "hex_lines",
    "merge_profile",
    "merged",
    "parse_day",
    "summed_name",
    "visible_text",
    "wrong_patterns",
]
