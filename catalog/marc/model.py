"""What reading a file gives: one `ReadRecord` for every record found, readable or not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pymarc import Record


class Profile(StrEnum):
    """Family of tags a record is written in (RUSMARC and IRBIS exports count as UNIMARC)."""

    MARC21 = "marc21"
    UNIMARC = "unimarc"


class FileFormat(StrEnum):
    """Formats that `read` understands."""

    ISO2709 = "iso2709"
    MARCXML = "marcxml"


class FindingCode(StrEnum):
    """Stable names of what was mended (first group) or what may be lost (second)."""

    BOM_SKIPPED = "bom_skipped"
    RECORD_LENGTH = "record_length"
    BASE_ADDRESS = "base_address"
    DIRECTORY_REBUILT = "directory_rebuilt"
    LEADER_MENDED = "leader_mended"
    UTF8_UNFLAGGED = "utf8_unflagged"
    CHARSET_GUESSED = "charset_guessed"
    CHARSET_FIELD_WRONG = "charset_field_wrong"
    REFERENCES_DECODED = "references_decoded"
    EMPTY_SUBFIELD = "empty_subfield"
    INDICATORS_CUT = "indicators_cut"
    NO_SUBFIELD_MARK = "no_subfield_mark"

    EMPTY_RECORD = "empty_record"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    TRUNCATED = "truncated"
    NO_DIRECTORY = "no_directory"
    NO_FIELDS = "no_fields"
    DIRECTORY_MISMATCH = "directory_mismatch"
    BAD_INDICATORS = "bad_indicators"
    INVALID_BYTES = "invalid_bytes"
    REPLACEMENT_CHARACTERS = "replacement_characters"
    CONTROL_CHARACTERS = "control_characters"
    DOUBLE_ENCODED = "double_encoded"
    BROKEN_XML = "broken_xml"
    FIELD_WITHOUT_TAG = "field_without_tag"
    SUBFIELD_WITHOUT_CODE = "subfield_without_code"


@dataclass(frozen=True, slots=True)
class Finding:
    """One repair made or one problem found; `detail` holds numbers and short strings for the message."""

    code: FindingCode
    detail: dict[str, str | int]


@dataclass(frozen=True, slots=True)
class ReadRecord:
    """One record of a file: its exact bytes, and what came of decoding them.

    `position` counts from 1, `offset` is in bytes from the beginning of the file. `record` holds Unicode in
    NFC; None means unreadable: quarantine it, `problems` says why.
    """

    position: int
    offset: int
    raw: bytes
    record: Record | None
    profile: Profile
    charset: str
    repairs: tuple[Finding, ...] = ()
    problems: tuple[Finding, ...] = ()


class Notes:
    """Repairs and problems gathered while one record is decoded."""

    __slots__ = ("problems", "repairs")

    def __init__(self) -> None:
        self.repairs: list[Finding] = []
        self.problems: list[Finding] = []

    def repaired(self, code: FindingCode, **detail: str | int) -> None:
        self.repairs.append(Finding(code, detail))

    def problem(self, code: FindingCode, **detail: str | int) -> None:
        self.problems.append(Finding(code, detail))


RawField = tuple[str, bytes]
"""One field as the directory gives it: tag, and bytes without the terminator. A bare tuple, for speed."""
