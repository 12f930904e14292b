"""Branches of knowledge by which statistics are cut (practice.md §4.2), from the beginnings of class marks."""

from __future__ import annotations

from collections.abc import Iterable

# The longest beginning that fits decides. Letters of marks such as Ш5 or 84(5Ў) count as they stand.
BEGINNINGS: dict[str, dict[str, str]] = {
    "udc": {
        "0": "general", "1": "social", "2": "social", "3": "social", "5": "science", "6": "technology",
        "61": "medicine", "613.7": "sport", "63": "agriculture", "7": "art", "796": "sport", "797": "sport",
        "798": "sport", "799": "sport", "8": "language", "82": "literature", "821": "fiction", "9": "social",
        "908": "geography", "91": "geography",
    },
    "bbk": {
        "2": "science", "26.8": "geography", "3": "technology", "4": "agriculture", "5": "medicine",
        "6": "social", "7": "social", "75": "sport", "8": "language", "82": "literature", "83": "literature",
        "84": "fiction", "85": "art", "86": "social", "87": "social", "88": "social", "9": "general",
    },
    "ddc": {
        "0": "general", "1": "social", "2": "social", "3": "social", "4": "language", "5": "science",
        "6": "technology", "61": "medicine", "63": "agriculture", "7": "art", "796": "sport", "797": "sport",
        "798": "sport", "799": "sport", "8": "fiction", "9": "social", "91": "geography",
    },
    "lcc": {
        "A": "general", "B": "social", "C": "social", "D": "social", "E": "social", "F": "social",
        "G": "geography", "GV": "sport", "H": "social", "J": "social", "K": "social", "L": "social",
        "M": "art", "N": "art", "P": "language", "PN": "literature", "PZ": "fiction", "Q": "science",
        "R": "medicine", "S": "agriculture", "T": "technology", "U": "social", "V": "social", "Z": "general",
    },
}  # fmt: skip
SCHEMES = tuple(BEGINNINGS)

BRANCHES = tuple(dict.fromkeys(branch for table in BEGINNINGS.values() for branch in table.values()))


def branch_of(class_marks: Iterable[tuple[str, str]]) -> str:
    """Return the branch of the first mark, UDC before BBK before the rest; empty if no mark tells."""
    marks = sorted(
        (pair for pair in class_marks if pair[0] in BEGINNINGS), key=lambda pair: SCHEMES.index(pair[0])
    )
    for scheme, mark in marks:
        if branch := _longest(BEGINNINGS[scheme], mark.strip().upper()):
            return branch
    return ""


def _longest(table: dict[str, str], mark: str) -> str:
    for length in range(min(len(mark), 5), 0, -1):
        if mark[:length] in table:
            return table[mark[:length]]
    return ""
