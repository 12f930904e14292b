"""A closure that is entered late (DD-10): preview, change, undo list."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from catalog.items.models import Use
from circulation.holds.models import Hold
from circulation.loans.errors import LoanCode, LoanError
from circulation.loans.jobs import refresh_redated
from circulation.loans.queries.redated import things_of
from circulation.loans.rules import StepCode, acknowledge
from circulation.loans.rules.redating import Bounds, moved
from circulation.loans.services import assess_loan, check_out, renew
from circulation.loans.services.redating import count_hit, preview, redate, undo_redating
from ils.db import transaction
from ils.errors import InputError
from ils.library.calendar import Calendar, load_calendar, set_special_days
from ils.outbox.models import Message
from ils.outbox.queries import message
from tests.circulation.loans.desk import Desk

DUE, LAST = date(2026, 4, 30), date(2026, 5, 2)  # Thursday to Saturday; 3 May is a Sunday
AFTER = date(2026, 5, 4)


@pytest.fixture
def lent(desk: Desk) -> Desk:
    """Anvar has «Oʻtkan kunlar» until 30 April."""
    desk.reader(email="a@example.org")
    desk.copy()
    desk.lend()
    return desk


def close(desk: Desk, first: date = DUE, last: date = LAST, reason: str = "quvurlar taʼmiri") -> int:
    with transaction(desk.session) as session:
        return redate(session, desk.work, first=first, last=last, reason=reason)


def take_back(desk: Desk, redating_id: int) -> dict[int, str]:
    with transaction(desk.session) as session:
        rows = undo_redating(session, desk.work, redating_id=redating_id)
    return {each.ref_id: each.kept for each in rows if each.kind == "loan"}


def test_DD_10_the_preview_shows_the_list_and_changes_nothing(lent: Desk) -> None:
    found = preview(lent.session, lent.work, DUE, LAST)
    (row,) = found.rows
    assert (row.kind, row.ref_id, row.title, row.old_on, row.new_on) == (
        "loan",
        1,
        "Oʻtkan kunlar",
        DUE,
        AFTER,
    )
    assert (found.open_days, found.notices) == (3, 0)
    assert lent.loan(1).due_on == DUE
    assert load_calendar(lent.session).is_open(DUE)
    assert lent.session.scalars(select(Message)).all() == []


def test_DD_10_the_change_moves_the_date_and_says_so_in_the_steps(lent: Desk) -> None:
    redating_id = close(lent)
    loan = lent.loan(1)
    assert loan.due_on == AFTER
    assert [step["code"] for step in loan.due_steps[-2:]] == [StepCode.CLOSED_SPAN, StepCode.MOVED]
    assert not load_calendar(lent.session).is_open(DUE)
    (thing,) = things_of(lent.session, redating_id)
    assert (thing.old_on, thing.new_on, thing.kept) == (DUE, AFTER, "")
    assert lent.problems() == []


def test_DD_10_the_readers_are_told_once_with_all_their_copies(lent: Desk) -> None:
    lent.copy("INV-2", title="Focus 5")
    lent.lend(code="INV-2")
    close(lent)
    (told,) = lent.session.scalars(select(Message)).all()
    assert told.kind == "redated"
    assert [(each["title"], each["due"]) for each in told.facts["copies"]] == [
        ("Oʻtkan kunlar", "2026-05-04"),
        ("Focus 5", "2026-05-04"),
    ]
    lent.give_back("INV-2")
    view = message(lent.session, told.id)
    fresh = refresh_redated(lent.session, view, lent.now)
    assert fresh is not None
    # OV-03: read again before it is sent
    assert [each["title"] for each in fresh.facts["copies"]] == ["Oʻtkan kunlar"]
    lent.give_back("INV-1")
    assert refresh_redated(lent.session, view, lent.now) is None


def test_DD_10_undone_the_date_and_its_steps_are_as_before(lent: Desk) -> None:
    steps = lent.loan(1).due_steps
    redating_id = close(lent)
    assert take_back(lent, redating_id) == {1: ""}
    loan = lent.loan(1)
    assert (loan.due_on, loan.due_steps) == (DUE, steps)
    assert load_calendar(lent.session).is_open(DUE)
    with pytest.raises(LoanError) as again:
        take_back(lent, redating_id)
    assert again.value.code is LoanCode.REDATING_UNDONE
    assert len(lent.session.scalars(select(Message)).all()) == 2  # told of both


def test_DD_10_the_undo_list_says_what_it_left_and_why(lent: Desk) -> None:
    for number in (2, 3, 4):
        lent.copy(f"INV-{number}", title=f"Focus {number}")
        lent.lend(code=f"INV-{number}")
    redating_id = close(lent)
    lent.give_back("INV-1")
    lent.later(days=5)
    with transaction(lent.session) as session:
        renew(session, lent.work, code="INV-2")
    assert take_back(lent, redating_id) == {1: "returned", 2: "changed", 3: "", 4: ""}
    assert lent.problems() == []


def test_DD_10_a_day_that_has_gone_by_or_stays_closed_is_not_given_back(lent: Desk) -> None:
    redating_id = close(lent)
    lent.now = lent.now.replace(month=5, day=1)
    assert take_back(lent, redating_id) == {1: "passed"}
    assert lent.loan(1).due_on == AFTER


def test_DD_10_a_holiday_entered_for_another_reason_stays(lent: Desk) -> None:
    with transaction(lent.session) as session:
        set_special_days(session, first=DUE, last=DUE, is_open=False, reason="bayram")
    redating_id = close(lent)
    assert lent.loan(1).due_on == AFTER
    assert take_back(lent, redating_id) == {1: "closed"}
    calendar = load_calendar(lent.session)
    assert [calendar.is_open(day) for day in (DUE, date(2026, 5, 1), LAST)] == [False, True, True]


def test_DD_10_the_days_on_the_hold_shelf_move_too(desk: Desk) -> None:
    anvar = desk.reader()
    desk.copy()
    desk.reader("R-2", surname="Saidova")
    desk.lend("R-2")
    hold_id = desk.hold(anvar.id)
    desk.give_back()
    until = desk.session.get_one(Hold, hold_id).shelf_until
    assert until == date(2026, 4, 18)
    redating_id = close(desk, date(2026, 4, 17), date(2026, 4, 18))
    desk.session.expire_all()
    assert desk.session.get_one(Hold, hold_id).shelf_until == date(2026, 4, 20)
    take_back(desk, redating_id)
    desk.session.expire_all()
    assert desk.session.get_one(Hold, hold_id).shelf_until == until


def test_DD_10_a_loan_with_an_hour_is_due_at_closing_of_the_new_day(desk: Desk) -> None:
    desk.reader()
    desk.copy()
    with transaction(desk.session) as session:
        asked = assess_loan(session, desk.work, card="R-1", code="INV-1", use=Use.ROOM)
        check_out(
            session,
            desk.work,
            card="R-1",
            code="INV-1",
            use=Use.ROOM,
            acknowledged=acknowledge(asked, at=desk.now),
        )
    loan = desk.loan(1)
    assert loan.due_on == desk.work.day
    assert loan.due_minute is not None
    close(desk, desk.work.day, desk.work.day)
    loan = desk.loan(1)
    assert loan.due_on == date(2026, 4, 16)
    assert loan.due_minute == load_calendar(desk.session).hours(loan.due_on)[1]


def test_DD_10_bounds_are_never_crossed_but_nobody_becomes_late_by_our_closure() -> None:
    closed = dict.fromkeys((date(2026, 5, 28), date(2026, 5, 29), date(2026, 5, 30)), (False, "taʼmir"))
    calendar = Calendar(special=closed)
    today, due = date(2026, 5, 20), date(2026, 5, 29)
    assert moved(due, calendar, Bounds(), today) == date(2026, 6, 1)
    assert moved(due, calendar, Bounds(fixed_due=date(2026, 5, 30)), today) == date(2026, 5, 27)  # DD-05
    assert moved(due, calendar, Bounds(member_until=date(2026, 5, 29)), today) == date(2026, 5, 27)  # DD-06
    assert moved(due, calendar, Bounds(member_until=due), date(2026, 5, 28)) == date(2026, 6, 1)


def test_DD_10_the_calendar_asks_how_many_dates_are_hit(lent: Desk) -> None:
    assert count_hit(lent.session, DUE, LAST) == 0
    with transaction(lent.session) as session:
        set_special_days(session, first=DUE, last=LAST, is_open=False, reason="taʼmir")
    assert count_hit(lent.session, DUE, LAST) == 1


def test_DD_10_a_closure_has_a_span_and_a_reason(lent: Desk) -> None:
    with pytest.raises(LoanError) as span:
        preview(lent.session, lent.work, LAST, DUE)
    assert span.value.code is LoanCode.CLOSURE_INVALID
    with pytest.raises(InputError):
        close(lent, reason=" ")
    with pytest.raises(LoanError) as unknown:
        take_back(lent, 404)
    assert unknown.value.code is LoanCode.REDATING_UNKNOWN
