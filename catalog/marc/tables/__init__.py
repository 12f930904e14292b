"""Profiles as tables: what each field is, what it is called, what may stand in it."""

from __future__ import annotations

from catalog.marc.tables.codes import CodeList, code_list
from catalog.marc.tables.errors import TableCode, TableError
from catalog.marc.tables.loading import load_variants, table, use_own_tables
from catalog.marc.tables.model import LEVELS, Element, FieldRule, Names, ProfileTable, SubfieldRule

__all__ = [
    "LEVELS",
    "CodeList",
    "Element",
    "FieldRule",
    "Names",
    "ProfileTable",
    "SubfieldRule",
    "TableCode",
    "TableError",
    "code_list",
    "load_variants",
    "table",
    "use_own_tables",
]
