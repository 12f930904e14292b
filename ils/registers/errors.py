"""Refusals of registers."""

from __future__ import annotations

from enum import StrEnum

from ils.errors import InputError, LibraryError, NotFoundError


class RegisterCode(StrEnum):
    """Why something was not entered."""

    UNKNOWN = "register_unknown"
    ENTRY_UNKNOWN = "register_entry_unknown"
    WITHDRAWN = "register_entry_withdrawn"
    FIELD_MISSING = "register_field_missing"
    TYPE_UNKNOWN = "register_type_unknown"
    DAY_AHEAD = "register_day_ahead"
    DAY_TOO_OLD = "register_day_too_old"
    UNTIL_BEFORE = "register_until_before"
    NUMBER_OUT = "register_number_out"
    COUNTRY_INVALID = "register_country_invalid"
    COUNTRY_HOME = "register_country_home"
    LINK_INVALID = "register_link_invalid"
    LIBRARY_UNKNOWN = "register_library_unknown"
    LIBRARY_TAKEN = "register_library_taken"
    LIBRARY_KIND = "register_library_kind"
    LIBRARY_NONE = "register_library_none"
    PROPOSAL_TAKEN = "register_proposal_taken"
    PROPOSAL_GONE = "register_proposal_gone"
    STAFF_UNKNOWN = "register_staff_unknown"
    EDUCATION_UNKNOWN = "register_education_unknown"
    QUARTER_FILED = "register_quarter_filed"
    QUARTER_AHEAD = "register_quarter_ahead"
    YEAR_FILED = "register_year_filed"


class BoardCode(StrEnum):
    """Why a tap was not counted."""

    TAP_UNKNOWN = "board_tap_unknown"
    AMOUNT_INVALID = "board_amount_invalid"
    CHANNEL_UNKNOWN = "board_channel_unknown"
    SECTOR_UNKNOWN = "board_sector_unknown"
    TALLY_UNKNOWN = "board_tally_unknown"
    TAKEN_BACK = "board_taken_back"
    NOTHING_TO_UNDO = "board_nothing_to_undo"
    NOT_THE_LAST = "board_not_the_last"


class EvidenceCode(StrEnum):
    """Why a file was not taken as evidence, or not given back."""

    UNKNOWN = "evidence_unknown"
    OWNER_UNKNOWN = "evidence_owner_unknown"
    NOTHING_GIVEN = "evidence_nothing_given"
    EMPTY = "evidence_empty"
    TOO_LARGE = "evidence_too_large"
    KIND_REFUSED = "evidence_kind_refused"
    ALREADY_THERE = "evidence_already_there"
    FILE_GONE = "evidence_file_gone"


class RegisterError(LibraryError):
    """A refusal of registers."""


class RegisterInputError(RegisterError, InputError):
    """What was typed cannot be entered."""


class RegisterNotFound(RegisterError, NotFoundError):
    """No such register, entry, library or file."""
