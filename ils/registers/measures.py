"""Proof that registers and the tally board agree with the log."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ils.activity.measures import Check, Problem, equals_log
from ils.activity.models import Activity
from ils.registers.models import Evidence, RegisterEntry, Tally
from ils.registers.queries.entries import SUBJECT
from ils.registers.rules.board import BOARD
from ils.registers.rules.counting import counted_of, firsts
from ils.registers.rules.files import stored_path
from ils.registers.rules.kinds import KINDS


def entries_are_logged(session: Session) -> Iterator[Problem]:
    """Find every entry that counts in the log something else than its own words say, by the rules of its register."""
    rows = session.scalars(select(RegisterEntry)).all()
    first = firsts(row for row in rows if row.withdrawn_at is None)
    logged: dict[int, list[tuple[object, ...]]] = defaultdict(list)
    key = (Activity.subject_id, Activity.kind, Activity.day, Activity.source, Activity.department)
    sums = select(*key, func.sum(Activity.amount)).where(Activity.subject_type == SUBJECT).group_by(*key)
    for number, *told, amount in session.execute(sums):
        if amount:
            logged[number].append((*told, int(amount)))
    for row in rows:
        wanted = counted_of(row) if first.get(row.id) == row.id else None
        mine = [(wanted.kind, wanted.day, wanted.source, wanted.department, wanted.amount)] if wanted else []
        if logged.pop(row.id, []) != mine:
            yield Problem("register_differs", {"register": row.register, "entry": row.id})
    for number in sorted(logged):
        yield Problem("register_differs", {"register": "—", "entry": number})


def registers_are_logged(session: Session) -> Iterator[Problem]:
    """What a register counts as a whole is what the log says of its kind."""
    rows = session.scalars(select(RegisterEntry).where(RegisterEntry.withdrawn_at.is_(None))).all()
    first = firsts(rows)
    for code, kind in KINDS.items():
        counted = [counted_of(row) for row in rows if row.register == code and first[row.id] == row.id]
        amount = sum(each.amount for each in counted if each)
        yield from equals_log(session, what=f"register_entry {code}", rows=amount, kinds=(kind.kind,))


def taps_are_logged(session: Session) -> Iterator[Problem]:
    """The taps of each kind sum to what the log says."""
    for code, kind in BOARD.items():
        amount = select(func.coalesce(func.sum(Tally.amount), 0)).where(Tally.kind == code)
        yield from equals_log(
            session, what=f"tally {code}", rows=int(session.scalars(amount).one()), kinds=(kind.kind,),
            subject_type="tally",  # a department's log of queries feeds the same kinds
        )  # fmt: skip


def evidence_is_there(session: Session, home: Path) -> Iterator[Problem]:
    """Find evidence whose file is missing or of another size; `home` is the data folder."""
    rows = select(Evidence.id, Evidence.sha256, Evidence.size).where(Evidence.removed_at.is_(None))
    for number, sha256, size in session.execute(rows.order_by(Evidence.id)):
        path = home / stored_path(sha256)
        if not path.is_file():
            yield Problem("evidence_missing", {"file": number})
        elif path.stat().st_size != size:
            yield Problem("evidence_differs", {"file": number, "size": size, "found": path.stat().st_size})


CHECKS: tuple[Check, ...] = (entries_are_logged, registers_are_logged, taps_are_logged)
