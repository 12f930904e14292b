"""Theirs beside ours: what a record of another catalogue says, and which of our records it may be."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from catalog.copying.rules import Question
from catalog.copying.services.asking import Theirs
from catalog.marc import DisplayField, Facts, display_fields, facts
from catalog.records.queries import Brief, brief, search_records
from catalog.records.queries.matching import find_matches
from catalog.records.rules import keys_of
from catalog.records.rules.matching import DEFAULT_THRESHOLD, Reason, described

SHOWN_OURS = 10
WORTH_A_LOOK = 40


@dataclass(frozen=True, slots=True)
class Ours:
    """A record of ours that theirs may be; `same`: an import too would take it for the same."""

    record: Brief
    score: int
    same: bool
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A record of theirs, read, with those of ours that it may be, best first."""

    theirs: Theirs
    facts: Facts
    fields: tuple[DisplayField, ...]
    ours: tuple[Ours, ...]

    @property
    def same(self) -> Ours | None:
        """The record of ours that it is, if we have it."""
        return self.ours[0] if self.ours and self.ours[0].same else None


def hit(session: Session, theirs: Theirs) -> Hit:
    """Read a record of theirs and look for it among ours."""
    said = facts(theirs.marc, theirs.profile)
    return Hit(theirs, said, display_fields(theirs.marc), ours_like(session, said))


def ours_like(session: Session, said: Facts, *, limit: int = 3) -> tuple[Ours, ...]:
    """Return the records of ours that a description may be of, best first."""
    found = find_matches(session, described(said), keys_of(said), limit=limit, lowest=WORTH_A_LOOK)
    shown = brief(session, [each.record_id for each in found if each.record_id is not None])
    return tuple(
        Ours(shown[each.record_id], each.score, each.score >= DEFAULT_THRESHOLD, each.reasons)
        for each in found
        if each.record_id in shown
    )


def ours(session: Session, asked: Question) -> tuple[int, tuple[Brief, ...]]:
    """Return how many of our own records a question finds, and the first of them."""
    found = search_records(session, asked.words, limit=SHOWN_OURS)
    return found.total, found.records
