"""QR codes drawn: as SVG for a page, as runs of squares for a paper."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import segno
from markupsafe import Markup

QUIET = 4
"""How many squares must stay white around a code (ISO/IEC 18004)."""


def svg(address: str, *, scale: int = 5) -> Markup:
    """Return an address of plain ASCII as SVG: attributes only, because the content policy forbids styles."""
    drawn = _code(address).svg_inline(scale=scale, border=QUIET, dark="#000", light="#fff", omitsize=False)
    return Markup(drawn)  # noqa: S704 - segno draws squares; the address is not among them


def squares(address: str) -> dict[str, Any]:
    """Return {size, runs}: the side in squares, quiet zone included, and dark runs as (column, row, length)."""
    matrix = [list(row) for row in _code(address).matrix_iter(border=QUIET)]
    runs = []
    for row, line in enumerate(matrix):
        column = 0
        for dark, part in groupby(line):
            length = len(list(part))
            if dark:
                runs.append([column, row, length])
            column += length
    return {"size": len(matrix), "runs": runs}


def _code(address: str) -> Any:
    """Make the code with error correction M: a board in the street gets scratched."""
    return segno.make(address, error="m", micro=False)
