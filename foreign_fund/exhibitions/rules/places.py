"""Where a copy stands on an exhibition, and whether it may be taken from there."""

from __future__ import annotations

import re
from enum import StrEnum

from ils.text import repair_layout

LONGEST_PLACE = 100  # as much as a placement keeps for the desk
_CASE = re.compile(r"EX[0-9]{1,10}-[0-9]{1,4}")


class Form(StrEnum):
    """The form of an exhibition."""

    NEW_ARRIVALS = "new_arrivals"
    THEMATIC = "thematic"
    PERSONAL = "personal"
    ONE_BOOK = "one_book"
    VIRTUAL = "virtual"


class Access(StrEnum):
    """What readers may do with a copy on show: take it home, read it in the room, look at it."""

    LEND = "lend"
    ROOM = "room"
    LOOK = "look"


class Role(StrEnum):
    """What somebody did for an exhibition, beside its curator."""

    SELECTION = "selection"
    TEXTS = "texts"
    DESIGN = "design"
    MOUNTING = "mounting"
    GUIDE = "guide"
    DUTY = "duty"
    ADVISER = "adviser"


def lends(*, exhibition: bool, access: str) -> bool:
    """Tell whether the desk lends the copy meanwhile: if the exhibition lends and this copy may leave (CO-12)."""
    return exhibition and access == Access.LEND


def place_words(section: str, case: str) -> str:
    """Return where a copy stands as the desk says it."""
    return " · ".join(part for part in (section, case) if part)[:LONGEST_PLACE]


def case_code(exhibition_id: int, position: int) -> str:
    """Return the code of a case: ASCII that any scanner reads, EX12-3."""
    return f"EX{exhibition_id}-{position}"


def as_case_code(scanned: str) -> str | None:
    """Return the code of a case in what was scanned, whatever layout is on; None for anything else."""
    text = scanned.strip()
    for reading in (text, repair_layout(text)):
        code = (reading or "").upper()
        if _CASE.fullmatch(code):
            return code
    return None
