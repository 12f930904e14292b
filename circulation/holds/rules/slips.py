"""What a slip on the hold shelf tells of a reader: enough for the librarian, little for the others."""

from __future__ import annotations


def initials(name: str) -> str:
    """Return the name's first letters, “K. A. B.” of “Karimov Anvar Botir oʻgʻli”; `sh` and `ch` stay whole."""
    words = [word for word in name.split() if word[:1].isupper()]
    return " ".join(f"{_first(word)}." for word in words[:3])


def _first(word: str) -> str:
    both = word[:2]
    if both.casefold() in {"sh", "ch"} or both[1:] in {"ʻ", "ʼ"}:
        return both[0] + both[1:].lower()
    return word[0]
