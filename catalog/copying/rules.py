"""What is asked, and how it is said in CQL and in attributes of Z39.50."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from stdnum import isbn as isbn_number

from catalog.copying.errors import AnswerCode

LONGEST = 300
"""Characters of a title or name that are asked."""

ACCESS = ("isbn", "title", "author")
"""By what can be asked."""

# An index of CQL, and after a space its relation where it is not “=”.
CQL_INDEX = re.compile(r"[A-Za-z][\w.\-]{0,60}(?: (?:=|==|all|any|adj|exact))?", re.ASCII)
# A use attribute of Bib-1, and after it other attributes as type=value.
USE_ATTRIBUTE = re.compile(r"[1-9][0-9]{0,4}(?: [2-6]=[0-9]{1,5}){0,5}")
HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.\-]{0,250}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]{2,45}\]")
VERSIONS = ("1.1", "1.2", "2.0")
SCHEMA = re.compile(r"[\w.:/\-]{1,100}", re.ASCII)
DATABASE = re.compile(r"[\w.:/\-+]{1,100}")

SYNTAXES: Mapping[str, str] = {
    "USMARC": "1.2.840.10003.5.10",
    "UNIMARC": "1.2.840.10003.5.1",
    "RUSMARC": "1.2.840.10003.5.28",
    "XML": "1.2.840.10003.5.109.10",
}
"""Record syntaxes of Z39.50 that we read, and their object identifiers."""

# What CQL reads as more than a letter inside quotes; a title loses nothing without it.
_SIGNS = re.compile(r"[\"\\*?^\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for: an ISBN of 13 digits, or words of a title and of an author's name."""

    isbn: str = ""
    title: str = ""
    author: str = ""

    def __bool__(self) -> bool:
        return bool(self.isbn or self.title or self.author)

    @property
    def parts(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """By what is asked, and the values of which any will do; the parts must all be there."""
        if self.isbn:
            return (("isbn", isbn_forms(self.isbn)),)
        said = (("title", self.title), ("author", self.author))
        return tuple((name, (value,)) for name, value in said if value)

    @property
    def words(self) -> str:
        """The question as one line."""
        return self.isbn or " ".join(each for each in (self.title, self.author) if each)


def question(text: str = "", *, isbn: str = "", title: str = "", author: str = "") -> Question:
    """Return what was typed or scanned: an ISBN wherever one stands, else words of a title and a name."""
    for said in (isbn, text, title):
        if found := read_isbn(said):
            return Question(isbn=found)
    return Question(title=plain(title) or plain(text), author=plain(author))


def read_isbn(text: str) -> str:
    """Return the 13 digits of an ISBN, hyphens or not; empty if it is none."""
    # A scanner types into whatever keyboard layout is on: X of an ISBN arrives as a Cyrillic letter.
    digits = re.sub(r"[\s\-‐‑–]", "", text).upper().replace("Х", "X").removeprefix("ISBN").lstrip(":")
    if not isbn_number.is_valid(digits):
        return ""
    return str(isbn_number.to_isbn13(digits))


def isbn_forms(isbn: str) -> tuple[str, ...]:
    """Return an ISBN in 13 digits and, where it has one, in 10: catalogues before 2007 know no other."""
    if not isbn.startswith("978"):
        return (isbn,)
    return (isbn, str(isbn_number.to_isbn10(isbn)))


def plain(text: str) -> str:
    """Return words without signs that a query language reads as more than letters."""
    return " ".join(_SIGNS.sub(" ", text).split())[:LONGEST].strip()


def cql(asked: Question, indexes: Mapping[str, str]) -> str:
    """Return the question in CQL; empty if the target has no index for a part of it."""
    clauses = []
    for name, values in asked.parts:
        index = indexes.get(name, "")
        if not index:
            return ""
        said = " or ".join(f"{_relation(index)} {quoted(value)}" for value in values)
        clauses.append(f"({said})" if len(values) > 1 and len(asked.parts) > 1 else said)
    return " and ".join(clauses)


def _relation(index: str) -> str:
    name, _space, relation = index.partition(" ")
    return f"{name} {relation or '='}"


def quoted(text: str) -> str:
    """Return a term of CQL in quotes; what would end the quotes or mask letters is left out."""
    return f'"{plain(text)}"'


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a Type-1 query with its attributes as (type, value)."""

    attributes: tuple[tuple[int, int], ...]
    value: str


def terms(asked: Question, indexes: Mapping[str, str]) -> tuple[tuple[Term, ...], ...]:
    """Return the question for Z39.50: groups that must all be there, in each the terms of which any will do.

    Empty if the target has no attribute for a part of it.
    """
    if any(not indexes.get(name) for name, _values in asked.parts):
        return ()
    return tuple(
        tuple(Term(attributes(indexes[name]), plain(value)) for value in values)
        for name, values in asked.parts
    )


def attributes(index: str) -> tuple[tuple[int, int], ...]:
    """Return attributes as (type, value): `4 4=6` is use 4 (title), structure 6 (list of words)."""
    use, *others = index.split()
    pairs = (each.split("=") for each in others)
    return ((1, int(use)), *((int(kind), int(value)) for kind, value in pairs))


def is_web_address(address: str) -> bool:
    """Tell whether an address is http or https with a host, and carries no name, password or fragment."""
    if any(ord(sign) <= 32 or ord(sign) == 127 for sign in address):
        return False
    try:
        parts = urlsplit(address)
        known = parts.scheme in ("http", "https") and HOST.fullmatch(parts.hostname or "")
        _port = parts.port
    except ValueError:
        return False
    return bool(known) and "@" not in parts.netloc and not parts.fragment


_SRU_DIAGNOSTICS = {
    2: AnswerCode.OVERLOADED, 3: AnswerCode.NOT_ALLOWED, 10: AnswerCode.BAD_QUERY, 11: AnswerCode.BAD_QUERY,
    13: AnswerCode.BAD_QUERY, 15: AnswerCode.NO_SUCH_INDEX, 16: AnswerCode.NO_SUCH_INDEX, 18: AnswerCode.NO_SUCH_INDEX,
    19: AnswerCode.NO_SUCH_INDEX, 20: AnswerCode.NO_SUCH_INDEX, 22: AnswerCode.NO_SUCH_INDEX, 27: AnswerCode.BAD_QUERY,
    48: AnswerCode.BAD_QUERY, 66: AnswerCode.NO_SUCH_SCHEMA, 67: AnswerCode.NO_SUCH_SCHEMA,
    235: AnswerCode.NO_SUCH_DATABASE,
}  # fmt: skip
_BIB1_DIAGNOSTICS = {
    2: AnswerCode.OVERLOADED, 31: AnswerCode.OVERLOADED, 106: AnswerCode.BAD_QUERY, 107: AnswerCode.BAD_QUERY,
    108: AnswerCode.BAD_QUERY, 109: AnswerCode.NO_SUCH_DATABASE, 113: AnswerCode.NO_SUCH_INDEX,
    114: AnswerCode.NO_SUCH_INDEX, 117: AnswerCode.NO_SUCH_INDEX, 118: AnswerCode.NO_SUCH_INDEX,
    121: AnswerCode.NO_SUCH_INDEX, 123: AnswerCode.NO_SUCH_INDEX, 235: AnswerCode.NO_SUCH_DATABASE,
    236: AnswerCode.NOT_ALLOWED, 238: AnswerCode.NO_SUCH_SCHEMA, 239: AnswerCode.NO_SUCH_SCHEMA,
    1010: AnswerCode.NOT_ALLOWED, 1011: AnswerCode.NOT_ALLOWED, 1014: AnswerCode.NOT_ALLOWED,
}  # fmt: skip


def sru_diagnostic(number: int | None) -> AnswerCode:
    """Return what a diagnostic of the SRU list (info:srw/diagnostic/1) comes to."""
    return _SRU_DIAGNOSTICS.get(number or 0, AnswerCode.DIAGNOSTIC)


def bib1_diagnostic(number: int | None) -> AnswerCode:
    """Return what a diagnostic of the Bib-1 set of Z39.50 comes to."""
    return _BIB1_DIAGNOSTICS.get(number or 0, AnswerCode.DIAGNOSTIC)
