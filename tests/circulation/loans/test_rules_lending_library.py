"""Lending where the library decides: the place of use, its own severities, what an override passes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from circulation.loans.errors import LoanCode
from circulation.loans.rules import (
    DEFAULTS,
    Held,
    Outcome,
    Queue,
    SameTitle,
    Severity,
    assess,
    readable,
    shown,
)
from circulation.policies.rules import DECISIONS, FIXED
from tests.circulation.loans.cases import (
    ANVAR,
    CASE,
    CHILD,
    COPY,
    DAY,
    IN_ROOM,
    LATE,
    MANUAL,
    NODIRAS_LOAN,
    OPEN_DECISIONS,
    OWN_LOAN,
    POLICY,
    SHOWN,
    TABLE,
)


class TestThePlaceOfUse:
    """DD-01, DD-07: as asked, else as the copy is used, else by who borrows and from where."""

    @pytest.mark.parametrize(
        ("change", "use"),
        [
            ({}, "home"),
            ({"copy": IN_ROOM}, "room"),
            ({"copy": replace(COPY, use="overnight")}, "overnight"),
            ({"copy": replace(COPY, hanging=SHOWN)}, "exhibition"),
            ({"copy": replace(IN_ROOM, hanging=SHOWN)}, "room"),
            ({"reader": replace(ANVAR, kind="organisation")}, "organisation"),
            ({"reader": replace(ANVAR, kind="organisation"), "copy": IN_ROOM}, "room"),
            ({"asked_use": "overnight"}, "overnight"),
            ({"asked_use": "home", "copy": IN_ROOM}, "home"),
            (
                {"loan": replace(OWN_LOAN, use="overnight"), "asked_use": "home"},
                "overnight",
            ),  # a renewal keeps its own
        ],
    )
    def test_of_a_case(self, change: dict[str, Any], use: str) -> None:
        assert replace(CASE, **change).use == use
        assert assess(replace(CASE, **change)).use == use

    def test_CO_11_a_yes_lends_till_closing_of_the_same_day(self) -> None:
        assessment = assess(replace(CASE, copy=IN_ROOM))
        assert (assessment.due_on, assessment.due_minute, assessment.use) == (DAY, 18 * 60, "room")


class TestWhatTheLibraryDecides:
    """A library makes of each decision: stop, ask, tell, or nothing at all."""

    @pytest.mark.parametrize("chosen", ["block", "ask", "tell", "off"])
    @pytest.mark.parametrize("decision", OPEN_DECISIONS, ids=lambda each: each.code)
    def test_any_decision_can_be_changed(self, decision: Any, chosen: str) -> None:
        change, facts = next((row[1], row[4]) for row in TABLE if row[2] == decision.code)
        found = assess(replace(CASE, **change, severities={decision.code: chosen}))
        if chosen == "off":
            assert found.reasons == ()
            assert found.outcome is Outcome.ALLOWED
        else:
            (reason,) = found.reasons
            assert (reason.severity, dict(reason.facts)) == (chosen, facts)

    @pytest.mark.parametrize("code", sorted(FIXED))
    def test_without_a_copy_a_reader_or_a_row_it_always_stops(self, code: str) -> None:
        change = next(row[1] for row in TABLE if row[2] == code)
        assert assess(replace(CASE, **change, severities={code: "off"})).outcome is Outcome.BLOCKED

    def test_CO_12_an_exhibition_that_lends_nothing_is_not_softened(self) -> None:
        kept = replace(CASE, copy=replace(COPY, hanging=replace(SHOWN, lendable=False)))
        assert assess(replace(kept, severities={"on_exhibition": "tell"})).outcome is Outcome.BLOCKED
        assert assess(replace(kept, severities={"on_exhibition": "off"})).outcome is Outcome.ALLOWED

    def test_CO_08_a_row_that_stops_late_readers_is_not_softened(self) -> None:
        late = replace(CASE, held=LATE, policy=replace(POLICY, overdue_blocks=3))
        assert assess(replace(late, severities={"has_overdue": "tell"})).outcome is Outcome.BLOCKED

    def test_every_code_has_its_default(self) -> None:
        assert set(DEFAULTS) == {LoanCode(each.code) for each in DECISIONS}


class TestOverABlock:
    """A person with the permission passes exactly the blocks that were named."""

    def test_a_named_block_becomes_a_told_one(self) -> None:
        found = assess(replace(CASE, held=Held(count=5)), passing=frozenset({"limit_total"}))
        (reason,) = found.reasons
        assert (reason.severity, reason.overridden, found.outcome) == (Severity.TELL, True, Outcome.ALLOWED)
        assert found.overridden == (reason,)
        assert found.due_on == date(2026, 4, 30)

    def test_a_block_that_was_not_named_still_stops(self) -> None:
        case = replace(CASE, held=Held(count=5), reader=replace(ANVAR, barriers=(MANUAL,)))
        found = assess(case, passing=frozenset({"limit_total"}))
        assert (found.outcome, [each.rule for each in found.blocks]) == (Outcome.BLOCKED, ["CO-06"])

    def test_questions_are_still_asked(self) -> None:
        case = replace(CASE, held=Held(count=5), copy=replace(COPY, parts="CD"))
        found = assess(case, passing=frozenset({"limit_total", "count_parts"}))
        assert (found.outcome, [each.rule for each in found.asks]) == (Outcome.ASK, ["CO-23"])

    @pytest.mark.parametrize("change", [{"copy": None}, {"reader": None}], ids=["CO-01", "CO-02"])
    def test_what_is_unknown_is_never_passed(self, change: dict[str, Any]) -> None:
        every = frozenset(str(each) for each in LoanCode)
        assert assess(replace(CASE, **change), passing=every).outcome is Outcome.BLOCKED

    def test_CO_26_is_passed_only_with_a_date_set_by_hand(self) -> None:
        case, codes = replace(CASE, policy=None), frozenset({"no_policy"})
        assert assess(case, passing=codes).outcome is Outcome.BLOCKED
        dated = assess(replace(case, due_by_hand=date(2026, 4, 30)), passing=codes)
        assert (dated.outcome, dated.due_on) == (Outcome.ALLOWED, date(2026, 4, 30))


def test_nothing_against_it_is_allowed_with_a_due_date() -> None:
    assessment = assess(CASE)
    assert (assessment.outcome, assessment.reasons) == (Outcome.ALLOWED, ())
    assert (assessment.due_on, assessment.patron_id, assessment.item_id) == (date(2026, 4, 30), 1, 11)


def test_all_reasons_are_collected_in_the_order_of_their_numbers() -> None:
    everything = replace(
        CASE,
        reader=replace(ANVAR, card_lost_on=DAY, last_registered_year=2024),
        copy=replace(COPY, state="missing", hanging=SHOWN),
        loan=NODIRAS_LOAN,
        held=Held(9, 1, date(2026, 4, 1), had_before=date(2025, 1, 1)),
        queue=Queue(waiting=1, ahead=1),
    )
    rules = [reason.rule for reason in assess(everything).reasons]
    assert rules == ["CO-03", "CO-04", "CO-08", "CO-10", "CO-12", "CO-15", "CO-16", "CO-19", "CO-22"]


@pytest.mark.parametrize("change", [{"copy": None}, {"reader": None}], ids=["CO-01", "CO-02"])
def test_what_is_unknown_ends_the_assessment_at_once(change: dict[str, Any]) -> None:
    crowded = replace(CASE, held=Held(9, 9, date(2025, 1, 1)), policy=None, **change)
    assert len(assess(crowded).reasons) == 1


class TestARenewalByScan:
    """CO-14: only the loan's own rules and the reader's card stand against it."""

    def test_needs_no_place_within_the_limit(self) -> None:
        assessment = assess(replace(CASE, loan=OWN_LOAN, held=Held(count=5)))
        assert not assessment.has(LoanCode.LIMIT_TOTAL)
        assert assessment.due_on == date(2026, 4, 30)

    def test_goes_by_the_policy_kept_with_the_loan(self) -> None:
        kept = replace(OWN_LOAN, policy=replace(POLICY, days=30))
        assessment = assess(replace(CASE, loan=kept, policy=None))
        assert not assessment.has(LoanCode.NO_POLICY)
        assert assessment.due_on == date(2026, 5, 15)

    def test_is_blocked_where_the_loan_cannot_be_renewed(self) -> None:
        assessment = assess(replace(CASE, loan=replace(OWN_LOAN, renewals=2)))
        assert [reason.rule for reason in assessment.reasons] == ["CO-14", "RN-03"]
        assert assessment.outcome is Outcome.BLOCKED

    def test_asks_for_a_late_copy_once_and_not_twice(self) -> None:
        late = replace(OWN_LOAN, due_on=date(2026, 4, 10))
        assessment = assess(replace(CASE, loan=late, held=Held(1, 1, late.due_on)))
        assert [reason.rule for reason in assessment.reasons] == ["CO-14", "RN-05"]

    def test_does_not_ask_about_an_exhibition_it_was_lent_from(self) -> None:
        case = replace(CASE, loan=OWN_LOAN, copy=replace(COPY, state="on_loan", hanging=SHOWN))
        assert not assess(case).has(LoanCode.ON_EXHIBITION)

    def test_asks_nothing_that_only_a_new_loan_asks(self) -> None:
        copy = replace(IN_ROOM, state="on_loan", parts="CD", note="Brittle", age_mark=18)
        held = Held(9, 0, None, had_before=DAY, same_title=SameTitle("INV-7", DAY))
        case = replace(CASE, loan=OWN_LOAN, copy=copy, held=held, reader=CHILD, due_by_hand=date(2026, 4, 12))
        assert [each.rule for each in assess(case).reasons] == ["CO-14"]

    def test_RN_02_RN_04_is_blocked_by_the_queue_and_by_the_reader_s_own_troubles(self) -> None:
        reader = replace(ANVAR, barriers=(MANUAL,), member_until=date(2026, 4, 14), owed=9)
        loan = replace(OWN_LOAN, policy=replace(POLICY, debt_limit=5))
        found = assess(replace(CASE, loan=loan, reader=reader, queue=Queue(waiting=1, ahead=1)))
        assert [each.rule for each in found.reasons] == ["CO-14", "RN-02", "RN-04", "RN-04", "RN-04"]
        assert {str(each.code) for each in found.blocks} == {
            "others_wait", "reader_restricted", "reader_expired", "debt_limit",
        }  # fmt: skip

    def test_still_asks_to_register_again_in_a_new_year(self) -> None:
        case = replace(CASE, loan=OWN_LOAN, reader=replace(ANVAR, last_registered_year=2025))
        assert assess(case).has(LoanCode.REGISTRATION_DUE)


def test_the_row_of_policy_is_named_by_the_reason_it_caused() -> None:
    (reason,) = assess(replace(CASE, held=Held(count=5))).reasons
    assert (reason.policy_id, reason.severity) == (7, Severity.BLOCK)


@pytest.mark.parametrize(
    ("scan", "fits"),
    [("INV-045", True), ("", False), ("x" * 61, False), ("a\nb", False), ("a\x00", False), ("Инв 5", True)],
    ids=["number", "empty", "a page of text", "a line break", "a zero byte", "Cyrillic"],
)
def test_a_scan_that_cannot_be_a_number(scan: str, fits: bool) -> None:
    assert readable(scan) is fits


def test_a_scan_is_repeated_short_and_clean() -> None:
    assert shown("x" * 10_000) == "x" * 60 + "…"
    assert shown("a\x00b") == "a\N{REPLACEMENT CHARACTER}b"
