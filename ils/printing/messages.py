"""Refusals of printing in words."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from ils.printing.errors import PrintCode

PRINT_WORDS: dict[PrintCode, Any] = {
    PrintCode.BARCODE_NOT_PRINTABLE: _l(
        "“%(text)s” cannot be a barcode: only Latin letters, digits and signs, at most %(longest)s."
    ),
}
