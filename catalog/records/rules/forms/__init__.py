"""Entry forms as plain data: what a form shows of a record, and the record after something was typed."""

from catalog.records.rules.forms.model import Entry, Form, Group, Input, Line, Span
from catalog.records.rules.forms.reading import clean, entries, rest, value_of
from catalog.records.rules.forms.writing import apply, begin, retyped

__all__ = [
    "Entry",
    "Form",
    "Group",
    "Input",
    "Line",
    "Span",
    "apply",
    "begin",
    "clean",
    "entries",
    "rest",
    "retyped",
    "value_of",
]
