"""Tables of author marks: the library loads its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from catalog.records.errors import RecordCode, RecordInputError, RecordNotFoundError
from catalog.records.models import AuthorMark
from catalog.records.queries.authormarks import LETTERS_SETTING
from catalog.records.rules.authormarks import UnreadableLine, read_table
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.errors import clean_text
from ils.library.models import Setting


def load_author_marks(session: Session, work: Work, *, name: str, lines: Iterable[str]) -> int:
    """Take a table in, in the place of the one of that name, and return the number of its lines."""
    name = clean_text(name, field="name", limit=40, required=True)
    try:
        table = read_table(lines)
    except UnreadableLine as problem:
        text = problem.text[:60]
        raise RecordInputError(RecordCode.MARKS_UNREADABLE, line=problem.line, text=text) from None
    if not table:
        raise RecordInputError(RecordCode.MARKS_EMPTY, name=name)
    session.execute(delete(AuthorMark).where(AuthorMark.name == name))
    rows = [{"name": name, "key": line.key, "mark": line.mark[:20]} for line in table]
    session.execute(insert(AuthorMark), rows)
    audit(session, work, "author_marks_loaded", subject_type="author_marks", subject_id=None,
          name=name, lines=len(rows))  # fmt: skip
    return len(rows)


def drop_author_marks(session: Session, work: Work, *, name: str) -> None:
    """Throw a table away; marks already written into records stay."""
    gone = session.execute(delete(AuthorMark).where(AuthorMark.name == name).returning(AuthorMark.key)).all()
    if not gone:
        raise RecordNotFoundError(RecordCode.MARKS_UNKNOWN, name=name[:40])
    audit(session, work, "author_marks_dropped", subject_type="author_marks", subject_id=None, name=name)


def set_mark_letters(session: Session, work: Work, *, letters: Mapping[str, str]) -> None:
    """Say under which letters of a table to look up letters that it lacks (Қ → К); single letters, lower case."""
    wanted = {one.strip().lower(): other.strip().lower() for one, other in letters.items()}
    for one, other in wanted.items():
        if len(one) != 1 or not one.isalpha() or not other.isalpha() or len(other) > 2:
            raise RecordInputError(RecordCode.LETTERS_INVALID, letter=one[:20], becomes=other[:20])
    session.merge(Setting(name=LETTERS_SETTING, value=wanted))
    session.flush()
    audit(session, work, "author_mark_letters_set", subject_type="author_marks", subject_id=None,
          letters=wanted)  # fmt: skip
