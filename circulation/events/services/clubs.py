"""Clubs: their passport, who joins and who leaves."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.events.errors import ClubCode, EventError, EventNotFoundError
from circulation.events.models import Club, ClubMember
from circulation.events.rules import check_club_days, check_leaving, check_membership
from circulation.patrons.queries import PatronFacts, find_patron
from circulation.patrons.services.base import refuse_erased
from circulation.visits.errors import VisitCode, VisitError
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.errors import clean_text
from ils.library.places import department as department_of

CLUB = "club"


def add_club(
    session: Session,
    work: Work,
    *,
    name: str,
    department: str,
    founded_on: date,
    closed_on: date | None = None,
    topic: str = "",
    leader: str = "",
    meets: str = "",
) -> Club:
    """Write a club down."""
    columns = _checked(session, None, name, department, founded_on, closed_on, topic, leader, meets)
    club = Club(**columns)
    session.add(club)
    session.flush()
    _note(session, work, "club_added", club, name=club.name)
    return club


def change_club(
    session: Session,
    work: Work,
    *,
    club_id: int,
    name: str,
    department: str,
    founded_on: date,
    closed_on: date | None = None,
    topic: str = "",
    leader: str = "",
    meets: str = "",
) -> Club:
    """Change what is said of a club; a last day ends it, its members and meetings stay written down."""
    club = _locked(session, club_id)
    columns = _checked(session, club_id, name, department, founded_on, closed_on, topic, leader, meets)
    for column, value in columns.items():
        setattr(club, column, value)
    _note(session, work, "club_changed", club, name=club.name)
    return club


def join(
    session: Session, work: Work, *, club_id: int, code: str, on: date | None = None
) -> tuple[ClubMember, PatronFacts]:
    """Let the reader of a card into a club, from today or from a day gone by; one who left may join again."""
    club, day = _locked(session, club_id), on or work.day
    if club.closed_on is not None:
        raise EventError(ClubCode.CLOSED, club=club.name, day=club.closed_on)
    check_membership(day, work.day, founded_on=club.founded_on)
    patron = find_patron(session, clean_text(code, field="card", limit=60, required=True))
    if patron is None:
        raise VisitError(VisitCode.READER_UNKNOWN, card=code.strip()[:60])
    refuse_erased(patron)
    member = _current(session, club_id, patron.id)
    if member is not None:
        raise EventError(ClubCode.MEMBER_ALREADY, reader=patron.full_name, day=member.joined_on)
    member = ClubMember(club_id=club_id, patron_id=patron.id, joined_on=day)
    session.add(member)
    session.flush()
    _note(session, work, "club_joined", club, member=member.id, day=day.isoformat())
    return member, patron


def leave(
    session: Session, work: Work, *, club_id: int, member_id: int, on: date | None = None
) -> ClubMember:
    """End a membership, today or on a day gone by."""
    club, day = _locked(session, club_id), on or work.day
    member = session.get(ClubMember, member_id)
    if member is None or member.club_id != club_id or member.left_on is not None:
        raise EventNotFoundError(ClubCode.MEMBER_UNKNOWN)
    check_leaving(day, member.joined_on, work.day)
    member.left_on = day
    _note(session, work, "club_left", club, member=member.id, day=day.isoformat())
    return member


def _locked(session: Session, club_id: int) -> Club:
    club = session.scalars(
        select(Club).where(Club.id == club_id).with_for_update().execution_options(populate_existing=True)
    ).one_or_none()
    if club is None:
        raise EventNotFoundError(ClubCode.UNKNOWN, club=club_id)
    return club


def _current(session: Session, club_id: int, patron_id: int) -> ClubMember | None:
    return session.scalars(
        select(ClubMember).where(
            ClubMember.club_id == club_id, ClubMember.patron_id == patron_id, ClubMember.left_on.is_(None)
        )
    ).one_or_none()


def _checked(
    session: Session,
    club_id: int | None,
    name: str,
    department: str,
    founded_on: date,
    closed_on: date | None,
    topic: str,
    leader: str,
    meets: str,
) -> dict[str, Any]:
    check_club_days(founded_on, closed_on)
    named = clean_text(name, field="name", limit=200, required=True)
    same = session.scalars(select(Club.id).where(Club.name == named)).one_or_none()
    if same is not None and same != club_id:
        raise EventError(ClubCode.NAME_TAKEN, club=named)
    return {
        "name": named,
        "department": department_of(session, department).code,
        "founded_on": founded_on,
        "closed_on": closed_on,
        "topic": clean_text(topic, field="topic", limit=300),
        "leader": clean_text(leader, field="leader", limit=200),
        "meets": clean_text(meets, field="meets", limit=200),
    }


def _note(session: Session, work: Work, action: str, club: Club, **details: Any) -> None:
    audit(session, work, action, subject_type=CLUB, subject_id=club.id, **details)
