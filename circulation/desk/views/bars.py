"""What always stands on the screen of the desk: modes, places of use, bars of unusual states, the overlay of keys."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import format_date
from flask_babel import gettext as _

from circulation.desk import messages
from circulation.desk.rules import KEYS, MODE_OF, PLACE_OF, REPLY_KEYS, Command, Desk, Place, Reply
from ils.accounts.permissions import Permission
from ils.web.auth import can

Key = tuple[str, str, str]  # key, what it does, the command barcode or nothing
Group = tuple[str, tuple[Key, ...]]


@dataclass(frozen=True, slots=True)
class Button:
    """A command as a button: its barcode, its key, its words, and whether it holds now."""

    code: str
    key: str
    label: str
    pressed: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """A state that must not be overlooked, and the key that ends it."""

    text: str
    key: str
    loud: bool = False


def _button(command: Command, *, pressed: bool) -> Button:
    return Button(command.value, KEYS[command], str(messages.COMMANDS[command]), pressed)


def modes(desk: Desk) -> tuple[Button, ...]:
    """Return the buttons of the modes."""
    return tuple(_button(command, pressed=mode is desk.mode) for command, mode in MODE_OF.items())


def places(desk: Desk) -> tuple[Button, ...]:
    """Return the buttons of the places of use."""
    return tuple(_button(command, pressed=place is desk.place) for command, place in PLACE_OF.items())


def bars(desk: Desk) -> tuple[Bar, ...]:
    """Return what is unusual at this desk now, each with the key that ends it."""
    found = []
    if desk.back_on:
        day = format_date(desk.back_on, "dd.MM.yyyy")
        found.append(Bar(_("Returns are dated %(day)s", day=day), KEYS[Command.LEND], loud=True))
    if desk.mode in messages.MODE_BARS:
        found.append(Bar(str(messages.MODE_BARS[desk.mode]), KEYS[Command.LEND]))
    if desk.place is not Place.HOME:
        found.append(Bar(str(messages.PLACE_BARS[desk.place]), KEYS[Command.HOME]))
    if desk.due_on:
        day = format_date(desk.due_on, "dd.MM.yyyy")
        found.append(Bar(_("Due by hand: %(day)s", day=day), KEYS[Command.DUE], loud=True))
    return tuple(found)


def help_groups() -> tuple[Group, ...]:
    """Return every action of the desk with its key, in the order of the overlay (F1)."""

    def keys(*commands: Command) -> tuple[Key, ...]:
        return tuple((KEYS[each], str(messages.COMMANDS[each]), each.value) for each in commands)

    def replies(*names: Reply) -> tuple[Key, ...]:
        offered = (each for each in names if each is not Reply.OVERRIDE or can(Permission.OVERRIDE))
        return tuple((REPLY_KEYS[each], str(messages.REPLIES[each]), "") for each in offered)

    return (
        (_("How copies are read"), (*keys(*MODE_OF), *keys(Command.BACKDATE))),
        (_("What is lent next"), keys(*PLACE_OF, Command.DUE)),
        (
            _("Reader and last act"),
            keys(Command.DONE, Command.RENEW, Command.REGISTER, Command.UNDO, Command.SLIP),
        ),
        (
            _("Answers to a box"),
            (
                ("Y", _("Yes: what the button says"), ""),
                *replies(Reply.NO, Reply.OVERRIDE, Reply.MISSING, Reply.BACK, Reply.HOLD, Reply.ADD),
                ("Enter", _("Take what was typed"), ""),
                ("1", _("It is the reader's card"), ""),
                ("2", _("It is the copy"), ""),
                ("R", _("Register a reader"), ""),
                ("S", _("Search readers"), ""),
                ("C", _("Search the catalogue"), ""),
                ("W", _("Why: which rules decide"), ""),
            ),
        ),
        (
            _("Sounds and paper"),
            (
                ("Ctrl+M", _("Volume of the sounds: 0 to 3"), ""),
                ("Ctrl+E", _("Sounds for errors only"), ""),
                ("Shift+F1", _("Printed card of all commands"), ""),
                ("Ctrl+F10", _("Debts and payments of the reader"), ""),
            ),
        ),
    )
