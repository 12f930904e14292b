"""Two descriptions of one thing: what of the record itself one gives to the other, and how it comes back.

Copies, and what upper packages keep by record, are moved by `catalog.items.services.merging`, the one that calls this.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from catalog.marc import Profile, from_bytes
from catalog.records.errors import RecordCode, RecordError
from catalog.records.models import Record, RecordCard, RecordFinding, RecordKey
from catalog.records.queries.acts import standing_acts
from catalog.records.queries.cards import cards_of
from catalog.records.services.changing import derive_anew
from catalog.records.services.checking import check_records
from catalog.records.services.counting import OF_A_RECORD, put_again, take_back
from catalog.records.services.deriving import derived
from catalog.records.services.hosts import line_of
from catalog.search.services import drop
from ils.activity.kinds import Kind
from ils.activity.models import Activity
from ils.activity.work import Work


@dataclass(slots=True)
class Given:
    """What one record gave to another: ids of parts, codes of card indexes (those that both had apart), the host."""

    parts: list[int] = field(default_factory=list)
    cards: list[str] = field(default_factory=list)
    common_cards: list[str] = field(default_factory=list)
    host: int | None = None
    acts: list[int] = field(default_factory=list)

    def told(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        return {name: getattr(self, name) for name in Given.__slots__}


def refuse_part(session: Session, kept: int, gone: int) -> None:
    """Refuse to make one of a journal and its article, or of a set and its volume."""
    if gone in line_of(session, kept) or kept in line_of(session, gone):
        raise RecordError(RecordCode.HOST_IS_PART, record=gone, host=kept)


def give(session: Session, work: Work, *, kept: Record, gone: Record) -> Given:
    """Move parts and card indexes over and take the record that goes out of keys, index and worklist.

    Both rows are held by the caller; what the log has to say is said by `log_given`, after all else.
    """
    given = Given(parts=list(_parts(session, gone.id)))
    if given.parts:
        session.execute(update(Record), [{"id": each, "host_id": kept.id} for each in given.parts])
    if kept.host_id is None and gone.host_id is not None:
        kept.host_id = given.host = gone.host_id
    theirs, ours = cards_of(session, gone.id), cards_of(session, kept.id)
    given.cards, given.common_cards = sorted(theirs - ours), sorted(theirs & ours)
    _move_cards(session, given.cards, source=gone.id, target=kept.id)
    session.execute(delete(RecordCard).where(RecordCard.record_id == gone.id))
    gone.merged_into = kept.id
    session.flush()
    drop(session, gone.id)
    for table in (RecordKey, RecordFinding):
        session.execute(delete(table).where(table.record_id == gone.id))
    return given


def _parts(session: Session, host_id: int) -> Collection[int]:
    parts = select(Record.id).where(Record.host_id == host_id).order_by(Record.id)
    return session.scalars(parts.with_for_update()).all()


def _move_cards(session: Session, codes: Collection[str], *, source: int, target: int) -> list[str]:
    moved = session.scalars(
        update(RecordCard)
        .where(RecordCard.record_id == source, RecordCard.card_index.in_(codes))
        .values(record_id=target)
        .returning(RecordCard.card_index)
        .execution_options(synchronize_session=False)
    )
    return sorted(moved)


def log_given(session: Session, work: Work, *, kept: int, gone: int, given: Given) -> None:
    """Take back that the record that went was described here; its card indexes now count for the one that stays."""
    own = standing_acts(session, [gone], OF_A_RECORD)
    cards = standing_acts(session, [gone], [Kind.CARD_INDEX_ADD])
    given.acts = [act.id for act in (*own, *(card for card in cards if card.source in given.common_cards))]
    take_back(session, work, [*own, *cards], reason=f"merged:{kept}")
    moved = [card for card in cards if card.source in given.cards]
    put_again(session, work, moved, reason=f"merged:{gone}", record_id=kept)


def take(session: Session, work: Work, *, kept: Record, gone: Record, given: Given) -> list[str]:
    """Put everything back that is still there to be put back; return the card indexes that came back.

    A part that somebody has since tied to another host stays there, a card index that was left stays left.
    """
    back = [
        each for each in given.parts if session.scalars(_host(each)).one_or_none() == kept.id
    ]  # a handful, or the issues of a journal
    if back:
        session.execute(update(Record), [{"id": each, "host_id": gone.id} for each in back])
    if given.host is not None and kept.host_id == given.host:
        kept.host_id = None
    cards = _move_cards(session, given.cards, source=kept.id, target=gone.id)
    session.add_all(
        RecordCard(record_id=gone.id, card_index=code, added_at=work.now) for code in given.common_cards
    )
    gone.merged_into, gone.checked_version = None, 0
    derive_anew(session, gone, derived(from_bytes(gone.marc), Profile(gone.profile)))
    check_records(session, [gone.id], this_year=work.day.year)
    return cards


def _host(record_id: int) -> Any:
    return select(Record.host_id).where(Record.id == record_id).with_for_update()


def log_taken(
    session: Session, work: Work, *, kept: int, gone: int, given: Given, cards: Collection[str]
) -> None:
    """Count the record again that came back, on the days on which it was counted first."""
    acts = session.scalars(select(Activity).where(Activity.id.in_(given.acts)).order_by(Activity.id)).all()
    theirs = standing_acts(session, [kept], [Kind.CARD_INDEX_ADD])
    moved = [card for card in theirs if card.source in cards]
    take_back(session, work, moved, reason=f"unmerged:{gone}")
    put_again(session, work, moved, reason=f"unmerged:{kept}", record_id=gone)
    put_again(session, work, acts, reason=f"unmerged:{kept}")
