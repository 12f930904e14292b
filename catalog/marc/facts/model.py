"""Facts of a record, free of tags and profiles. Missing text is an empty string, missing lists are empty."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class DocumentType(StrEnum):
    """What kind of thing is described, from leader/06-07."""

    BOOK = "book"
    SERIAL = "serial"
    ARTICLE = "article"
    MAP = "map"
    MUSIC_SCORE = "music_score"
    SOUND = "sound"
    VIDEO = "video"
    PICTURE = "picture"
    ELECTRONIC = "electronic"
    MANUSCRIPT = "manuscript"
    MIXED = "mixed"
    OBJECT = "object"
    OTHER = "other"


class SearchText(NamedTuple):
    """Text for the index by class, not folded. Original script (880) stands with its field."""

    title: str = ""
    author: str = ""
    subject: str = ""
    rest: str = ""


class Facts(NamedTuple):
    """What a record says, ready for columns and screens. A tuple, as an import has no time to make anything else.

    `title_filing_skip` counts characters of `title` that sorting passes over. Languages are ISO 639-2/B,
    `country` is ISO 3166 alpha-2 where the MARC code is known (else the code itself). `isbns` hold 13
    digits; what does not check is in `bad_isbns` as written. `class_marks` are (scheme, mark) with scheme
    udc, bbk, ddc, lcc or the $2 given. `other_numbers` are (source, number) of 035. `host_title`,
    `host_issn`, `host_control` (its control number, with the source in brackets where one is written) and
    `part` (year, volume, number, pages there) tell what an article or a volume is part of. `links` are
    (address, note); `price` is as written.
    """

    control_number: str = ""
    control_source: str = ""
    title: str = ""
    title_filing_skip: int = 0
    responsibility: str = ""
    author: str = ""
    authors: tuple[str, ...] = ()
    year: int | None = None
    languages: tuple[str, ...] = ()
    original_languages: tuple[str, ...] = ()
    country: str = ""
    place: str = ""
    publisher: str = ""
    edition: str = ""
    extent: str = ""
    series: tuple[str, ...] = ()
    isbns: tuple[str, ...] = ()
    bad_isbns: tuple[str, ...] = ()
    issns: tuple[str, ...] = ()
    class_marks: tuple[tuple[str, str], ...] = ()
    subjects: tuple[str, ...] = ()
    summary: str = ""
    document_type: DocumentType = DocumentType.OTHER
    titles_other: tuple[str, ...] = ()
    is_analytic: bool = False
    other_numbers: tuple[tuple[str, str], ...] = ()
    host_title: str = ""
    host_issn: str = ""
    host_control: str = ""
    part: str = ""
    links: tuple[tuple[str, str], ...] = ()
    price: str = ""
    search_text: SearchText = SearchText()
