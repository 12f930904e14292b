"""Lending on a database (desk.md §1): what is asked of the reader and of the copy."""

from __future__ import annotations

from datetime import UTC, date, datetime

from pymarc import Field, Indicators, Record, Subfield
from sqlalchemy import select, update

from catalog.items.models import Item, ItemState, Use
from catalog.items.services import place, withdraw
from catalog.marc import to_bytes
from catalog.records.models import Record as Row
from circulation.charges.models import ChargeKind
from circulation.charges.services import charge
from circulation.loans.models import LoanAct
from circulation.loans.rules import Outcome, steps_from_data
from circulation.loans.services import Override
from circulation.patrons.models import Patron
from circulation.patrons.services import restrict
from ils.db import transaction
from tests.circulation.loans.desk import Desk
from tests.circulation.loans.lending import DUE, asked, lend, numbers, set_copy, set_reader


class TestTheReader:
    def test_CO_05_suspended_and_expired(self, shelf: Desk) -> None:
        reader = shelf.session.scalars(select(Patron.id)).one()
        with transaction(shelf.session) as session:
            restrict(
                session,
                shelf.work,
                patron_id=reader,
                kind="suspension",
                reason="5 days late",
                until=date(2026, 4, 20),
            )
        set_reader(shelf, member_until=date(2026, 4, 14))
        found = shelf.refusal(lend, shelf)
        assert {str(each.code) for each in found.reasons} == {"reader_suspended", "reader_expired"}
        shelf.later(days=6)
        set_reader(shelf, member_until=None)
        assert lend(shelf).outcome == "lent"  # served

    def test_CO_06_a_restriction_says_what_lifts_it(self, shelf: Desk) -> None:
        reader = shelf.session.scalars(select(Patron.id)).one()
        with transaction(shelf.session) as session:
            restrict(session, shelf.work, patron_id=reader, kind="manual", reason="Torn pages")
        (reason,) = shelf.refusal(lend, shelf).reasons
        assert (reason.facts["reason"], reason.facts["since"], reason.facts["lifts"]) == (
            "Torn pages", date(2026, 4, 15), "manual",
        )  # fmt: skip

    def test_CO_07_debts_over_the_limit_of_the_row(self, shelf: Desk) -> None:
        reader = shelf.session.scalars(select(Patron.id)).one()
        with transaction(shelf.session) as session:
            charge(session, shelf.work, patron_id=reader, kind=ChargeKind.OTHER, amount=7_000)
        assert asked(shelf).outcome is Outcome.ALLOWED  # no row knows a limit
        shelf.rule(debt_limit=5_000)
        (reason,) = shelf.refusal(lend, shelf).reasons
        assert (reason.rule, reason.facts["amount"], reason.facts["limit"]) == ("CO-07", 7_000, 5_000)
        shelf.rule(debt_limit=7_000)
        assert lend(shelf).outcome == "lent"

    def test_CO_08_every_late_copy_with_its_days_and_the_row_that_stops(self, shelf: Desk) -> None:
        for code in ("INV-2", "INV-3"):
            shelf.copy(code)
            lend(shelf, code=code)
            shelf.later(days=1)
        shelf.later(days=15)
        (reason,) = asked(shelf).reasons
        assert (reason.severity, reason.facts["each"]) == ("ask", "00000002 (2), 00000003 (1)")
        shelf.rule(overdue_blocks=2)
        assert asked(shelf).outcome is Outcome.BLOCKED
        shelf.rule(overdue_blocks=3)
        assert lend(shelf, agree=True).outcome == "lent"

    def test_CO_08_a_copy_given_up_for_lost_is_not_late_any_more(self, shelf: Desk) -> None:
        shelf.copy("INV-2")
        loan_id = lend(shelf, code="INV-2").loan_id
        shelf.later(days=20)
        assert numbers(asked(shelf)) == ["CO-08"]
        shelf.lose(loan_id)
        assert "CO-08" not in numbers(asked(shelf))

    def test_CO_20_only_young_readers_are_asked_and_only_by_the_record_s_own_mark(self, shelf: Desk) -> None:
        record = Record()
        record.add_field(Field("521", Indicators(" ", " "), [Subfield("a", "16+")]))
        with transaction(shelf.session) as session:
            session.execute(update(Row).values(marc=to_bytes(record)))
        assert asked(shelf).reasons == ()  # nobody knows the age
        set_reader(shelf, birth_date=date(2010, 4, 16))
        (reason,) = asked(shelf).reasons
        assert (reason.rule, dict(reason.facts)) == ("CO-20", {"age": 15, "mark": 16})
        shelf.later(days=1)
        assert asked(shelf).reasons == ()


