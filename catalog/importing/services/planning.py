"""What will become of a chunk of candidates: the one way of deciding, for the preview, the trial and the acceptance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from catalog.importing.errors import RowCode
from catalog.importing.queries import imported_bytes, living_ids
from catalog.importing.rules import Fate, SourceRule, fate
from catalog.incoming import Candidate, finding
from catalog.records.queries.matching import known_pool
from catalog.records.rules.matching import POINTS, Pool, Reason, Rule, ScoredMatch, ranked, scored

REMEMBERED = 60_000
"""Records of one file kept for its preview, some 60 MB; in a larger file the rest is recognised when accepted."""
SHOWN = 5
"""Matches kept with a row."""


@dataclass(slots=True)
class Seen:
    """What has been met in this file, or in a chunk of it, and will be a record of its own."""

    pool: Pool = field(default_factory=Pool)

    def add(self, candidate: Candidate) -> None:
        """Remember a record that will be new."""
        if len(self.pool.described) < REMEMBERED:
            self.pool.add(candidate.position, candidate.telling, candidate.traits)


@dataclass(slots=True)
class Planned:
    """A candidate, what it resembles, and what becomes of it (`fate` None: it cannot be read).

    `match` is the one that counts: the best, or the one that a person chose.
    """

    candidate: Candidate
    matches: tuple[ScoredMatch, ...] = ()
    fate: Fate | None = None
    match: ScoredMatch | None = None

    @property
    def told(self) -> dict[str, Any] | None:
        """The matches as a row keeps them."""
        best = self.match or (self.matches[0] if self.matches else None)
        if best is None:
            return None
        others = [_told(each) for each in self.matches if each is not best]
        chosen = {"chosen": True} if self.candidate.chosen else {}
        return _told(best) | {"others": others[: SHOWN - 1]} | chosen

    @property
    def score(self) -> int:
        """The score of the match that a row shows first."""
        told = self.match or (self.matches[0] if self.matches else None)
        return told.score if told else 0


def _told(match: ScoredMatch) -> dict[str, Any]:
    """Written out by hand: `asdict` takes a tenth of an import for it."""
    return {
        "score": match.score,
        "record_id": match.record_id,
        "position": match.position,
        "reasons": [
            {"rule": str(each.rule), "points": each.points, "value": each.value} for each in match.reasons
        ],
    }


@dataclass(frozen=True, slots=True)
class _Known:
    """What the catalogue knows of a chunk."""

    pool: Pool
    identical: Mapping[str, int]
    living: Mapping[int, int]


def plan(session: Session, chunk: Sequence[Candidate], *, rule: SourceRule, seen: Seen) -> list[Planned]:
    """Decide a chunk in its order; `seen` learns of those that will be new. Three queries, nothing written."""
    known = _known(session, chunk)
    return [_plan_one(candidate, known, rule, seen) for candidate in chunk]


def _known(session: Session, chunk: Sequence[Candidate]) -> _Known:
    readable = [each for each in chunk if each.readable]
    chosen = {each.chosen[0] for each in readable if each.chosen and each.chosen[0]}
    return _Known(
        known_pool(session, (key for each in readable for key in each.telling)),
        imported_bytes(session, {each.digest for each in readable}),
        living_ids(session, {record_id for record_id in chosen if record_id}) if chosen else {},
    )


def _plan_one(candidate: Candidate, known: _Known, rule: SourceRule, seen: Seen) -> Planned:
    if not candidate.readable:
        return Planned(candidate)
    matches = ranked(list(_matches(candidate, known, seen)), SHOWN)
    match = _chosen(candidate, matches, known) if candidate.chosen else None
    if candidate.chosen and match is None:
        candidate.findings.append(finding(RowCode.TARGET_GONE))
        candidate.chosen = candidate.decision = None
    match = match or (matches[0] if matches else None)
    becomes = fate(_fate(candidate), match.score if match else 0, rule)
    if becomes == "new":
        seen.add(candidate)
    return Planned(candidate, matches, becomes, match if becomes != "new" else None)


def _fate(candidate: Candidate) -> Fate | None:
    names: dict[str | None, Fate] = {"new": "new", "update": "update", "skip": "skip"}
    return names.get(candidate.decision)


def _matches(candidate: Candidate, known: _Known, seen: Seen) -> Iterator[ScoredMatch]:
    same = known.identical.get(candidate.digest)
    if same is not None:
        yield ScoredMatch(
            POINTS[Rule.IDENTICAL], (Reason(Rule.IDENTICAL, POINTS[Rule.IDENTICAL]),), record_id=same
        )
    besides = () if same is None else (same,)
    for score, record_id, reasons in scored(candidate.traits, candidate.telling, known.pool, besides=besides):
        yield ScoredMatch(score, reasons, record_id=record_id)
    for score, position, reasons in scored(candidate.traits, candidate.telling, seen.pool):
        if position < candidate.position:
            yield ScoredMatch(score, reasons, position=position)


def _chosen(candidate: Candidate, matches: Sequence[ScoredMatch], known: _Known) -> ScoredMatch | None:
    """Return the match that a person chose, with its reasons if it still is one."""
    record_id, position = candidate.chosen or (None, None)
    if record_id is not None:
        record_id = known.living.get(record_id)
        if record_id is None:
            return None
    for each in matches:
        if (each.record_id, each.position) == (record_id, position):
            return each
    return ScoredMatch(1, (), record_id, position)
