"""Facts of a record, in either profile."""

from __future__ import annotations

from pymarc import Record

from catalog.marc.facts import marc21, unimarc
from catalog.marc.facts.grouped import Grouped
from catalog.marc.facts.model import DocumentType, Facts, SearchText
from catalog.marc.facts.search import search_text
from catalog.marc.model import Profile

__all__ = ["DocumentType", "Facts", "SearchText", "facts"]


def facts(record: Record, profile: Profile) -> Facts:
    """Return the facts of a record; one without fields gives empty facts, no record gives an exception."""
    extract = unimarc.facts_of if profile is Profile.UNIMARC else marc21.facts_of
    return extract(Grouped(record), str(record.leader), search_text(record, profile))
