"""Which new titles a reader wants to be told of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from foreign_fund.service.errors import ProfileCode, ServiceInputError

MOST_LINES = 30  # authors, class marks
LONGEST_LINE = 100


@dataclass(frozen=True, slots=True)
class Interests:
    """Languages and kinds of documents narrow; branches, class marks and authors widen. Authors are folded words."""

    languages: tuple[str, ...] = ()
    branches: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    types: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.languages or self.branches or self.marks or self.authors or self.types)


@dataclass(frozen=True, slots=True)
class NewTitle:
    """What is asked of a title; `author` is folded."""

    record_id: int
    language: str = ""
    branch: str = ""
    mark: str = ""
    author: str = ""
    type: str = ""


def fits(title: NewTitle, wanted: Interests) -> bool:
    """Tell whether a title is of interest: of a wanted language and kind, and of a wanted subject or author.

    What is left empty narrows nothing; without any subject and author every title of the languages fits.
    """
    if wanted.languages and title.language not in wanted.languages:
        return False
    if wanted.types and title.type not in wanted.types:
        return False
    if not (wanted.branches or wanted.marks or wanted.authors):
        return True
    return (
        title.branch in wanted.branches
        or any(title.mark.startswith(mark) for mark in wanted.marks)
        or any(set(author.split()) <= set(title.author.split()) for author in wanted.authors)
    )


def read_lines(text: str) -> tuple[str, ...]:
    """Return what is typed one a line, each once; refuse more than anybody reads."""
    lines = (" ".join(line.split())[:LONGEST_LINE] for line in text.replace(";", "\n").split("\n"))
    found = tuple(dict.fromkeys(line for line in lines if line))
    if len(found) > MOST_LINES:
        raise ServiceInputError(ProfileCode.TOO_MANY, count=len(found), most=MOST_LINES)
    return found


def known(values: Iterable[str], choices: Iterable[str]) -> tuple[str, ...]:
    """Return the values that are among the choices, in the order of the choices."""
    given = set(values)
    return tuple(choice for choice in choices if choice in given)
