"""History lets go of its reader after a time: rows and figures stay, no thread leads back."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from click.testing import CliRunner
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from circulation.account.errors import CareCode, OwnInputError
from circulation.account.jobs import JOBS, PERIODIC, forget_history
from circulation.account.queries.history import JOB, count_old, history_months, horizon, kept_until, last_run
from circulation.account.services.forgetting import LetGo, forget_portion, set_months
from circulation.holds.errors import HoldCode, HoldError
from circulation.holds.models import Hold
from circulation.holds.queries import hold, reader_of
from circulation.holds.services import cancel_hold
from circulation.holds.services.following import FOLLOWER
from circulation.loans.errors import LoanCode, LoanError
from circulation.loans.models import Loan, LoanAct
from circulation.loans.queries import loans_of_item
from circulation.loans.queries.acts import acts_of
from circulation.loans.queries.redated import things_of
from circulation.loans.services.redating import redate, undo_redating
from circulation.overdue import measures as overdue_measures
from circulation.overdue.models import CallLoan, CallOutcome, OverdueNotice, Promise
from circulation.overdue.queries import timeline
from circulation.overdue.services import note_call
from circulation.patrons.models import Restriction
from circulation.visits.models import Visit
from circulation.visits.queries import visits
from circulation.visits.services import take_back, tally
from ils.activity.models import Activity
from ils.activity.queries import totals_by_kind
from ils.app.subjects import SUBJECTS
from ils.app.tables import CHECKS as ALL_CHECKS
from ils.cli.patrons import patrons
from ils.db import transaction
from ils.demo.year import fill
from ils.jobs.queries import jobs
from ils.outbox import measures as outbox_measures
from ils.outbox.models import Delivery, Message, MessageState, MessageSubject
from ils.web.session import db
from ils.workplan.queries import plan_figures
from ils.workplan.services import load_year
from tests.circulation.loans.desk import CHECKS, Desk
from tests.circulation.overdue.night import Nights
from tests.conftest import NOON, POSTGRESQL
from tests.world import work_at

LATER = NOON + timedelta(days=800)
WORK = work_at(LATER)


@pytest.fixture
def desk(session: Session) -> Desk:
    """Anvar has brought one book back and has another at home."""
    desk = Desk(session, NOON)
    desk.reader()
    for code in ("INV-1", "INV-2"):
        desk.copy(code)
    desk.lend("R-1", "INV-1")
    desk.later(days=2)
    desk.give_back("INV-1")
    desk.later(days=1)
    desk.lend("R-1", "INV-2")
    return desk


def forget(session: Session, months: int = 12) -> LetGo:
    session.rollback()
    with transaction(session):
        set_months(session, WORK, months=months)
    return forget_history(session, WORK)


def problems(session: Session) -> list[Any]:
    session.rollback()
    checks = (*CHECKS, *overdue_measures.CHECKS, *outbox_measures.CHECKS)  # plain records are in no log
    return [each for check in checks for each in check(session)]


def figures(session: Session) -> Any:
    """Everything that is counted: totals by kind, the rows of the log, every line of the plan."""
    rows = session.scalars(select(func.sum(Activity.amount))).one()
    totals = totals_by_kind(session, since=date(2020, 1, 1), until=date(2035, 1, 1))
    return rows, totals, [(each.number, each.fact) for each in plan_figures(session, year=2026)]


def test_a_closed_loan_lets_go_and_an_open_one_does_not(desk: Desk) -> None:
    assert forget(desk.session).loans == 1
    closed, at_home = desk.session.scalars(select(Loan).order_by(Loan.id)).all()
    assert (closed.patron_id, closed.closed_on is not None) == (None, True)
    assert at_home.patron_id is not None
    assert not problems(desk.session)


def test_for_ever_is_the_default_and_forgets_nothing(desk: Desk) -> None:
    desk.session.rollback()
    assert history_months(desk.session) == 0
    assert not forget_history(desk.session, WORK)
    assert count_old(desk.session, WORK.day, 0).loans == 0


def test_younger_history_stays(desk: Desk) -> None:
    assert not forget(desk.session, months=36)
    assert desk.session.scalars(select(Loan.patron_id)).all().count(None) == 0


def test_a_second_run_finds_nothing(desk: Desk) -> None:
    assert forget(desk.session)
    assert not forget(desk.session)


def test_it_goes_in_portions_and_a_killed_run_goes_on(desk: Desk) -> None:
    with transaction(desk.session) as session:
        first = forget_portion(session, WORK, before=WORK.day, limit=1)
    assert (first.loans, first.visits) == (1, 1)
    rest = forget(desk.session)
    assert (rest.loans, rest.visits) == (0, 2)


def test_no_figure_changes(desk: Desk) -> None:
    with transaction(desk.session) as session:
        load_year(session, work_at(NOON), year=2026)
        tally(session, work_at(NOON), sector="lending", persons=5)
    before = figures(desk.session)
    assert forget(desk.session).visits
    assert figures(desk.session) == before
    assert not problems(desk.session)


def test_a_loss_and_a_debt_keep_their_loan(session: Session) -> None:
    desk = Desk(session, NOON)
    desk.reader()
    desk.copy("INV-1", price=1000)
    loan = desk.lend().loan_id
    desk.lose(loan)
    desk.later(days=1)
    desk.give_back()
    assert count_old(session, WORK.day, 12).kept == 1
    assert forget(session).loans == 0
    assert session.get_one(Loan, loan).patron_id is not None
    assert not problems(session)


def test_every_thread_of_overdue_control_is_cut(session: Session) -> None:
    nights = Nights(Desk(session, NOON))
    reader = nights.desk.reader(phone="901234567", email="anvar@example.uz", address="Bogʻ 5").id
    nights.desk.copy()
    loan = nights.desk.lend().loan_id
    nights.later(30)
    nights.run()
    nights.send()
    with transaction(session):
        note_call(
            session, work_at(nights.desk.now), patron_id=reader, loan_ids=[loan], outcome=CallOutcome.PROMISED,
            until=nights.day + timedelta(days=2), note="Anvar va'da berdi",
        )  # fmt: skip
    nights.later(1)
    nights.desk.give_back()
    nights.later(3)
    nights.run()
    before = figures_of_night(session)
    assert forget(session).loans == 1
    assert figures_of_night(session) == before
    assert session.scalars(select(CallLoan)).all() == []
    assert set(session.scalars(select(OverdueNotice.message_id))) == {None}
    promised = session.scalars(select(Promise)).one()
    assert (promised.patron_id, promised.note) == (None, "")
    subjects = select(MessageSubject).where(MessageSubject.subject_type == "loan")
    assert session.scalars(subjects).all() == []
    lifted = session.scalars(select(Restriction).where(Restriction.lifted_at.is_not(None)))
    assert {each.loan_id for each in lifted} <= {None}
    for message in session.scalars(select(Message).where(Message.state == MessageState.SENT)):
        assert (message.facts, message.subject, message.body, message.dedupe) == ({}, "", "", "")
    assert set(session.scalars(select(Delivery.address).join(Message).where(Message.body == ""))) <= {""}
    assert timeline(session, loan)
    assert not problems(session)


def figures_of_night(session: Session) -> tuple[int, ...]:
    tables = (OverdueNotice, Promise, Message, Delivery, Restriction, Loan, Visit)
    return tuple(session.scalars(select(func.count()).select_from(each)).one() for each in tables)


def test_a_forgotten_loan_is_still_in_the_history_of_its_copy(desk: Desk) -> None:
    forget(desk.session)
    loan = desk.session.scalars(select(Loan).where(Loan.patron_id.is_(None))).one()
    row = loans_of_item(desk.session, loan.item_id, day=WORK.day)[0]
    assert (row.id, row.patron_id, row.patron, row.card_number) == (loan.id, None, "", "")
    assert {each.patron for each in acts_of(desk.session, loan.id)} == {""}


def test_rows_behind_a_figure_say_that_the_reader_was_forgotten(app: Flask, desk: Desk) -> None:
    forget(desk.session)
    loan = desk.session.scalars(select(Loan).where(Loan.patron_id.is_(None))).one()
    visit = desk.session.scalars(select(Visit).where(Visit.patron_id.is_(None)).limit(1)).one()
    with app.test_request_context(), force_locale("en"):
        assert SUBJECTS["loan"].describe(desk.session, [loan.id])[loan.id][0].endswith("reader forgotten")
        assert SUBJECTS["visit"].describe(desk.session, [visit.id]) == {visit.id: ("reader forgotten", None)}


def test_a_forgotten_loan_cannot_be_undone(desk: Desk) -> None:
    forget(desk.session)
    act = desk.session.scalars(
        select(LoanAct).join(Loan, Loan.id == LoanAct.loan_id).where(Loan.patron_id.is_(None)).order_by(LoanAct.id.desc())
    ).first()  # fmt: skip
    assert act is not None
    with pytest.raises(LoanError) as refused:
        desk.undo(act.id)
    assert refused.value.code is LoanCode.READER_FORGOTTEN


def test_VS_01_a_forgotten_visit_is_no_tally_and_can_be_taken_back(desk: Desk) -> None:
    with transaction(desk.session) as session:
        tally(session, work_at(NOON), sector="lending", persons=5)
    forget(desk.session)
    rows = visits(desk.session, since=NOON.date(), until=WORK.day).rows
    assert {(row.source, row.forgotten) for row in rows if row.patron_id is None} == {("loan", True)} | (
        {("tally", False)}
    )
    one = next(row for row in rows if row.forgotten)
    with transaction(desk.session) as session:
        take_back(session, WORK, visit_id=one.id, reason="xato")
    assert not problems(desk.session)


def test_an_ended_hold_lets_go_and_no_merge_wakes_it(session: Session) -> None:
    desk = Desk(session, NOON)
    hold_id = ended_hold(desk)
    assert forget(session).holds == 1
    row = session.get_one(Hold, hold_id)
    assert (row.patron_id, row.note, hold(session, hold_id).patron) == (None, "", "")
    with pytest.raises(HoldError) as refused:
        reader_of(row)
    assert refused.value.code is HoldCode.READER_FORGOTTEN
    row.end_reason = f"merge:{row.record_id}:{row.record_id}"
    session.commit()
    with transaction(session):
        FOLLOWER.back(session, WORK, row.record_id, row.record_id, [row.id])
    assert session.get_one(Hold, hold_id).ended_at is not None
    assert not problems(session)


def ended_hold(desk: Desk) -> int:
    desk.reader()
    other = desk.reader("R-2", given_name="Nodira")
    desk.copy()
    desk.lend("R-1")
    hold_id = desk.hold(other.id)
    with transaction(desk.session) as session:
        session.get_one(Hold, hold_id).note = "Nodira uchun"
        cancel_hold(session, desk.work, hold_id=hold_id, reason="kerak emas")
    return hold_id


def test_a_late_closure_that_moved_a_forgotten_loan_is_still_shown(desk: Desk) -> None:
    due = desk.session.scalars(select(Loan.due_on).where(Loan.closed_at.is_(None))).one()
    with transaction(desk.session) as session:
        moved = redate(session, desk.work, first=due, last=due, reason="taʼmir")
    desk.later(days=1)
    desk.give_back("INV-2")
    forget(desk.session)
    rows = things_of(desk.session, moved)
    assert [(row.patron_id, row.patron) for row in rows] == [(None, "")]
    with transaction(desk.session) as session:
        assert undo_redating(session, WORK, redating_id=moved)


@pytest.mark.parametrize("months", [None, -1, 601])
def test_odd_months_are_refused(session: Session, months: int | None) -> None:
    with pytest.raises(OwnInputError) as refused:
        set_months(session, WORK, months=months)
    assert refused.value.code is CareCode.MONTHS_INVALID


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        (date(2026, 4, 15), 36, date(2023, 4, 15)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 12, 31), 1, date(2024, 11, 30)),
        (date(2026, 1, 31), -1, date(2026, 2, 28)),
        (date(2026, 12, 5), -1, date(2027, 1, 5)),
    ],
)
def test_months_back_and_on(day: date, months: int, found: date) -> None:
    assert horizon(day, months) == found


def test_until_when_a_loan_is_known() -> None:
    assert kept_until(date(2026, 4, 15), 36) == date(2029, 4, 15)
    assert kept_until(date(2026, 4, 15), 0) is None


def test_the_job_is_put_down_only_where_a_time_is_set(desk: Desk) -> None:
    (periodic,) = PERIODIC
    assert periodic.due is not None
    desk.session.rollback()
    assert not periodic.due(desk.session, LATER)
    forget(desk.session)
    assert periodic.due(desk.session, LATER)
    assert set(JOBS) == {JOB}


@pytest.mark.skipif(bool(POSTGRESQL), reason="the command opens the library of a data folder")
def test_the_command_tells_and_forgets(desk: Desk, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with transaction(desk.session) as session:
        set_months(session, WORK, months=12)
    desk.session.close()
    monkeypatch.setenv("ILS_HOME", str(home))
    with time_machine.travel(LATER, tick=False):
        dry = CliRunner().invoke(patrons, ["forget", "--dry-run"])
        done = CliRunner().invoke(patrons, ["forget", "--json"])
    assert "loans=1" in dry.output
    assert '"loans": 1' in done.output


def test_the_last_run_is_told(desk: Desk) -> None:
    assert last_run(desk.session) is None
    assert jobs(desk.session) == ()


@pytest.mark.slow
def test_a_sample_library_forgets_everything_and_every_figure_stays(app: Flask) -> None:
    with app.app_context():
        session = db.session()
        fill(session, work_at(NOON), seed=11, say=lambda _text: None, days=40)
        assert history_months(session) == 36
        before = figures(session)
        closed = session.scalars(select(func.count()).where(Loan.closed_at.is_not(None))).one()
        done = forget(session, months=1)
        assert closed - 20 <= done.loans <= closed
        assert done.visits > done.loans
        assert figures(session) == before
        assert [problem for check in ALL_CHECKS for problem in check(session)] == []
        db.session.remove()
