"""The one key under which everything is indexed and asked (practice.md §6.2, DESIGN §7).

Both scripts and every Latin orthography of Uzbek meet: ö = oʻ = ў, ş = sh = ш. The price is paid by other
languages, on both sides alike: `garçon` folds to `garchon`, `España` to `espangna`. Whoever types the plain
letter is served by `fold_variants`, whose words are indexed (or asked) beside the key.
"""

import re
import unicodedata
from functools import lru_cache

from ils.text.apostrophes import APOSTROPHES
from ils.text.latin import ALPHABET, lower_latin
from ils.text.marks import ASCII_WORDS, MARKS, NOT_WORD, SILENT, bare_letters
from ils.text.script import CYRILLIC, has_cyrillic

_LONG = 40  # mean length of runs that are not words (blobs, scripts without spaces) and not worth remembering

_HARD_SIGN = re.compile(f"(?<=[{CYRILLIC}])[{APOSTROPHES}](?=[{CYRILLIC}])")
_CYRILLIC_RUN = re.compile(f"[{CYRILLIC}]+")
# The letters of the other Cyrillic alphabets that catalogues hold; the rest loses its marks or stays.
_NEIGHBOURS = str.maketrans("ґәөүұүҗһҙҡӣӯҷљњђџѕѣѳѵієј", "gaouuujhzqiujlndjzefiiej") | str.maketrans(
    {"ї": "yi", "ң": "ng", "ћ": "ch"}
)
_REFORM: dict[str, str | None] = {"ş": "sh", "š": "sh", "ș": "sh", "ç": "ch", "č": "ch", "ñ": "ng", "ŋ": "ng"}
_FIRST: dict[int, str | None] = {**SILENT, **MARKS, **str.maketrans(_REFORM)}

# Spots where spellings of one word part: xorijiy/xoriji, informatsiya/informasiya, tsement/sement.
_IY = re.compile("iy+")
_TS = re.compile(r"t+s(?=[aeiou])|\bts(?=y)")

_PLAIN = str.maketrans({"ş": "s", "š": "s", "ș": "s", "ç": "c", "č": "c", "ñ": "n", "ŋ": "n", "ё": "е"})
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_VARIED = re.compile(f"[şšșçčñŋёäöüц{APOSTROPHES}]")
_HARD_TS = re.compile("(?<=[аеёиоуэюяўы])ц(?=[бвгджзйклмнпрстфхчшщқғҳ])")  # немецкий beside немец
_ELISION = re.compile(f"^(?:[cdjlmnst]|qu|jusqu|lorsqu)[{APOSTROPHES}](?=[aeiouhyàâéèêëîïôœ])")


def fold(text: str) -> str:
    """Return the search key: lower-case words of letters and digits, one space between them."""
    if text.isascii():
        return _fold_ascii(text)
    runs = text.split()
    keys = map(_fold_run, runs) if len(text) > _LONG * (len(runs) + 1) else map(_remembered, runs)
    return " ".join(filter(None, keys))


def tokens(text: str) -> list[str]:
    """Return the folded words of a text, in order."""
    return fold(text).split()


def fold_variants(text: str) -> tuple[str, ...]:
    """Return further words, not in `fold(text)`, under which it should be found.

    `garçon` → `garcon`, `Müller` → `mueller`, `ёлка` → `yelka`, `l’été` → `ete`, `немецкий` → `nemeskiy`.
    """
    lower = unicodedata.normalize("NFC", text).casefold()
    if not _VARIED.search(lower):
        return ()
    known = set(tokens(lower))
    found: dict[str, None] = {}
    for chunk in lower.split():
        if _VARIED.search(chunk):
            found.update(dict.fromkeys(_varied(chunk)))
    return tuple(word for word in found if word not in known)


@lru_cache(maxsize=1 << 16)
def _varied(chunk: str) -> tuple[str, ...]:
    """Remembered, as words of titles and names come again and again through an import."""
    return tuple(word for form in _forms(chunk) for word in tokens(form))


def _forms(chunk: str) -> tuple[str, ...]:
    return (
        chunk.translate(_PLAIN),
        chunk.translate(_GERMAN),
        _HARD_TS.sub("с", chunk),
        _ELISION.sub("", chunk.strip("«»“”\"(),.;:!?[]")),
    )  # fmt: skip


def _fold_ascii(text: str) -> str:
    return _lossy(" ".join(text.lower().translate(ASCII_WORDS).split()))


def _fold_run(run: str) -> str:
    if run.isascii():
        return _fold_ascii(run)
    text = unicodedata.normalize("NFKC", run.replace("\u00b4", "'")).casefold()
    text = unicodedata.normalize("NFKC", text)
    if has_cyrillic(text):
        text = _CYRILLIC_RUN.sub(_latin_run, _HARD_SIGN.sub("ъ", text).translate(_FIRST))
    text = bare_letters(text.translate(_FIRST))
    return _lossy(text if text.isalnum() else NOT_WORD.sub(" ", text).strip())


_remembered = lru_cache(maxsize=1 << 16)(_fold_run)


def _latin_run(found: re.Match[str]) -> str:
    run = found[0]
    if not ALPHABET.issuperset(run):
        run = "".join(letter if letter in ALPHABET else _foreign(letter) for letter in run)
    return lower_latin(run)


def _foreign(letter: str) -> str:
    known = letter if ord(letter) in _NEIGHBOURS else unicodedata.normalize("NFD", letter)[0]
    return known.translate(_NEIGHBOURS)


def _lossy(key: str) -> str:
    if "iy" in key:
        key = _IY.sub("i", key)
    return _TS.sub("s", key) if "ts" in key else key
