"""Uzbek Cyrillic to Latin (practice.md §6.2)."""

import re

from ils.text.apostrophes import APOSTROPHES, TURNED, TUTUQ
from ils.text.spans import WORDS
from ils.text.wordlists import stem_table

_LETTERS = dict(zip("абвгджзийклмнопрстуфхҳқэы", "abvgdjziyklmnoprstufxhqei", strict=True)) | {
    "ғ": "g" + TURNED,
    "ў": "o" + TURNED,
    "ч": "ch",
    "ш": "sh",
    "щ": "sh",
    "ё": "yo",
    "ю": "yu",
    "я": "ya",
}
_CONTEXT = "еоцъьси"  # letters whose spelling hangs on their neighbours
ALPHABET = frozenset(_LETTERS) | frozenset(_CONTEXT)
_VOWELS = frozenset("аеёиоуэюяўы")
_JOTATED = frozenset("еёюя")
_IZAFET_VOWELS = frozenset("аоуўёюя")

_SPLIT_LETTERS = re.compile("[\u0438\u0418\u0443\u0423]\u0306|[\u0435\u0415]\u0308")
_COMPOSED = {
    "и\u0306": "й", "И\u0306": "Й", "у\u0306": "ў", "У\u0306": "Ў", "е\u0308": "ё", "Е\u0308": "Ё",
}  # fmt: skip
_INNER_APOSTROPHE = re.compile(rf"(?<=\w)[{APOSTROPHES}](?=\w)")


def to_latin(text: str) -> str:
    """Convert the words wholly in Cyrillic; everything else stays as it is, to the last space."""
    composed = _SPLIT_LETTERS.sub(lambda found: _COMPOSED[found[0]], text)
    return WORDS.sub(lambda found: _word(found["word"]) if found["word"] else found[0], composed)


def _word(word: str) -> str:
    # An apostrophe between Cyrillic letters is a hard sign typed on a keyboard without one.
    spelled = _INNER_APOSTROPHE.sub("ъ", word)
    lower = spelled.lower()
    if len(lower) != len(spelled) or not ALPHABET.issuperset(lower):
        return word
    exception = stem_table("latin.tsv").match(lower)
    if exception is None:
        return "".join(_cased(spelled, pieces(lower)))
    length, latin = exception
    # The letters under the stem give the context of the first letter after it.
    tail = _cased(spelled, pieces(lower))[length:]
    return shaped(latin, spelled[:length], spelled) + "".join(tail)


def lower_latin(word: str) -> str:
    """Spell one lower-case Cyrillic word in Latin letters."""
    exception = stem_table("latin.tsv").match(word)
    if exception is None:
        return "".join(pieces(word))
    return exception[1] + "".join(pieces(word)[exception[0] :])


def shaped(text: str, model: str, word: str) -> str:
    """Give a lower-case text the capitals of the letters it replaces, `word` being the whole."""
    if model.isupper() and (len(model) > 1 or word.isupper()):
        return text.upper()
    return text[:1].upper() + text[1:] if model[:1].isupper() else text


def pieces(word: str) -> list[str]:
    """Return the Latin spelling of every letter of a lower-case Cyrillic word."""
    padded = f" {word} "
    return [_spell(padded[at - 1], padded[at], padded[at + 1]) for at in range(1, len(padded) - 1)]


def _spell(before: str, letter: str, after: str) -> str:
    if letter not in _CONTEXT:
        return _LETTERS.get(letter, letter)
    if letter == "е":
        return "ye" if before in _VOWELS or before in " ъь" else "e"
    if letter == "ц":
        return "ts" if before in _VOWELS and after != " " else "s"
    if letter == "ъ":
        return "" if before == "ў" or after in _JOTATED else TUTUQ
    if letter == "с":
        return "s" + TUTUQ if after == "ҳ" else "s"
    if letter == "о":
        return "yo" if before == "ь" else "o"
    if letter == "и":  # the izafet: мавзуи, нуқтаи
        return "yi" if after == " " and before in _IZAFET_VOWELS else "i"
    return ""


def _cased(word: str, spelled: list[str]) -> list[str]:
    return [
        _capital(piece, word[at - 1 : at] + word[at + 1 : at + 2]) if word[at].isupper() else piece
        for at, piece in enumerate(spelled)
    ]


def _capital(piece: str, neighbours: str) -> str:
    if any(map(str.isupper, neighbours)):
        return piece.upper()
    return piece[:1].upper() + piece[1:]
