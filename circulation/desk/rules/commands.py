"""The command barcodes: what each does, and its key on the screen (SB-01). A Cyrillic layout leaves their texts whole."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from ils.text import repair_layout


class Command(StrEnum):
    """The command barcodes.

    Letters only behind the sign of equality: these are the keys that every Russian and Uzbek layout gives back one to
    one, whatever the state of Caps Lock; digits and signs above them are not.
    """

    DONE = "=DONE"
    LEND = "=LEND"
    RETURN = "=RETURN"
    DROP = "=DROP"
    BACKDATE = "=BACKDATE"
    IN_ROOM = "=INROOM"
    RENEW_EACH = "=EXTEND"
    HOLD = "=HOLD"
    RENEW = "=RENEW"
    REGISTER = "=REGISTER"
    HOME = "=HOME"
    ROOM = "=ROOM"
    NIGHT = "=NIGHT"
    DUE = "=DUE"
    UNDO = "=UNDO"
    SLIP = "=SLIP"


class Mode(StrEnum):
    """How the box reads a copy: by whether a reader is open, or one way whoever is open."""

    AUTOMATIC = "automatic"
    RETURN = "return"
    DROP = "drop"  # the book drop is emptied: readers are not here, no visits (CI-11)
    IN_ROOM = "in_room"  # books left on the tables of the reading room (CI-02)
    RENEW = "renew"
    HOLD = "hold"  # each copy is a hold on its title for the open reader


class Place(StrEnum):
    """Where the copies lent next are used; HOME is as the copy and its department say."""

    HOME = "home"
    ROOM = "room"
    OVERNIGHT = "overnight"


TAKES_BACK = frozenset({Mode.RETURN, Mode.DROP})
"""Modes in which every copy is a return, dated back where a date was given."""

MODE_OF: Mapping[Command, Mode] = {
    Command.LEND: Mode.AUTOMATIC,
    Command.RETURN: Mode.RETURN,
    Command.DROP: Mode.DROP,
    Command.IN_ROOM: Mode.IN_ROOM,
    Command.RENEW_EACH: Mode.RENEW,
    Command.HOLD: Mode.HOLD,
}
PLACE_OF: Mapping[Command, Place] = {
    Command.HOME: Place.HOME,
    Command.ROOM: Place.ROOM,
    Command.NIGHT: Place.OVERNIGHT,
}
KEYS: Mapping[Command, str] = {
    Command.DONE: "Esc",
    Command.LEND: "F7",
    Command.RETURN: "F8",
    Command.DROP: "Shift+F8",
    Command.BACKDATE: "Shift+F6",
    Command.IN_ROOM: "Ctrl+F8",
    Command.RENEW_EACH: "Ctrl+F7",
    Command.RENEW: "Shift+F7",
    Command.HOLD: "Ctrl+F9",
    Command.HOME: "Shift+F2",
    Command.ROOM: "Shift+F3",
    Command.NIGHT: "Shift+F4",
    Command.DUE: "Shift+F9",
    Command.UNDO: "Ctrl+Z",
    Command.SLIP: "F9",
    Command.REGISTER: "F10",
}
"""The key of each command; the keys of pages (F1 to F6) stay what they are everywhere."""


def command_of(code: str) -> Command | None:
    """Return the command that a scan is, also when a Cyrillic layout was on (SB-04)."""
    readings = (code.upper(), (repair_layout(code) or "").upper())
    return next((each for each in Command if each.value in readings), None)


def looks_like_command(code: str) -> bool:
    """Tell whether a scan begins as command barcodes do."""
    return any(each.startswith("=") for each in (code, repair_layout(code) or ""))
