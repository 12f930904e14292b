"""Refusals of the scan box, and what it tells besides the reasons of lending."""

from __future__ import annotations

from enum import StrEnum

from ils.errors import InputError, LibraryError


class DeskCode(StrEnum):
    """What the desk itself says of a scan; reasons of lending have their own codes."""

    KEY_INVALID = "scan_key_invalid"
    KEY_TAKEN = "scan_key_taken"
    CODE_EMPTY = "scan_empty"
    CODE_UNREADABLE = "scan_unreadable"
    COMMAND_UNKNOWN = "command_unknown"
    ANSWER_INVALID = "answer_invalid"
    OTHER_WINDOW = "desk_moved_on"
    NO_READER = "no_reader_open"
    NOTHING_TO_RENEW = "nothing_to_renew"
    NOTHING_TO_UNDO = "nothing_to_undo"
    NO_SLIP = "no_slip_to_print"
    DAY_UNREADABLE = "desk_day_unreadable"
    DAY_NOT_BACK = "desk_day_not_back"
    DAY_NOT_DUE = "desk_day_not_due"
    REASON_MISSING = "override_reason_missing"
    PARTS_UNSAID = "missing_parts_unsaid"
    TITLE_MISSING = "brief_title_missing"

    LAYOUT_REPAIRED = "layout_repaired"
    SCANNED_TWICE = "scan_repeated"
    ASKED_AGAIN = "asked_again"
    VISIT_COUNTED = "visit_counted_now"
    REGISTERED_NOW = "registered_now"
    TAKEN_FROM = "taken_back_from"
    OVERRIDDEN = "block_overridden"
    ADDED_NOW = "copy_added_at_desk"
    HOLD_PLACED = "hold_placed_at_desk"
    UNDONE_LOAN = "loan_undone_now"
    UNDONE_RENEWAL = "renewal_undone_now"
    UNDONE_RETURN = "return_undone_now"
    UNDONE_CLAIM = "claim_undone_now"
    UNDONE_USE = "room_use_undone_now"
    STILL_OWED = "reader_owes"


class DeskError(LibraryError):
    """A refusal of the scan box."""


class DeskInputError(DeskError, InputError):
    """What was sent can be no scan at all; nothing is kept of it."""
