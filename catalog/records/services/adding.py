"""Taking records in: columns, keys, index and log in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from catalog.marc import Facts, Profile, to_bytes
from catalog.records.models import Origin, Record
from catalog.records.rules import ARTICLE
from catalog.records.services.deriving import add_keys, derived
from catalog.search.services import put_many
from ils.accounts.audit import audit
from ils.activity import services as log
from ils.activity.kinds import Kind
from ils.activity.work import Done, ItemSnapshot, Work
from ils.library.funds import Fund, load_fund


@dataclass(frozen=True, slots=True)
class NewRecord:
    """A record to take in: pymarc's record, its profile, and its facts where they are known already."""

    marc: Any
    profile: Profile
    facts: Facts | None = None


def add_record(session: Session, work: Work, *, marc: Any, profile: Profile, origin: Origin) -> int:
    """Take one record in and return its id."""
    (record_id,) = add_records(session, work, [NewRecord(marc, profile)], origin=origin)
    audit(session, work, "record_added", subject_type="record", subject_id=record_id, origin=origin.value)
    return record_id


def add_records(
    session: Session, work: Work, new: Sequence[NewRecord], *, origin: Origin, batch: str = ""
) -> list[int]:
    """Take many records in and return their ids in the same order; the batch has its own line in the audit trail."""
    if not new:
        return []
    said_of = [derived(each.marc, each.profile, each.facts) for each in new]
    stamps = {
        "origin": origin,
        "version": 1,
        "created_at": work.now,
        "created_by": work.actor_id,
        "updated_at": work.now,
    }
    rows = [
        {"profile": each.profile.value, "marc": to_bytes(each.marc), **stamps, **said.columns}
        for each, said in zip(new, said_of, strict=True)
    ]
    ids = list(session.scalars(insert(Record).returning(Record.id, sort_by_parameter_order=True), rows))
    add_keys(session, zip(ids, said_of, strict=True))
    put_many(session, ((record_id, said.words) for record_id, said in zip(ids, said_of, strict=True)))
    fund = load_fund(session)
    done = [
        creation(record_id, said.columns, origin, fund, batch)
        for record_id, said in zip(ids, said_of, strict=True)
        if said.columns["document_type"] != ARTICLE
    ]
    log.record(session, work, *done)
    return ids


def creation(record_id: int, columns: dict[str, Any], origin: Origin, fund: Fund, batch: str = "") -> Done:
    """Return the act of plan line 11. No copy is known yet, so only the language can put a record into a fund."""
    belongs = fund.has(department="", language=columns["language"])
    item = ItemSnapshot(
        language=columns["language"],
        branch=columns["knowledge_branch"],
        document_type=columns["document_type"],
        fund=fund.code if belongs else "",
    )
    return Done(Kind.RECORD_CREATE, "record", record_id, item=item, source=origin.value, batch=batch)
