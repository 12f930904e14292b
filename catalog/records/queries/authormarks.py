"""Looking an author mark up."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.records.models import AuthorMark
from catalog.records.rules.authormarks import LETTERS, asked_key
from ils.library.models import Setting

LETTERS_SETTING = "author_mark_letters"


def author_mark(session: Session, heading: str, name: str, *, prefixes: bool = True) -> str:
    """Return the mark of the greatest word of a table that is not above the heading: `К 30`, `З-31`; "" if none is.

    `prefixes`: the heading is a person's name, in which аль-, фон, de do not count; for a title say False.
    """
    word = asked_key(heading, mark_letters(session), prefixes=prefixes)
    if not word:
        return ""
    row = session.execute(
        select(AuthorMark.key, AuthorMark.mark)
        .where(AuthorMark.name == name, AuthorMark.key <= word)
        .order_by(AuthorMark.key.desc())
        .limit(1)
    ).one_or_none()
    return row.mark if row is not None and row.key[0] == word[0] else ""


def author_mark_tables(session: Session) -> tuple[tuple[str, int], ...]:
    """Return the tables that the library has loaded: name and number of lines."""
    rows = session.execute(
        select(AuthorMark.name, func.count()).group_by(AuthorMark.name).order_by(AuthorMark.name)
    )
    return tuple((name, count) for name, count in rows)


def mark_letters(session: Session) -> Mapping[str, str]:
    """Return under which letter to look up letters that tables lack: the library's choice, else practice.md §5.3."""
    row = session.get(Setting, LETTERS_SETTING)
    return LETTERS if row is None else {str(one): str(other) for one, other in row.value.items()}
