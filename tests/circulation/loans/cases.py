"""The reader, the copy and the cases by which the table of desk.md §1 is judged."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from circulation.loans.rules import (
    Barrier,
    Copy,
    Hanging,
    Held,
    LateCopy,
    LoanCase,
    OpenLoan,
    Queue,
    Reader,
    SameTitle,
    assess,
)
from circulation.policies.rules import DECISIONS, FIXED, Limit, Policy
from ils.library.calendar import Calendar

DAY = date(2026, 4, 15)  # a Wednesday
SINCE = datetime(2026, 3, 2, 9, tzinfo=UTC)
POLICY = Policy(
    id=7,
    category="",
    item_type="",
    use="",
    department="",
    days=15,
    open_days=False,
    renewals=2,
    limit_total=5,
)
ANVAR = Reader(id=1, name="Anvar Karimov", card="R-1", last_registered_year=2026, category="student")
COPY = Copy(id=11, state="available", state_since=SINCE, department="lending", item_type="book")
OWN_LOAN = OpenLoan(5, ANVAR.id, ANVAR.name, date(2026, 4, 20), 0, POLICY)
NODIRAS_LOAN = OpenLoan(6, 2, "Nodira Saidova", date(2026, 4, 20), 0, POLICY)
SHOWN = Hanging("German books", "Poetry", date(2026, 5, 1), lendable=True)
CHILD = replace(ANVAR, birth_date=date(2014, 4, 16))  # eleven, twelve tomorrow
IN_ROOM = replace(COPY, department="reading_room", use="room")
LATE = Held(
    3,
    2,
    date(2026, 4, 10),
    copies=(LateCopy("INV-1", date(2026, 4, 10)), LateCopy("INV-2", date(2026, 4, 14))),
)
MANUAL = Barrier(1, "manual", "Torn pages", date(2026, 3, 1))
OVERDUE = Barrier(2, "overdue", "Level 30", date(2026, 3, 1), date(2026, 5, 1))
SUSPENDED = Barrier(3, "suspension", "5 days late", date(2026, 4, 10), date(2026, 4, 20))
BOOKS, PUPILS_BOOKS = Limit(21, "", "book", "", 2), Limit(22, "pupil", "book", "", 1)
FOREIGN = Limit(23, "", "", "foreign", 3)
ASIDE = Queue(held_for="Nodira Saidova", held_until=date(2026, 4, 18))
OPEN_DECISIONS = [each for each in DECISIONS if each.code not in FIXED]

CASE = LoanCase(
    scanned_card="R-1",
    scanned_copy="INV-045",
    reader=ANVAR,
    copy=COPY,
    loan=None,
    held=Held(),
    policy=POLICY,
    calendar=Calendar(),
    day=DAY,
)

# number, what is different, code, severity, facts
TABLE: list[tuple[str, dict[str, Any], str, str, dict[str, Any]]] = [
    ("CO-01", {"copy": None, "nearest": ("INV-054",)}, "copy_unknown", "block",
     {"scanned": "INV-045", "nearest": "INV-054"}),
    ("CO-02", {"reader": None}, "reader_unknown", "block", {"scanned": "R-1"}),
    ("CO-03", {"reader": replace(ANVAR, card_lost_on=date(2026, 4, 1))}, "card_lost", "block",
     {"since": date(2026, 4, 1)}),
    ("CO-04", {"reader": replace(ANVAR, last_registered_year=2025)}, "registration_due", "ask",
     {"last_year": 2025, "year": 2026}),
    ("CO-04", {"reader": replace(ANVAR, last_registered_year=None)}, "registration_due", "ask",
     {"last_year": None, "year": 2026}),
    ("CO-05", {"reader": replace(ANVAR, barriers=(SUSPENDED,))}, "reader_suspended", "block",
     {"until": date(2026, 4, 20), "reason": "5 days late"}),
    ("CO-05", {"reader": replace(ANVAR, member_until=date(2026, 4, 14))}, "reader_expired", "block",
     {"until": date(2026, 4, 14)}),
    ("CO-06", {"reader": replace(ANVAR, barriers=(MANUAL,))}, "reader_restricted", "block",
     {"reason": "Torn pages", "since": date(2026, 3, 1), "until": None, "lifts": "manual"}),
    ("CO-06", {"reader": replace(ANVAR, barriers=(OVERDUE,))}, "reader_restricted", "block",
     {"reason": "Level 30", "since": date(2026, 3, 1), "until": date(2026, 5, 1), "lifts": "overdue"}),
    ("CO-07", {"reader": replace(ANVAR, owed=5001), "policy": replace(POLICY, debt_limit=5000)}, "debt_limit", "block",
     {"amount": 5001, "limit": 5000, "policy": 7}),
    ("CO-08", {"held": LATE}, "has_overdue", "ask", {"copies": 2, "days_late": 5, "each": "INV-1 (5), INV-2 (1)"}),
    ("CO-08", {"held": LATE, "policy": replace(POLICY, overdue_blocks=5)}, "has_overdue", "block",
     {"copies": 2, "days_late": 5, "each": "INV-1 (5), INV-2 (1)", "limit": 5, "policy": 7}),
    ("CO-08", {"held": LATE, "policy": replace(POLICY, overdue_blocks=6)}, "has_overdue", "ask",
     {"copies": 2, "days_late": 5, "each": "INV-1 (5), INV-2 (1)"}),
    ("CO-08", {"held": replace(LATE, count=4, late=3)}, "has_overdue", "ask",
     {"copies": 3, "days_late": 5, "each": "INV-1 (5), INV-2 (1), …"}),
    ("CO-09", {"copy": replace(COPY, state="withdrawn", withdrawn_on=date(2026, 2, 1), withdrawn_act="12")},
     "copy_withdrawn", "block", {"act": "12", "day": date(2026, 2, 1)}),
    ("CO-10", {"copy": replace(COPY, state="missing")}, "copy_missing", "ask", {"since": SINCE}),
    ("CO-10", {"copy": replace(COPY, state="lost")}, "copy_missing", "ask", {"since": SINCE}),
    ("CO-11", {"copy": IN_ROOM}, "room_only", "ask", {"location": "reading_room", "use": "room"}),
    ("CO-11", {"copy": IN_ROOM, "asked_use": "overnight"}, "room_only", "ask",
     {"location": "reading_room", "use": "overnight"}),
    ("CO-11", {"copy": IN_ROOM, "asked_use": "overnight", "in_room": True}, "room_only", "ask",
     {"location": "reading_room", "use": "overnight"}),
    ("CO-11", {"copy": IN_ROOM, "asked_use": "home"}, "room_only", "block", {"location": "reading_room", "use": "home"}),
    ("CO-12", {"copy": replace(COPY, hanging=SHOWN)}, "on_exhibition", "ask",
     {"exhibition": "German books", "section": "Poetry", "until": date(2026, 5, 1)}),
    ("CO-12", {"copy": replace(COPY, hanging=replace(SHOWN, lendable=False))}, "on_exhibition", "block",
     {"exhibition": "German books", "section": "Poetry", "until": date(2026, 5, 1)}),
    ("CO-13", {"copy": replace(COPY, state="processing")}, "copy_not_ready", "ask",
     {"state": "processing", "since": SINCE}),
    ("CO-13", {"copy": replace(COPY, state="in_repair")}, "copy_not_ready", "ask",
     {"state": "in_repair", "since": SINCE}),
    ("CO-13", {"copy": replace(COPY, state="in_transit")}, "copy_not_ready", "ask",
     {"state": "in_transit", "since": SINCE}),
    ("CO-13", {"copy": replace(COPY, handed_over=date(2026, 4, 2))}, "copy_not_ready", "ask",
     {"state": "handed_over", "since": date(2026, 4, 2)}),
    ("CO-14", {"loan": OWN_LOAN}, "already_yours", "ask", {"due": date(2026, 4, 20)}),
    ("CO-15", {"loan": NODIRAS_LOAN}, "lent_to_other", "ask",
     {"reader": "Nodira Saidova", "due": date(2026, 4, 20)}),
    ("CO-16", {"held": Held(count=5)}, "limit_total", "block", {"count": 5, "limit": 5, "policy": 7}),
    ("CO-16", {"held": Held(count=0), "policy": replace(POLICY, limit_total=0)}, "limit_total", "block",
     {"count": 0, "limit": 0, "policy": 7}),
    ("CO-17", {"held": Held(count=2, of_type=2), "limits": (BOOKS,)}, "limit_type", "block",
     {"count": 2, "limit": 2, "of": "item_type", "kind": "book", "policy": 21}),
    ("CO-17", {"held": Held(count=3, of_fund=3), "limits": (FOREIGN,), "copy": replace(COPY, fund="foreign")},
     "limit_type", "block", {"count": 3, "limit": 3, "of": "fund", "kind": "foreign", "policy": 23}),
    ("CO-17", {"held": Held(count=1, of_type=1), "limits": (BOOKS, PUPILS_BOOKS),
               "reader": replace(ANVAR, category="pupil")}, "limit_type", "block",
     {"count": 1, "limit": 1, "of": "item_type", "kind": "book", "policy": 22}),
    ("CO-18", {"copy": replace(COPY, state="held"), "queue": ASIDE},
     "held_for_other", "block", {"reader": "Nodira Saidova", "until": date(2026, 4, 18)}),
    ("CO-19", {"queue": Queue(waiting=3, ahead=3, free=2)}, "queue_waiting", "ask", {"waiting": 3, "free": 2}),
    ("CO-20", {"reader": CHILD, "copy": replace(COPY, age_mark=12)}, "age_mark", "ask", {"age": 11, "mark": 12}),
    ("CO-21", {"held": Held(count=1, same_title=SameTitle("INV-7", date(2026, 4, 20)))}, "same_title", "ask",
     {"copy": "INV-7", "due": date(2026, 4, 20)}),
    ("CO-22", {"held": Held(had_before=date(2025, 11, 2))}, "had_before", "tell", {"day": date(2025, 11, 2)}),
    ("CO-23", {"copy": replace(COPY, parts="CD, map")}, "count_parts", "ask", {"parts": "CD, map"}),
    ("CO-24", {"reader": replace(ANVAR, note="Speak up")}, "note", "tell", {"about": "reader", "text": "Speak up"}),
    ("CO-24", {"copy": replace(COPY, note="Brittle")}, "note", "tell", {"about": "copy", "text": "Brittle"}),
    ("CO-24", {"copy": replace(COPY, incomplete="map (Nodira)")}, "note", "tell",
     {"about": "incomplete", "text": "map (Nodira)"}),
    ("CO-25", {"due_by_hand": date(2026, 4, 14)}, "due_date_odd", "ask", {"date": date(2026, 4, 14), "why": "past"}),
    ("CO-25", {"due_by_hand": date(2026, 4, 19)}, "due_date_odd", "ask", {"date": date(2026, 4, 19), "why": "closed"}),
    ("CO-25", {"due_by_hand": date(2026, 7, 1), "reader": replace(ANVAR, member_until=date(2026, 6, 30))},
     "due_date_odd", "ask", {"date": date(2026, 7, 1), "why": "membership"}),
    ("CO-25", {"due_by_hand": date(2026, 7, 1), "policy": replace(POLICY, fixed_due=date(2026, 6, 30))},
     "due_date_odd", "ask", {"date": date(2026, 7, 1), "why": "fixed"}),
    ("CO-26", {"policy": None}, "no_policy", "block", {"category": "student", "item_type": "book", "place": "home"}),
]  # fmt: skip


def of(number: str) -> Any:
    """The rows of one number, as the parameters of its test."""
    rows = [row[1:] for row in TABLE if row[0] == number]
    return pytest.mark.parametrize(("change", "code", "severity", "facts"), rows)


def judged(number: str, change: dict[str, Any], code: str, severity: str, facts: dict[str, Any]) -> None:
    assessment = assess(replace(CASE, **change))
    (reason,) = assessment.reasons
    assert (reason.rule, reason.code, reason.severity, dict(reason.facts)) == (number, code, severity, facts)
    assert assessment.outcome == {"block": "blocked", "ask": "ask", "tell": "allowed"}[severity]
    assert (assessment.due_on is None) == (severity == "block")
    assert reason.policy_id == facts.get("policy")
