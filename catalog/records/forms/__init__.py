"""What is typed about records: the entry forms, and what a browser sends back of them."""

from catalog.records.forms.definitions import FORM_NAMES, form_for, form_of, known_form
from catalog.records.forms.posted import posted_entries, posted_rows, rows_from_text, rows_to_text

__all__ = [
    "FORM_NAMES",
    "form_for",
    "form_of",
    "known_form",
    "posted_entries",
    "posted_rows",
    "rows_from_text",
    "rows_to_text",
]
