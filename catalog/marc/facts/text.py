"""Trimming the punctuation of ISBD, which separates areas on a card and is noise in a column."""

from __future__ import annotations

import re
from collections.abc import Iterable

NONSORT_BEGIN, NONSORT_END = "\x98\x88", "\x9c\x89"
_MARKS = dict.fromkeys(map(ord, NONSORT_BEGIN + NONSORT_END))
_MARKED = re.compile(f"[{NONSORT_BEGIN}{NONSORT_END}]")
_SEPARATORS = " /:;,=\u200e\u200f"
_SHORTEST_WORD = 4
"""A full stop after fewer letters is taken for an abbreviation's or an initial's, and stays."""


def trim(text: str) -> str:
    """Return text without leading and trailing separators, and without the full stop of a sentence."""
    text = text.strip().rstrip(_SEPARATORS)
    if text.endswith(".") and not text.endswith("..") and _ends_in_word(text):
        return text[:-1].rstrip(_SEPARATORS)
    return text


def _ends_in_word(text: str) -> bool:
    last = text[:-1].rsplit(None, 1)[-1] if len(text) > 1 else ""
    tail = last.rsplit("-", 1)[-1]
    return tail[-1:] in ')]"”»' or (len(tail) >= _SHORTEST_WORD and "." not in tail)


def unbracketed(text: str) -> str:
    """Return text without the square brackets and question marks of a supplied statement: [Toshkent?]."""
    trimmed = trim(text)
    if "[" in trimmed or "]" in trimmed:
        trimmed = trimmed.replace("[", "").replace("]", "")
    return trimmed.rstrip("?").strip()


def without_nonsort(text: str) -> tuple[str, int]:
    """Return text without UNIMARC's non-sorting marks and the length of a marked beginning (corpus D16)."""
    if text.isprintable() or not _MARKED.search(text):  # they are control characters
        return text, 0
    skip = 0
    if text[:1] in NONSORT_BEGIN:
        ends = [at for at, char in enumerate(text) if char in NONSORT_END]
        skip = ends[0] - 1 if ends else 0
        if ends and text[ends[0] + 1 : ends[0] + 2] == " ":
            skip += 1
    return text.translate(_MARKS), skip


def unique(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the texts that are not empty, each once, in order."""
    return tuple(dict.fromkeys(text for text in texts if text))
