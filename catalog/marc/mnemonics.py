"""Mnemonics of MARCMaker and MarcEdit: {dollar}, {eacute}, {uml}u …

A mark stands before its letter, as in MARC-8. A mnemonic that is not known stays as it is written.
"""

from __future__ import annotations

import re
from unicodedata import combining

from catalog.marc.marc8 import decode_marc8

_SIGNS = {
    "dollar": "$", "lcub": "{", "rcub": "}", "bsol": "\\", "lsqb": "[", "rsqb": "]", "grave8": "`",
    "quot": '"', "num": "#", "percnt": "%", "amp": "&", "apos": "'", "lpar": "(", "rpar": ")", "ast": "*",
    "plus": "+", "comma": ",", "hyphen": "-", "period": ".", "sol": "/", "colon": ":", "semi": ";", "lt": "<",
    "equals": "=", "gt": ">", "quest": "?", "commat": "@", "verbar": "|", "pipe": "|", "lowbar": "_",
    "excl": "!", "sptilde": "~", "spcirc": "^", "spgrave": "`", "spundscr": "_", "space": " ",
    "Lstrok": "Ł", "Ostrok": "Ø", "Dstrok": "Đ", "THORN": "Þ", "AElig": "Æ", "OElig": "Œ", "softsign": "ʹ",
    "middot": "·", "flat": "♭", "reg": "®", "plusmn": "±", "Ohorn": "Ơ", "Uhorn": "Ư", "mlrhring": "ʼ",
    "alif": "ʼ", "mllhring": "ʻ", "ayn": "ʻ", "lstrok": "ł", "ostrok": "ø", "dstrok": "đ", "thorn": "þ",
    "aelig": "æ", "oelig": "œ", "hardsign": "ʺ", "inodot": "ı", "pound": "£", "eth": "ð", "ETH": "Ð",
    "ohorn": "ơ", "uhorn": "ư", "deg": "°", "scriptl": "ℓ", "phono": "℗", "copy": "©", "sharp": "♯",
    "iquest": "¿", "iexcl": "¡", "szlig": "ß", "esszet": "ß", "euro": "€", "joiner": "\u200d",
    "nonjoin": "\u200c", "laquo": "«", "raquo": "»", "cent": "¢", "yen": "¥", "sect": "§", "para": "¶",
    "curren": "¤", "ordf": "ª", "ordm": "º", "frac12": "½", "frac14": "¼", "frac34": "¾", "times": "×",
    "divide": "÷", "micro": "µ", "trade": "™", "bull": "•", "hellip": "…", "ndash": "–", "mdash": "—",
    "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”", "lsquor": "‚", "ldquor": "„", "dagger": "†",
    "Dagger": "‡", "sup0": "⁰", "sup1": "¹", "sup2": "²", "sup3": "³", "sub0": "₀", "sub1": "₁", "sub2": "₂",
    "sub3": "₃", "alpha": "α", "beta": "β", "gamma": "γ", "not": "¬", "brvbar": "¦", "acute8": "´",
    "numero": "№", "esc": "\x1b",
}  # fmt: skip
_MARKS = {
    "hooka": 0x309, "grave": 0x300, "acute": 0x301, "circ": 0x302, "tilde": 0x303, "macr": 0x304, "breve": 0x306,
    "dot": 0x307, "uml": 0x308, "caron": 0x30C, "ring": 0x30A, "llig": 0xFE20, "rlig": 0xFE21, "rcommaa": 0x315,
    "dblac": 0x30B, "candra": 0x310, "cedil": 0x327, "ogon": 0x328, "hook": 0x328, "dotb": 0x323,
    "dbldotb": 0x324, "ringb": 0x325, "dblunder": 0x333, "under": 0x332, "commab": 0x326, "rcedil": 0x31C,
    "breveb": 0x32E, "ldbltil": 0xFE22, "rdbltil": 0xFE23, "commaa": 0x313,
}  # fmt: skip

_NAME = re.compile(r"\{([A-Za-z0-9]{2,10})\}")
_BYTE = re.compile(r"[0-9A-F]{2}")
_COMPOSED = re.compile(r"([A-Za-z])(" + "|".join(sorted(_MARKS, key=len, reverse=True)) + ")")
_MARK_FIRST = re.compile(r"(\x00[\u0300-\u036f\ufe20-\ufe23])+")
_REFERENCE = re.compile(r"&#x([0-9A-Fa-f]{2,6});")

_TO_WRITE = str.maketrans({"{": "{lcub}", "}": "{rcub}", "$": "{dollar}", "\\": "{bsol}"})


def from_mnemonics(text: str) -> str:
    """Return text with its mnemonics as characters, marks behind their letters, not normalised."""
    if "{" not in text:
        return text
    replaced = _NAME.sub(lambda match: _character(match[1]) or match[0], text)
    return _marks_behind(replaced) if "\x00" in replaced else replaced


def _character(name: str) -> str:
    """A mark is told by a NUL before it until it has changed places with its letter."""
    if name in _SIGNS:
        return _SIGNS[name]
    if name in _MARKS:
        return "\x00" + chr(_MARKS[name])
    if _BYTE.fullmatch(name):
        return _of_byte(int(name, 16))
    composed = _COMPOSED.fullmatch(name)
    return composed[1] + chr(_MARKS[composed[2]]) if composed else ""


def _of_byte(code: int) -> str:
    text, lost = decode_marc8(bytes([code]))
    if lost or code < 0x20:
        return ""
    return "\x00" + text if combining(text) else text


def _marks_behind(text: str) -> str:
    made, at = [], 0
    for match in _MARK_FIRST.finditer(text):
        made.append(text[at : match.start()])
        letter = text[match.end() : match.end() + 1]
        made.append(letter + match[0].replace("\x00", ""))
        at = match.end() + len(letter)
    return "".join(made) + text[at:]


def to_mnemonics(text: str) -> str:
    """Return text with what MarcEdit would take for its own signs written as mnemonics."""
    return text.translate(_TO_WRITE)
