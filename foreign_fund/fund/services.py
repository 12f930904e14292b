"""Acts on the fund: defining what belongs to it, reading what its records say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from catalog.marc import Profile, foreign_facts, from_bytes
from catalog.records.models import Record
from catalog.stock.queries.series import series_view
from foreign_fund.fund.models import ForeignTitle
from foreign_fund.fund.queries import unread_titles
from foreign_fund.fund.rules import require_something
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.library.funds import FOREIGN, Fund, define_fund, load_fund


def define(
    session: Session,
    work: Work,
    *,
    departments: Iterable[str],
    languages: Iterable[str],
    series: Iterable[str] = (),
) -> Fund:
    """Define the fund by departments, ISO 639-2 codes and codes of inventory books; refuses a book that is not there.

    The log keeps what belonged to the fund at each act.
    """
    new_departments, new_languages, books = frozenset(departments), frozenset(languages), frozenset(series)
    require_something(new_departments, new_languages, books)
    old = load_fund(session)
    prefixes = frozenset(series_view(session, code).prefix for code in sorted(books))
    define_fund(session, departments=new_departments, languages=new_languages, series=prefixes)
    session.flush()
    new = load_fund(session)
    if new != old:
        audit(
            session, work, "fund_defined", subject_type="fund", subject_id=None, fund=FOREIGN,
            departments=sorted(new.departments), languages=sorted(new.languages),
            series=sorted(new.series), departments_before=sorted(old.departments),
            languages_before=sorted(old.languages), series_before=sorted(old.series),
        )  # fmt: skip
    return new


CHUNK = 200


def read_titles(session: Session, *, limit: int = CHUNK) -> int:
    """Read anew what records of the fund say whose version was not read yet; returns how many."""
    ids = unread_titles(session, fund=load_fund(session), limit=limit)
    rows = session.execute(
        select(Record.id, Record.version, Record.profile, Record.marc).where(Record.id.in_(ids))
    )
    found = [_derived(row) for row in rows]
    if found:
        session.execute(delete(ForeignTitle).where(ForeignTitle.record_id.in_(ids)))
        session.execute(insert(ForeignTitle), found)
    return len(found)


_LONGEST = {
    "original_title": 500,
    "translated_title": 500,
    "romanised_title": 500,
    "accompanying": 200,
    "donor": 200,
}


def _derived(row: Any) -> dict[str, Any]:
    profile = Profile(row.profile)
    said = foreign_facts(from_bytes(row.marc), profile)._asdict()
    cut = {name: value[: _LONGEST.get(name, 20)] for name, value in said.items()}
    return {
        "record_id": row.id,
        "version": row.version,
        **cut,
        "original_language": said["original_language"][:3],
    }
