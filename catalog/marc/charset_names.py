"""Names of the character sets a file can be read in, and the codes records use for them."""

from __future__ import annotations

from catalog.marc.errors import MarcCode, MarcError

UTF8, MARC8, ISO5426, LATIN1 = "utf-8", "marc-8", "iso5426", "iso-8859-1"
CP1251, CP866, KOI8R, ASCII = "cp1251", "cp866", "koi8-r", "ascii"

CHARSETS = (UTF8, MARC8, CP1251, CP866, KOI8R, LATIN1, ISO5426)
"""What may be given as `charset`."""

_ALIASES = {
    "utf8": UTF8,
    "marc8": MARC8,
    "ansel": MARC8,
    "windows1251": CP1251,
    "win1251": CP1251,
    "1251": CP1251,
    "ibm866": CP866,
    "866": CP866,
    "dos": CP866,
    "latin1": LATIN1,
    "iso88591": LATIN1,
}

# UNIMARC 100 $a/26-29 holds two codes; 79, 89 and 99 are RUSMARC's own. 01-03 (ISO 646, ISO 5426) are often
# untrue.
_UNIMARC_CODES = {
    "50": UTF8,
    "89": CP1251,
    "79": CP866,
    "99": KOI8R,
    "01": ISO5426,
    "02": ISO5426,
    "03": ISO5426,
}


def unimarc_charset(codes: str) -> str | None:
    """Return the character set of 100 $a/26-29; the second code tells more: `0189` is ASCII and cp1251."""
    return _UNIMARC_CODES.get(codes[2:4]) or _UNIMARC_CODES.get(codes[:2])


def known_charset(name: str) -> str:
    """Return our name of a character set; UNKNOWN_CHARSET with the list of names otherwise."""
    wanted = name.strip().lower()
    squeezed = wanted.replace("-", "").replace("_", "").replace(" ", "")
    for known in CHARSETS:
        if squeezed == known.replace("-", ""):
            return known
    if squeezed in _ALIASES:
        return _ALIASES[squeezed]
    raise MarcError(MarcCode.UNKNOWN_CHARSET, charset=name, known=", ".join(CHARSETS))
