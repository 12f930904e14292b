"""Leaders that come as text: padded, cut, or missing (corpus D6)."""

from __future__ import annotations

from catalog.marc.directory import LEADER_LENGTH, visible
from catalog.marc.model import FindingCode, Notes


def mended_leader(text: str, notes: Notes) -> str:
    """Return 24 characters: writers pad the leader with line ends, or cut its blanks off."""
    if len(text) == LEADER_LENGTH and text.isprintable() and text.isascii():
        return text
    stripped = " ".join(text.split("\n")).strip()
    if stripped and not stripped[0].isdigit() and len(stripped) < LEADER_LENGTH:
        stripped = "     " + stripped
    printable = "".join(char if char.isascii() and char.isprintable() else " " for char in stripped)
    mended = printable[:LEADER_LENGTH].ljust(LEADER_LENGTH)
    notes.repaired(FindingCode.LEADER_MENDED, before=visible(text[:40]), after=mended)
    return mended
