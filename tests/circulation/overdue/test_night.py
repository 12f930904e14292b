"""Nights of the ladder against the database: OV-01 to OV-06."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from circulation.charges.models import ChargeKind
from circulation.charges.queries import charges_of_loan, owed
from circulation.loans import measures as loans_measures
from circulation.loans.models import Loan, Loss
from circulation.overdue import measures
from circulation.overdue.models import OverdueLevel, OverdueRun
from circulation.overdue.queries import EventKind
from circulation.overdue.services import install_defaults
from circulation.patrons.models import RestrictionKind
from circulation.patrons.queries import find_patron, open_restrictions
from ils.activity.kinds import Kind
from ils.activity.measures import net_amount, totals_are_sums
from ils.db import transaction
from ils.outbox import measures as outbox_measures
from ils.outbox.errors import DeliveryCode
from ils.outbox.models import MessageState
from tests.circulation.overdue.conftest import DUE
from tests.circulation.overdue.night import Nights

PROOFS = (totals_are_sums, *measures.CHECKS, *outbox_measures.CHECKS, *loans_measures.CHECKS)


def late(days: int) -> date:
    return DUE + timedelta(days=days)


def restricted(nights: Nights) -> list[RestrictionKind]:
    nights.session.rollback()
    anvar = find_patron(nights.session, "R-1")
    assert anvar is not None
    return [each.kind for each in open_restrictions(nights.session, anvar.id, nights.day)]


def assert_all_proofs_hold(nights: Nights) -> None:
    nights.session.rollback()
    assert [problem for check in PROOFS for problem in check(nights.session)] == []


def test_OV_01_the_ladder_of_a_new_library(nights: Nights) -> None:
    rows = nights.session.scalars(select(OverdueLevel).order_by(OverdueLevel.days)).all()
    assert [(row.days, row.restricts, row.marks_lost) for row in rows] == [
        (-3, False, False), (0, False, False), (1, False, False), (7, False, False), (30, True, False), (90, True, True),
    ]  # fmt: skip
    with transaction(nights.session) as session:
        install_defaults(session)
    assert len(nights.session.scalars(select(OverdueLevel.id)).all()) == 6


def test_OV_01_a_loan_goes_up_the_whole_ladder_night_by_night(nights: Nights, loan: int) -> None:
    nights.pass_through(late(-5), late(120))
    assert nights.notices(loan) == [(loan, days, True) for days in (-3, 0, 1, 7, 30, 90)]
    assert [view.facts["template"] for view in nights.messages()] == [
        "overdue_before", "overdue_today", "overdue_1", "overdue_7", "overdue_30", "overdue_90",
    ]  # fmt: skip
    assert [view.day for view in nights.messages()] == [late(days) for days in (-3, 0, 1, 7, 30, 90)]
    assert_all_proofs_hold(nights)


def test_OV_01_levels_restrict_charge_and_give_up_for_lost(nights: Nights, loan: int) -> None:
    nights.level(7, charge=5000)
    nights.to(late(7))
    nights.run()
    assert restricted(nights) == []
    assert [(row.kind, row.amount) for row in charges_of_loan(nights.session, loan)] == [
        (ChargeKind.OVERDUE, 5000)
    ]
    nights.to(late(30))
    nights.run()
    assert restricted(nights) == [RestrictionKind.OVERDUE]
    nights.to(late(90))
    nights.run()
    assert nights.desk.loan(loan).lost_on == late(90)
    assert nights.session.scalars(select(Loss.loan_id)).all() == [loan]
    assert RestrictionKind.LOSS in restricted(nights)
    nights.to(late(200))
    assert nights.run().messages == 0
    assert_all_proofs_hold(nights)


def test_OV_01_a_returned_copy_ends_the_restriction(nights: Nights, loan: int) -> None:
    nights.to(late(30))
    nights.run()
    nights.desk.give_back("00000001")
    assert restricted(nights) == []


def test_OV_01_a_renewed_loan_begins_the_ladder_anew(nights: Nights, loan: int) -> None:
    nights.to(late(-3))
    nights.run()
    due = nights.desk.renew(loan_id=loan).due_on
    nights.to(due - timedelta(days=3))
    nights.run()
    assert nights.notices(loan) == [(loan, -3, True), (loan, -3, True)]


def test_OV_01_a_restriction_without_ground_is_lifted(nights: Nights, loan: int) -> None:
    nights.to(late(30))
    nights.run()
    with transaction(nights.session) as session:
        session.execute(update(Loan).where(Loan.id == loan).values(due_on=late(60)))  # a late closure (DD-10)
    assert nights.run().lifted == 1
    assert restricted(nights) == []


def test_OV_02_two_runs_send_nothing_twice(nights: Nights, loan: int) -> None:
    nights.to(late(1))
    assert (nights.run().messages, nights.run().messages) == (1, 0)
    nights.later(1)
    assert nights.run().messages == 0
    assert len(nights.messages()) == 1


def test_OV_02_a_skipped_night_loses_nothing(nights: Nights, loan: int) -> None:
    nights.to(late(8))
    counts = nights.run()
    assert (counts.messages, counts.levels) == (1, 4)
    assert nights.notices(loan) == [(loan, -3, False), (loan, 0, False), (loan, 1, False), (loan, 7, True)]
    assert [view.facts["template"] for view in nights.messages()] == ["overdue_7"]


def test_OV_02_every_run_is_kept(nights: Nights, loan: int) -> None:
    nights.to(late(1))
    nights.run()
    nights.run()
    rows = nights.session.scalars(select(OverdueRun).order_by(OverdueRun.id)).all()
    assert [(row.day, row.counts["messages"]) for row in rows] == [(late(1), 1), (late(1), 0)]


def test_OV_03_a_copy_returned_a_second_before_sending_is_not_written_about(
    nights: Nights, loan: int
) -> None:
    nights.desk.lend("R-1", "00000002", nights.desk.yes("R-1", "00000002"))
    nights.on["sms"] = None
    nights.to(late(1))
    nights.run()
    nights.desk.give_back("00000001")
    nights.send()
    (view,) = nights.messages()
    assert view.state is MessageState.SENT
    assert [copy["code"] for copy in view.facts["copies"]] == ["00000002"]
    assert "Sariq devni minib" in nights.sent[0].text
    assert "tkan kunlar" not in nights.sent[0].text
    assert net_amount(nights.session, Kind.OVERDUE_NOTICE) == 1
    assert_all_proofs_hold(nights)


def test_OV_03_all_copies_back_cancels_the_message(nights: Nights, loan: int) -> None:
    nights.on["sms"] = None
    nights.to(late(1))
    nights.run()
    nights.desk.give_back("00000001")
    nights.send()
    assert [view.state for view in nights.messages()] == [MessageState.CANCELLED]
    assert nights.sent == []
    assert nights.story(loan)[-1] is EventKind.CANCELLED


@pytest.mark.parametrize("what", ["renewed", "promised"])
def test_OV_03_what_was_renewed_or_promised_meanwhile_is_not_written_about(
    nights: Nights, loan: int, what: str
) -> None:
    nights.to(late(0))
    nights.run()
    if what == "renewed":
        nights.desk.renew(loan_id=loan)
    else:
        nights.promise(loan, late(5))
    nights.send()
    assert [view.state for view in nights.messages()] == [MessageState.CANCELLED]


def test_OV_03_a_copy_that_the_ladder_gave_up_for_lost_is_written_about(nights: Nights, loan: int) -> None:
    nights.to(late(90))
    nights.run()
    nights.send()
    assert [(view.state, view.facts["template"]) for view in nights.messages()] == [
        (MessageState.TO_PRINT, "overdue_90")
    ]


def test_OV_03_the_days_are_those_of_the_sending(nights: Nights, loan: int) -> None:
    nights.on["sms"] = None
    nights.to(late(1))
    nights.run()
    nights.later(2)
    nights.send()
    assert nights.messages()[0].facts["copies"][0]["days"] == 3


def test_OV_04_one_message_a_reader_and_day_with_all_copies(nights: Nights, loan: int) -> None:
    nights.later(2)
    nights.desk.lend("R-1", "00000002", nights.desk.yes("R-1", "00000002"))  # due on 2 May
    nights.to(late(3))  # 00000001 has passed +1, 00000002 stands at +1
    nights.run()
    (view,) = nights.messages()
    assert [copy["code"] for copy in view.facts["copies"]] == ["00000001", "00000002"]
    nights.to(late(7))
    nights.run()
    second = nights.messages()[-1]
    assert [(copy["code"], copy["due_now"]) for copy in second.facts["copies"]] == [
        ("00000001", True),
        ("00000002", False),  # late too, written about before: listed, so that the reader sees all
    ]
    assert second.facts["template"] == "overdue_7"


def test_OV_04_what_came_up_after_today_s_message_waits_for_tomorrow(nights: Nights, loan: int) -> None:
    nights.to(late(1))
    nights.run()
    nights.level(1, new=True, open_days=True)  # a level that is added during the day, and reached at once
    assert nights.run().messages == 0
    assert nights.notices(loan)[-1] == (loan, 1, True)
    nights.later(1)
    assert nights.run().messages == 1


@pytest.mark.parametrize(
    ("language", "word"),
    [("uz", "kitob"), ("uz_Cyrl", "китоб"), ("ru", "книг"), ("en", "book")],
)
def test_OV_04_in_the_reader_s_language_and_script(nights: Nights, language: str, word: str) -> None:
    nights.desk.reader("R-2", surname="Saidova", given_name="Nodira", language=language, phone="901112233")
    nights.desk.lend("R-2", "00000001")
    nights.on["sms"] = None
    nights.to(late(7))
    nights.run()
    nights.send()
    (view,) = nights.messages()
    assert view.language == language
    assert word in (view.subject + nights.sent[0].text).lower()


def test_OV_05_a_dead_channel_falls_back_and_every_attempt_is_seen_on_the_loan(
    nights: Nights, loan: int
) -> None:
    nights.on |= {"sms": DeliveryCode.ADDRESS_REFUSED, "email": None}
    nights.to(late(1))
    nights.run()
    nights.send()
    assert [sent.address for sent in nights.sent] == ["anvar@example.uz"]
    assert nights.story(loan) == [
        EventKind.PASSED, EventKind.PASSED, EventKind.LEVEL, EventKind.QUEUED, EventKind.ATTEMPT_FAILED, EventKind.SENT,
    ]  # fmt: skip
    failed = next(event for event in nights.events(loan) if event.kind is EventKind.ATTEMPT_FAILED)
    assert (failed.facts["channel"], failed.facts["code"], failed.note) == (
        "sms", DeliveryCode.ADDRESS_REFUSED.value, "no such chat",
    )  # fmt: skip


def test_OV_05_a_level_has_its_own_order_of_channels(nights: Nights, loan: int) -> None:
    nights.on |= {"sms": None, "email": None}
    nights.level(1, channels=["email", "sms"])
    nights.to(late(1))
    nights.run()
    nights.send()
    assert nights.messages()[0].sent_by == "email"


def test_OV_05_a_printed_letter_is_counted_once_it_is_printed(nights: Nights, loan: int) -> None:
    nights.to(late(1))
    nights.run()
    nights.send()
    assert net_amount(nights.session, Kind.OVERDUE_NOTICE) == 0
    assert nights.print_letters() == 1
    nights.session.rollback()
    assert net_amount(nights.session, Kind.OVERDUE_NOTICE) == 1
    assert EventKind.PRINTED in nights.story(loan)
    assert_all_proofs_hold(nights)


def test_OV_06_a_promise_pauses_the_ladder_and_is_counted_if_broken(nights: Nights, loan: int) -> None:
    nights.to(late(5))
    nights.run()
    until = nights.promise(loan, late(12))
    assert until == late(12)
    nights.to(late(12))
    assert nights.run().messages == 0
    assert [(each.pause.value, each.until) for each in nights.plan().waiting] == [
        ("overdue_pause_promised", late(12))
    ]
    nights.to(late(13))
    counts = nights.run()
    assert (counts.messages, counts.promises_broken) == (1, 1)
    assert nights.promises() == ["broken"]
    assert nights.notices(loan)[-1] == (loan, 7, True)


def test_OV_06_a_promise_is_kept_when_the_copy_comes_in_time(nights: Nights, loan: int) -> None:
    nights.to(late(5))
    nights.promise(loan, late(12))
    nights.to(late(12))
    nights.desk.give_back("00000001")
    nights.later(3)
    assert nights.run().promises_kept == 1
    assert nights.promises() == ["kept"]
    assert nights.story(loan)[-1] is EventKind.PROMISE_KEPT


def test_a_charge_makes_the_message_say_what_is_owed(nights: Nights, loan: int) -> None:
    nights.level(7, charge=5000)
    nights.on["sms"] = None
    nights.to(late(7))
    nights.run()
    assert nights.messages()[0].facts["owed"] == 5000
    nights.send()
    anvar = find_patron(nights.session, "R-1")
    assert anvar is not None
    assert owed(nights.session, anvar.id) == nights.messages()[0].facts["owed"] == 5000
