"""The columns of a record and its words for the index, from its facts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from catalog.records.rules.branches import SCHEMES, branch_of
from catalog.records.rules.keys import ARTICLE
from catalog.search.rules import END_OF_TITLE, IndexText
from ils.text import fold, index_words, sort_key

if TYPE_CHECKING:
    from catalog.marc import Facts

LIMITS = {
    "control_number": 100, "control_source": 100, "document_type": 20, "title": 1000, "title_sort": 400,
    "responsibility": 1000, "author": 400, "author_sort": 400, "language": 3, "languages": 100, "country": 10,
    "publisher": 400, "place": 400, "extent": 200, "series": 400, "isbn": 20, "class_mark": 100,
    "knowledge_branch": 20,
}  # fmt: skip
"""Widths of the columns; the MARC record itself keeps everything."""

# What no text column can hold, and a screen cannot show.
_UNWRITABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]+")


def derive(facts: Facts) -> dict[str, Any]:
    """Return the derived columns of a record by name."""
    language = facts.languages[0] if facts.languages else ""
    columns = {
        "control_number": facts.control_number,
        "control_source": facts.control_source,
        "document_type": ARTICLE if facts.is_analytic else facts.document_type.value,
        "title": facts.title,
        "title_sort": sort_key(facts.title, language, facts.title_filing_skip),
        "responsibility": facts.responsibility,
        "author": facts.author,
        "author_sort": sort_key(facts.author, language),
        "language": language,
        "languages": " ".join(facts.languages),
        "country": facts.country,
        "publisher": facts.publisher,
        "place": facts.place,
        "extent": facts.extent,
        "series": "; ".join(facts.series),
        "isbn": facts.isbns[0] if facts.isbns else "",
        "class_mark": _class_mark(facts.class_marks),
        "knowledge_branch": branch_of(facts.class_marks),
    }
    return {name: _fit(value, LIMITS[name]) for name, value in columns.items()} | {"year": facts.year}


def _fit(value: str, limit: int) -> str:
    return value[:limit] if value.isprintable() else _UNWRITABLE.sub(" ", value)[:limit]


def _class_mark(marks: tuple[tuple[str, str], ...]) -> str:
    by_scheme = dict(reversed(marks))
    return next(
        (by_scheme[scheme] for scheme in SCHEMES if scheme in by_scheme), marks[0][1] if marks else ""
    )


def index_text(facts: Facts) -> IndexText:
    """Return the folded words of a record; numbers stand in the rest as they are typed, without hyphens."""
    words = facts.search_text
    return IndexText(
        title=_title(facts.title, words.title),
        author=index_words(words.author),
        subject=index_words(words.subject),
        rest=" ".join(filter(None, (index_words(words.rest), *facts.isbns, *facts.issns))),
    )


def _title(title: str, every: str) -> str:
    proper = fold(title.partition(" : ")[0])
    words = index_words(every or title)
    rest = words[len(proper) :] if f"{words} ".startswith(f"{proper} ") else words
    return f"{proper} {END_OF_TITLE} {rest.strip()}".strip() if words else ""
