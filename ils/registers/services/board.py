"""The tally board: a tap counts, a negative twin takes it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from ils.accounts.audit import audit
from ils.activity.kinds import Channel
from ils.activity.models import Activity
from ils.activity.services import record, reverse
from ils.activity.work import Done, Work
from ils.errors import clean_text
from ils.library.places import departments, sectors
from ils.registers.errors import BoardCode, RegisterCode, RegisterError, RegisterInputError, RegisterNotFound
from ils.registers.models import Tally
from ils.registers.queries.board import last_tap
from ils.registers.rules.board import BOARD, CHANNELS, MOST, BoardKind
from ils.registers.rules.checking import FIRST_DAY

SUBJECT = "tally"
UNDONE = "undone on the board"


def tap(
    session: Session,
    work: Work,
    *,
    kind: str,
    type: str = "",
    channel: str = "",
    sector: str = "",
    amount: int = 1,
    note: str = "",
    day: date | None = None,
) -> Tally:
    """Count nameless work: a question, help, a copy's pages, a call, a refusal with what was asked for in vain.

    `day` is a day gone by where the count was kept on paper; `sector` else the one that one works in.
    """
    row = _row(kind, type)
    way = _channel(row, channel or work.channel)
    if not 1 <= amount <= MOST:
        raise RegisterInputError(BoardCode.AMOUNT_INVALID, most=MOST)
    counted_on = _day(work, day)
    place = replace(_in_sector(session, work, sector or work.sector), channel=way)
    text = clean_text(note, field="note", limit=300, required=row.text_needed)
    tally = Tally(
        kind=kind, type=type, channel=way.value, sector=place.sector, department=place.department, day=counted_on,
        at=work.now, amount=amount, note=text, staff_id=work.actor_id,
    )  # fmt: skip
    session.add(tally)
    session.flush()
    done = Done(
        kind=row.kind,
        subject_type=SUBJECT,
        subject_id=tally.id,
        amount=amount,
        source=type,
        day=counted_on,  # what was typed stays with the tap: the log could not let go of a name in it
    )
    record(session, place, done)
    return tally


def take_back(session: Session, work: Work, *, tally_id: int, reason: str) -> Tally:
    """Undo a tap: its negative twin with a reason, on its own day; nothing is deleted."""
    text = clean_text(reason, field="reason", limit=300, required=True)
    tally = session.scalars(
        select(Tally).where(Tally.id == tally_id, Tally.amount > 0).with_for_update()
    ).one_or_none()
    if tally is None:
        raise RegisterNotFound(BoardCode.TALLY_UNKNOWN, tally=tally_id)
    if session.scalars(select(Tally.id).where(Tally.corrects_id == tally_id)).first():
        raise RegisterError(BoardCode.TAKEN_BACK)
    twin = Tally(
        kind=tally.kind, type=tally.type, channel=tally.channel, sector=tally.sector, department=tally.department,
        day=tally.day, at=work.now, amount=-tally.amount, note=text, staff_id=work.actor_id, corrects_id=tally_id,
    )  # fmt: skip
    session.add(twin)
    audit(session, work, "tap_taken_back", subject_type=SUBJECT, subject_id=tally_id, reason=text)
    reverse(session, work, activity=_act_of(session, tally_id), reason=text)
    return twin


def undo_last(session: Session, work: Work, *, tally_id: int | None = None) -> Tally:
    """Undo the last tap that one made today; refuse where there is none.

    `tally_id` is the tap that the button named: a second click on it must not undo the tap before.
    """
    last = last_tap(session, staff_id=work.actor_id, day=work.day)
    if last is None:
        raise RegisterError(BoardCode.NOTHING_TO_UNDO)
    if tally_id not in (None, last.id):
        raise RegisterError(BoardCode.NOT_THE_LAST)
    return take_back(session, work, tally_id=last.id, reason=UNDONE)


def _act_of(session: Session, tally_id: int) -> Activity:
    return session.scalars(
        select(Activity).where(
            Activity.subject_type == SUBJECT, Activity.subject_id == tally_id, Activity.undo_of.is_(None)
        )
    ).one()


def _row(kind: str, type_: str) -> BoardKind:
    row = BOARD.get(kind)
    if row is None or (type_ not in row.types if row.types else type_):
        raise RegisterInputError(BoardCode.TAP_UNKNOWN, tap=f"{kind} {type_}"[:60])
    return row


def _channel(row: BoardKind, channel: str) -> Channel:
    """Return the way it came; a call can only have come by telephone."""
    if channel not in CHANNELS:
        raise RegisterInputError(BoardCode.CHANNEL_UNKNOWN, channel=channel[:40])
    return Channel(channel) if channel in row.channels else row.channels[0]


def _day(work: Work, day: date | None) -> date:
    counted_on = day or work.day
    if counted_on > work.day:
        raise RegisterInputError(RegisterCode.DAY_AHEAD, day=counted_on)
    if counted_on < FIRST_DAY:
        raise RegisterInputError(RegisterCode.DAY_TOO_OLD, day=counted_on)
    return counted_on


def _in_sector(session: Session, work: Work, sector: str) -> Work:
    """Place the tap in a sector; the department stays only where it belongs to that sector."""
    if sector not in {place.code for place in sectors(session)}:
        raise RegisterInputError(BoardCode.SECTOR_UNKNOWN, sector=sector[:40])
    inside = {place.code for place in departments(session) if place.sector == sector}
    return replace(work, sector=sector, department=work.department if work.department in inside else "")
