"""Sort keys that order by code point (practice.md §6.4), for a column compared bytewise."""

import re
import unicodedata

from ils.text.apostrophes import TURNED, normalise_apostrophes
from ils.text.latin import lower_latin
from ils.text.marks import NOT_WORD, SILENT, bare_letters
from ils.text.plain import PlainText, single_spaced
from ils.text.script import CYRILLIC, has_cyrillic

_NOT_FILED = re.compile("\u0098[^\u009c]*\u009c|\u0088[^\u0089]*\u0089")
_UZBEK_ONLY = re.compile("[ўқғҳЎҚҒҲ]|[oOgG][\u02bb\u2018](?!s\\b)")
_REFORM = str.maketrans(
    dict.fromkeys("öõōóŏ", "o" + TURNED)
    | dict.fromkeys("ğḡǵĝ", "g" + TURNED)
    | {"ş": "sh", "š": "sh", "ç": "ch", "č": "ch", "ñ": "ng", "ŋ": "ng"}
)
_CYRILLIC_RUN = re.compile(f"[{CYRILLIC}]+")
# The four letters after Z, as the four signs that follow z in ASCII.
_AFTER_Z = (("o" + TURNED, "{"), ("g" + TURNED, "|"), ("sh", "}"), ("ch", "~"))
_HYPHENS = re.compile("[-\u2010\u2011]")
_NUMBER = re.compile("[0-9]+")
_WIDTH = 10


def sort_key(text: str, language: str | None = None, skip: int = 0) -> str:
    """Return the filing form of a text in a language (ISO 639-2), without its first `skip` characters.

    Uzbek in either script files by the 29 letters (… Z Oʻ Gʻ Sh Ch), Russian with ё as е and no hyphens,
    the rest without marks; numbers by value. Without a language, Uzbek is known by its own letters.
    """
    filed = _NOT_FILED.sub("", text[max(skip, 0) :])
    code = (language or "").strip().lower()
    if code == "uzb" or (not code and _UZBEK_ONLY.search(filed)):
        return _uzbek(filed)
    if code != "rus" and (read := _PLAIN_TEXT.read(filed)) is not None:
        return _numbers(single_spaced(_PLAIN_TEXT.folded(read)))
    if code == "rus" or (not code and has_cyrillic(filed)):
        return _words(_bare(_HYPHENS.sub("", filed)))
    return _words(_bare(filed))


def _lower(text: str) -> str:
    composed = unicodedata.normalize("NFKC", text.replace("\u00b4", "'"))
    return unicodedata.normalize("NFKC", composed.casefold())


def _bare(text: str) -> str:
    """Lower case without marks and silent signs; й stays a letter, ё becomes е."""
    return "й".join(map(bare_letters, _lower(text).translate(SILENT).split("й")))


def _uzbek(text: str) -> str:
    latin = _CYRILLIC_RUN.sub(lambda run: lower_latin(run[0]), _lower(text)).translate(_REFORM)
    clean = NOT_WORD.sub(" ", bare_letters(normalise_apostrophes(latin)))
    for letter, sign in _AFTER_Z:
        clean = clean.replace(letter, sign)
    return _numbers(clean.translate(SILENT)).strip()


def _words(text: str) -> str:
    return _numbers(NOT_WORD.sub(" ", text)).strip()


def _numbers(text: str) -> str:
    return _NUMBER.sub(_padded, text)


def _padded(found: re.Match[str]) -> str:
    digits = found[0].lstrip("0")
    if len(digits) > _WIDTH:  # longer numbers file after all shorter ones, by length and then by value
        return f"{'9' * _WIDTH}{len(digits):03d}{digits}"
    return digits.zfill(_WIDTH)


# As for the search key; Russian, whose hyphens file as nothing, goes its own way.
_PLAIN_TEXT = PlainText(lambda run: NOT_WORD.sub(" ", _bare(run)).strip())
