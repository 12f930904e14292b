"""Sources of files and what has been decided about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.importing.errors import ImportCode, ImportNotFoundError
from catalog.importing.models import Decision, ImportSource
from catalog.importing.rules import MergeProfile, SourceRule, merge_profile
from catalog.incoming import Holdings, holdings
from catalog.records.rules.matching import DEFAULT_THRESHOLD

ANY = "any"
"""The source of files of which nobody has said where they come from."""


@dataclass(frozen=True, slots=True)
class SourceView:
    """Where files come from; `merge` and `holdings` as they are kept, with their readings beside them."""

    code: str
    name_uz: str
    name_ru: str
    name_en: str
    charset: str
    profile: str
    threshold: int
    on_match: Decision
    merge: dict[str, Any]
    holdings: dict[str, Any]
    counts_marks: bool
    position: int
    active: bool

    def name(self, language: str) -> str:
        """Return the name in a language of the interface."""
        return {"ru": self.name_ru, "en": self.name_en}.get(language, self.name_uz)

    @property
    def merge_profile(self) -> MergeProfile:
        """Which fields an update takes."""
        return merge_profile(self.merge)

    @property
    def copies(self) -> Holdings:
        """How copies stand in the records."""
        return holdings(self.holdings)

    @property
    def rule(self) -> SourceRule:
        """What decides about a row where nobody has."""
        return SourceRule(self.threshold, self.on_match.value, self.merge_profile, self.counts_marks)


_SOURCE = tuple(getattr(ImportSource, name) for name in SourceView.__slots__)
_PLAIN = SourceView("", "", "", "", "", "", DEFAULT_THRESHOLD, Decision.SKIP, {}, {}, False, 0, True)


def sources(session: Session, *, active_only: bool = True) -> tuple[SourceView, ...]:
    """Return the sources in the library's order."""
    query = select(*_SOURCE).order_by(ImportSource.position, ImportSource.code)
    if active_only:
        query = query.where(ImportSource.active.is_(True))
    return tuple(SourceView(*row) for row in session.execute(query))


def source(session: Session, code: str | None) -> SourceView:
    """Return one source, for None what the program itself has decided; refuse an unknown code."""
    if code is None:
        return _PLAIN
    row = session.execute(select(*_SOURCE).where(ImportSource.code == code)).one_or_none()
    if row is None:
        raise ImportNotFoundError(ImportCode.SOURCE_UNKNOWN, source=code)
    return SourceView(*row)
