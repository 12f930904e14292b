"""Taking records in: columns, keys, index and log in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Table
from sqlalchemy.orm import Session

from catalog.marc import Facts, Profile, to_bytes
from catalog.records.models import Origin, Record
from catalog.records.rules.derived import Derived
from catalog.records.services.counting import acts_of_new
from catalog.records.services.deriving import add_keys, derived
from catalog.records.services.hosts import link_hosts
from catalog.search.services import put_many
from ils.accounts.audit import audit
from ils.activity import services as log
from ils.activity.work import Work
from ils.db import insert_many, reserve_ids
from ils.library.funds import load_fund

# The table and not the class: nobody needs the rows as objects, and with ids reserved they go in all at once.
_RECORDS = cast("Table", Record.__table__)


@dataclass(frozen=True, slots=True)
class NewRecord:
    """A record to take in: pymarc's record and its profile; what follows from them, where it is known already."""

    marc: Any
    profile: Profile
    facts: Facts | None = None
    said: Derived | None = None
    stored: bytes | None = None  # the stored form, perhaps deflated (`ils.db.pack`)


def add_record(
    session: Session, work: Work, *, marc: Any, profile: Profile, origin: Origin, classify: bool | None = None
) -> int:
    """Take one record in and return its id; `classify` as for `add_records`."""
    (record_id,) = add_records(session, work, [NewRecord(marc, profile)], origin=origin, classify=classify)
    audit(session, work, "record_added", subject_type="record", subject_id=record_id, origin=origin.value)
    return record_id


def add_records(
    session: Session,
    work: Work,
    new: Sequence[NewRecord],
    *,
    origin: Origin,
    batch: str = "",
    classify: bool | None = None,
) -> list[int]:
    """Take many records in and return their ids in the same order; the batch has its own line in the audit trail.

    `classify`: their class marks count as this library's work (plan line 12); unsaid, all but imported ones do.
    """
    if not new:
        return []
    said_of = [each.said or derived(each.marc, each.profile, each.facts) for each in new]
    ids = list(reserve_ids(session, _RECORDS, len(new)))
    rows = [
        {"id": record_id, "profile": each.profile.value, "marc": each.stored or to_bytes(each.marc)}
        | said.columns
        for record_id, each, said in zip(ids, new, said_of, strict=True)
    ]
    insert_many(session, _RECORDS, rows, shared=_stamps(work, origin, batch))
    add_keys(session, zip(ids, said_of, strict=True))
    put_many(
        session, ((record_id, said.words) for record_id, said in zip(ids, said_of, strict=True)), new=True
    )
    link_hosts(session, [(each, said.host) for each, said in zip(ids, said_of, strict=True) if said.host])
    _log(session, work, zip(ids, said_of, strict=True), origin=origin, batch=batch, classify=classify)
    return ids


def _log(
    session: Session,
    work: Work,
    taken: Iterable[tuple[int, Derived]],
    *,
    origin: Origin,
    batch: str,
    classify: bool | None,
) -> None:
    fund = load_fund(session)
    ours = origin is not Origin.IMPORTED if classify is None else classify
    done = [
        act
        for record_id, said in taken
        for act in acts_of_new(
            record_id, said.columns, said.marks, origin=origin, fund=fund, batch=batch, classify=ours
        )
    ]
    log.record(session, work, *done)


def _stamps(work: Work, origin: Origin, batch: str) -> dict[str, Any]:
    return {
        "origin": origin,
        "version": 1,
        "created_at": work.now,
        "created_by": work.actor_id,
        "updated_at": work.now,
        "updated_by": work.actor_id,
        "reason": batch or "created",
    }
