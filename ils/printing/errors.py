"""What cannot be printed."""

from __future__ import annotations

from enum import StrEnum

from ils.errors import InputError


class PrintCode(StrEnum):
    """Why something cannot be put on paper."""

    BARCODE_NOT_PRINTABLE = "barcode_not_printable"


class PrintError(InputError):
    """A text that has no printed form."""
