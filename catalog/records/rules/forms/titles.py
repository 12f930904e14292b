"""What a typed title and author ask of the indicators of MARC 21 field 245."""

from __future__ import annotations

from catalog.marc.rows import Row, Rows

ARTICLES: dict[str, tuple[str, ...]] = {
    "eng": ("the ", "an ", "a "),
    "ger": ("der ", "die ", "das ", "ein ", "eine "),
    "fre": ("le ", "la ", "les ", "l'", "l’", "un ", "une "),
    "spa": ("el ", "la ", "los ", "las ", "un ", "una "),
    "ita": ("il ", "lo ", "la ", "gli ", "i ", "le ", "l'", "l’", "un ", "una "),
    "por": ("o ", "a ", "os ", "as ", "um ", "uma "),
}
"""Articles that sorting passes over, by language of the document (ISO 639-2/B)."""


def passed_over(title: str, language: str) -> int:
    """Return how many characters sorting passes over: the article at the beginning, with what stands before it."""
    start = len(title) - len(title.lstrip("«“\"'[( "))
    begun = title[start:].lower()
    return next(
        (start + len(article) for article in ARTICLES.get(language, ()) if begun.startswith(article)), 0
    )


def with_indicators(before: Rows, after: Rows) -> Rows:
    """Return a MARC 21 record whose 245 tells that a main entry came or went, and the article of a title typed anew."""
    titles = {_title(row) for row in before if row.tag == "245"}
    changed = _has_author(before) != _has_author(after)
    language = next((row.text[35:38] for row in after if row.tag == "008"), "")
    return tuple(
        _mended(row, after, anew=_title(row) not in titles, changed=changed, language=language)
        if row.tag == "245"
        else row
        for row in after
    )


def _title(row: Row) -> str:
    return next((value for code, value in row.subfields if code == "a"), "")


def _has_author(rows: Rows) -> bool:
    return any(row.tag in ("100", "110", "111") for row in rows)


def _mended(row: Row, rows: Rows, *, anew: bool, changed: bool, language: str) -> Row:
    first, second = row.indicators[:1] or " ", row.indicators[1:2] or " "
    if (changed or anew) and first in "01 ":
        first = "1" if _has_author(rows) else "0"
    if anew and (second == " " or second.isdigit()):
        second = str(min(passed_over(_title(row), language), 9))
    return Row(row.tag, first + second, row.subfields)
