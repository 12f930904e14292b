"""Articles before a title, which one cataloguer writes and the next leaves out."""

from __future__ import annotations

# As they look folded. Dropped whatever the language: both titles that are compared lose them alike.
_ARTICLES = """
    the a an al el los las der die das ein eine le la les l un une il lo gli het een
"""
ARTICLES = frozenset(_ARTICLES.split())
_ARABIC = "ال"
_SHORTEST = 3
"""Letters that must stay of an Arabic word whose article is dropped."""


def bare_title(words: str) -> str:
    """Return a folded title without its leading article; a title that is nothing else stays as it is."""
    first, _space, rest = words.partition(" ")
    if first in ARTICLES and rest:
        return rest
    if first.startswith(_ARABIC) and len(first) >= len(_ARABIC) + _SHORTEST:
        return words[len(_ARABIC) :]
    return words
