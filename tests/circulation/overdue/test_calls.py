"""Calls and letters by hand (OV-07): every outcome does what the reader said, and counts itself."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from circulation.loans.models import Loss
from circulation.overdue import measures
from circulation.overdue.errors import OverdueCode, OverdueError
from circulation.overdue.models import CallOutcome
from circulation.overdue.queries import EventKind, Wanted, calls_of_loan, find_late, waiting_calls
from circulation.overdue.services import note_call, write_letters
from ils.activity.kinds import Kind
from ils.activity.measures import net_amount
from ils.db import transaction
from ils.outbox.models import MessageState
from tests.circulation.overdue.conftest import DUE
from tests.circulation.overdue.night import Nights
from tests.world import work_at


def late(days: int) -> date:
    return DUE + timedelta(days=days)


def call(
    nights: Nights, loan: int, outcome: CallOutcome, *, until: date | None = None, reader: int = 0
) -> int:
    patron_id = reader or nights.desk.loan(loan).patron_id
    with transaction(nights.session) as session:
        return note_call(
            session, work_at(nights.desk.now), patron_id=patron_id, loan_ids=[loan], outcome=outcome, until=until,
            note="onasi aytdi",
        )  # fmt: skip


@pytest.mark.parametrize("outcome", [CallOutcome.NO_ANSWER, CallOutcome.REFUSED, CallOutcome.OTHER])
def test_OV_07_a_call_is_kept_and_counted(nights: Nights, loan: int, outcome: CallOutcome) -> None:
    nights.to(late(9))
    call(nights, loan, outcome)
    nights.session.rollback()
    assert [(row.outcome, row.note) for row in calls_of_loan(nights.session, loan)] == [
        (outcome, "onasi aytdi")
    ]
    assert net_amount(nights.session, Kind.OVERDUE_CALL) == 1
    assert list(measures.calls_are_logged(nights.session)) == []


def test_OV_07_a_promise_on_the_telephone_pauses_the_ladder(nights: Nights, loan: int) -> None:
    nights.to(late(6))
    call(nights, loan, CallOutcome.PROMISED, until=late(8))
    nights.to(late(7))
    assert nights.run().messages == 0
    assert nights.story(loan) == [EventKind.CALL, EventKind.PROMISED]


def test_OV_07_says_returned_becomes_a_claim_that_nobody_is_written_to_about(
    nights: Nights, loan: int
) -> None:
    nights.to(late(6))
    call(nights, loan, CallOutcome.SAYS_RETURNED)
    assert nights.desk.loan(loan).claimed_on == late(6)
    nights.to(late(7))
    assert nights.run().messages == 0
    assert EventKind.CLAIMED in nights.story(loan)


def test_OV_07_lost_goes_into_the_register_of_losses(nights: Nights, loan: int) -> None:
    nights.to(late(6))
    call(nights, loan, CallOutcome.LOST)
    assert nights.desk.loan(loan).lost_on == late(6)
    assert nights.session.scalars(select(Loss.loan_id)).all() == [loan]
    assert EventKind.LOST in nights.story(loan)
    nights.to(late(40))
    assert nights.run().messages == 0


def test_OV_07_whoever_was_reached_leaves_the_call_list(nights: Nights) -> None:
    nights.desk.reader("R-2", surname="Saidova", phone="901112233")
    loan = nights.desk.lend("R-2", "00000001").loan_id
    nights.level(7, channels=["call"])
    nights.to(late(7))
    nights.run()
    nights.send()
    nights.session.rollback()
    patron_id = nights.desk.loan(loan).patron_id
    assert list(waiting_calls(nights.session)) == [patron_id]
    call(nights, loan, CallOutcome.NO_ANSWER)
    assert [view.state for view in nights.messages()] == [MessageState.TO_CALL]
    call(nights, loan, CallOutcome.PROMISED, until=late(10))
    assert [view.state for view in nights.messages()] == [MessageState.SENT]
    assert net_amount(nights.session, Kind.OVERDUE_NOTICE) == 0
    assert [problem for check in measures.CHECKS for problem in check(nights.session)] == []


def test_OV_03_an_entry_of_the_call_list_whose_copies_are_back_is_withdrawn(
    nights: Nights, loan: int
) -> None:
    nights.level(7, channels=["call"])
    nights.to(late(7))
    nights.run()
    nights.send()
    nights.desk.give_back("00000001")
    nights.later(1)
    assert nights.run().withdrawn == 1
    assert [view.state for view in nights.messages()] == [MessageState.CANCELLED]


def test_OV_07_a_call_is_about_open_loans_of_that_reader(nights: Nights, loan: int) -> None:
    nights.desk.reader("R-2", surname="Saidova")
    other = nights.desk.lend("R-2", "00000002").loan_id
    nights.to(late(6))
    stranger = nights.desk.loan(other).patron_id
    for given, code in (
        ({"loan": loan, "reader": stranger}, OverdueCode.LOAN_OF_OTHER),
        ({"loan": 999, "reader": stranger}, OverdueCode.NOTHING_CHOSEN),
    ):
        with pytest.raises(OverdueError) as problem:
            call(nights, given["loan"], CallOutcome.OTHER, reader=given["reader"])
        assert problem.value.code is code
    with pytest.raises(OverdueError) as problem:
        call(nights, loan, CallOutcome.PROMISED)
    assert problem.value.code is OverdueCode.PROMISE_DAY
    nights.desk.give_back("00000001")
    with pytest.raises(OverdueError) as problem:
        call(nights, loan, CallOutcome.OTHER)
    assert problem.value.code is OverdueCode.LOAN_CLOSED


def test_OV_07_letters_to_a_list_once_a_reader_and_day(nights: Nights, loan: int) -> None:
    nights.desk.lend("R-1", "00000002", nights.desk.yes("R-1", "00000002"))
    nights.to(late(35))
    rows = find_late(nights.session, day=nights.day, wanted=Wanted()).rows
    work = work_at(nights.desk.now)
    with transaction(nights.session) as session:
        made = write_letters(session, work, rows=rows)
    with transaction(nights.session) as session:
        assert write_letters(session, work, rows=rows) == ()
    assert len(made) == 1
    (view,) = nights.messages()
    assert (view.channels, view.facts["template"]) == (("letter",), "overdue_30")
    assert [copy["code"] for copy in view.facts["copies"]] == ["00000001", "00000002"]
    nights.send()
    nights.print_letters()
    nights.session.rollback()
    assert net_amount(nights.session, Kind.OVERDUE_NOTICE) == 2
    assert nights.notices() == []  # a letter by hand is no step of the ladder
    assert nights.run().messages == 1


def test_OV_07_letters_need_somebody_to_go_to(nights: Nights) -> None:
    with pytest.raises(OverdueError) as problem, transaction(nights.session) as session:
        write_letters(session, work_at(nights.desk.now), rows=[])
    assert problem.value.code is OverdueCode.NOTHING_CHOSEN


def test_a_letter_by_hand_never_speaks_of_loss(nights: Nights, loan: int) -> None:
    nights.to(late(200))
    rows = find_late(nights.session, day=nights.day, wanted=Wanted()).rows
    with transaction(nights.session) as session:
        write_letters(session, work_at(nights.desk.now), rows=rows)
    assert nights.messages()[0].facts["template"] == "overdue_30"


def test_OV_06_no_letter_by_hand_about_what_was_promised(nights: Nights, loan: int) -> None:
    nights.desk.lend("R-1", "00000002", nights.desk.yes("R-1", "00000002"))
    nights.to(late(6))
    nights.promise(loan, late(8))
    rows = find_late(nights.session, day=nights.day, wanted=Wanted()).rows
    with transaction(nights.session) as session:
        write_letters(session, work_at(nights.desk.now), rows=rows)
    assert [copy["code"] for view in nights.messages() for copy in view.facts["copies"]] == ["00000002"]
    promised = [row for row in rows if row.loan_id == loan]
    nights.later(1)
    with transaction(nights.session) as session:
        assert write_letters(session, work_at(nights.desk.now), rows=promised) == ()