class TestTheCopy:
    def test_CO_11_for_the_room_it_is_lent_till_closing(self, shelf: Desk) -> None:
        set_copy(shelf, department="reading_room")
        (reason,) = shelf.refusal(lend, shelf).reasons
        assert (reason.rule, dict(reason.facts)) == ("CO-11", {"location": "reading_room", "use": "room"})
        lent = lend(shelf, agree=True)
        loan = shelf.loan(lent.loan_id)
        assert (loan.use, loan.due_on, loan.due_minute) == ("room", date(2026, 4, 15), 18 * 60)
        assert [step.code for step in steps_from_data(loan.due_steps)] == ["due_at_closing"]

    def test_CO_11_the_room_s_own_desk_does_not_ask(self, shelf: Desk) -> None:
        set_copy(shelf, department="reading_room")
        shelf.department = "reading_room"
        assert lend(shelf).use == "room"

    def test_CO_11_another_room_s_desk_does_not_ask_either(self, shelf: Desk) -> None:
        set_copy(shelf, use=Use.ROOM)
        assert numbers(asked(shelf)) == ["CO-11"]
        shelf.department = "reading_room"
        assert asked(shelf).reasons == ()

    def test_CO_11_overnight_is_due_at_the_next_opening(self, shelf: Desk) -> None:
        set_copy(shelf, department="reading_room")
        shelf.now = datetime(2026, 4, 18, 10, tzinfo=UTC)  # a Saturday
        lent = lend(shelf, agree=True, use=Use.OVERNIGHT)
        assert (lent.due_on, lent.due_minute, lent.use) == (date(2026, 4, 20), 9 * 60, "overnight")

    def test_CO_11_home_from_the_room_needs_an_override(self, shelf: Desk) -> None:
        set_copy(shelf, department="reading_room")
        assert shelf.refusal(lend, shelf, use=Use.HOME).outcome is Outcome.BLOCKED
        over = Override("For the exam", frozenset({"room_only"}))
        assert lend(shelf, use=Use.HOME, override=over).due_on == DUE

    def test_CO_13_a_copy_on_its_way_is_asked_about_and_arrives_by_being_lent(self, shelf: Desk) -> None:
        set_copy(shelf, state=ItemState.IN_TRANSIT, transit_to="foreign")
        (reason,) = shelf.refusal(lend, shelf).reasons
        assert (reason.rule, reason.facts["state"]) == ("CO-13", "in_transit")
        lent = lend(shelf, agree=True)
        act = shelf.session.get_one(LoanAct, lent.act_id)
        assert (act.before["item_state"], act.before["transit_to"]) == ("in_transit", "foreign")
        assert shelf.problems() == []

    def test_CO_13_a_copy_that_goes_to_another_custodian(self, shelf: Desk) -> None:
        item = shelf.session.scalars(select(Item.id)).one()
        with transaction(shelf.session) as session:
            place(
                session, item_id=item, kind="transfer", ref_id=1, label="Act 7", section="", lendable=True,
                since=shelf.work.day, until=None,
            )  # fmt: skip
        assert [(each.rule, each.facts["state"]) for each in asked(shelf).reasons] == [
            ("CO-13", "handed_over")
        ]

    def test_CO_23_CO_24_parts_and_notes(self, shelf: Desk) -> None:
        set_copy(shelf, parts="CD, map", note="Brittle", incomplete="map: Nodira")
        set_reader(shelf, note="Speak up")
        found = shelf.refusal(lend, shelf)
        assert numbers(found) == ["CO-23", "CO-24", "CO-24", "CO-24"]
        lent = lend(shelf, agree=True)
        assert [each.facts["text"] for each in lent.reasons if each.rule == "CO-24"] == [
            "Speak up", "Brittle", "map: Nodira",
        ]  # fmt: skip

    def test_CO_09_over_the_block_a_written_off_copy_stays_written_off(self, shelf: Desk) -> None:
        item = shelf.session.scalars(select(Item.id)).one()
        with transaction(shelf.session) as session:
            withdraw(session, shelf.work, item_id=item, act="12", day=shelf.work.day)
        lent = lend(shelf, override=Override("Sold later", frozenset({"copy_withdrawn"})))
        assert (lent.outcome, shelf.state(item)) == ("lent", ItemState.WITHDRAWN)
        assert shelf.give_back().outcome == "returned"
        assert shelf.state(item) is ItemState.WITHDRAWN
