"""Letters that fold the same wherever they stand: most texts have no others, and fold at one go."""

import re
import unicodedata
from collections.abc import Callable

_FIRST, _END = 0x00A0, 0x2070  # Latin with its marks, Arabic, punctuation; what lies beyond is rare
_CONTEXT = frozenset("\u00b4\u0130\u0131")  # the acute typed for an apostrophe, Turkish dotted capital
_VOWEL_SIGNS = frozenset(map(chr, range(0x064B, 0x0653)))  # they compose with nothing
_SCRIPTS = ("LATIN", "ARABIC", "MODIFIER LETTER")


def plain_keys(fold_run: Callable[[str], str]) -> dict[int, str]:
    """Return code point → key for every such letter and sign; what is no part of a word becomes a space."""
    keys = {
        code: fold_run(chr(code)) or _unsaid(chr(code), fold_run)
        for code in range(_FIRST, _END)
        if _is_plain(chr(code))
    }
    keys |= {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(0x20, 0x7F)}
    keys |= {ord(sign): "" for sign in "'`"} | {ord(sign): " " for sign in "\t\n\r"}
    return keys


def _is_plain(sign: str) -> bool:
    category = unicodedata.category(sign)
    if sign in _VOWEL_SIGNS:
        return True
    if (
        sign in _CONTEXT
        or category[0] == "M"
        or category in ("Cc", "Cn")
        or unicodedata.normalize("NFKC", sign) != sign
    ):
        return False
    return category[0] in "PSZC" or unicodedata.name(sign, "").startswith(_SCRIPTS)


def _unsaid(sign: str, fold_run: Callable[[str], str]) -> str:
    """A sign without a key of its own either vanishes within a word or parts two."""
    return "" if fold_run(f"a{sign}a") == "aa" else " "


def plain_text(keys: dict[int, str]) -> re.Pattern[str]:
    """Return the pattern of a text that has no other letters."""
    return re.compile("[" + "".join(re.escape(chr(code)) for code in sorted(keys)) + "]*")
