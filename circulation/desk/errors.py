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
    YES_INVALID = "yes_invalid"
    OTHER_WINDOW = "desk_moved_on"
    NO_READER = "no_reader_open"
    NOTHING_TO_RENEW = "nothing_to_renew"

    LAYOUT_REPAIRED = "layout_repaired"
    SCANNED_TWICE = "scanned_twice"
    ASKED_AGAIN = "asked_again"
    VISIT_COUNTED = "visit_counted_now"
    REGISTERED_NOW = "registered_now"
    TAKEN_FROM = "taken_back_from"


class DeskError(LibraryError):
    """A refusal of the scan box."""


class DeskInputError(DeskError, InputError):
    """What was sent can be no scan at all; nothing is kept of it."""
