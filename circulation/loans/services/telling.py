"""Readers are told that a due date was moved (DD-10): one message a reader with all of the copies."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from sqlalchemy.orm import Session

from circulation.loans.queries.redated import RedatedRow
from circulation.patrons.queries import patrons_by_id, recipient_of
from ils.activity.work import Work
from ils.outbox.services import queue_message

KIND = "redated"


def tell_moved(
    session: Session,
    work: Work,
    *,
    redating_id: int,
    reason: str,
    rows: Iterable[RedatedRow],
    undone: bool = False,
) -> int:
    """Queue one message a reader about the loans that were moved, or moved back; returns how many."""
    loans = sorted(
        ((each.patron_id, each) for each in rows if each.kind == "loan" and each.patron_id is not None),
        key=lambda pair: pair[0],
    )  # whose reader was forgotten was given back long ago
    readers = patrons_by_id(session, {patron_id for patron_id, _row in loans})
    queued = 0
    for patron_id, group in groupby(loans, key=lambda pair: pair[0]):
        moved = [row for _patron, row in group]
        key = f"{KIND}:{redating_id}:{patron_id}{':undone' if undone else ''}"
        queued += 1 if queue_message(
            session, work, kind=KIND, recipient=recipient_of(readers[patron_id], work.day), dedupe=key,
            facts={"copies": [_copy(each, undone=undone) for each in moved], "reason": reason},
            subjects=tuple(("loan", each.ref_id) for each in moved),
        ) else 0  # fmt: skip
    return queued


def _copy(row: RedatedRow, *, undone: bool) -> dict[str, Any]:
    before, due = (row.new_on, row.old_on) if undone else (row.old_on, row.new_on)
    dates = {"before": before.isoformat(), "due": due.isoformat()}
    return {"title": row.title, "code": row.code, "loan": row.ref_id, **dates}
