"""What the service keeps about readers, for their export and their being forgotten."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Select, bindparam, or_, select

from circulation.account.queries.kinds import Kept
from foreign_fund.service.models import Bulletin, BulletinCopy, InterestProfile, ReaderQuery, Selection

TABLES = {
    "reader_query": Kept.QUERIES, "selection": Kept.SELECTIONS, "interest_profile": Kept.PROFILES,
    "bulletin_copy": Kept.BULLETINS,
}  # fmt: skip


def _mine(table: Any) -> Any:
    """By card, or surely by name or contact where no card was read."""
    return or_(
        table.patron_id == bindparam("patron"),
        table.id.in_(bindparam(table.__tablename__, expanding=True)),
    )


_ASKED: dict[Kept, Any] = {
    Kept.QUERIES: select(
        ReaderQuery.day, ReaderQuery.topic, ReaderQuery.wanted, ReaderQuery.way, ReaderQuery.asker,
        ReaderQuery.contact, ReaderQuery.languages, ReaderQuery.state, ReaderQuery.answer, ReaderQuery.ended_on,
        ReaderQuery.department,
    ).where(_mine(ReaderQuery)).order_by(ReaderQuery.day, ReaderQuery.id),
    Kept.SELECTIONS: select(
        Selection.made_on, Selection.discipline, Selection.teacher, Selection.faculty, Selection.course,
        Selection.study_group, Selection.term, Selection.students, Selection.note, Selection.department,
    ).where(_mine(Selection)).order_by(Selection.made_on, Selection.id),
    Kept.PROFILES: select(
        InterestProfile.made_at, InterestProfile.languages, InterestProfile.branches, InterestProfile.marks,
        InterestProfile.authors, InterestProfile.types, InterestProfile.stopped_at,
    ).where(InterestProfile.patron_id == bindparam("patron")),
    Kept.BULLETINS: select(BulletinCopy.at, Bulletin.since, Bulletin.until, BulletinCopy.titles)
    .join(Bulletin, Bulletin.id == BulletinCopy.bulletin_id)
    .where(BulletinCopy.patron_id == bindparam("patron"))
    .order_by(BulletinCopy.id),
}  # fmt: skip
KINDS: dict[Kept, Select[Any]] = _ASKED


def old_queries(before: date) -> Select[int]:
    """Return the ids of queries ended before a day that still tell who asked."""
    told = or_(ReaderQuery.patron_id.is_not(None), ReaderQuery.asker != "", ReaderQuery.contact != "")
    return select(ReaderQuery.id).where(ReaderQuery.ended_on < before, told).order_by(ReaderQuery.id)


def old_selections(before: date) -> Select[int]:
    """Return the ids of selections of terms that are over before a day, and still name their teacher."""
    told = or_(Selection.patron_id.is_not(None), Selection.teacher != "")
    return select(Selection.id).where(Selection.closed_on < before, told).order_by(Selection.id)


def old_copies(before: date) -> Select[int]:
    """Return the ids of copies of issues that ended before a day, and still name their reader."""
    return (
        select(BulletinCopy.id)
        .join(Bulletin, Bulletin.id == BulletinCopy.bulletin_id)
        .where(Bulletin.until < before, BulletinCopy.patron_id.is_not(None))
        .order_by(BulletinCopy.id)
    )
