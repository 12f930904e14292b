"""Refusals of custody and of checks of the fund."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from ils.errors import InputError, LibraryError, NotFoundError


class CustodyCode(StrEnum):
    """Why an act of responsibility was refused."""

    CUSTODIAN_UNKNOWN = "custody_custodian_unknown"
    CUSTODIAN_TAKEN = "custody_custodian_taken"
    CUSTODIAN_LEFT = "custody_custodian_left"
    STILL_HOLDS = "custody_still_holds"
    STILL_POSTED = "custody_still_posted"
    DAY_ODD = "custody_day_odd"
    POST_STANDS = "custody_post_stands"
    POST_OVERLAPS = "custody_post_overlaps"
    POST_UNKNOWN = "custody_post_unknown"

    ACT_UNKNOWN = "custody_act_unknown"
    NOT_DRAFT = "custody_not_draft"
    NOT_APPROVED = "custody_not_approved"
    MOVES_NOTHING = "custody_moves_nothing"
    LINE_UNKNOWN = "custody_line_unknown"
    LINE_TAKEN = "custody_line_taken"
    COPY_UNKNOWN = "custody_copy_unknown"
    TOO_MANY = "custody_too_many"
    NOT_READY = "custody_not_ready"

    NO_LINES = "custody_no_lines"
    GROUNDS_MISSING = "custody_grounds_missing"
    COMMISSION_MISSING = "custody_commission_missing"
    DAY_AHEAD = "custody_day_ahead"
    BEFORE_LAST = "custody_before_last"
    NOT_HELD = "custody_not_held"
    NOT_THERE = "custody_not_there"
    SET_ASIDE = "custody_set_aside"
    TAKER_LEFT = "custody_taker_left"


class CheckingCode(StrEnum):
    """Why an act of checking the fund was refused."""

    UNKNOWN = "checking_unknown"
    NOT_OPEN = "checking_not_open"
    NOT_CLOSED = "checking_not_closed"
    NOTHING_EXPECTED = "checking_nothing_expected"
    SCAN_UNKNOWN = "checking_scan_unknown"
    SHELF_TAKEN = "checking_shelf_taken"
    SHELF_UNKNOWN = "checking_shelf_unknown"
    NOTHING_MISSING = "checking_nothing_missing"
    COMMISSION_MISSING = "checking_commission_missing"


@dataclass(frozen=True, slots=True)
class Reason:
    """One of several things that stand in the way."""

    code: CustodyCode
    facts: Mapping[str, object] = field(default_factory=dict)


class CustodyError(LibraryError):
    """A refusal of this subject."""


class CustodyRefused(CustodyError):
    """Refused for several reasons, all of them told at once."""

    def __init__(self, code: CustodyCode, reasons: Sequence[Reason]) -> None:
        super().__init__(code, count=len(reasons), reasons=[str(each.code) for each in reasons])
        self.reasons = tuple(reasons)


class CustodyInputError(InputError):
    """A value that no custodian, act or check can have."""


class CustodyNotFoundError(NotFoundError):
    """No such custodian, act, line, shelf or check."""
