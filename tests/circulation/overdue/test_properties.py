"""OV-02 over random nights: nothing is sent twice and nothing lost, whatever returns and promises come between."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from catalog.items.models import Item
from circulation.loans.errors import LoanError, LoanRefused
from circulation.loans.models import Loan
from circulation.loans.rules import acknowledge
from circulation.overdue import measures
from circulation.overdue.errors import OverdueError
from circulation.overdue.models import OverdueNotice, Promise
from circulation.overdue.queries import load_levels
from circulation.overdue.rules import Level, LoanSeen, decide, reached_on
from ils.activity.measures import totals_are_sums
from ils.library.calendar import Calendar, load_calendar
from ils.outbox import measures as outbox_measures
from ils.web.session import db
from tests.circulation.loans.desk import Desk
from tests.circulation.overdue.night import Nights
from tests.conftest import NOON, POSTGRESQL, app_for

DUE = date(2026, 4, 30)
LENT = date(2026, 4, 15)
CALENDAR = Calendar(frozenset({6}))


@st.composite
def ladders(draw: st.DrawFn) -> tuple[Level, ...]:
    """Return any ladder: levels in any order, calendar or open days, some of them resting."""
    steps = draw(
        st.lists(st.tuples(st.integers(-10, 60), st.booleans(), st.booleans()), max_size=6, unique_by=lambda s: s[:2])
    )  # fmt: skip
    return tuple(
        Level(number, days, open_days=open_days, active=active)
        for number, (days, open_days, active) in enumerate(steps, start=1)
    )


@dataclass
class Watched:
    """One loan and the nights that have been: what was written and what was noted."""

    written: Counter[int] = field(default_factory=Counter)
    passed: Counter[int] = field(default_factory=Counter)

    @property
    def done(self) -> frozenset[int]:
        return frozenset(self.written | self.passed)


@pytest.mark.engine_free
@given(ladders(), st.lists(st.integers(0, 100), min_size=1, max_size=40), st.data())
@settings(max_examples=200, deadline=None)
def test_OV_02_any_nights_come_to_the_same_levels(
    ladder: tuple[Level, ...], nights: list[int], data: st.DataObject
) -> None:
    watched = Watched()
    promised = data.draw(st.none() | st.integers(0, 100))
    last = max(nights)
    for number in sorted(nights):
        day = LENT + timedelta(days=number)
        until = LENT + timedelta(days=promised) if promised is not None and number < last else None
        loan = LoanSeen(1, LENT, DUE, done=watched.done, promised_until=until)
        decision = decide(loan, ladder, CALENDAR, day)
        if decision.written:
            assert all(reached_on(level, DUE, CALENDAR) <= day for level in decision.levels)
            watched.written[decision.written.id] += 1
            watched.passed.update(level.id for level in decision.passed)
    # Nothing twice, and nothing both ways.
    assert all(count == 1 for count in (watched.written + watched.passed).values())
    # Nothing lost: on the last night every active level that was reached is dealt with (reminders not on the first day).
    day = LENT + timedelta(days=last)
    reached = {level.id for level in ladder if level.active and reached_on(level, DUE, CALENDAR) <= day}
    reminders = {level.id for level in ladder if level.is_reminder}
    if last > 0:
        assert reached <= watched.done
    else:
        assert reached - reminders <= watched.done


ACTS = st.sampled_from(("night", "night", "send", "gap", "return", "lend", "renew", "promise", "print"))


@pytest.mark.slow
@pytest.mark.skipif(bool(POSTGRESQL), reason="each example needs a database of its own; SQLite copies a file")
@given(acts=st.lists(st.tuples(ACTS, st.integers(0, 20)), min_size=10, max_size=40))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_OV_02_the_database_agrees(template: Path, acts: list[tuple[str, int]]) -> None:
    home = Path(tempfile.mkdtemp())
    shutil.copy(template / "library.sqlite", home / "library.sqlite")
    app = app_for(home)
    with app.app_context():
        try:
            carry_out(Nights(Desk(db.session(), NOON)), acts)
        finally:
            db.session.remove()
            db.engine.dispose()
            shutil.rmtree(home)


def carry_out(nights: Nights, acts: list[tuple[str, int]]) -> None:
    """Do the acts, each on a day of its own, and prove after each night that nothing was lost or done twice."""
    nights.on["sms"] = None
    nights.desk.reader("R-1", phone="901234567")
    nights.desk.reader("R-2", phone="907654321", surname="Saidova")
    for code in ("INV-1", "INV-2", "INV-3"):
        nights.desk.copy(code)
    lend(nights, "INV-1", 0)
    for name, number in acts:
        nights.later(1)
        act(nights, name, number)
    nights.later(1)
    nights.run()
    assert_nothing_is_lost(nights)
    nights.send()
    nights.session.rollback()
    proofs = (totals_are_sums, *measures.CHECKS, *outbox_measures.CHECKS)
    assert [problem for check in proofs for problem in check(nights.session)] == []


def act(nights: Nights, name: str, number: int) -> None:
    code = f"INV-{number % 3 + 1}"
    if name == "night":
        nights.run()
        assert_nothing_is_lost(nights)
        assert nights.run().messages == 0
    elif name == "send":
        nights.send()
    elif name == "gap":
        nights.later(number)
    elif name == "return":
        nights.desk.give_back(code)
    elif name == "print":
        nights.print_letters()
    elif name == "lend":
        lend(nights, code, number)
    else:
        with_loan(nights, name, code, number)


def lend(nights: Nights, code: str, number: int) -> None:
    card = f"R-{number % 2 + 1}"
    nights.session.rollback()
    try:
        asked = nights.desk.ask(card, code)
        nights.desk.lend(card, code, acknowledge(asked, at=nights.desk.now))
    except LoanRefused:
        return


def with_loan(nights: Nights, name: str, code: str, number: int) -> None:
    nights.session.rollback()
    query = select(Loan.id).join(Item, Item.id == Loan.item_id)
    loan_id = nights.session.scalars(
        query.where(Item.inventory_number == code, Loan.closed_at.is_(None))
    ).one_or_none()
    if loan_id is None:
        return
    try:
        if name == "renew":
            nights.desk.renew(loan_id=loan_id)
        else:
            nights.promise(loan_id, nights.day + timedelta(days=number))
    except (LoanRefused, LoanError, OverdueError):
        return


def assert_nothing_is_lost(nights: Nights) -> None:
    """After a run every open loan that nothing pauses has had every level its days have reached."""
    nights.session.rollback()
    calendar, levels = load_calendar(nights.session), load_levels(nights.session)
    noted = Counter(
        tuple(row)
        for row in nights.session.execute(
            select(OverdueNotice.loan_id, OverdueNotice.level_id, OverdueNotice.due_on)
        )
    )
    assert all(count == 1 for count in noted.values())
    held = set(nights.session.scalars(select(Promise.loan_id).where(Promise.ended_at.is_(None))))
    for loan in nights.session.scalars(select(Loan).where(Loan.closed_at.is_(None), Loan.lost_on.is_(None))):
        if loan.id in held or loan.lent_on == nights.day:
            continue
        reached = {level.id for level in levels if reached_on(level, loan.due_on, calendar) <= nights.day}
        assert reached <= {level for known, level, due in noted if known == loan.id and due == loan.due_on}
