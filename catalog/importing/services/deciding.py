"""What a person decides about rows, over the source's rule."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, case, literal, select, update
from sqlalchemy.orm import Session

from catalog.importing.errors import ImportCode, ImportRefused
from catalog.importing.models import BatchState, Decision, ImportBatch, StagedRecord, StagedState
from catalog.importing.queries import EVERY_ROW, UNDECIDED, RowCut, cut_rows, source, staged
from catalog.importing.services.accepting import refuse_unready
from catalog.importing.services.staging import lock_batch
from ils.accounts.audit import audit
from ils.activity.work import Work


def decide_rows(
    session: Session,
    work: Work,
    *,
    batch_id: int,
    decision: Decision | None,
    positions: Collection[int] | None = None,
    cut: RowCut = EVERY_ROW,
) -> int:
    """Decide rows at these positions, or all of a cut, and return how many; None leaves them to the source's rule again.

    Rows that have become something already are left out, and so are, for an update or a skip, those that
    resemble nothing; a single one of these is refused.
    """
    batch = _open_batch(session, batch_id)
    wanted = _wanted(batch_id, positions, cut)
    if decision in (Decision.UPDATE, Decision.SKIP):
        wanted.append(StagedRecord.score > 0)
    values: dict[str, Any] = {"decision": decision, "decided_by": work.actor_id if decision else None}
    if decision is None:
        values["state"] = _ruled(source(session, batch.source).threshold)
    changed = _change(session, wanted, values)
    if not changed and positions is not None and len(positions) == 1:
        _refuse_one(session, batch_id, next(iter(positions)))
    if changed:
        audit(
            session, work, "import_decided", subject_type="batch", subject_id=batch_id, rows=changed,
            decision=decision.value if decision else "",
        )  # fmt: skip
    return changed


def _ruled(threshold: int) -> Any:
    kind = StagedRecord.state.type
    return case(
        (StagedRecord.score >= threshold, literal(StagedState.DUPLICATE, kind)),
        else_=literal(StagedState.NEW, kind),
    )


def _open_batch(session: Session, batch_id: int) -> ImportBatch:
    batch = lock_batch(session, batch_id)
    refuse_unready(batch)
    return batch


def _wanted(
    batch_id: int, positions: Collection[int] | None, cut: RowCut = EVERY_ROW
) -> list[ColumnElement[bool]]:

    narrowed = cut_rows(select(StagedRecord.id), batch_id, cut)
    if positions is not None:
        narrowed = narrowed.where(StagedRecord.position.in_(positions))
    return [StagedRecord.id.in_(narrowed), StagedRecord.state.in_(UNDECIDED)]


def _change(session: Session, wanted: list[ColumnElement[bool]], values: Mapping[str, Any]) -> int:
    statement = update(StagedRecord).where(*wanted).values(**values)
    result = session.execute(statement, execution_options={"synchronize_session": False})
    return cast("CursorResult[Any]", result).rowcount


def _refuse_one(session: Session, batch_id: int, position: int) -> None:
    row = staged(session, batch_id, position)
    code = ImportCode.NO_MATCH if row.state in UNDECIDED else ImportCode.ROW_DECIDED
    raise ImportRefused(code, position=position)


def choose_match(
    session: Session,
    work: Work,
    *,
    batch_id: int,
    position: int,
    decision: Decision,
    record_id: int | None = None,
    other: int | None = None,
) -> None:
    """Decide a row against one of the matches shown with it: a record, or the row further up at position `other`."""
    _open_batch(session, batch_id)
    row = staged(session, batch_id, position)
    if row.state not in UNDECIDED:
        raise ImportRefused(ImportCode.ROW_DECIDED, position=position)
    told = [row.match, *row.match.get("others", ())] if row.match else []
    chosen = next(
        (each for each in told if (each["record_id"], each["position"]) == (record_id, other)), None
    )
    if chosen is None:
        raise ImportRefused(ImportCode.NO_MATCH, position=position)
    plain = [{name: each[name] for name in each if name not in ("others", "chosen")} for each in told]
    first = {name: chosen[name] for name in chosen if name not in ("others", "chosen")}
    match = first | {"others": [each for each in plain if each != first], "chosen": True}
    values = {"match": match, "score": chosen["score"], "decision": decision, "decided_by": work.actor_id}
    session.execute(
        update(StagedRecord).where(StagedRecord.id == row.id).values(state=StagedState.DUPLICATE, **values)
    )
    audit(
        session, work, "import_decided", subject_type="batch", subject_id=batch_id, rows=1,
        decision=decision.value, position=position, record=record_id or 0,
    )  # fmt: skip


def set_aside(session: Session, work: Work, *, batch_id: int, positions: Collection[int]) -> int:
    """Put rows aside that no one wants in the catalogue as they are; returns how many. Their bytes are kept."""
    batch = _open_batch(session, batch_id)
    values = {"state": StagedState.QUARANTINED, "decided_by": work.actor_id, "decision": None}
    changed = _change(session, _wanted(batch_id, positions), values)
    batch.quarantined += changed
    _tell(session, work, batch_id, changed, "set_aside")
    return changed


def release(session: Session, work: Work, *, batch_id: int, positions: Collection[int]) -> int:
    """Take back rows that were put aside; an import that was accepted then has something left to accept."""
    batch = _open_batch(session, batch_id)
    wanted = _wanted(batch_id, positions)[:1]
    wanted += [StagedRecord.state == StagedState.QUARANTINED, StagedRecord.marc.is_not(None)]
    threshold = source(session, batch.source).threshold
    changed = _change(session, wanted, {"state": _ruled(threshold), "decided_by": None})
    batch.quarantined -= changed
    if changed and batch.state is BatchState.ACCEPTED:
        batch.state = BatchState.ACCEPTING
    _tell(session, work, batch_id, changed, "release")
    return changed


def _tell(session: Session, work: Work, batch_id: int, changed: int, what: str) -> None:
    if changed:
        audit(
            session,
            work,
            "import_decided",
            subject_type="batch",
            subject_id=batch_id,
            rows=changed,
            decision=what,
        )
