"""Which script a text is written in."""

import re
from typing import Literal

Script = Literal["latin", "cyrillic", "arabic", "other"]

CYRILLIC = "\u0400-\u052f\u1c80-\u1c8f\ua640-\ua66e\ua680-\ua69d"
_CYRILLIC = re.compile(f"[{CYRILLIC}]")
_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d5\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
_LATIN = re.compile("[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]")


def has_cyrillic(text: str) -> bool:
    """Tell whether the text has at least one Cyrillic letter."""
    return _CYRILLIC.search(text) is not None


def script_of(text: str) -> Script:
    """Name the script most letters of the text belong to; `other` when there are none."""
    counts: dict[Script, int] = {
        "latin": len(_LATIN.findall(text)),
        "cyrillic": len(_CYRILLIC.findall(text)),
        "arabic": len(_ARABIC.findall(text)),
        "other": 0,
    }
    counts["other"] = sum(map(str.isalpha, text)) - sum(counts.values())
    best = max(counts, key=counts.__getitem__)
    return best if counts[best] > 0 else "other"
