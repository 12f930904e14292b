"""Reading and writing MARC records, and what they say."""

from __future__ import annotations

from catalog.marc.charset_names import CHARSETS
from catalog.marc.display import DisplayField, display_fields
from catalog.marc.errors import MarcCode, MarcError
from catalog.marc.facts import DocumentType, Facts, SearchText, facts
from catalog.marc.holdings import ItemRow, item_rows
from catalog.marc.model import FileFormat, Finding, FindingCode, Profile, ReadRecord
from catalog.marc.profiles import profile_of
from catalog.marc.reading import read
from catalog.marc.sniffing import HEAD_BYTES, sniff
from catalog.marc.stored import from_bytes, to_bytes
from catalog.marc.writing import to_iso2709

__all__ = [
    "CHARSETS",
    "HEAD_BYTES",
    "DisplayField",
    "DocumentType",
    "Facts",
    "FileFormat",
    "Finding",
    "FindingCode",
    "ItemRow",
    "MarcCode",
    "MarcError",
    "Profile",
    "ReadRecord",
    "SearchText",
    "display_fields",
    "facts",
    "from_bytes",
    "item_rows",
    "profile_of",
    "read",
    "sniff",
    "to_bytes",
    "to_iso2709",
]
