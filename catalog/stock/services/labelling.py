"""What stands on labels: plain data for the templates `labels.typ` and `calibration.typ`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from catalog.stock.errors import StockCode, StockError, StockInputError
from catalog.stock.models import LabelKind
from catalog.stock.queries.printing import LabelCopy, SheetView
from catalog.stock.rules.codes import module_width, spine_lines
from catalog.stock.rules.sheets import (
    CROSS,
    LINE_X,
    LINE_Y,
    MOST_LABELS,
    NO_CORRECTION,
    Correction,
    check_first,
    place,
)
from ils.printing.barcodes import code128_bars
from ils.printing.errors import PrintError

SHOWN = 10  # codes named in a refusal


def labels_data(
    copies: Sequence[LabelCopy],
    sheet: SheetView,
    *,
    head: str,
    first: int = 1,
    correction: Correction = NO_CORRECTION,
    outlined: bool = False,
) -> dict[str, Any]:
    """Return the labels of copies page by page, lengths in millimetres; CODES_TOO_LONG names the codes that do not fit.

    `head` is the line above the bars, `first` the position of the first label on a sheet already begun, `outlined` draws
    the edges of the labels, for the screen.
    """
    if len(copies) > MOST_LABELS:
        raise StockInputError(StockCode.TOO_MANY_LABELS, count=len(copies), most=MOST_LABELS)
    check_first(sheet.layout, first)
    drawn = [_label(copy, sheet, head, correction) for copy in copies]
    _refuse_undrawn(copies, drawn)
    pages: list[list[dict[str, Any]]] = []
    for number, label in enumerate(drawn):
        where = place(sheet.layout, number, first=first, correction=correction)
        while len(pages) <= where.page:
            pages.append([])
        pages[where.page].append({**asdict(where), **(label or {})})
    size = {"width": sheet.layout.page_width / 10, "height": sheet.layout.page_height / 10}
    return {"pages": pages or [[]], "page": size, "kind": sheet.kind.value, "outlined": outlined}


def outlines(sheet: SheetView, *, correction: Correction = NO_CORRECTION) -> dict[str, Any]:
    """Return a page of empty labels, to see how a sheet is laid out."""
    places = [
        asdict(place(sheet.layout, number, correction=correction)) for number in range(sheet.layout.labels)
    ]
    size = {"width": sheet.layout.page_width / 10, "height": sheet.layout.page_height / 10}
    return {"pages": [places], "page": size, "kind": "empty", "outlined": True}


def _label(copy: LabelCopy, sheet: SheetView, head: str, correction: Correction) -> dict[str, Any] | None:
    foot = " · ".join(text for text in (copy.inventory_number, copy.call_number) if text)
    if sheet.kind is LabelKind.SPINE:
        lines = spine_lines(copy.call_number) or (copy.code,)
        return {"lines": lines, "foot": (copy.inventory_number or copy.code) if copy.call_number else ""}
    try:
        bars = code128_bars(copy.code)
    except PrintError:
        return None
    unit = module_width(bars.modules, sheet.layout.label_width / 10 * correction.scale / 1000)
    if unit is None:
        return None
    return {
        "head": head, "code": copy.code, "foot": foot, "unit": unit, "modules": bars.modules, "bars": bars.bars,
    }  # fmt: skip


def _refuse_undrawn(copies: Sequence[LabelCopy], drawn: Sequence[dict[str, Any] | None]) -> None:
    wrong = [copy.code for copy, label in zip(copies, drawn, strict=True) if label is None]
    if wrong:
        shown = ", ".join(wrong[:SHOWN]) + (" …" if len(wrong) > SHOWN else "")
        raise StockError(StockCode.CODES_TOO_LONG, codes=shown, count=len(wrong))


def calibration_data(*, steps: Sequence[str], corrected: str, correction: Correction) -> dict[str, Any]:
    """Return the calibration page: its lengths in millimetres, what to do in words, the correction to prove."""
    return {
        "cross": CROSS / 10, "across": LINE_X / 10, "down": LINE_Y / 10, "steps": list(steps), "corrected": corrected,
        "scale": correction.scale / 1000, "shift_x": correction.shift_x / 10, "shift_y": correction.shift_y / 10,
    }  # fmt: skip
