"""Clubs and their members."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from circulation.events.errors import ClubCode, EventNotFoundError
from circulation.events.models import Club, ClubMember, Event
from circulation.events.rules import EventState
from circulation.patrons.models import Patron
from circulation.patrons.rules import full_name
from ils.text import sort_key


@dataclass(frozen=True, slots=True)
class ClubRow:
    """A club with how many members it has now and how many meetings were held."""

    id: int
    name: str
    topic: str
    leader: str
    meets: str
    department: str
    founded_on: date
    closed_on: date | None
    members: int
    meetings: int


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member, now or before; no reader once the reader's data are forgotten."""

    id: int
    club_id: int
    patron_id: int | None
    card_number: str
    name: str
    phone: str
    joined_on: date
    left_on: date | None


_MEMBERS = (
    select(func.count(ClubMember.id))
    .where(ClubMember.club_id == Club.id, ClubMember.left_on.is_(None))
    .correlate(Club)
    .scalar_subquery()
)
_MEETINGS = (
    select(func.count(Event.id))
    .where(Event.club_id == Club.id, Event.state == EventState.HELD)
    .correlate(Club)
    .scalar_subquery()
)


def _clubs() -> Select[Any]:
    return select(*(getattr(Club, name) for name in ClubRow.__slots__[:-2]), _MEMBERS, _MEETINGS)


def clubs(session: Session, *, running: bool = False) -> tuple[ClubRow, ...]:
    """Return the clubs, those that still meet first; with `running` only those."""
    asked = _clubs().where(Club.closed_on.is_(None)) if running else _clubs()
    rows = session.execute(asked.order_by(Club.closed_on.is_not(None), Club.name))
    return tuple(ClubRow(*row) for row in rows)


def club_row(session: Session, club_id: int) -> ClubRow:
    """Return one club; refuse an unknown one."""
    found = session.execute(_clubs().where(Club.id == club_id)).one_or_none()
    if found is None:
        raise EventNotFoundError(ClubCode.UNKNOWN, club=club_id)
    return ClubRow(*found)


def members(session: Session, club_id: int) -> tuple[MemberRow, ...]:
    """Return the members, those of today first, each in the order of the alphabet."""
    rows = session.execute(
        select(
            ClubMember.id, ClubMember.club_id, ClubMember.patron_id, Patron.card_number, Patron.surname,
            Patron.given_name, Patron.patronymic, Patron.phone, ClubMember.joined_on, ClubMember.left_on,
        )
        .outerjoin(Patron, Patron.id == ClubMember.patron_id)
        .where(ClubMember.club_id == club_id)
    )  # fmt: skip
    found = [_member(row) for row in rows]
    return tuple(sorted(found, key=lambda each: (each.left_on is not None, sort_key(each.name), each.id)))


def _member(row: Any) -> MemberRow:
    member_id, club_id, patron_id, card, *name, phone, joined_on, left_on = row
    called = full_name(*(part or "" for part in name))
    return MemberRow(member_id, club_id, patron_id, card or "", called, phone or "", joined_on, left_on)


def current_members(session: Session, club_id: int, day: date) -> tuple[MemberRow, ...]:
    """Return who was a member on a day."""
    return tuple(
        each
        for each in members(session, club_id)
        if each.joined_on <= day and (each.left_on is None or each.left_on > day)
    )
