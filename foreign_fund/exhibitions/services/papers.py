"""Acts of issue to an exhibition and of return from it, numbered in their year: out on one, back on another."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from foreign_fund.exhibitions.errors import ExhibitionCode, ExhibitionError
from foreign_fund.exhibitions.models import Exhibition, ExhibitionPaper, ExhibitionPaperLine
from foreign_fund.exhibitions.queries import to_issue, to_return
from foreign_fund.exhibitions.rules import Act
from foreign_fund.exhibitions.rules.telling import check_come
from foreign_fund.exhibitions.services.hanging import locked, note
from ils.activity.work import Work
from ils.db import queue_here
from ils.errors import clean_text

ISSUE, RETURN = "issue", "return"
QUEUE = "exhibition_papers"


def write_issue(
    session: Session,
    work: Work,
    *,
    exhibition_id: int,
    handed_by: str,
    received_by: str,
    day: date | None = None,
) -> ExhibitionPaper:
    """Write the act of issue of every copy on the list that no act has issued, or that went back by one."""
    exhibition = locked(session, exhibition_id, Act.ADD)
    entries = to_issue(session, exhibition_id)
    if not entries:
        raise ExhibitionError(ExhibitionCode.NOTHING_TO_ISSUE, exhibition=exhibition.title)
    return _write(session, work, exhibition, ISSUE, entries, day, (handed_by, received_by))


def write_return(
    session: Session,
    work: Work,
    *,
    exhibition_id: int,
    handed_by: str,
    received_by: str,
    day: date | None = None,
) -> ExhibitionPaper:
    """Write the act of return of every issued copy that was taken down or scanned on its way back to the shelf."""
    exhibition = locked(session, exhibition_id, Act.TELL)
    entries = to_return(session, exhibition_id)
    if not entries:
        raise ExhibitionError(ExhibitionCode.NOTHING_TO_RETURN, exhibition=exhibition.title)
    return _write(session, work, exhibition, RETURN, entries, day, (handed_by, received_by))


def _write(
    session: Session, work: Work, exhibition: Exhibition, kind: str, entries: Collection[int], day: date | None,
    names: tuple[str, str],
) -> ExhibitionPaper:  # fmt: skip
    day = day or work.day
    check_come(day, work.day)
    handed, received = (
        clean_text(name, field=field, limit=200, required=True)
        for name, field in zip(names, ("handed_by", "received_by"), strict=True)
    )
    queue_here(session, QUEUE)
    paper = ExhibitionPaper(
        exhibition_id=exhibition.id, kind=kind, year=day.year, number=_number(session, kind, day.year), day=day,
        handed_by=handed, received_by=received, made_at=work.now, made_by=work.actor_id,
    )  # fmt: skip
    session.add(paper)
    session.flush()
    session.add_all(ExhibitionPaperLine(paper_id=paper.id, entry_id=entry) for entry in sorted(entries))
    session.flush()
    note(
        session, work, f"exhibition_{kind}_act", exhibition, number=f"{paper.number}/{paper.year}",
        copies=len(entries),
    )  # fmt: skip
    return paper


def _number(session: Session, kind: str, year: int) -> int:
    last = session.scalars(
        select(func.max(ExhibitionPaper.number)).where(
            ExhibitionPaper.kind == kind, ExhibitionPaper.year == year
        )
    ).one()
    return (last or 0) + 1
