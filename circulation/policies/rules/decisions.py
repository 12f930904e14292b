"""The numbered decisions of lending: what each is by default, and what a library may make of it (desk.md §1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """What a decision does: stops, waits for the librarian's yes, is only told, or is not made at all."""

    BLOCK = "block"
    ASK = "ask"
    TELL = "tell"
    OFF = "off"


SEVERITIES = tuple(Severity)


@dataclass(frozen=True, slots=True)
class Decision:
    """One line of the table: its number, the code of its outcome, and the default."""

    rule: str
    code: str
    default: Severity


DECISIONS: tuple[Decision, ...] = (
    Decision("CO-01", "copy_unknown", Severity.BLOCK),
    Decision("CO-02", "reader_unknown", Severity.BLOCK),
    Decision("CO-03", "card_lost", Severity.BLOCK),
    Decision("CO-04", "registration_due", Severity.ASK),
    Decision("CO-05", "reader_suspended", Severity.BLOCK),
    Decision("CO-05", "reader_expired", Severity.BLOCK),
    Decision("CO-06", "reader_restricted", Severity.BLOCK),
    Decision("CO-07", "debt_limit", Severity.BLOCK),
    Decision("CO-08", "has_overdue", Severity.ASK),
    Decision("CO-09", "copy_withdrawn", Severity.BLOCK),
    Decision("CO-10", "copy_missing", Severity.ASK),
    Decision("CO-11", "room_only", Severity.ASK),
    Decision("CO-12", "on_exhibition", Severity.ASK),
    Decision("CO-13", "copy_not_ready", Severity.ASK),
    Decision("CO-14", "already_yours", Severity.ASK),
    Decision("CO-15", "lent_to_other", Severity.ASK),
    Decision("CO-16", "limit_total", Severity.BLOCK),
    Decision("CO-17", "limit_type", Severity.BLOCK),
    Decision("CO-18", "held_for_other", Severity.BLOCK),
    Decision("CO-19", "queue_waiting", Severity.ASK),
    Decision("CO-20", "age_mark", Severity.ASK),
    Decision("CO-21", "same_title", Severity.ASK),
    Decision("CO-22", "had_before", Severity.TELL),
    Decision("CO-23", "count_parts", Severity.ASK),
    Decision("CO-24", "note", Severity.TELL),
    Decision("CO-25", "due_date_odd", Severity.ASK),
    Decision("CO-26", "no_policy", Severity.BLOCK),
)

# Without a copy, a reader or a rule there is nothing to lend by: these always stop.
FIXED = frozenset({"copy_unknown", "reader_unknown", "no_policy"})

_BY_CODE: Mapping[str, Decision] = {each.code: each for each in DECISIONS}


def decision_of(code: str) -> Decision | None:
    """Return the line of the table that has this code."""
    return _BY_CODE.get(code)


def may_be(code: str) -> tuple[Severity, ...]:
    """Return what a library may make of a decision; empty for an unknown code."""
    known = decision_of(code)
    if known is None:
        return ()
    return (Severity.BLOCK,) if code in FIXED else SEVERITIES
