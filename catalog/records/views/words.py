"""Words of the editor: names of forms and of their groups, icons, why a version came to be."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from catalog.records.messages import REASON_WORDS

FORMS: dict[str, Any] = {
    "book": _l("Book"),
    "multivolume": _l("Volume of a set"),
    "serial_issue": _l("Issue of a journal"),
    "article": _l("Article or part"),
    "electronic": _l("Electronic resource"),
    "map": _l("Map"),
    "music": _l("Music score"),
    "thesis": _l("Thesis or abstract"),
    "foreign_textbook": _l("Foreign textbook"),
}

ICONS: dict[str, str] = {
    "book": "book", "multivolume": "books", "serial_issue": "calendar", "article": "file", "electronic": "link",
    "map": "globe", "music": "bell", "thesis": "report", "foreign_textbook": "language",
}  # fmt: skip

GROUPS: dict[str, Any] = {
    "title": _l("Title"),
    "persons": _l("Authors and others"),
    "bodies": _l("Organisations"),
    "imprint": _l("Publication and extent"),
    "edition": _l("Edition, translation, Dewey"),
    "titles": _l("Other titles"),
    "classes": _l("Class marks"),
    "subjects": _l("Subjects"),
    "headings": _l("Places and persons as subjects"),
    "notes": _l("Summary and notes"),
    "more_notes": _l("Further notes and links"),
    "set": _l("What it is a part of"),
    "host": _l("Journal or book it stands in"),
    "access": _l("Access"),
    "thesis": _l("The thesis"),
    "study": _l("Study"),
}

PROFILES: dict[str, str] = {"marc21": "MARC 21", "unimarc": "UNIMARC", "irbis": "IRBIS"}


def reason_text(reason: str) -> str:
    """Return why a version came to be, in words: `import:5` → Import 5."""
    kind, _, number = reason.partition(":")
    words = REASON_WORDS.get(kind)
    return str(words) % {"number": number} if words is not None else reason
