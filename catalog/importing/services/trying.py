"""A dry run: what an acceptance would do, decided by the very same plan, with nothing written but what rows resemble."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from catalog.importing.models import StagedRecord
from catalog.importing.queries import marc_of, source, staged
from catalog.importing.rules import MergeProfile
from catalog.importing.services.accepting import refuse_unready, undecided
from catalog.importing.services.copies import Numbers, plan_copies
from catalog.importing.services.planning import REMEMBERED, Planned, Seen, plan
from catalog.importing.services.staging import lock_batch, seeming
from catalog.importing.services.updating import present_marc, put_together
from catalog.incoming import CHUNK
from catalog.marc import Profile, from_bytes, to_bytes
from ils.accounts.audit import audit
from ils.activity.work import Work


@dataclass(slots=True)
class Trial:
    """How far a dry run is: held by who runs it from one chunk to the next."""

    after: int = 0
    seen: Seen = field(default_factory=Seen)
    numbers: Numbers = field(default_factory=Numbers)
    images: dict[int, tuple[bytes, Profile]] = field(default_factory=dict)  # records as they would be by now
    counts: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)


def begin_trial(session: Session, *, batch_id: int) -> Trial:
    """Begin a dry run of what is not yet decided; refused while the file is still being read."""
    refuse_unready(lock_batch(session, batch_id))
    return Trial()


def trial_chunk(session: Session, work: Work, *, batch_id: int, trial: Trial, limit: int = CHUNK) -> int:
    """Try the next rows and note with them what they resemble now; returns how many, 0 when all are tried."""
    batch = lock_batch(session, batch_id)
    refuse_unready(batch)
    chunk = undecided(session, batch, limit=limit, after=trial.after)
    if not chunk:
        return 0
    rule = source(session, batch.source).rule
    known = Counter(told["code"] for candidate in chunk for told in candidate.findings)
    planned = plan(session, chunk, rule=rule, seen=trial.seen)
    updated = {id(each): _updates(session, batch_id, trial, each, rule.merge) for each in planned}
    placed = [(each.candidate, _home(each)) for each in planned if each.fate]
    items = plan_copies(session, placed, department=batch.department, numbers=trial.numbers)
    trial.findings.update(Counter(told["code"] for each in chunk for told in each.findings) - known)
    _count(trial, planned, updated, len(items))
    session.execute(update(StagedRecord), [_change(each, rule.threshold) for each in planned])
    trial.after = chunk[-1].position
    return len(chunk)


def _home(planned: Planned) -> int:
    """The record that a row would come to; one that is not there yet has its position, made negative, as its id."""
    match = planned.match
    if match is None:
        return -planned.candidate.position
    return match.record_id or -(match.position or 0)


def _updates(session: Session, batch_id: int, trial: Trial, planned: Planned, merge: MergeProfile) -> bool:
    """Tell whether an update would make a new version, and remember it: a later row meets the record as it then is."""
    if planned.fate != "update":
        return False
    home = _home(planned)
    ours, profile = _image(session, batch_id, trial, home)
    made = put_together(planned.candidate, ours, profile, merge)
    if made is not None and len(trial.images) < REMEMBERED:
        trial.images[home] = (to_bytes(made), profile)
    return made is not None


def _image(session: Session, batch_id: int, trial: Trial, home: int) -> tuple[Any, Profile]:
    if home in trial.images:
        kept, profile = trial.images[home]
        return from_bytes(kept), profile
    if home > 0:
        return present_marc(session, home)
    row = staged(session, batch_id, -home)
    return marc_of(row), Profile(row.profile)


def _count(trial: Trial, planned: Sequence[Planned], updated: Mapping[int, bool], items: int) -> None:
    fates = (("skip" if each.fate == "update" and not updated[id(each)] else each.fate) for each in planned)
    trial.counts.update(each for each in fates if each)
    trial.counts["similar"] += sum(each.fate == "new" and bool(each.matches) for each in planned)
    trial.counts["items"] += items


def _change(planned: Planned, threshold: int) -> dict[str, Any]:
    return {
        "id": planned.candidate.row_id,
        "match": planned.told,
        "score": planned.score,
        "state": seeming(planned, threshold),
    }


def close_trial(session: Session, work: Work, *, batch_id: int, trial: Trial) -> dict[str, Any]:
    """Keep with the import what the dry run has told, and return it."""
    batch = lock_batch(session, batch_id)
    names = ("new", "update", "skip", "similar", "items")
    told: dict[str, Any] = {"at": work.now.isoformat()} | {name: trial.counts[name] for name in names}
    told |= {"quarantined": batch.quarantined, "findings": dict(trial.findings.most_common())}
    batch.trial = told
    audit(session, work, "import_tried", subject_type="batch", subject_id=batch_id, **told)
    return told
