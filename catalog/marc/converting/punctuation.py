"""ISBD signs between subfields: MARC 21 writes them at the end of the one before, UNIMARC not at all."""

from __future__ import annotations

import re

from catalog.marc.converting.model import Parts
from catalog.marc.facts.text import trim

_OPENING = re.compile(r"^[/:;=+,.]\s+|^[/:;=+]")
_CLOSED = tuple(".!?…")
_NUMBER_AT_END = re.compile(r"[0-9]\.$")
_SIGNS_AT_END = " /:;,=+"


def stripped(value: str) -> str:
    """Return a value without the sign that belongs to its neighbour; the stop of an abbreviation stays."""
    text = trim(_OPENING.sub("", value.strip()).rstrip(_SIGNS_AT_END))
    return (text[:-1] if _NUMBER_AT_END.search(text) else text) or value.strip()


def bare(value: str) -> str:
    """Return a value without trailing separators; a full stop stays as it is."""
    return value.strip().rstrip(_SIGNS_AT_END) or value.strip()


def joined(parts: Parts, signs: dict[str, str], *, stop: bool = False) -> Parts:
    """Write before each subfield the sign of its code, at the end of the one before; `stop` closes the field.

    A sign may be given for two codes that follow each other (`np`), and goes before that of the one.
    """
    out: Parts = []
    for code, value in parts:
        sign = signs.get(out[-1][0] + code, signs.get(code, "")) if out else ""
        if sign:
            before_code, before = out[-1]
            out[-1] = (before_code, _ended(before, sign))
        out.append((code, value))
    if stop and out and not out[-1][1].endswith(_CLOSED):
        out[-1] = (out[-1][0], out[-1][1] + ".")
    return out


def _ended(text: str, sign: str) -> str:
    """`Title` and ` :` give `Title :`; a stop or comma is not doubled."""
    mark = sign.strip()
    if text.endswith((" /", " :", " ;", " =", mark)) or (mark in ".," and text[-1:] in _CLOSED):
        return text
    return f"{text}{sign}"
