"""Sources of files: the ones that come with the program, and what a library decides about its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.importing.errors import ImportCode, ImportInputError, ImportNotFoundError, ImportRefused
from catalog.importing.models import Decision, ImportSource
from catalog.importing.queries import ANY, source
from catalog.importing.rules import ADD, REPLACE, MergeProfile, merge_profile, wrong_patterns
from catalog.incoming import Holdings, wrong_holdings
from catalog.incoming import holdings as holdings_of
from catalog.marc import Profile
from catalog.marc.holdings import DEFAULT_HOLDINGS
from catalog.records.rules.matching import DEFAULT_THRESHOLD
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.errors import clean_text

_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{1,39}")
LEAST, MOST = 1, 200

# code, uz, ru, en, profile, holdings
_DEFAULTS: tuple[tuple[str, str, str, str, str, dict[str, Any]], ...] = (
    ("any", "Boshqa manba", "Другой источник", "Any other source", "", {}),
    ("koha", "Koha", "Koha", "Koha", "", {"use": "952"}),
    ("irbis", "IRBIS64", "ИРБИС64", "IRBIS64", "", {"use": "910"}),
    ("uzmarc", "UZMARC, Milliy kutubxona", "UZMARC, Национальная библиотека", "UZMARC, National Library", "", {}),
    ("rusmarc", "Rossiya kutubxonalari (RUSMARC)", "Библиотеки России (RUSMARC)", "Russian libraries (RUSMARC)",
     "unimarc", {"use": "899"}),
    ("loc", "AQSH Kongress kutubxonasi", "Библиотека Конгресса США", "Library of Congress", "marc21", {}),
    ("dnb", "Germaniya milliy kutubxonasi", "Немецкая национальная библиотека", "German National Library", "marc21", {}),
    ("bnf", "Fransiya milliy kutubxonasi", "Национальная библиотека Франции", "National Library of France",
     "unimarc", {}),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is to be read."""

    charset: str | None
    profile: Profile | None
    holdings: Holdings

    def options(self) -> dict[str, Any]:
        """Return it as `open_incoming` takes it."""
        return {"charset": self.charset, "profile": self.profile, "holdings": self.holdings}


def reading_of(
    session: Session, code: str | None, *, charset: str | None = None, profile: Profile | None = None
) -> Reading:
    """Return how files of a source are read; what is asked for this one goes before what the source says."""
    known = source(session, code) if code != ANY or _installed(session) else source(session, None)
    return Reading(
        charset or known.charset or None,
        profile or (Profile(known.profile) if known.profile else None),
        known.copies,
    )


def _installed(session: Session) -> bool:
    return session.scalars(select(ImportSource.code).where(ImportSource.code == ANY)).first() is not None


def install_defaults(session: Session) -> None:
    """Add the sources that a new library starts with; one that is there stays as it is."""
    if session.scalars(select(ImportSource.code).limit(1)).first() is not None:
        return
    for position, (code, uz, ru, en, profile, holdings) in enumerate(_DEFAULTS):
        session.add(
            ImportSource(
                code=code, name_uz=uz, name_ru=ru, name_en=en, charset="", profile=profile,
                threshold=DEFAULT_THRESHOLD, on_match=Decision.SKIP, merge=MergeProfile().as_json(),
                holdings=holdings, counts_marks=False, position=position, active=True,
            )
        )  # fmt: skip
    session.flush()


def save_source(
    session: Session,
    work: Work,
    *,
    code: str,
    name_uz: str,
    name_ru: str,
    name_en: str,
    charset: str = "",
    profile: str = "",
    threshold: int = DEFAULT_THRESHOLD,
    on_match: Decision = Decision.SKIP,
    merge: Mapping[str, Any] | None = None,
    holdings: Mapping[str, Any] | None = None,
    counts_marks: bool = False,
    position: int | None = None,
    active: bool = True,
    new: bool = False,
) -> None:
    """Write a source, with `new` one whose code is free; a source is never deleted, it becomes inactive."""
    values: dict[str, Any] = {
        "name_uz": clean_text(name_uz, field="name_uz", limit=200, required=True),
        "name_ru": clean_text(name_ru, field="name_ru", limit=200, required=True),
        "name_en": clean_text(name_en, field="name_en", limit=200, required=True),
        "charset": clean_text(charset, field="charset", limit=40),
        "profile": _clean_profile(profile),
        "threshold": _clean_threshold(threshold),
        "on_match": on_match,
        "merge": _clean_merge(merge or {}),
        "holdings": _clean_holdings(holdings or {}),
        "counts_marks": counts_marks,
        "active": active,
    }
    row = _row(session, code, new=new)
    for name, value in values.items():
        setattr(row, name, value)
    row.position = row.position if position is None else position
    session.flush()
    shown = values | {"on_match": on_match.value, "code": code}
    audit(session, work, "import_source_saved", subject_type="import_source", subject_id=None, **shown)


def _row(session: Session, code: str, *, new: bool) -> ImportSource:
    row = session.get(ImportSource, code)
    if new and row is not None:
        raise ImportRefused(ImportCode.SOURCE_TAKEN, source=code)
    if not new and row is None:
        raise ImportNotFoundError(ImportCode.SOURCE_UNKNOWN, source=code[:40])
    if row is None:
        if not _CODE.fullmatch(code):
            raise ImportInputError(ImportCode.SOURCE_CODE, source=code[:40])
        last = max(session.scalars(select(ImportSource.position)), default=0)
        row = ImportSource(code=code, position=last + 1)
        session.add(row)
    return row


def _clean_profile(profile: str) -> str:
    if profile and profile not in {each.value for each in Profile}:
        raise ImportInputError(ImportCode.PROFILE_UNKNOWN, profile=profile[:40])
    return profile


def _clean_threshold(threshold: int) -> int:
    if not LEAST <= threshold <= MOST:
        raise ImportInputError(ImportCode.THRESHOLD_INVALID, least=LEAST, most=MOST)
    return threshold


def _clean_merge(told: Mapping[str, Any]) -> dict[str, Any]:
    profile = merge_profile(told)
    wrong = [*wrong_patterns((*profile.keep, *profile.take))]
    if profile.mode not in (REPLACE, ADD):
        wrong.append(profile.mode)
    if wrong:
        raise ImportInputError(ImportCode.MERGE_INVALID, pattern=wrong[0][:40])
    return profile.as_json()


def _clean_holdings(told: Mapping[str, Any]) -> dict[str, Any]:
    given: Holdings = holdings_of(told)
    wrong = wrong_holdings(given)
    if given.use and given.use not in DEFAULT_HOLDINGS:
        wrong = (given.use, *wrong)
    if wrong:
        raise ImportInputError(ImportCode.HOLDINGS_INVALID, value=wrong[0][:40])
    return given.as_json()
