"""Lending on a database (desk.md §1): limits, titles, queues, dates by hand, overrides, the yes."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, update

from catalog.items.models import Item, ItemState, Use
from catalog.records.models import Record as Row
from circulation.holds.models import Hold, HoldState
from circulation.loans.errors import LoanCode, LoanInputError, LoanRefused
from circulation.loans.models import Loan, LoanAct
from circulation.loans.rules import Outcome, acknowledge, steps_from_data
from circulation.loans.services import Override, check_out
from circulation.patrons.models import Patron, PatronKind
from circulation.policies.models import DeskSeverity, LoanLimit, LoanPolicy
from ils.db import transaction
from ils.errors import InputError
from tests.circulation.loans.desk import Desk
from tests.circulation.loans.lending import (
    DUE,
    EVERY_BLOCK,
    asked,
    lend,
    numbers,
    same_title,
    set_copy,
    set_reader,
    trail,
)


class TestTheLimits:
    def test_CO_17_by_item_type_and_by_fund(self, desk: Desk) -> None:
        desk.reader()
        for number in range(3):
            desk.copy(f"INV-{number}", department="foreign", language="ger", item_type="textbook")
        desk.copy("INV-9")
        with transaction(desk.session) as session:
            session.add(LoanLimit(category="", item_type="textbook", fund="", copies=2))
        for number in range(2):
            lend(desk, code=f"INV-{number}")
        (reason,) = desk.refusal(lend, desk, code="INV-2").reasons
        assert (reason.rule, reason.facts["count"], reason.facts["kind"]) == ("CO-17", 2, "textbook")
        assert lend(desk, code="INV-9").outcome == "lent"  # of another type
        with transaction(desk.session) as session:
            session.execute(update(LoanLimit).values(item_type="", fund="foreign"))
        (reason,) = desk.refusal(lend, desk, code="INV-2").reasons
        assert (reason.facts["of"], reason.facts["kind"], reason.facts["count"]) == ("fund", "foreign", 2)

    def test_CO_17_a_copy_without_a_type_is_of_its_record_s(self, desk: Desk) -> None:
        desk.reader()
        for number in range(2):
            desk.copy(f"INV-{number}")
        with transaction(desk.session) as session:
            session.add(LoanLimit(category="student", item_type="book", fund="", copies=1))
        lend(desk, code="INV-0")
        assert numbers(asked(desk, code="INV-1")) == ["CO-17"]

    def test_CO_16_the_row_for_the_room_has_its_own_limit(self, desk: Desk) -> None:
        desk.reader(category="pupil")
        for number in range(4):
            desk.copy(f"INV-{number}")
        for number in range(3):
            lend(desk, code=f"INV-{number}")
        assert numbers(asked(desk, code="INV-3")) == ["CO-16"]
        set_copy(desk, "INV-3", department="reading_room")
        assert numbers(asked(desk, code="INV-3")) == ["CO-11"]


class TestTheTitle:
    def test_CO_21_and_CO_22(self, shelf: Desk) -> None:
        shelf.copy("INV-2")
        same_title(shelf, "INV-1", "INV-2")
        lend(shelf, code="INV-2")
        (reason,) = asked(shelf).reasons
        assert (reason.rule, dict(reason.facts)) == ("CO-21", {"copy": "00000002", "due": DUE})
        shelf.later(days=3)
        shelf.give_back("INV-2")
        found = asked(shelf)
        assert [(each.rule, dict(each.facts)) for each in found.reasons] == [
            ("CO-22", {"day": date(2026, 4, 18)})
        ]
        assert lend(shelf).outcome == "lent"  # told, and stops nothing

    def test_CO_21_not_for_a_set_of_volumes(self, shelf: Desk) -> None:
        shelf.copy("INV-2")
        same_title(shelf, "INV-1", "INV-2")
        with transaction(shelf.session) as session:
            session.execute(update(Row).values(extent="2 jild"))
        lend(shelf, code="INV-2")
        assert asked(shelf).reasons == ()

    def test_CO_22_what_was_undone_never_happened(self, shelf: Desk) -> None:
        act = lend(shelf).act_id
        shelf.undo(act)
        assert asked(shelf).reasons == ()


class TestTheQueue:
    @pytest.fixture
    def waited(self, shelf: Desk) -> Desk:
        """Nodira waits for the title."""
        shelf.hold(shelf.reader("R-2", given_name="Nodira", surname="Saidova").id)
        return shelf

    def test_CO_19_others_wait_and_no_other_copy_serves_them(self, waited: Desk) -> None:
        (reason,) = waited.refusal(lend, waited).reasons
        assert (reason.rule, dict(reason.facts)) == ("CO-19", {"waiting": 1, "free": 0})
        waited.copy("INV-2")
        same_title(waited, "INV-1", "INV-2")
        assert asked(waited).reasons == ()
        assert lend(waited).outcome == "lent"

    def test_CO_19_who_waits_is_not_asked_and_the_hold_is_fulfilled(self, waited: Desk) -> None:
        lent = lend(waited, card="R-2")
        assert lent.hold_fulfilled
        hold = waited.session.scalars(select(Hold)).one()
        assert (hold.state, hold.loan_id) == (HoldState.FULFILLED, lent.loan_id)
        waited.undo(lent.act_id)
        waited.session.rollback()
        assert waited.session.scalars(select(Hold.state)).one() is HoldState.WAITING

    def test_CO_18_set_aside_for_another(self, waited: Desk) -> None:
        lend(waited, agree=True)
        waited.give_back()  # caught for Nodira
        found = waited.refusal(lend, waited)
        assert numbers(found) == ["CO-18", "CO-22"]
        assert "Saidova" in str(found.reasons[0].facts["reader"])
        lent = lend(waited, card="R-2")
        assert (lent.outcome, lent.hold_fulfilled) == ("lent", True)
        assert waited.problems() == []

    def test_CO_18_over_the_block_the_other_waits_on(self, waited: Desk) -> None:
        lend(waited, agree=True)
        waited.give_back()
        lent = lend(waited, override=Override("The director's guest", frozenset({"held_for_other"})))
        hold = waited.session.scalars(select(Hold)).one()
        assert (hold.state, hold.item_id) == (HoldState.WAITING, None)
        waited.undo(lent.act_id)
        waited.session.rollback()
        assert waited.session.scalars(select(Hold.state)).one() is HoldState.READY
        assert waited.problems() == []

    def test_DD_08_a_queue_shortens_the_loan(self, waited: Desk) -> None:
        waited.rule(queue_longer=0, queue_days=7)
        lent = lend(waited, agree=True)
        assert lent.due_on == date(2026, 4, 22)
        assert lent.due_steps[0].code == "due_queue_shortens"


class TestADateByHand:
    @pytest.mark.parametrize(
        ("due", "why"),
        [(date(2026, 4, 19), "closed"), (date(2026, 4, 10), "past"), (date(2027, 4, 15), "membership")],
    )
    def test_CO_25_an_odd_date_is_asked_about_and_kept(self, shelf: Desk, due: date, why: str) -> None:
        set_reader(shelf, member_until=date(2026, 12, 31))
        found = shelf.refusal(lend, shelf, due_on=due)
        assert [(each.rule, each.facts["why"]) for each in found.reasons] == [("CO-25", why)]
        lent = lend(shelf, agree=True, due_on=due)
        loan = shelf.loan(lent.loan_id)
        assert (loan.due_on, steps_from_data(loan.due_steps)[0].code) == (due, "due_by_hand")
        assert loan.lent_on == min(due, date(2026, 4, 15))

    def test_CO_25_a_good_date_is_not(self, shelf: Desk) -> None:
        assert lend(shelf, due_on=date(2026, 6, 1)).due_on == date(2026, 6, 1)

    @pytest.mark.parametrize("due", [date(1, 1, 1), date(2024, 4, 15), date(9999, 1, 1)])
    def test_CO_25_a_slip_of_the_keys_is_refused(self, shelf: Desk, due: date) -> None:
        with pytest.raises(LoanInputError) as refused:
            lend(shelf, due_on=due)
        assert refused.value.code is LoanCode.DUE_IMPOSSIBLE


class TestOverABlock:
    def test_the_reason_and_the_codes_are_on_the_trail(self, shelf: Desk) -> None:
        shelf.rule(limit_total=0)
        over = Override("  A guest of the rector  ", frozenset({"limit_total"}))
        lent = lend(shelf, override=over)
        assert [each.overridden for each in lent.reasons] == [True]
        (entry,) = trail(shelf, "loan_overridden")
        assert (entry["codes"], entry["rules"], entry["reason"]) == (
            ["limit_total"],
            ["CO-16"],
            "A guest of the rector",
        )

    def test_only_what_is_named_is_passed(self, shelf: Desk) -> None:
        shelf.rule(limit_total=0)
        set_reader(shelf, member_until=date(2026, 4, 1))
        over = Override("Why not", frozenset({"limit_total"}))
        assert [each.rule for each in shelf.refusal(lend, shelf, override=over).blocks] == ["CO-05"]
        assert trail(shelf, "loan_overridden") == []

    @pytest.mark.parametrize("reason", ["", "   "])
    def test_without_a_written_reason_it_is_none(self, shelf: Desk, reason: str) -> None:
        shelf.rule(limit_total=0)
        with pytest.raises(InputError):
            lend(shelf, override=Override(reason, EVERY_BLOCK))

    @pytest.mark.parametrize(("how", "rule"), [({"code": "INV-9"}, "CO-01"), ({"card": "R-9"}, "CO-02")])
    def test_CO_01_CO_02_are_never_passed(self, shelf: Desk, how: dict[str, str], rule: str) -> None:
        found = shelf.refusal(lend, shelf, override=Override("All of it", EVERY_BLOCK), **how)
        assert numbers(found) == [rule]

    def test_questions_still_wait_for_a_yes(self, shelf: Desk) -> None:
        shelf.rule(limit_total=0)
        set_copy(shelf, parts="CD")
        over = Override("A guest", EVERY_BLOCK)
        assert [each.rule for each in shelf.refusal(lend, shelf, override=over).asks] == ["CO-23"]
        assert lend(shelf, agree=True, override=over).outcome == "lent"

    def test_CO_26_with_a_date_by_hand_and_it_can_be_returned(self, shelf: Desk) -> None:
        with transaction(shelf.session) as session:
            session.execute(LoanPolicy.__table__.delete())
        over = Override("No table yet", frozenset({"no_policy"}))
        assert shelf.refusal(lend, shelf, override=over).outcome is Outcome.BLOCKED
        lend(shelf, override=over, due_on=DUE)
        shelf.later(days=1)
        assert "RN-03" in numbers(shelf.refusal(shelf.renew, code="INV-1"))
        assert shelf.give_back().outcome == "returned"


class TestWhatTheLibraryDecides:
    def set_to(self, desk: Desk, code: str, severity: str) -> None:
        with transaction(desk.session) as session:
            session.merge(DeskSeverity(code=code, severity=severity))

    def test_CO_16_as_a_question(self, shelf: Desk) -> None:
        shelf.rule(limit_total=0)
        self.set_to(shelf, "limit_total", "ask")
        assert shelf.refusal(lend, shelf).outcome is Outcome.ASK
        assert lend(shelf, agree=True).outcome == "lent"

    def test_CO_15_told_takes_the_copy_back_without_a_question(self, shelf: Desk) -> None:
        shelf.reader("R-2", given_name="Nodira", surname="Saidova")
        lend(shelf, card="R-2")
        self.set_to(shelf, "lent_to_other", "tell")
        assert "Saidova" in lend(shelf).taken_back_from
        assert shelf.problems() == []

    def test_CO_04_switched_off_registers_nobody(self, shelf: Desk) -> None:
        self.set_to(shelf, "registration_due", "off")
        shelf.now = datetime(2027, 1, 5, 7, tzinfo=UTC)
        assert lend(shelf).running_number is None

    def test_CO_04_told_registers_by_the_first_service_of_the_year(self, shelf: Desk) -> None:
        self.set_to(shelf, "registration_due", "tell")
        shelf.now = datetime(2027, 1, 5, 7, tzinfo=UTC)
        assert lend(shelf).running_number == 1


class TestOrganisations:
    def test_a_loan_to_an_organisation_never_outlasts_its_contract(self, shelf: Desk) -> None:
        set_reader(
            shelf, kind=PatronKind.ORGANISATION, category="organisation", member_until=date(2026, 5, 3)
        )  # a Sunday
        lent = lend(shelf)
        assert (lent.use, lent.due_on) == ("organisation", date(2026, 5, 2))
        assert [step.code for step in lent.due_steps][-1] == "due_moved_back"
        shelf.later(days=20)
        shelf.copy("INV-2")
        assert numbers(asked(shelf, code="INV-2")) == ["CO-05", "CO-08"]


class TestTheYes:
    def test_a_new_late_copy_brings_the_question_back(self, shelf: Desk) -> None:
        """What was shown is bound with its values: one more day late is another question."""
        shelf.copy("INV-2")
        lend(shelf, code="INV-2")
        shelf.now = datetime(2026, 5, 1, 18, 58, tzinfo=UTC)  # two minutes to midnight in Tashkent
        yes = acknowledge(asked(shelf), at=shelf.now)
        shelf.later(minutes=4)
        found = shelf.refusal(shelf.lend, yes=yes)
        assert numbers(found) == ["CO-08"]

    def test_a_longer_queue_brings_the_question_back(self, shelf: Desk) -> None:
        shelf.hold(shelf.reader("R-2").id)
        yes = acknowledge(asked(shelf), at=shelf.now)
        shelf.hold(shelf.reader("R-3").id)
        assert shelf.refusal(shelf.lend, yes=yes).asks[0].facts["waiting"] == 2

    def test_a_yes_does_not_cover_another_place_of_use(self, shelf: Desk) -> None:
        set_copy(shelf, department="reading_room")
        yes = acknowledge(asked(shelf), at=shelf.now)
        with pytest.raises(LoanRefused), transaction(shelf.session) as session:
            check_out(session, shelf.work, card="R-1", code="INV-1", acknowledged=yes, use=Use.OVERNIGHT)


def test_the_reader_may_be_named_by_id(shelf: Desk) -> None:
    reader = shelf.session.scalars(select(Patron.id)).one()
    assert lend(shelf, card=None, patron_id=reader).outcome == "lent"


def test_the_act_keeps_what_was_before_it(shelf: Desk) -> None:
    shelf.reader("R-2", given_name="Nodira")
    first = lend(shelf, card="R-2")
    second = lend(shelf, agree=True)
    shelf.session.rollback()
    acts = {act.id: act for act in shelf.session.scalars(select(LoanAct))}
    assert acts[first.act_id or 0].before == {
        "item_state": "available", "transit_to": "", "hold": None, "other_act": None, "loss": None,
        "visit_id": acts[first.act_id or 0].before["visit_id"],
    }  # fmt: skip
    other = acts[second.act_id or 0].before["other_act"]
    assert (acts[other].kind, acts[other].loan_id) == ("return", first.loan_id)


def test_a_reader_with_four_hundred_loans_costs_no_more_questions(desk: Desk, statements: list[str]) -> None:
    """One copy more, one more title with many copies and many who wait: the number of statements is the same."""
    desk.reader()
    desk.copy("INV-1")
    desk.rule(limit_total=9999)
    lend(desk)
    desk.give_back()
    statements.clear()
    lend(desk)
    ordinary = len(statements)
    crowd(desk)
    desk.copy("INV-5")
    lend(desk, card="R-400", code="INV-5")  # the visit of the day is counted
    statements.clear()
    lend(desk, card="R-400", code="T-0")
    assert len(statements) == ordinary


def crowd(desk: Desk) -> None:
    """R-400 has 400 loans; the title of T-0 has 300 copies and 100 who wait, all of whom other copies serve."""
    reader = desk.reader("R-400")
    first = desk.copy("T-0")
    with transaction(desk.session) as session:
        record = session.scalars(select(Item.record_id).where(Item.id == first)).one()
        other = session.scalars(select(Item.record_id).where(Item.inventory_number == "INV-1")).one()
        common = {
            "department": "lending", "call_number": "", "state_since": desk.now, "created_at": desk.now,
        }  # fmt: skip
        session.add_all(
            Item(record_id=record, inventory_number=f"T-{n}", state=ItemState.AVAILABLE, **common)
            for n in range(1, 300)
        )
        lent = [
            Item(record_id=other, inventory_number=f"L-{n}", state=ItemState.ON_LOAN, **common)
            for n in range(400)
        ]
        session.add_all(lent)
        session.flush()
        session.add_all(
            Loan(
                item_id=item.id, patron_id=reader.id, department="lending", lent_at=desk.now, lent_on=desk.work.day,
                due_on=DUE, policy={}, due_steps=[], use="home",
            )
            for item in lent
        )  # fmt: skip
    for number in range(100):
        waiting = desk.reader(f"W-{number}", register=False)
        with transaction(desk.session) as session:
            session.add(
                Hold(
                    record_id=record, patron_id=waiting.id, department="lending", state=HoldState.WAITING,
                    placed_at=desk.now, placed_on=desk.work.day, channel="desk",
                )
            )  # fmt: skip
