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
from ils.text.plain import PlainText, holds, single_spaced
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
# What a text must hold to have variants at all, as written: capitals, loose marks and look-alikes too. Classes
# of letters are found quickly, which decides here: few texts have any.
_VARIED_LETTERS = re.compile("[şšșçčñŋёäöüцŞŠȘÇČÑŊЁÄÖÜЦ\u0300-\u036f\u212b\ufb00-\uffff]")
_ELIDED = re.compile(
    f"[{APOSTROPHES}](?:(?<=\\b[cdjlmnstCDJLMNST].)|(?<=\\b[qQ][uU].)|(?<=\\b[jJ][uU][sS][qQ][uU].)"
    "|(?<=\\b[lL][oO][rR][sS][qQ][uU].))"
)
# The Arabic article, written as part of the word; what is left must be a word still.
_ARABIC_ARTICLE = re.compile("ال(?<=\\bال)([\u0620-\u064a]{3}\\w*)")


def fold(text: str) -> str:
    """Return the search key: lower-case words of letters and digits, one space between them."""
    if text.isascii():
        return _fold_ascii(text)
    if (read := _PLAIN_TEXT.read(text)) is not None:
        return _fold_plain(read)
    runs = text.split()
    if len(text) > _LONG * (len(runs) + 1):
        return " ".join(filter(None, map(_fold_run, runs)))
    return " ".join([key for run in runs if (key := _remembered(run)[0])])


def tokens(text: str) -> list[str]:
    """Return the folded words of a text, in order."""
    return fold(text).split()


def fold_variants(text: str) -> tuple[str, ...]:
    """Return further words, not in `fold(text)`, under which it should be found.

    `garçon` → `garcon`, `Müller` → `mueller`, `ёлка` → `yelka`, `l’été` → `ete`, `немецкий` → `nemeskiy`,
    `الكتاب` → `كتاب`.
    """
    found = _variants(text, _PLAIN_TEXT.read(text))
    if not found:
        return ()
    known = set(tokens(text))
    return tuple(word for word in found if word not in known)


def index_words(text: str) -> str:
    """Return `fold(text)` and then its variants, in one line."""
    if text.isascii() and "'" not in text and "`" not in text:
        return _fold_ascii(text)
    read = _PLAIN_TEXT.read(text)
    line = fold(text) if read is None else _fold_plain(read)
    found = _variants(text, read)
    if not found:
        return line
    known = f" {line} "
    return " ".join([line, *[word for word in found if f" {word} " not in known]]).strip()


def _variants(text: str, read: bytes | None) -> dict[str, None]:
    """Return other spellings of the words of a text; `read` is the text as plain letters, if it has no others."""
    found: dict[str, None] = {}
    if _may_vary(text) if read is None else _plain_may_vary(text, read):
        found = dict.fromkeys(word for run in text.split() if _may_vary(run) for word in _remembered(run)[1])
    if "ال" in text:
        found |= dict.fromkeys(tokens(" ".join(_ARABIC_ARTICLE.findall(text))))
    return found


def _may_vary(text: str) -> bool:
    return bool(_VARIED_LETTERS.search(text) or _ELIDED.search(text))


def _plain_may_vary(text: str, read: bytes) -> bool:
    return holds(read, _VARIED_PLACES) or bool(holds(read, _APOSTROPHE_PLACES) and _ELIDED.search(text))


@lru_cache(maxsize=1 << 16)
def _remembered(run: str) -> tuple[str, tuple[str, ...]]:
    """Return the key and the variants of a run: words of titles and names come again and again."""
    key = _fold_run(run)
    lower = unicodedata.normalize("NFC", run).casefold()
    if not _VARIED.search(lower):
        return key, ()
    found = dict.fromkeys(word for form in _forms(lower) for word in tokens(form))
    known = key.split()
    return key, tuple(word for word in found if word not in known)


def _forms(chunk: str) -> tuple[str, ...]:
    """Other spellings of a lower-case run; most runs that could have one have none."""
    forms = (
        chunk.translate(_PLAIN),
        chunk.translate(_GERMAN),
        _HARD_TS.sub("с", chunk),
        _ELISION.sub("", chunk.strip('«»“”"(),.;:!?[]')),
    )
    return tuple(form for form in dict.fromkeys(forms) if form != chunk)


def _fold_ascii(text: str) -> str:
    return _lossy(single_spaced(text.lower().translate(ASCII_WORDS)))


def _fold_plain(read: bytes) -> str:
    return _lossy(single_spaced(_PLAIN_TEXT.folded(read)))


def _fold_run(run: str) -> str:
    if run.isascii():
        return _fold_ascii(run)
    text = unicodedata.normalize("NFKC", run.replace("\u00b4", "'")).casefold()
    text = unicodedata.normalize("NFKC", text)
    if has_cyrillic(text):
        text = _CYRILLIC_RUN.sub(_latin_run, _HARD_SIGN.sub("ъ", text).translate(_FIRST))
    text = bare_letters(text.translate(_FIRST))
    return _lossy(text if text.isalnum() else NOT_WORD.sub(" ", text).strip())


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
        key = key.replace("iy", "i")
        key = _IY.sub("i", key) if "iy" in key else key
    return _TS.sub("s", key) if "ts" in key else key


_PLAIN_TEXT = PlainText(_fold_run)
_VARIED_PLACES = _PLAIN_TEXT.places(*filter(_VARIED_LETTERS.match, map(chr, range(0x3000))))
_APOSTROPHE_PLACES = _PLAIN_TEXT.places(APOSTROPHES)
