"""Interest profiles made and stopped, by the reader or by the staff."""

from __future__ import annotations

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.patrons.models import Patron
from foreign_fund.service.errors import ProfileCode, ServiceError, ServiceInputError, ServiceNotFoundError
from foreign_fund.service.models import InterestProfile
from foreign_fund.service.rules.matching import Interests
from foreign_fund.service.rules.stopping import is_signed, new_key
from ils.accounts.audit import audit
from ils.activity.work import Work

SUBJECT = "interest_profile"
_LANGUAGE = re.compile(r"[a-z]{3}")


def save_profile(session: Session, work: Work, *, patron_id: int, wanted: Interests) -> InterestProfile:
    """Keep what a reader wants to be told of, and begin to tell; refused without consent to the keeping of data."""
    if not wanted:
        raise ServiceInputError(ProfileCode.EMPTY)
    if wrong := [code for code in wanted.languages if not _LANGUAGE.fullmatch(code)]:
        raise ServiceInputError(ProfileCode.LANGUAGE_UNKNOWN, language=wrong[0][:20])
    _require_reader(session, work, patron_id)
    row = _of(session, patron_id)
    if row is None:
        row = InterestProfile(
            patron_id=patron_id, made_at=work.now, made_by=work.actor_id, key=new_key(), stopped_at=None
        )
        session.add(row)
    elif row.stopped_at is not None:
        row.key, row.stopped_at = new_key(), None
    for name in Interests.__slots__:
        setattr(row, name, list(getattr(wanted, name)))
    row.changed_at = work.now
    session.flush()
    _note(session, work, "profile_saved", row)
    return row


def stop_profile(session: Session, work: Work, *, patron_id: int) -> None:
    """Tell the reader nothing more; what was of interest stays, so that it can begin again."""
    row = _of(session, patron_id)
    if row is None:
        raise ServiceNotFoundError(ProfileCode.UNKNOWN)
    _stop(session, work, row, "profile_stopped")


def stop_by_link(session: Session, work: Work, *, profile_id: int, given: str) -> None:
    """Stop by the signed link of a message; the same link once more changes nothing."""
    row = signed_profile(session, profile_id, given)
    _stop(session, work, row, "profile_stopped_by_link")


def signed_profile(session: Session, profile_id: int, given: str) -> InterestProfile:
    """Return the profile that a link names; an unknown one and a wrong signature are told in the same words."""
    asked = select(InterestProfile).where(InterestProfile.id == profile_id).with_for_update()
    row = session.scalars(asked.execution_options(populate_existing=True)).one_or_none()
    if row is None or not is_signed(row.key, row.id, given):
        raise ServiceNotFoundError(ProfileCode.LINK_WRONG)
    return row


def _stop(session: Session, work: Work, row: InterestProfile, action: str) -> None:
    if row.stopped_at is None:
        row.stopped_at = work.now
        session.flush()
        _note(session, work, action, row)


def _of(session: Session, patron_id: int) -> InterestProfile | None:
    asked = select(InterestProfile).where(InterestProfile.patron_id == patron_id).with_for_update()
    return session.scalars(asked.execution_options(populate_existing=True)).one_or_none()


def _require_reader(session: Session, work: Work, patron_id: int) -> None:
    """Hold the reader's row: two savings of a first profile pass one by one."""
    asked = select(Patron).where(Patron.id == patron_id).with_for_update()
    patron = session.scalars(asked.execution_options(populate_existing=True)).one_or_none()
    if patron is None or patron.erased_at is not None:
        raise ServiceNotFoundError(ProfileCode.GONE)
    if patron.member_until is not None and patron.member_until < work.day:
        raise ServiceError(ProfileCode.GONE)
    if patron.consent_on is None:
        raise ServiceError(ProfileCode.NO_CONSENT)


def _note(session: Session, work: Work, action: str, row: InterestProfile) -> None:
    audit(session, work, action, subject_type=SUBJECT, subject_id=row.id)
