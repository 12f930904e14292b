"""Code 128 as bars, and as inline SVG: attributes only, because the content policy forbids style attributes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from barcode.codex import Code128
from markupsafe import Markup

from ils.printing.errors import PrintCode, PrintError

LONGEST = 80  # a wider code fits no label and no scanner
QUIET = 10  # modules of white on either side, by the standard
MODULE_PIXELS = 2  # even, so that every bar falls on whole pixels of the screen
HEIGHT = 50

_SVG = Markup(
    '<svg class="barcode" xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
    'viewBox="0 0 {modules} {height}" preserveAspectRatio="none" shape-rendering="crispEdges" '
    'role="img" aria-label="{text}"><path fill="#000" d="{bars}"/></svg>'
)

_PAIR_99 = 99  # in set C the digits 99, elsewhere the switch to set C


class _Code128(Code128):  # type: ignore[misc]
    """The library's encoder takes a leading pair 99 for a switch of sets and drops it."""

    def _try_to_optimize(self, encoded: list[int]) -> list[int]:
        shorter: list[int] = encoded if encoded[1] == _PAIR_99 else super()._try_to_optimize(encoded)
        return shorter


@dataclass(frozen=True, slots=True)
class Bars:
    """A code as black bars: (first module, modules wide) each, of `modules` in all, without the quiet zones."""

    modules: int
    bars: tuple[tuple[int, int], ...]


def code128_bars(text: str) -> Bars:
    """Return the bars of a text of printable ASCII; BARCODE_NOT_PRINTABLE for anything else."""
    if not 0 < len(text) <= LONGEST or not text.isascii() or not text.isprintable():
        raise PrintError(PrintCode.BARCODE_NOT_PRINTABLE, text=text[:40], longest=LONGEST)
    modules = _Code128(text).build()[0]
    bars, at = [], 0
    for colour, run in groupby(modules):
        width = len(tuple(run))
        if colour == "1":
            bars.append((at, width))
        at += width
    return Bars(at, tuple(bars))


def code128_svg(text: str) -> Markup:
    """Return a code as a picture for a page; BARCODE_NOT_PRINTABLE for what no scanner reads."""
    code = code128_bars(text)
    wide = code.modules + 2 * QUIET
    drawn = "".join(f"M{at + QUIET} 0h{width}v{HEIGHT}h-{width}z" for at, width in code.bars)
    return _SVG.format(width=wide * MODULE_PIXELS, height=HEIGHT, modules=wide, text=text, bars=drawn)
