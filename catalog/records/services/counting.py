"""What the log says of records: creation, description of articles, first class marks, and taking it back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from sqlalchemy.orm import Session

from catalog.records.models import Origin, Record
from catalog.records.queries.acts import standing_acts
from catalog.records.rules import ARTICLE
from ils.activity import services as log
from ils.activity.kinds import Channel, Kind
from ils.activity.models import Activity
from ils.activity.work import Done, ItemSnapshot, Work
from ils.library.funds import Fund, load_fund

Marks = Sequence[tuple[str, str]]
"""Class marks as (scheme, mark), as in `Facts.class_marks`."""

OF_A_RECORD = (Kind.RECORD_CREATE, Kind.ANALYTIC_CREATE, Kind.RECORD_CLASSIFY, Kind.CLASS_MARK)
"""The acts that say that a record is in the catalogue; they go when it goes."""
_TOLD = ("language", "knowledge_branch", "document_type")  # columns of a record


@dataclass(frozen=True, slots=True)
class Counted:
    """What of a description the log counts."""

    document_type: str
    schemes: frozenset[str]

    @property
    def article(self) -> bool:
        """A part of something larger."""
        return self.document_type == ARTICLE

    @property
    def creation(self) -> Kind:
        """The act by which such a description counts: plan line 11, or an article of lines 4, 28 and 29."""
        return Kind.ANALYTIC_CREATE if self.article else Kind.RECORD_CREATE


def counted(document_type: str, marks: Marks) -> Counted:
    """Return what the log counts of a description."""
    return Counted(document_type, frozenset(scheme[:40] for scheme, _mark in marks))


def acts_of_new(
    record_id: int,
    columns: Mapping[str, Any],
    marks: Marks,
    *,
    origin: Origin,
    fund: Fund,
    batch: str = "",
    classify: bool = True,
) -> list[Done]:
    """Return the acts of a record just taken in; `classify` says that its class marks are this library's work.

    No copy is known yet, so only the language can put a record into a fund. Plan lines 11 and 12.
    """
    said = counted(columns["document_type"], marks)
    item = _item_in(fund, *(columns[name] for name in _TOLD))
    done = [Done(said.creation, "record", record_id, item=item, source=origin.value, batch=batch)]
    if classify and said.schemes:
        first = Done(Kind.RECORD_CLASSIFY, "record", record_id, item=item, source=origin.value, batch=batch)
        done += [first, *_marks(record_id, said.schemes, item, batch)]
    return done


def _marks(record_id: int, schemes: Iterable[str], item: ItemSnapshot, batch: str = "") -> list[Done]:
    return [
        Done(Kind.CLASS_MARK, "record", record_id, item=item, source=scheme, batch=batch)
        for scheme in sorted(schemes)
    ]


@lru_cache(maxsize=1000)
def _item_in(fund: Fund, language: str, branch: str, document_type: str) -> ItemSnapshot:
    """Of a file there are thousands alike."""
    belongs = fund.has(department="", language=language, number=None)
    return ItemSnapshot(
        language=language,
        branch=branch,
        document_type=document_type,
        fund=fund.code if belongs else "",
    )


def item_of(session: Session, record: Record) -> ItemSnapshot:
    """Return what the log keeps of a record."""
    return _item_in(load_fund(session), *(getattr(record, name) for name in _TOLD))


def count_change(
    session: Session,
    work: Work,
    record: Record,
    was: Counted,
    now: Counted,
    *,
    classify: bool,
    batch: str = "",
) -> None:
    """Write what a change of the description means: another type of document, a first class mark, its removal.

    A book that turns out an article or an electronic resource counts as that from its own day on (plan lines 11 and
    25.3). A mark that is only changed counts nothing anew. Call it last in an act.
    """
    gone = _no_longer(session, record.id, was, now)
    take_back(session, work, gone, reason="description")
    item, source = item_of(session, record), record.origin.value
    done: list[Done] = []
    if was.document_type != now.document_type:
        _create_again(session, work, record, was, now, gone, batch)
    if classify and now.schemes and not was.schemes:
        done.append(Done(Kind.RECORD_CLASSIFY, "record", record.id, item=item, source=source, batch=batch))
    if classify:
        done += _marks(record.id, now.schemes - was.schemes, item, batch)
    log.record(session, work, *done)


def _create_again(
    session: Session,
    work: Work,
    record: Record,
    was: Counted,
    now: Counted,
    gone: Iterable[Activity],
    batch: str,
) -> None:
    """Count a record anew as what it is now, on the day and in the place where it was created."""
    item, source = item_of(session, record), record.origin.value
    first = next((act for act in gone if act.kind == was.creation), None)
    if first is None:
        log.record(
            session, work, Done(now.creation, "record", record.id, item=item, source=source, batch=batch)
        )
        return
    place = replace(work, department=first.department, sector=first.sector, channel=Channel(first.channel))
    done = Done(
        now.creation, "record", record.id, item=item, source=first.source, batch=first.batch, day=first.day
    )
    log.record(session, place, done)


def _no_longer(session: Session, record_id: int, was: Counted, now: Counted) -> list[Activity]:
    gone: set[tuple[str, str | None]] = {(Kind.CLASS_MARK, scheme) for scheme in was.schemes - now.schemes}
    if was.document_type != now.document_type:
        gone.add((was.creation, None))
    if was.schemes and not now.schemes:
        gone.add((Kind.RECORD_CLASSIFY, None))
    if not gone:
        return []
    acts = standing_acts(session, [record_id], {kind for kind, _source in gone})
    return [act for act in acts if {(act.kind, None), (act.kind, act.source)} & gone]


def take_back(session: Session, work: Work, acts: Iterable[Activity], *, reason: str) -> None:
    """Write the negative twins of acts."""
    for act in acts:
        log.reverse(session, work, activity=act, reason=reason)


def put_again(
    session: Session,
    work: Work,
    acts: Iterable[Activity],
    *,
    reason: str,
    record_id: int | None = None,
) -> None:
    """Write acts that were taken back once more, on their own day and in their own place; perhaps for another record."""
    for act in acts:
        place = replace(work, department=act.department, sector=act.sector, channel=Channel(act.channel))
        item = ItemSnapshot(act.item_language, act.item_branch, act.item_type, act.item_fund)
        done = Done(
            act.kind, act.subject_type, record_id or act.subject_id, amount=act.amount, item=item,
            source=act.source, batch=act.batch, note=reason, day=act.day,
        )  # fmt: skip
        log.record(session, place, done)
