"""What a scan means (SB-01, SB-04, SB-05, SB-06)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from circulation.desk.errors import DeskCode, DeskInputError
from circulation.desk.rules.commands import Mode, command_of, looks_like_command
from circulation.loans.rules import readable, shown
from ils.text import repair_layout

SAME_SCAN = timedelta(seconds=1.5)  # SB-05

_KEY = re.compile(r"[0-9A-Za-z-]{8,40}")
_SUFFIX = " \t\r\n\0"  # what scanners put around a code


class Meaning(StrEnum):
    """What the box does with a scan."""

    COMMAND = "command"
    OPEN = "open"
    LEND = "lend"
    TAKE_BACK = "take_back"
    IN_ROOM = "in_room"
    RENEW = "renew"
    HOLD = "hold"
    WHICH = "which"
    UNKNOWN = "unknown"
    UNKNOWN_COMMAND = "unknown_command"


def clean(code: str) -> str:
    """Return a scan without the suffix of the scanner; leading zeros stay (SB-05)."""
    return code.strip(_SUFFIX)


def check_key(key: str) -> str:
    """Return an idempotency key; refuse what can be none (SB-07)."""
    if not _KEY.fullmatch(key):
        raise DeskInputError(DeskCode.KEY_INVALID, key=shown(key))
    return key


def check_code(code: str) -> str:
    """Return a scan cleaned; refuse an empty one, one too long for a number, one with control characters."""
    wanted = clean(code)
    if not wanted:
        raise DeskInputError(DeskCode.CODE_EMPTY)
    if not readable(wanted):
        raise DeskInputError(DeskCode.CODE_UNREADABLE, scanned=shown(wanted), length=len(wanted))
    return wanted


_MEANT: Mapping[Mode, Meaning] = {
    Mode.RETURN: Meaning.TAKE_BACK,
    Mode.DROP: Meaning.TAKE_BACK,
    Mode.IN_ROOM: Meaning.IN_ROOM,
    Mode.RENEW: Meaning.RENEW,
    Mode.HOLD: Meaning.HOLD,
}


def meaning(code: str, *, is_card: bool, is_copy: bool, reader_open: bool, mode: Mode) -> Meaning:
    """Decide what a scan means (SB-01).

    A number that is both a card and a copy is asked about (SB-06), except in a mode of its own, where every copy
    scanned means that and nothing is left to ask.
    """
    if command_of(code):
        return Meaning.COMMAND
    if is_card and is_copy and mode is Mode.AUTOMATIC:
        return Meaning.WHICH
    if is_copy:
        return _MEANT.get(mode) or (Meaning.LEND if reader_open else Meaning.TAKE_BACK)
    if is_card:
        return Meaning.OPEN
    return Meaning.UNKNOWN_COMMAND if looks_like_command(code) else Meaning.UNKNOWN


def is_same_scan(code: str, at: datetime, *, last: str, last_at: datetime) -> bool:
    """Tell whether a scan is the echo of the one before (SB-05, CI-12)."""
    return code == last and timedelta() <= at - last_at < SAME_SCAN


def was_repaired(code: str, *found: str | None) -> bool:
    """Tell whether one of the numbers was found only after the keyboard layout was repaired (SB-04)."""
    repaired = repair_layout(code)
    return repaired is not None and repaired.upper() in found
