"""Codes a scanner typed while a Cyrillic keyboard layout was on (desk.md SB-04)."""

import re

from ils.text.script import CYRILLIC

# Keys in the order of a US keyboard, without and with Shift.
_US = "`qwertyuiop[]asdfghjkl;'zxcvbnm,." + '~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>'
_RUSSIAN = "ёйцукенгшщзхъфывапролджэячсмитьбю" + "ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ"
# The signs of the digit row and of the two keys that hold no letter.
_RUSSIAN_SIGNS = '"№;:?.,/'
_US_SIGNS = "@#$^&/?|"
# The Uzbek layout differs in four keys. Ғ is a hyphen too: Caps Lock alone does not turn - into _.
_UZBEK = "ўЎқҚғҒҳҲ"
_US_UZBEK = "oOsS--=="

_KEYS = str.maketrans(_RUSSIAN + _RUSSIAN_SIGNS + _UZBEK, _US + _US_SIGNS + _US_UZBEK)
_TYPED = re.compile(f"[{CYRILLIC}№]")


def repair_layout(code: str) -> str | None:
    """Return the code as the US layout would have typed it, or None when nothing was Cyrillic.

    A code that mixes Latin and Cyrillic letters came from no single layout and is not touched.
    """
    if not _TYPED.search(code) or re.search("[A-Za-z]", code):
        return None
    repaired = code.translate(_KEYS)
    return repaired if repaired.isascii() else None
