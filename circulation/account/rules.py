"""A reader found in words that somebody typed: by the name, a telephone, an e-mail address, the number of a paper."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ils.text import fold

GONE = "—"  # in place of words that told of a reader
DIGITS = 9  # of a telephone: the country is typed or not
_NUMBER = re.compile(r"\+?\d[\d\s()\-–]{6,}\d")
_RUN = re.compile(r"\S+")
_MANY = re.compile(rf"{GONE}(?:\s+{GONE})+")


@dataclass(frozen=True, slots=True)
class Signs:
    """What a reader is known by: words of the name folded, ends of telephones, addresses and papers folded."""

    name: frozenset[str]  # surname and given name: both must stand there
    more: frozenset[str] = frozenset()  # patronymic: goes with them
    phones: frozenset[str] = frozenset()
    papers: frozenset[str] = frozenset()

    def reached(self, text: str) -> bool:
        """Tell whether a text has the reader's own telephone, address or paper."""
        found = {_end(each.group()) for each in _NUMBER.finditer(text)}
        return bool(found & self.phones) or any(_paper(run) in self.papers for run in text.split())

    def named(self, text: str) -> bool:
        """Tell whether a text has the reader's surname and given name, in either script and any order."""
        return len(self.name) > 1 and self.name <= set(fold(text).split())

    def theirs(self, name: str, contact: str) -> bool:
        """Tell whether what somebody left is surely this reader's: the telephone is, or the name with no other one."""
        return self.reached(f"{name} {contact}") or (self.named(name) and not contact.strip())

    def without(self, text: str) -> str:
        """Return a text without the reader; other words stay as they are."""
        if not (self.named(text) or self.reached(text)):
            return text
        whole = self.name | self.more if self.named(text) else frozenset()
        bare = _NUMBER.sub(lambda each: GONE if _end(each.group()) in self.phones else each.group(), text)
        bare = _RUN.sub(lambda each: self._shown(each.group(), whole), bare)
        return _MANY.sub(GONE, bare)

    def _shown(self, run: str, whole: frozenset[str]) -> str:
        gone = _paper(run) in self.papers or bool(whole & set(fold(run).split()))
        return GONE if gone else run


def signs(
    name: tuple[str, ...], *, more: str = "", phones: tuple[str, ...] = (), papers: tuple[str, ...] = ()
) -> Signs:
    """Return the signs of a reader from what is kept; what is empty or too short to tell anybody apart is none.

    Half a name is none either: a school's number or a surname alone stands in many notes.
    """
    ends = frozenset(_end(each) for each in phones)
    return Signs(
        frozenset(fold(" ".join(name)).split() if all(name) else ()), frozenset(fold(more).split()),
        frozenset(each for each in ends if len(each) == DIGITS),
        frozenset(_paper(each) for each in papers if len(each) > 4),
    )  # fmt: skip


def _end(number: str) -> str:
    return "".join(each for each in number if each.isdigit())[-DIGITS:]


def _paper(run: str) -> str:
    return run.strip('.,;:!?()<>"«»“”').casefold()
