"""Letters that fold the same wherever they stand: most texts have no others, and fold at one go, as bytes."""

import unicodedata
from codecs import charmap_build, charmap_decode, charmap_encode
from collections.abc import Callable

# With ASCII they fill the 256 places of a byte: Arabic and Persian, the romanisation of both, the commonest letters of
# Uzbek, Turkish and the languages of Europe, signs of print. (Cyrillic letters depend on their neighbours.)
_RANGES = ((0x621, 0x63B), (0x640, 0x653), (0x660, 0x66A))
_OTHERS = (
    "پچژڤکگیەۀ،؛؟ĀāĪīŪūʻʼʹʾʿḌḍḤḥḪḫṢṣṬṭẒẓẖǧġ"
    "ÂÄÇÉÎÖÜßàáâäæçèéêëíîïñóôöøúûüĞğŞşČčŠšŽžćńłęąōē"
    "«»·©°\u200e\u200f\u202a\u202c–—‘’“”„"
)
_CONTEXT = frozenset("\u00b4\u0130\u0131")  # the acute typed for an apostrophe, Turkish dotted capital
_VOWEL_SIGNS = frozenset(map(chr, range(0x064B, 0x0653)))  # they compose with nothing
_NOTHING = "\ufffe"  # for what no byte stands
_MEANWHILE = 0xE000  # the first of the signs that stand for a key of several letters until the end


class PlainText:
    """Folds texts of plain letters: to one byte for each, and back to its key, ten times as fast as `str.translate`."""

    def __init__(self, fold_run: Callable[[str], str]) -> None:
        keys = {"\0": " "} | _keys(fold_run)
        self._signs = "".join(keys)
        self._bytes = charmap_build(self._signs.ljust(256, _NOTHING))
        several = [sign for sign in keys if len(keys[sign]) > 1]
        self._several = self.places(*several)
        self._silent = self.places(*(sign for sign in keys if not keys[sign]))
        meanwhile = {sign: chr(_MEANWHILE + at) for at, sign in enumerate(several)}
        self._last = {ord(meanwhile[sign]): keys[sign] for sign in several}
        self._keys = "".join(meanwhile.get(sign) or keys[sign] or " " for sign in keys)

    def places(self, *signs: str) -> bytes:
        """Return the bytes of those of the signs that are plain."""
        wanted = set("".join(signs))
        return bytes(place for place, sign in enumerate(self._signs) if sign in wanted)

    def read(self, text: str) -> bytes | None:
        """Return a text as bytes; None where it has other letters."""
        try:
            return charmap_encode(text, "strict", self._bytes)[0]
        except UnicodeEncodeError:
            return None

    def folded(self, read: bytes) -> str:
        """Return the keys of letters; what is no part of a word is a space."""
        keys = charmap_decode(read.translate(None, self._silent), "strict", self._keys)[0]
        return keys.translate(self._last) if holds(read, self._several) else keys


def holds(read: bytes, places: bytes) -> bool:
    """Tell whether a text has one of these letters."""
    return len(read.translate(None, places)) < len(read)


def single_spaced(text: str) -> str:
    """Return words with one space between them; there are no other blanks in a text of keys."""
    return " ".join(text.split())


def _keys(fold_run: Callable[[str], str]) -> dict[str, str]:
    """Return letter → key for every such letter and sign; what is no part of a word becomes a space."""
    likely = [*(chr(code) for begin, end in _RANGES for code in range(begin, end)), *_OTHERS]
    keys = {sign: fold_run(sign) or _unsaid(sign, fold_run) for sign in likely if _is_plain(sign)}
    ascii_signs = map(chr, range(0x20, 0x7F))
    keys |= {sign: sign.lower() if sign.isalnum() else " " for sign in ascii_signs}
    return keys | dict.fromkeys("'`", "") | dict.fromkeys("\t\n\r", " ")


def _is_plain(sign: str) -> bool:
    if sign in _VOWEL_SIGNS:
        return True
    odd = sign in _CONTEXT or unicodedata.category(sign)[0] == "M"
    return not odd and unicodedata.normalize("NFKC", sign) == sign


def _unsaid(sign: str, fold_run: Callable[[str], str]) -> str:
    """A sign without a key of its own either vanishes within a word or parts two."""
    return "" if fold_run(f"a{sign}a") == "aa" else " "
