"""Asking other catalogues, and taking over what they answer."""

from catalog.copying.services.asking import MOST, SECONDS, Answer, Theirs, ask
from catalog.copying.services.beside import Hit, Ours, hit, ours
from catalog.copying.services.taking import (
    Joined,
    joined_with,
    take_as_draft,
    take_as_record,
    update_as_draft,
)
from catalog.copying.services.targets import install_defaults, move_target, save_target
from catalog.copying.services.waiting import Askings

__all__ = [
    "MOST",
    "SECONDS",
    "Answer",
    "Askings",
    "Hit",
    "Joined",
    "Ours",
    "Theirs",
    "ask",
    "hit",
    "install_defaults",
    "joined_with",
    "move_target",
    "ours",
    "save_target",
    "take_as_draft",
    "take_as_record",
    "update_as_draft",
]
