"""How wide the bars of a code are on a label, and how a call number breaks into the lines of a spine."""

from __future__ import annotations

import re

QUIET = 10  # modules of white on either side, by the standard
DOTS = 25.4 / 300  # millimetres of a printer's dot
FINE_DOTS = DOTS / 2
NARROWEST = 0.19  # millimetres of a module that a scanner still reads
WIDEST = 0.5
MOST_SPINE_LINES = 6

LONGEST_SPINE_LINE = 12  # characters; a longer class mark breaks after a bracket or a slash

_BREAKS = re.compile(r"(?<=[)/])(?=\S)")


def module_width(modules: int, width: float) -> float | None:
    """Return the width of a module, in millimetres, with which the code and its white fill a label; None if it cannot.

    It is a whole number of a printer's dots where there is room, so that every bar comes out as wide as it should.
    """
    widest = min(width / (modules + 2 * QUIET), WIDEST)
    for dot in (DOTS, FINE_DOTS):
        snapped = int(widest / dot + 1e-9) * dot
        if snapped >= NARROWEST:
            return snapped
    return widest if widest >= NARROWEST else None


def spine_lines(call_number: str) -> tuple[str, ...]:
    """Return the parts of a call number as a spine has them, one under another: “84(5Oʻ)6 Q-57” → 84(5Oʻ)6, Q-57."""
    parts: list[str] = []
    for part in call_number.split():
        parts += [part] if len(part) <= LONGEST_SPINE_LINE else _BREAKS.split(part)
    if len(parts) > MOST_SPINE_LINES:
        parts = [*parts[: MOST_SPINE_LINES - 1], " ".join(parts[MOST_SPINE_LINES - 1 :])]
    return tuple(parts)
