"""What reading a file gives: one `ReadRecord` for every record found, readable or not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from pymarc import Record


class Profile(StrEnum):
    """Family of tags a record is written in; RUSMARC counts as UNIMARC.

    IRBIS has a native form: tags padded to three digits (four stay four), blank indicators, subfield codes as
    written; text before the first `^` is a subfield with the code "".
    """

    MARC21 = "marc21"
    UNIMARC = "unimarc"
    IRBIS = "irbis"


class FileFormat(StrEnum):
    """Formats that `read` understands and `writer` writes."""

    ISO2709 = "iso2709"
    MARCXML = "marcxml"
    JSON = "json"
    MRK = "mrk"
    IRBIS_TEXT = "irbis_text"


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
    DOUBLE_UNDONE = "double_undone"
    LINE_MENDED = "line_mended"

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
    BROKEN_JSON = "broken_json"
    BROKEN_LINE = "broken_line"
    ARCHIVE_DAMAGED = "archive_damaged"
    AUTHORITY_RECORD = "authority_record"
    HOLDINGS_RECORD = "holdings_record"
    FIELD_WITHOUT_TAG = "field_without_tag"
    SUBFIELD_WITHOUT_CODE = "subfield_without_code"


@dataclass(frozen=True, slots=True)
class Finding:
    """One repair made or one problem found; `detail` holds numbers and short strings for the message.

    Where text was changed `before` and `after` show it, each cut to `SHOWN` characters.
    """

    code: FindingCode
    detail: dict[str, str | int]


class ReadRecord(NamedTuple):
    """One record of a file: its exact bytes, and what came of decoding them.

    `position` counts from 1 through the whole file, `offset` is in bytes from the beginning of the file or,
    in an archive, of the unpacked `member`. (A text in UTF-16 is counted as UTF-8.) `record` holds Unicode in
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
    member: str = ""


SHOWN = 120
"""Longest piece of text a finding quotes."""


MOST_NOTES = 100
"""Of the repairs of one record, and of its problems, no more are told: a spoilt record could have thousands."""


class Notes:
    """Repairs and problems gathered while one record is decoded."""

    __slots__ = ("problems", "repairs")

    def __init__(self) -> None:
        self.repairs: list[Finding] = []
        self.problems: list[Finding] = []

    def repaired(self, code: FindingCode, **detail: str | int) -> None:
        """Note what was mended."""
        if len(self.repairs) < MOST_NOTES:
            self.repairs.append(Finding(code, detail))

    def problem(self, code: FindingCode, **detail: str | int) -> None:
        """Note what may be lost."""
        if len(self.problems) < MOST_NOTES:
            self.problems.append(Finding(code, detail))


RawField = tuple[str, bytes]
"""One field as the directory gives it: tag, and bytes without the terminator. A bare tuple, for speed."""
