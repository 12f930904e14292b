"""Reading and writing MARC records, and what they say."""

from __future__ import annotations

from catalog.marc.charset_names import CHARSETS
from catalog.marc.containers import Member, Plain, open_plain, sniff
from catalog.marc.display import DisplayField, display_fields
from catalog.marc.errors import MarcCode, MarcError
from catalog.marc.facts import DocumentType, Facts, SearchText, facts
from catalog.marc.holdings import ItemRow, item_rows
from catalog.marc.learning import LEVELS, SCRIPTS, ForeignFacts, LearningKind, foreign_facts
from catalog.marc.model import FileFormat, Finding, FindingCode, Profile, ReadRecord
from catalog.marc.nature import Nature, nature_of
from catalog.marc.profiles import profile_of
from catalog.marc.reading import read
from catalog.marc.sniffing import HEAD_BYTES
from catalog.marc.stored import from_bytes, to_bytes
from catalog.marc.writers import Writer, writer
from catalog.marc.writing import to_iso2709

__all__ = [
    "CHARSETS",
    "HEAD_BYTES",
    "LEVELS",
    "SCRIPTS",
    "DisplayField",
    "DocumentType",
    "Facts",
    "FileFormat",
    "Finding",
    "FindingCode",
    "ForeignFacts",
    "ItemRow",
    "LearningKind",
    "MarcCode",
    "MarcError",
    "Member",
    "Nature",
    "Plain",
    "Profile",
    "ReadRecord",
    "SearchText",
    "Writer",
    "display_fields",
    "facts",
    "foreign_facts",
    "from_bytes",
    "item_rows",
    "nature_of",
    "open_plain",
    "profile_of",
    "read",
    "sniff",
    "to_bytes",
    "to_iso2709",
    "writer",
]
