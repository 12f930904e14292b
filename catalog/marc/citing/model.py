"""What a description is made of, whatever the profile of the record."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from catalog.marc.facts import DocumentType

Pieces = list[tuple[str, str]]
"""Subfields of one field: (code in lower case, value)."""


class Role(StrEnum):
    """What somebody did for a work."""

    AUTHOR = "author"
    EDITOR = "editor"
    TRANSLATOR = "translator"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Name:
    """A person (`Surname, Forename`) or a body; `main` is the heading of the record."""

    text: str
    role: Role
    body: bool = False
    main: bool = False


@dataclass(frozen=True, slots=True)
class Host:
    """The journal or book that an article stands in; `parts` as they are printed, the rest as read from them."""

    title: str
    imprint: str = ""
    parts: tuple[str, ...] = ()
    year: str = ""
    volume: str = ""
    number: str = ""
    pages: str = ""
    issn: str = ""

    @property
    def is_serial(self) -> bool:
        """Tell a journal from a book: it has an ISSN, or volumes and numbers and no publisher."""
        return bool(self.issn or ((self.number or self.volume) and not self.imprint))


@dataclass(frozen=True, slots=True)
class Cited:
    """A record by the areas of ISBD, without the punctuation between them.

    `title` is the title proper, `title_rest` what follows it in the same area with its punctuation. `language` is the
    ISO 639-2 code of the text, `script` says whether it is written in Cyrillic.
    """

    kind: DocumentType
    language: str
    cyrillic: bool
    names: tuple[Name, ...]
    title: str
    title_rest: str
    responsibility: str
    edition: str
    numbering: str
    place: str
    publisher: str
    date: str
    year: int | None
    extent: str
    series: tuple[str, ...]
    thesis: str
    print_run: str
    isbns: tuple[str, ...]
    issns: tuple[str, ...]
    price: str
    url: str
    host: Host | None
    imprint: str = ""
