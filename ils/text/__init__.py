"""Uzbek scripts, the search key and sort keys (practice.md §6)."""

from ils.text.apostrophes import normalise_apostrophes
from ils.text.cyrillic import to_cyrillic
from ils.text.folding import fold, fold_variants, index_words, tokens
from ils.text.latin import to_latin
from ils.text.layout import repair_layout
from ils.text.script import Script, has_cyrillic, script_of
from ils.text.sorting import sort_key
from ils.text.whole import whole_number

__all__ = [
    "Script",
    "fold",
    "fold_variants",
    "has_cyrillic",
    "index_words",
    "normalise_apostrophes",
    "repair_layout",
    "script_of",
    "sort_key",
    "to_cyrillic",
    "to_latin",
    "tokens",
    "whole_number",
]
