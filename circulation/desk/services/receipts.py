"""Each request once: the receipt is claimed before the act and filled after it, in one transaction (SB-07)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import update
from sqlalchemy.orm import Session

from circulation.desk.errors import DeskCode, DeskError
from circulation.desk.models import ScanReceipt
from circulation.desk.queries import kept_answer
from circulation.desk.rules import Act, Box, BoxKind, Desk, Ended, Said, ScanAnswer, Told, check_key, to_data
from circulation.desk.services.notices import settle
from ils.activity.work import Work
from ils.db import is_postgresql, upsert


def once(
    session: Session,
    work: Work,
    *,
    key: str,
    code: str,
    desk: Desk,
    mark: str | None,
    act: Callable[[Desk], Said],
    closes: bool = False,
) -> ScanAnswer:
    """Do the act and keep its answer, or return the answer that was kept under this key before.

    The claim comes first: of two requests with one key the second waits for the first and then finds its
    answer. `mark` is the state that the page showed; a page out of date is refused, for its reader may
    have changed in another window. An act that only `closes` finds nothing to refuse where the session has
    ended by itself meanwhile.
    """
    if not _claim(session, work, check_key(key)):
        return _replayed(session, work, key)
    desk, ended = settle(session, work, desk)
    if mark in {None, desk.mark} or (closes and ended):
        said = act(desk)
        said = replace(said, ended=said.ended or ended)
    else:
        said = _moved_on(desk, ended)
    said = replace(said, desk=replace(said.desk, last_at=work.now))
    answer = ScanAnswer(key, work.now, code, said)
    session.execute(update(ScanReceipt).where(ScanReceipt.key == key).values(answer=to_data(answer)))
    return answer


def _moved_on(desk: Desk, ended: Ended | None) -> Said:
    """Refuse a page that is out of date; where the session ended by itself its notice stays, so nothing is undone."""
    if ended is None:
        raise DeskError(DeskCode.OTHER_WINDOW)
    told = (Told(DeskCode.OTHER_WINDOW, severity="block"),)
    return Said(desk, box=Box(BoxKind.REFUSED, Act.FIND, "", told=told), ended=ended)


def _claim(session: Session, work: Work, key: str) -> bool:
    statement = upsert(ScanReceipt, postgresql=is_postgresql(session)).values(
        key=key, at=work.now, staff_id=work.actor_id, answer={}
    )
    once_only = statement.on_conflict_do_nothing(index_elements=("key",)).returning(ScanReceipt.key)
    return session.execute(once_only).scalar_one_or_none() is not None


def _replayed(session: Session, work: Work, key: str) -> ScanAnswer:
    answer, staff_id = kept_answer(session, key)
    if answer is None or staff_id != work.actor_id:
        raise DeskError(DeskCode.KEY_TAKEN)
    return replace(answer, replayed=True)
