"""Reading records: one, many, those that a search finds."""

from catalog.records.queries.finding import (
    NO_FILTERS,
    Facets,
    Filters,
    Found,
    Sort,
    facets_of,
    search_records,
)
from catalog.records.queries.showing import (
    LARGEST_ID,
    Brief,
    RecordView,
    brief,
    creation_of,
    newest,
    record_view,
    records_with_keys,
)

__all__ = [
    "LARGEST_ID",
    "NO_FILTERS",
    "Brief",
    "Facets",
    "Filters",
    "Found",
    "RecordView",
    "Sort",
    "brief",
    "creation_of",
    "facets_of",
    "newest",
    "record_view",
    "records_with_keys",
    "search_records",
]
