"""The librarian's yes: to this reader, this copy, these codes and the values that were on the screen."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from circulation.loans.rules.outcome import Assessment, Reason, plain

LIVES = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """A yes given at an instant; `shown` are the fingerprints of the questions that were on the screen."""

    patron_id: int | None
    item_id: int | None
    shown: frozenset[str]
    given_at: datetime


def fingerprint(reason: Reason) -> str:
    """Return a short name of a question together with every value that it showed."""
    text = json.dumps(
        [reason.rule, str(reason.code), plain(reason.facts)], sort_keys=True, ensure_ascii=False
    )
    return f"{reason.code}:{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def acknowledge(assessment: Assessment, *, at: datetime) -> Acknowledgement:
    """Return the yes to everything that the assessment asks."""
    shown = frozenset(fingerprint(each) for each in assessment.asks)
    return Acknowledgement(assessment.patron_id, assessment.item_id, shown, at)


def unanswered(assessment: Assessment, given: Acknowledgement | None, *, at: datetime) -> tuple[Reason, ...]:
    """Return the questions that the yes does not cover: new ones, changed values, another pair, too old."""
    fits = (
        given is not None
        and (given.patron_id, given.item_id) == (assessment.patron_id, assessment.item_id)
        and timedelta() <= at - given.given_at <= LIVES
    )
    shown = given.shown if given and fits else frozenset()
    return tuple(each for each in assessment.asks if fingerprint(each) not in shown)


def to_text(given: Acknowledgement) -> str:
    """Return the yes as one line of text that a form can carry."""
    return json.dumps([given.patron_id, given.item_id, sorted(given.shown), given.given_at.isoformat()])


def from_text(text: str | None) -> Acknowledgement | None:
    """Return the yes that a form carried; None where there is none or it cannot be read."""
    try:
        patron_id, item_id, shown, at = json.loads(text or "")
        given_at = datetime.fromisoformat(at)
        given = Acknowledgement(patron_id, item_id, frozenset(map(str, shown)), given_at)
    except (ValueError, TypeError, RecursionError):
        return None
    return given if given_at.tzinfo else None
