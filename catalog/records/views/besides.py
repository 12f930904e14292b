"""What stands beside a record while it is typed: others at it, the same record in the catalogue, findings, proposals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from catalog.marc import Facts, facts
from catalog.marc.editing import record_of
from catalog.marc.rows import Row, Rows
from catalog.marc.validating import findings
from catalog.records.forms import form_of
from catalog.records.models import Severity
from catalog.records.queries import (
    Brief,
    DraftView,
    Editing,
    FindingView,
    author_mark,
    author_mark_tables,
    brief,
    others_editing,
    record_level,
    record_view,
    search_records,
    severities,
)
from catalog.records.queries.matching import find_matches
from catalog.records.queries.mending import ORDER
from catalog.records.rules import branch_of, keys_of
from catalog.records.rules.authormarks import heading_for_mark
from catalog.records.rules.forms import rest
from catalog.records.rules.matching import (
    DEFAULT_THRESHOLD,
    MENTIONED,
    ScoredMatch,
    compare,
    described,
    ranked,
    score_of,
    traits,
)
from catalog.records.views.door import staff_id
from ils import clock

WORTH_A_LOOK = 20
"""A shared ISBN is told even where the title, half typed, does not agree yet."""
MOST = 5
SHORTEST = 4
"""Letters of a title that are worth a search."""


@dataclass(frozen=True, slots=True)
class Match:
    """A record of the catalogue that may be the one being typed."""

    record: Brief
    score: int
    same: bool
    reasons: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A proposed author mark and the table it is from."""

    table: str
    mark: str


@dataclass(frozen=True, slots=True)
class Besides:
    """All of it. `changed_since`: the record has a newer version than the draft was begun from."""

    others: tuple[Editing, ...]
    changed_since: bool
    matches: tuple[Match, ...]
    findings: tuple[FindingView, ...]
    marks: tuple[Mark, ...]
    branch: str
    rest: tuple[Row, ...]


def besides(session: Session, draft: DraftView, rows: Rows, *, by_form: bool) -> Besides:
    """Look at what is typed so far."""
    marc = record_of(rows)
    said = facts(marc, draft.profile)
    form = form_of(draft.form, draft.profile) if by_form else None
    return Besides(
        others=others_editing(session, draft.record_id, staff_id(), clock.now()) if draft.record_id else (),
        changed_since=draft.record_id is not None and draft.current_version > draft.base_version,
        matches=_matches(session, said, draft.record_id),
        findings=_findings(session, marc, draft),
        marks=_marks(session, said),
        branch=branch_of(said.class_marks),
        rest=rest(rows, form) if form else (),
    )


def _matches(session: Session, said: Facts, record_id: int | None) -> tuple[Match, ...]:
    mine = [record_id] if record_id is not None else []
    keys = keys_of(said)
    by_key = find_matches(session, described(said, keys), keys, besides=mine, lowest=WORTH_A_LOOK)
    known = {match.record_id for match in by_key}
    by_words = [match for match in _alike(session, said) if match.record_id not in {*known, *mine}]
    found = ranked([*by_key, *by_words], MOST)
    shown = brief(session, [match.record_id for match in found if match.record_id is not None])
    return tuple(
        Match(shown[match.record_id], match.score, match.score >= DEFAULT_THRESHOLD, match.reasons)
        for match in found
        if match.record_id in shown
    )


def _alike(session: Session, said: Facts) -> Iterator[ScoredMatch]:
    """Find by title and author: what is half typed has no number and no fingerprint yet to be known by."""
    title, author = said.title.partition(" : ")[0], said.author.partition(",")[0]
    if len(title) < SHORTEST or not (author or said.year):
        return
    typed = traits(described(said))
    for each in search_records(session, f"{title} {author}", limit=MOST).records:
        reasons = compare(typed, traits(described(record_view(session, each.id).facts)))
        if score_of(reasons) >= MENTIONED:
            yield ScoredMatch(score_of(reasons), reasons, record_id=each.id)


def _findings(session: Session, marc: Any, draft: DraftView) -> tuple[FindingView, ...]:
    weights = severities(session)
    found = [
        FindingView(str(each.code), each.tag, dict(each.detail), weights[str(each.code)])
        for each in findings(marc, draft.profile, level=record_level(session))
    ]
    shown = [each for each in found if each.severity is not Severity.OFF]
    return tuple(sorted(shown, key=lambda each: ORDER.index(each.severity)))


def _marks(session: Session, said: Facts) -> tuple[Mark, ...]:
    heading, is_name = heading_for_mark(said)
    if not heading:
        return ()
    proposed = (
        Mark(name, author_mark(session, heading, name, prefixes=is_name))
        for name, _lines in author_mark_tables(session)
    )
    return tuple(each for each in proposed if each.mark)
