"""What the caller of a reading decided, and what the file has taught so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from catalog.marc.guessing import CharsetGuess
from catalog.marc.model import Profile


@dataclass(slots=True)
class Options:
    """Passed along with every record of one file (or one member of an archive)."""

    charset: str | None = None
    profile: Profile | None = None
    undo_double: bool = False
    after: int = 0
    """Records up to this position are asked for by nobody: they are read only where later ones are judged by them."""
    guess: CharsetGuess = field(default_factory=CharsetGuess)
    utf8_seen: bool = False
    """Whether a record of this text file was UTF-8 beyond ASCII: a damaged one is taken for the same."""
    cyrillic: bool = False
    """Whether the file can be nothing but UTF-8 or Cyrillic (IRBIS)."""
