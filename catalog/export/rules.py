"""Formats, and what a batch is called that goes elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

MOST_PUBLIC = 1_000
"""Records that somebody who is not signed in gets at once."""

MOST_ON_PAPER = 5_000
"""Descriptions in one PDF."""

MOST_IDS = 5_000
"""Records that can be named one by one."""


class ExportFormat(StrEnum):
    """What a file can be; the first five are those of `catalog.marc.FileFormat`."""

    ISO2709 = "iso2709"
    MARCXML = "marcxml"
    JSON = "json"
    MRK = "mrk"
    IRBIS_TEXT = "irbis_text"
    BIBTEX = "bibtex"
    RIS = "ris"
    GOST = "gost"
    GOST_PDF = "gost_pdf"


MARC = (
    ExportFormat.ISO2709,
    ExportFormat.MARCXML,
    ExportFormat.JSON,
    ExportFormat.MRK,
    ExportFormat.IRBIS_TEXT,
)
LISTS = (ExportFormat.GOST, ExportFormat.GOST_PDF, ExportFormat.BIBTEX, ExportFormat.RIS)
"""What people read: in the order of headings, not of numbers."""

_FILES = {
    ExportFormat.ISO2709: ("mrc", "application/marc"),
    ExportFormat.MARCXML: ("xml", "application/xml"),
    ExportFormat.JSON: ("json", "application/json"),
    ExportFormat.MRK: ("mrk", "text/plain"),
    ExportFormat.IRBIS_TEXT: ("txt", "text/plain"),
    ExportFormat.BIBTEX: ("bib", "application/x-bibtex"),
    ExportFormat.RIS: ("ris", "application/x-research-info-systems"),
    ExportFormat.GOST: ("txt", "text/plain"),
    ExportFormat.GOST_PDF: ("pdf", "application/pdf"),
}


def file_name(stem: str, form: ExportFormat) -> str:
    """Return the name of a file of that format."""
    return f"{stem}.{_FILES[form][0]}"


def media_type(form: ExportFormat) -> str:
    """Return the media type of a file of that format; texts are UTF-8."""
    return _FILES[form][1]


@dataclass(frozen=True, slots=True)
class Shape:
    """How records are written: `profile` is marc21, unimarc or empty for each as it is catalogued.

    `copies` is the tag of a holdings field (852, 952, 995, 910 …), empty for none.
    """

    form: ExportFormat
    profile: str = ""
    copies: str = ""

    @property
    def code(self) -> str:
        """Format and profile as a batch keeps them: marcxml or marcxml:unimarc."""
        return f"{self.form.value}:{self.profile}" if self.profile else self.form.value


def shape_of(code: str) -> Shape | None:
    """Return what a code of `Shape.code` says; None if it says nothing."""
    form, _colon, profile = code.partition(":")
    if form not in {each.value for each in ExportFormat} or profile not in ("", "marc21", "unimarc"):
        return None
    return Shape(ExportFormat(form), profile)


class Centre(StrEnum):
    """Who gets batches; any other name may be written instead."""

    OBLAST = "oblast"
    UNION = "union"
    NATIONAL = "national"


def day_fits(day: date, *, prepared: date, today: date) -> bool:
    """Tell whether something can have been sent or answered on that day."""
    return prepared <= day <= today
