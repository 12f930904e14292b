"""Issues of the bulletin: their titles by language, who was written to, what the next one would hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from catalog.records.models import Record
from catalog.records.queries import Brief, brief
from catalog.stock.models import AcceptanceAct, AcceptanceLine, ActState, InventorySeries
from foreign_fund.service.errors import ProfileCode, ServiceNotFoundError
from foreign_fund.service.models import Bulletin, BulletinCopy, BulletinTitle
from foreign_fund.service.rules.matching import NewTitle
from foreign_fund.service.rules.periods import Every
from ils.library.funds import Fund
from ils.library.models import Setting
from ils.text import fold

EVERY_SETTING = "bulletin_every"


@dataclass(frozen=True, slots=True)
class IssueRow:
    """An issue with how many titles it holds and how many readers were written to."""

    id: int
    since: date
    until: date
    made_at: datetime
    sent_at: datetime | None
    titles: int
    readers: int


@dataclass(frozen=True, slots=True)
class Arrival:
    """A title of an issue."""

    record: Brief
    copies: int


def every(session: Session) -> Every:
    """Return how often the library makes an issue; each week where it has not said."""
    value = session.scalars(select(Setting.value).where(Setting.name == EVERY_SETTING)).one_or_none()
    return Every(value) if value in set(Every) else Every.WEEK


def _count(table: Any) -> Any:
    counted = select(func.count()).select_from(table).where(table.bulletin_id == Bulletin.id)
    return counted.correlate(Bulletin).scalar_subquery()


def _issues() -> Select[Any]:
    own = (Bulletin.id, Bulletin.since, Bulletin.until, Bulletin.made_at, Bulletin.sent_at)
    return select(*own, _count(BulletinTitle), _count(BulletinCopy))


def issues(
    session: Session, *, limit: int = 50, offset: int = 0, filled: bool = False
) -> tuple[IssueRow, ...]:
    """Return the issues, the newest first; `filled`: only those with a title."""
    asked = _issues().where(_count(BulletinTitle) > 0) if filled else _issues()
    rows = session.execute(asked.order_by(Bulletin.until.desc()).limit(limit).offset(offset))
    return tuple(IssueRow(*row) for row in rows)


def count_issues(session: Session) -> int:
    """Count the issues."""
    return int(session.scalars(select(func.count(Bulletin.id))).one())


def issue_row(session: Session, bulletin_id: int) -> IssueRow:
    """Return one issue; refuse an unknown one."""
    found = session.execute(_issues().where(Bulletin.id == bulletin_id)).one_or_none()
    if found is None:
        raise ServiceNotFoundError(ProfileCode.BULLETIN_UNKNOWN)
    return IssueRow(*found)


def last_until(session: Session) -> date | None:
    """Return the last day of the last issue."""
    return session.scalars(select(func.max(Bulletin.until))).one()


def unsent(session: Session) -> list[int]:
    """Return the issues whose readers have not all been looked at, the oldest first."""
    waits = select(Bulletin.id).where(Bulletin.sent_at.is_(None)).order_by(Bulletin.until)
    return list(session.scalars(waits))


def arrivals(session: Session, bulletin_id: int) -> dict[str, tuple[Arrival, ...]]:
    """Return the titles of an issue by language, the language with most titles first, each in alphabetical order."""
    rows = session.execute(
        select(BulletinTitle.record_id, BulletinTitle.copies)
        .join(Record, Record.id == BulletinTitle.record_id)
        .where(BulletinTitle.bulletin_id == bulletin_id)
        .order_by(Record.title_sort, Record.id)
    ).all()
    briefs = brief(session, [row.record_id for row in rows])
    found: dict[str, list[Arrival]] = {}
    for record_id, copies in rows:
        told = briefs[record_id]
        found.setdefault(told.language, []).append(Arrival(told, copies))
    order = sorted(found, key=lambda language: (-len(found[language]), language))
    return {language: tuple(found[language]) for language in order}


def accepted_titles(
    session: Session, fund: Fund, *, begins: datetime, ends: datetime
) -> tuple[tuple[int, int], ...]:
    """Return records of the fund and how many copies of each acts approved between both instants brought.

    A correcting act takes its copies off again; department, language and inventory book decide as for a copy.
    """
    belongs = [AcceptanceAct.department.in_(sorted(fund.departments))] if fund.departments else []
    if fund.languages:
        belongs.append(Record.language.in_(sorted(fund.languages)))
    if fund.series:
        books = select(InventorySeries.code).where(InventorySeries.prefix.in_(sorted(fund.series)))
        belongs.append(AcceptanceAct.series.in_(books))
    if not belongs:
        return ()
    copies = func.sum(AcceptanceLine.copies)
    rows = session.execute(
        select(AcceptanceLine.record_id, copies)
        .join(AcceptanceAct, AcceptanceAct.id == AcceptanceLine.act_id)
        .join(Record, Record.id == AcceptanceLine.record_id)
        .where(
            AcceptanceAct.state == ActState.APPROVED, AcceptanceAct.approved_at >= begins,
            AcceptanceAct.approved_at < ends, or_(*belongs),
        )
        .group_by(AcceptanceLine.record_id)
        .having(copies > 0)
        .order_by(AcceptanceLine.record_id)
    )  # fmt: skip
    return tuple((record_id, int(count)) for record_id, count in rows)


def new_titles(session: Session, bulletin_id: int) -> tuple[NewTitle, ...]:
    """Return what is asked of the titles of an issue, in the order of languages and titles."""
    rows = session.execute(
        select(
            Record.id, Record.language, Record.knowledge_branch, Record.class_mark, Record.author,
            Record.responsibility, Record.document_type,
        )
        .join(BulletinTitle, BulletinTitle.record_id == Record.id)
        .where(BulletinTitle.bulletin_id == bulletin_id)
        .order_by(Record.language, Record.title_sort, Record.id)
    )  # fmt: skip
    return tuple(
        NewTitle(number, language, branch, mark, fold(f"{author} {said}"), type_)
        for number, language, branch, mark, author, said, type_ in rows
    )


def was_written_to(session: Session, bulletin_id: int, patron_ids: Sequence[int]) -> set[int]:
    """Return which of these readers have had the issue."""
    rows = select(BulletinCopy.patron_id).where(
        BulletinCopy.bulletin_id == bulletin_id, BulletinCopy.patron_id.in_(patron_ids)
    )
    return {each for each in session.scalars(rows) if each is not None}


def latest_arrivals(session: Session, *, limit: int = 200) -> tuple[tuple[IssueRow, Arrival], ...]:
    """Return the titles of the newest issues, for the feed."""
    found: list[tuple[IssueRow, Arrival]] = []
    for issue in issues(session, limit=12, filled=True):
        found += [(issue, each) for rows in arrivals(session, issue.id).values() for each in rows]
        if len(found) >= limit:
            break
    return tuple(found[:limit])
