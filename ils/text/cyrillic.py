"""Uzbek Latin to Cyrillic (practice.md §6.2): a stem dictionary first, the rules for the rest."""

import re
from functools import lru_cache

from ils.text.apostrophes import TURNED, TUTUQ, normalise_apostrophes
from ils.text.latin import shaped
from ils.text.spans import COMPOUNDS
from ils.text.wordlists import keep_table, stem_table

_RULES: dict[str, str] = {
    "s" + TUTUQ + "h": "сҳ",
    "o" + TURNED: "ў",
    "g" + TURNED: "ғ",
    "sh": "ш",
    "ch": "ч",
    "ya": "я",
    "yu": "ю",
    "yo": "ё",
    "ye": "е",
    TUTUQ: "ъ",
} | dict(zip("abcdefghijklmnopqrstuvwxyz", "абцдефгҳижклмнопқрстуввхйз", strict=True))
_VOWELS = "aeiou" + TURNED
# Reform spellings (1993, 2019, 2021) are only other ways to write the same letters (§6.1).
_REFORM = str.maketrans(
    dict.fromkeys("öõōóŏ", "o" + TURNED)
    | dict.fromkeys("ÖÕŌÓŎ", "O" + TURNED)
    | dict.fromkeys("ğḡǵĝ", "g" + TURNED)
    | dict.fromkeys("ĞḠǴĜ", "G" + TURNED)
    | {"ş": "sh", "š": "sh", "Ş": "Sh", "Š": "Sh", "ç": "ch", "č": "ch", "Ç": "Ch", "Č": "Ch"}
    | {"ñ": "ng", "ŋ": "ng", "Ñ": "Ng", "Ŋ": "Ng"}
)
_LATIN = re.compile(f"[a-zA-Z{TURNED}{TUTUQ}]+")
# ts is ц in these endings, elsewhere т+с. In -ksiya, -nsiya, -psiya s is ц: no native word is so built.
_TS = re.compile("ts(?=iya|iye|ion|ey|ent)")
_S = re.compile("(?<=[knp])s(?=iya|ion)")
_NUMERAL = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_ONE_SIGN = frozenset("IVX")
_SMALL_NUMERAL = frozenset("IVXLC")


def to_cyrillic(text: str) -> str:
    """Convert Latin words; placeholders, markup, addresses, codes and words of `keep.tsv` stay."""
    return COMPOUNDS.sub(_found, text)


def _found(found: re.Match[str]) -> str:
    word = found["word"]
    if not word:
        return found[0]
    if word in _ONE_SIGN:
        return _word(word) if _is_initial(found) else word
    return _compound(word)


def _is_initial(found: re.Match[str]) -> bool:
    """Tell X. Karimov from the tenth chapter."""
    return re.match(r"\.\s?[A-Z]", found.string[found.end() :]) is not None


@lru_cache(maxsize=8192)
def _compound(compound: str) -> str:
    kept = _kept(compound)
    if kept is not None:
        return kept
    parts = compound.split("-")
    return (
        _part(compound)
        if len(parts) == 1
        else "-".join(part if part in _ONE_SIGN else _part(part) for part in parts)
    )


def _part(part: str) -> str:
    kept = _kept(part)
    if kept is not None:
        return kept
    return part if _is_numeral(part) else _word(part)


def _kept(word: str) -> str | None:
    table = keep_table()
    if word in table.exact:
        return table.exact[word]
    lower = word.lower()
    if lower in table.any_case:
        target = table.any_case[lower]
        return word if target == lower else shaped(target, word, word)
    suffixed = table.abbreviations.fullmatch(word)
    return suffixed[1] + _word(suffixed[2]) if suffixed else None


def _is_numeral(word: str) -> bool:
    if not word.isupper() or len(word) < 2 or not _NUMERAL.fullmatch(word):
        return False
    return len(word) > 3 or _SMALL_NUMERAL.issuperset(word)


def _word(word: str) -> str:
    latin = normalise_apostrophes(_spread(word))
    if not _LATIN.fullmatch(latin) or latin in ("C", "c", "W", "w"):
        return word
    lower = latin.lower()
    stem = stem_table("stems.tsv").match(lower)
    if stem is None:
        return _by_rules(latin, 0)
    length, cyrillic = stem
    if length < len(latin):
        if _cuts_a_letter(lower, length):
            return _by_rules(latin, 0)
        cyrillic = cyrillic.removesuffix("ь")  # апрель, but апрелда
    return shaped(cyrillic, latin[:length], latin) + _by_rules(latin, length)


def _cuts_a_letter(lower: str, at: int) -> bool:
    return lower[at] == TURNED or lower[at - 1 : at + 1] in ("sh", "ch")


def _spread(word: str) -> str:
    spread = word.translate(_REFORM)
    return spread.upper() if len(word) > 1 and word.isupper() else spread


def _by_rules(latin: str, start: int) -> str:
    marked = _S.sub("ц", _TS.sub("цц", latin.lower()))
    return "".join(_spelled(latin, marked, start))


def _spelled(latin: str, lower: str, start: int) -> list[str]:
    out: list[str] = []
    at = start
    while at < len(latin):
        length, letter = _longest(lower, at)
        out.append(_cased(letter, latin, at, length))
        at += length
    return out


def _cased(letter: str, latin: str, at: int, length: int) -> str:
    if letter == "ъ":  # ʼ has no case of its own: its neighbours tell
        around = latin[max(at - 1, 0) : at] + latin[at + 1 : at + 2]
        return "Ъ" if around.isupper() else letter
    if length == 3:
        return shaped(letter, latin[at : at + 3], latin)
    return letter.upper() if latin[at].isupper() else letter


def _longest(lower: str, at: int) -> tuple[int, str]:
    if lower.startswith("yo" + TURNED, at):
        return 1, "й"
    if lower.startswith("цц", at):
        return 2, "ц"
    if lower[at] == "e":
        return 1, "э" if at == 0 or lower[at - 1] in _VOWELS else "е"
    for length in (3, 2):
        found = _RULES.get(lower[at : at + length])
        if found is not None and len(lower[at : at + length]) == length:
            return length, found
    return 1, _RULES.get(lower[at], lower[at])
