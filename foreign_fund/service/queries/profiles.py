"""Interest profiles of readers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from circulation.patrons.models import Patron
from circulation.patrons.rules import full_name
from foreign_fund.service.errors import ProfileCode, ServiceNotFoundError
from foreign_fund.service.models import InterestProfile
from foreign_fund.service.rules.matching import Interests
from ils.text import fold


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """A profile with its reader; `gets`: whether the reader is written to today."""

    id: int
    patron_id: int
    languages: tuple[str, ...]
    branches: tuple[str, ...]
    marks: tuple[str, ...]
    authors: tuple[str, ...]
    types: tuple[str, ...]
    key: str
    made_at: datetime
    made_by: int | None
    changed_at: datetime
    stopped_at: datetime | None
    card_number: str
    name: str
    has_consent: bool
    has_left: bool

    @property
    def gets(self) -> bool:
        """Whether the reader would be sent a bulletin."""
        return self.stopped_at is None and self.has_consent and not self.has_left

    @property
    def interests(self) -> Interests:
        """What is of interest, the authors folded."""
        return Interests(
            self.languages, self.branches, self.marks, tuple(fold(each) for each in self.authors), self.types
        )


def may_be_written_to(day: date) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions on a reader: here, not left, and agreed to the keeping of data."""
    stays = or_(Patron.member_until.is_(None), Patron.member_until >= day)
    return Patron.erased_at.is_(None), Patron.consent_on.is_not(None), stays


_OWN = ProfileRow.__slots__[:12]
_LISTS = frozenset({"languages", "branches", "marks", "authors", "types"})


def _profiles() -> Select[Any]:
    own = (getattr(InterestProfile, name) for name in _OWN)
    named = (Patron.card_number, Patron.surname, Patron.given_name, Patron.patronymic)
    state = (Patron.consent_on, Patron.member_until, Patron.erased_at)
    return select(*own, *named, *state).join(Patron, Patron.id == InterestProfile.patron_id)


def _row(found: Any, day: date) -> ProfileRow:
    *own, card, surname, given, patronymic, consent_on, member_until, erased_at = found
    told: list[Any] = [
        tuple(value) if name in _LISTS else value for name, value in zip(_OWN, own, strict=True)
    ]
    left = erased_at is not None or (member_until is not None and member_until < day)
    called = full_name(surname, given, patronymic)
    made: tuple[Any, ...] = (*told, card, called, consent_on is not None, left)
    return ProfileRow(*made)


def profiles(session: Session, day: date) -> tuple[ProfileRow, ...]:
    """Return all profiles in the order of the readers' names."""
    rows = session.execute(_profiles().order_by(Patron.name_sort, InterestProfile.id))
    return tuple(_row(row, day) for row in rows)


def profile_of(session: Session, patron_id: int, day: date) -> ProfileRow | None:
    """Return a reader's profile, None where there is none."""
    found = session.execute(_profiles().where(InterestProfile.patron_id == patron_id)).one_or_none()
    return _row(found, day) if found else None


def profile_row(session: Session, profile_id: int, day: date) -> ProfileRow:
    """Return one profile; refuse an unknown one."""
    found = session.execute(_profiles().where(InterestProfile.id == profile_id)).one_or_none()
    if found is None:
        raise ServiceNotFoundError(ProfileCode.UNKNOWN)
    return _row(found, day)


def due_profiles(session: Session, day: date, *, after: int, limit: int) -> tuple[ProfileRow, ...]:
    """Return profiles whose readers may be written to, by id, from behind `after`."""
    where = (
        InterestProfile.id > after,
        InterestProfile.stopped_at.is_(None),
        *may_be_written_to(day),
    )
    rows = session.execute(_profiles().where(*where).order_by(InterestProfile.id).limit(limit))
    return tuple(_row(row, day) for row in rows)
