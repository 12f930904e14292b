"""Findings about one record: what, where, and how much it matters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

Detail = dict[str, str | int]


class CheckCode(StrEnum):
    """Stable names of what validation finds; the facts each carries are told in docs/profiles.md."""

    LEADER_LENGTH = "leader_length"
    LEADER_VALUE = "leader_value"
    NO_FIELDS = "record_without_fields"
    MISSING_FIELD = "missing_field"
    MISSING_ONE_OF = "missing_one_of"
    MISSING_SUBFIELD = "missing_subfield"
    MISSING_TITLE = "missing_title"
    UNKNOWN_TAG = "unknown_tag"
    UNKNOWN_SUBFIELD = "unknown_subfield"
    FIELD_REPEATED = "field_repeated"
    SUBFIELD_REPEATED = "subfield_repeated"
    BAD_INDICATOR = "bad_indicator"
    EMPTY_FIELD = "empty_field"
    EMPTY_SUBFIELD = "empty_value"
    FIXED_LENGTH = "fixed_length"
    FIXED_VALUE = "fixed_value"

    BAD_ISBN = "bad_isbn"
    BAD_ISSN = "bad_issn"
    UNKNOWN_CODE = "unknown_code"
    BAD_UDC = "bad_udc"
    BAD_BBK = "bad_bbk"
    BAD_DATE = "bad_date"
    IMPOSSIBLE_YEAR = "impossible_year"
    YEARS_DIFFER = "years_differ"
    LANGUAGES_DIFFER = "languages_differ"

    CONTROL_CHARACTERS = "control_characters"
    REPLACEMENT_CHARACTERS = "replacement_characters"
    DOUBLE_ENCODED = "double_encoded_text"
    MIXED_SCRIPTS = "mixed_scripts"
    FONT_TRICK = "uzbek_font_trick"
    CAPITAL_TITLE = "capital_title"
    SKIP_TOO_LONG = "skip_too_long"


SEVERITIES: Final[Mapping[CheckCode, str]] = MappingProxyType({
    CheckCode.LEADER_LENGTH: "error",
    CheckCode.LEADER_VALUE: "hint",
    CheckCode.NO_FIELDS: "error",
    CheckCode.MISSING_FIELD: "warning",
    CheckCode.MISSING_ONE_OF: "hint",
    CheckCode.MISSING_SUBFIELD: "warning",
    CheckCode.MISSING_TITLE: "error",
    CheckCode.UNKNOWN_TAG: "hint",
    CheckCode.UNKNOWN_SUBFIELD: "hint",
    CheckCode.FIELD_REPEATED: "warning",
    CheckCode.SUBFIELD_REPEATED: "hint",
    CheckCode.BAD_INDICATOR: "hint",
    CheckCode.EMPTY_FIELD: "hint",
    CheckCode.EMPTY_SUBFIELD: "hint",
    CheckCode.FIXED_LENGTH: "warning",
    CheckCode.FIXED_VALUE: "hint",
    CheckCode.BAD_ISBN: "warning",
    CheckCode.BAD_ISSN: "warning",
    CheckCode.UNKNOWN_CODE: "warning",
    CheckCode.BAD_UDC: "warning",
    CheckCode.BAD_BBK: "warning",
    CheckCode.BAD_DATE: "hint",
    CheckCode.IMPOSSIBLE_YEAR: "warning",
    CheckCode.YEARS_DIFFER: "hint",
    CheckCode.LANGUAGES_DIFFER: "hint",
    CheckCode.CONTROL_CHARACTERS: "warning",
    CheckCode.REPLACEMENT_CHARACTERS: "error",
    CheckCode.DOUBLE_ENCODED: "error",
    CheckCode.MIXED_SCRIPTS: "warning",
    CheckCode.FONT_TRICK: "hint",
    CheckCode.CAPITAL_TITLE: "hint",
    CheckCode.SKIP_TOO_LONG: "hint",
})  # fmt: skip
"""How much each matters unless the library says otherwise: error, warning or hint."""


@dataclass(frozen=True, slots=True)
class RecordFinding:
    """One thing about a record; `tag` is empty for the whole, `LDR` for the leader, `detail` holds the facts."""

    code: CheckCode
    tag: str
    detail: Detail
