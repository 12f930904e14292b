"""The outer form of class marks: UDC and BBK as signs, not whether the class exists (the tables are licensed)."""

from __future__ import annotations

import re

# Quoted times, and what stands in round brackets (place, form, language) obeys its own rules.
_APART = re.compile(r'"[^"]*"|“[^”]*”|«[^»]*»|\([^()]*\)')
_SEVERAL = re.compile(r"[;,]\s*")
_UDC_START = re.compile(r'^[0-9("«“=\[\-+:*]')
_UDC_SIGNS = re.compile(r"^[0-9A-Za-zЀ-ӿʻʼ'’`.,:;+/*=\[\]()\-–_\"“”«»…! &]*$")
_FOUR_DIGITS = re.compile(r"[0-9]{4}")
_TWO_POINTS = re.compile(r"(?<!\.)\.\.(?!\.)")
_BBK_SIGNS = re.compile(r"^[0-9A-Za-zЀ-ӿʻʼ'’‘`.,:;+/*=\[\]{}()\-–_\"“”«»! &]*$")
_BBK_START = re.compile(r"^(?:[0-9]{1,2}(?![0-9])|[А-ЯA-Z]{1,2}[0-9.()я\s]|[А-Я]$|\()")
_PAIRS = {")": "(", "]": "["}


def is_udc(mark: str) -> bool:
    """True if the mark can be one of UDC: begins as one, brackets close, numbers have a point after three digits."""
    return all(_one_udc(part.strip()) for part in _SEVERAL.split(mark.strip()) if part.strip())


def _one_udc(mark: str) -> bool:
    bare = _APART.sub("", mark)
    return bool(
        _UDC_START.match(mark)
        and _UDC_SIGNS.match(mark)
        and _closed(mark)
        and not _FOUR_DIGITS.search(bare)
        and not _TWO_POINTS.search(bare)
    )


def is_bbk(mark: str) -> bool:
    """True if the mark can be one of BBK: two digits or a letter first, as in 84(5Oʻ)6, Ш5(2); brackets close."""
    mark = mark.strip()
    return bool(_BBK_START.match(mark) and _BBK_SIGNS.match(mark) and _closed(mark))


def _closed(mark: str) -> bool:
    opened: list[str] = []
    for sign in mark:
        if sign in "([":
            opened.append(sign)
        elif sign in _PAIRS and (not opened or opened.pop() != _PAIRS[sign]):
            return False
    return not opened
