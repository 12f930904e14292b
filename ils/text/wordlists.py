"""The editable word lists of `data/`, read once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

_WHOLE_WORD = "$"


@dataclass(frozen=True)
class StemTable:
    """Stems found at the start of a word, the longest first; and words found only whole."""

    stems: dict[str, str]
    words: dict[str, str]
    longest: int

    def match(self, word: str) -> tuple[int, str] | None:
        """Return how many letters of the lower-case word are covered, and by what."""
        whole = self.words.get(word)
        if whole is not None:
            return len(word), whole
        for length in range(min(len(word), self.longest), 1, -1):
            found = self.stems.get(word[:length])
            if found is not None:
                return length, found
        return None


@dataclass(frozen=True)
class KeepTable:
    """Words that keep their Latin form, or have one ready in Cyrillic."""

    exact: dict[str, str]
    any_case: dict[str, str]
    abbreviations: re.Pattern[str]


def rows(name: str) -> Iterator[list[str]]:
    """Yield the filled lines of one list, split at tabs."""
    for line in (files("ils.text") / "data" / name).read_text("utf-8").splitlines():
        fields = line.split("#", 1)[0].rstrip().split("\t")
        if fields[0]:
            yield fields


@lru_cache(maxsize=4)
def stem_table(name: str) -> StemTable:
    """Read a list of stems: what stands in the text, what it becomes."""
    stems: dict[str, str] = {}
    words: dict[str, str] = {}
    for source, target, *_note in rows(name):
        if source.endswith(_WHOLE_WORD):
            words[source.removesuffix(_WHOLE_WORD)] = target
        else:
            stems[source] = target
    return StemTable(stems, words, max(map(len, stems), default=0))


@lru_cache(maxsize=1)
def keep_table() -> KeepTable:
    """Read the words that `to_cyrillic` must not spell by the rules."""
    exact: dict[str, str] = {}
    any_case: dict[str, str] = {}
    for fields in rows("keep.tsv"):
        word, target = fields[0], fields[-1]
        (any_case if word == word.lower() else exact)[word] = target
    capitals = sorted((word for word in exact if word.isupper() and len(word) > 1), key=len, reverse=True)
    suffixed = re.compile(f"({'|'.join(map(re.escape, capitals))})([a-zʻʼ]+)")
    return KeepTable(exact, any_case, suffixed)
