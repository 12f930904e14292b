"""Facts of a record, in any profile."""

from __future__ import annotations

from pymarc import Record

from catalog.marc.facts import irbis, marc21, unimarc
from catalog.marc.facts.grouped import Grouped
from catalog.marc.facts.model import DocumentType, Facts, SearchText
from catalog.marc.facts.search import search_text
from catalog.marc.model import Profile

__all__ = ["DocumentType", "Facts", "SearchText", "facts", "facts_for_columns"]


def facts(record: Record, profile: Profile) -> Facts:
    """Return the facts of a record; one without fields gives empty facts, no record gives an exception."""
    if profile is Profile.IRBIS:
        record = irbis.levelled(record)
    return _EXTRACT[profile](Grouped(record), str(record.leader), search_text(record, profile))


def facts_for_columns(record: Record, profile: Profile) -> Facts:
    """Return the facts that columns, keys and index are made of; an import has no time for what only pages show."""
    if profile is Profile.MARC21:
        return marc21.facts_of(Grouped(record), str(record.leader), search_text(record, profile), shown=False)
    return facts(record, profile)


_EXTRACT = {
    Profile.MARC21: marc21.facts_of,
    Profile.UNIMARC: unimarc.facts_of,
    Profile.IRBIS: irbis.facts_of,
}
