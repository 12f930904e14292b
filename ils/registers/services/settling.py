"""Bringing the log to what the entries say: twins for what no longer holds, acts for what holds now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from ils.activity.models import Activity
from ils.activity.services import record, reverse_many
from ils.activity.work import Done, Work
from ils.registers.models import RegisterEntry
from ils.registers.queries.entries import SUBJECT, siblings
from ils.registers.rules.counting import Counted, counted_of, firsts


@dataclass(frozen=True, slots=True)
class Wanted:
    """An entry and what the log must say of it: nothing where it is withdrawn or another counts in its place."""

    entry: RegisterEntry
    counted: Counted | None


def neighbours(session: Session, entry: RegisterEntry) -> dict[int, RegisterEntry]:
    """Return the entries that may count in the place of this one, as it stands in the database now."""
    session.flush()
    return {each.id: each for each in (*siblings(session, entry), entry)}


def settle(session: Session, work: Work, touched: Iterable[RegisterEntry], *, reason: str) -> None:
    """Write twins and acts until the log says of every touched entry what its register's rules say; call it last."""
    session.flush()
    entries = {each.id: each for each in touched}
    wanted = _wanted(session, entries.values())
    standing = _standing(session, entries)
    wrong = [each for each in wanted if _told(standing.get(each.entry.id)) != each.counted]
    twins = [act for each in wrong if (act := standing.get(each.entry.id)) is not None]
    if twins:
        reverse_many(session, work, activities=twins, reason=reason)
    for each in wrong:
        if each.counted is not None:
            _record(session, work, each.entry, each.counted)


def _wanted(session: Session, entries: Iterable[RegisterEntry]) -> list[Wanted]:
    found = []
    for entry in entries:
        stands = entry.withdrawn_at is None
        first = firsts(siblings(session, entry)).get(entry.id) if stands else None
        found.append(Wanted(entry, counted_of(entry) if first == entry.id else None))
    return found


def _standing(session: Session, entries: dict[int, RegisterEntry]) -> dict[int, Activity]:
    """Return the act that counts each entry now: neither taken back nor a taking back."""
    twin = aliased(Activity)
    rows = session.scalars(
        select(Activity).where(
            Activity.subject_type == SUBJECT,
            Activity.subject_id.in_(list(entries)),
            Activity.undo_of.is_(None),
            ~select(twin.id).where(twin.undo_of == Activity.id).exists(),
        )
    )
    return {row.subject_id: row for row in rows}


def _told(act: Activity | None) -> Counted | None:
    if act is None:
        return None
    return Counted(act.kind, act.day, act.amount, act.source, act.department, act.sector)


def _record(session: Session, work: Work, entry: RegisterEntry, counted: Counted) -> None:
    place = replace(work, department=counted.department, sector=counted.sector)
    done = Done(
        kind=counted.kind,
        subject_type=SUBJECT,
        subject_id=entry.id,
        amount=counted.amount,
        source=counted.source,
        note=entry.title,
        day=counted.day,
    )
    record(session, place, done)
