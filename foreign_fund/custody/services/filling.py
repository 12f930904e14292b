"""The copies of a draft: scanned, or all that the giver has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from catalog.items.queries import find_item
from foreign_fund.custody.errors import CustodyCode, CustodyError, CustodyNotFoundError
from foreign_fund.custody.models import CustodyAct, CustodyLine
from foreign_fund.custody.queries.holding import held_rows
from foreign_fund.custody.services.drafting import draft
from ils.activity.work import Work

MOST = 20_000


@dataclass(frozen=True, slots=True)
class Put:
    """How many copies were put into a draft, and the codes that no copy has."""

    added: int
    unknown: tuple[str, ...]


def put_codes(session: Session, work: Work, *, act_id: int, codes: Sequence[str]) -> Put:
    """Put scanned copies into a draft; one that is there already changes nothing."""
    act = _filled(session, act_id)
    found = [(code, find_item(session, code)) for code in codes]
    unknown = tuple(code for code, item in found if item is None)
    if unknown and len(codes) == 1:
        raise CustodyNotFoundError(CustodyCode.COPY_UNKNOWN, code=unknown[0][:60])
    return Put(_put(session, act, [item.id for _code, item in found if item]), unknown)


def put_all(session: Session, work: Work, *, act_id: int, department: str = "") -> Put:
    """Put everything that the giver answers for today into a draft, or what of it stands in one department.

    Copies that are not there (missing, lost) stay out: they are for the giver to settle.
    """
    act = _filled(session, act_id)
    page = held_rows(session, work.day, custodian_id=act.giver_id, department=department, limit=MOST)
    here = [row.item_id for row in page.rows if row.state.value not in ("missing", "lost")]
    return Put(_put(session, act, here), ())


def _filled(session: Session, act_id: int) -> CustodyAct:
    act = draft(session, act_id)
    if act.corrects_id is not None:
        raise CustodyError(CustodyCode.LINE_TAKEN)
    return act


def _put(session: Session, act: CustodyAct, ids: Sequence[int]) -> int:
    there = set(session.scalars(select(CustodyLine.item_id).where(CustodyLine.act_id == act.id)))
    new = [item_id for item_id in dict.fromkeys(ids) if item_id not in there]
    if len(there) + len(new) > MOST:
        raise CustodyError(CustodyCode.TOO_MANY, most=MOST)
    session.add_all(CustodyLine(act_id=act.id, item_id=item_id) for item_id in new)
    session.flush()
    return len(new)


def remove_line(session: Session, work: Work, *, act_id: int, line_id: int) -> None:
    """Take a copy out of a draft."""
    draft(session, act_id)
    gone = delete(CustodyLine).where(CustodyLine.id == line_id, CustodyLine.act_id == act_id)
    there = session.scalars(
        select(func.count())
        .select_from(CustodyLine)
        .where(CustodyLine.id == line_id, CustodyLine.act_id == act_id)
    ).one()
    if not there:
        raise CustodyNotFoundError(CustodyCode.LINE_UNKNOWN, line=line_id)
    session.execute(gone)
