"""Any sequence of acts at two desks keeps what the desk promises: readers, copies, time, closures, money, a queue.

One open loan a copy; the queue in its order; limits never passed without an override; due dates never on a closed
day; the log equal to the tables (`ils check`); and an undo gives back loan, queue, debt and figures.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select

from catalog.items.models import Item, ItemState
from catalog.items.services import add_item
from circulation.charges.models import Method
from circulation.charges.queries import owed
from circulation.charges.services import pay
from circulation.holds.models import Hold, HoldState
from circulation.holds.services import expire_holds, place_hold
from circulation.loans import services
from circulation.loans.errors import LoanError, LoanRefused
from circulation.loans.models import Loan, Loss, LossState
from circulation.loans.queries import last_act
from circulation.loans.rules import Outcome, acknowledge
from circulation.loans.services.redating import redate, undo_redating
from circulation.patrons.queries import open_restrictions
from circulation.visits.models import Visit
from ils.activity.models import DailyTotal
from ils.activity.work import Work
from ils.db import transaction
from ils.errors import LibraryError
from ils.library.calendar import load_calendar
from ils.web.session import db
from tests.circulation.loans.desk import Desk, add_plain_record
from tests.conftest import NOON, POSTGRESQL, app_for
from tests.world import add_nilufar

CARDS = ("R-1", "R-2", "R-3", "R-4")
CODES = ("A-1", "A-2", "B-1", "B-2", "C-1")  # copies of three titles
DESKS = {"lending": "lending", "foreign": "other"}  # departments, each with its sector
LIMIT, DAYS = 2, 5
PASSED = frozenset({"limit_total", "held_for_other", "debt_limit", "reader_suspended", "reader_restricted"})

cards, codes, desks = st.sampled_from(CARDS), st.sampled_from(CODES), st.sampled_from(tuple(DESKS))

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        bool(POSTGRESQL), reason="each example needs a database of its own; SQLite copies a file"
    ),
]


class Library(RuleBasedStateMachine):
    """Four readers, five copies, two desks in two departments; whoever works says yes to every question."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp())
        shutil.copy(self.template / "library.sqlite", self.home / "library.sqlite")
        self.app = app_for(self.home)
        self.context = self.app.app_context()
        self.context.push()
        self.desk = Desk(db.session(), NOON)
        self.session = self.desk.session
        self.open_library()
        self.closures: list[int] = []
        for card, code in zip(CARDS, CODES, strict=False):  # a working day, not an empty one
            self.lent(card, code, "lending")
            self.waits("R-1" if card != "R-1" else "R-2", code[0], "lending")

    def open_library(self) -> None:
        self.desk.rule(
            limit_total=LIMIT, days=DAYS, renewals=2, fine_per_day=100, suspend_per_day=1, debt_limit=1_500
        )
        self.readers = {card: self.desk.reader(card, surname=f"Reader {card}").id for card in CARDS}
        self.records: dict[str, int] = {}
        self.staff = {desk: add_nilufar(self.session, NOON, login=desk).id for desk in DESKS}
        with transaction(self.session) as session:
            services.set_rules(session, self.desk.work, multiple=1, refund=True)
            for code in CODES:
                title = code[0]
                if title not in self.records:
                    self.records[title] = add_plain_record(session, NOON, title=title)
                add_item(
                    session, self.desk.work, record_id=self.records[title], inventory_number=code, price=1_000,
                    department="foreign" if code.endswith("2") else "lending",
                )  # fmt: skip

    def teardown(self) -> None:
        db.session.remove()
        db.engine.dispose()
        self.context.pop()
        shutil.rmtree(self.home)

    # What people do

    def work(self, desk: str) -> Work:
        return Work(now=self.desk.now, actor_id=self.staff[desk], department=desk, sector=DESKS[desk])

    def does(self, act: Callable[[], Any]) -> Any:
        """Run an act in its transaction; None where it is refused in words."""
        self.desk.later(minutes=1)
        try:
            with transaction(self.session):
                return act()
        except LibraryError:
            return None

    @rule(card=cards, code=codes, desk=desks, over=st.booleans())
    def lend(self, card: str, code: str, desk: str, over: bool) -> None:
        self.lent(card, code, desk, over)

    def lent(self, card: str, code: str, desk: str, over: bool = False) -> Any:
        self.desk.later(minutes=1)
        work, override = self.work(desk), services.Override("direktor ruxsati", PASSED) if over else None
        self.session.rollback()
        asked = services.assess_loan(self.session, work, card=card, code=code, override=override)
        limited = not any(each.overridden for each in asked.reasons)
        outcome = None
        try:
            with transaction(self.session) as session:
                outcome = services.check_out(
                    session, work, card=card, code=code, override=override,
                    acknowledged=acknowledge(asked, at=work.now),
                )  # fmt: skip
        except LoanError:
            assert asked.outcome is Outcome.BLOCKED  # what was only asked is answered by the yes
        if outcome and outcome.outcome == "lent" and limited:
            assert self.count(Loan.patron_id == self.readers[card], Loan.closed_at.is_(None)) <= LIMIT
        return outcome

    @rule(code=codes, desk=desks, back=st.integers(0, 3), drop=st.booleans())
    def give_back(self, code: str, desk: str, back: int, drop: bool) -> None:
        self.given_back(self.somewhere_out(code) if back < 3 else code, desk, back, drop=drop)

    def given_back(self, code: str, desk: str, back: int = 0, *, drop: bool = False) -> Any:
        self.session.rollback()
        first = self.session.scalars(
            select(Hold.id)
            .where(Hold.record_id == self.records[code[0]], Hold.state == HoldState.WAITING)
            .order_by(Hold.rank, Hold.id)
        ).first()
        on = self.desk.work.day - timedelta(days=back) if back else None
        self.desk.later(minutes=1)
        with transaction(self.session) as session:  # a return is never refused
            returned = services.check_in(session, self.work(desk), code=code, on=on, drop=drop)
        if returned.caught:
            assert returned.caught.hold_id == first
        return returned

    @rule(code=codes, desk=desks)
    def renew(self, code: str, desk: str) -> None:
        self.renewed(code, desk)

    def renewed(self, code: str, desk: str) -> Any:
        self.desk.later(minutes=1)
        work = self.work(desk)
        try:
            with transaction(self.session) as session:
                return services.renew(session, work, code=code)
        except LoanRefused as refused:
            yes = acknowledge(refused.assessment, at=work.now)
            if refused.assessment.outcome is not Outcome.ASK:
                return None
        with transaction(self.session) as session:
            return services.renew(session, work, code=code, acknowledged=yes)

    @rule(card=cards, title=st.sampled_from("ABC"), desk=desks)
    def wait_for(self, card: str, title: str, desk: str) -> None:
        self.waits(card, title, desk)

    def waits(self, card: str, title: str, desk: str) -> None:
        patron_id, record_id = self.readers[card], self.records[title]
        at_home = self.count(
            Loan.patron_id == patron_id, Loan.closed_at.is_(None), Item.record_id == record_id
        )
        self.does(
            lambda: place_hold(
                self.session, self.work(desk), patron_id=patron_id, record_id=record_id, department=desk,
                at_home=bool(at_home),
            )
        )  # fmt: skip

    @rule(desk=desks)
    def undo_the_last(self, desk: str) -> None:
        """Whatever it was: it is taken back, or refused in words; nothing is left halfway."""
        self.session.rollback()
        act = last_act(self.session, self.work(desk).actor_id, since=NOON)
        if act:
            self.does(lambda: services.undo_act(self.session, self.work(desk), act_id=act.id))

    @rule(
        kind=st.sampled_from(("lend", "renew", "return", "claim")), card=cards, code=codes, desk=desks,
        days=st.sampled_from((0, 3, 9)), lost=st.booleans(), way=st.sampled_from(LossState),
    )  # fmt: skip
    def act_and_undo(
        self, kind: str, card: str, code: str, desk: str, days: int, lost: bool, way: LossState
    ) -> None:
        self.days_go_by(days)
        code = code if kind == "lend" and not lost else self.somewhere_out(code)
        if kind in {"return", "lend"} and lost:
            self.lost(code, desk)
        if kind == "lend" and lost:
            self.settle(way, desk)
        before = self.picture()
        done = {
            "lend": lambda: self.lent(card, code, desk),
            "renew": lambda: self.renewed(code, desk),
            "return": lambda: self.given_back(code, desk),
            "claim": lambda: self.claimed(code, desk),
        }[kind]()
        if done is None or getattr(done, "act_id", done) is None:
            return
        if getattr(done, "running_number", None):
            return  # a registration is no part of what an undo takes back
        act = last_act(self.session, self.work(desk).actor_id, since=NOON)
        assert act is not None
        self.desk.later(minutes=1)
        with transaction(self.session) as session:
            services.undo_act(session, self.work(desk), act_id=act.id)
        assert self.picture() == before

    def claimed(self, code: str, desk: str) -> Any:
        loan = self.open_loan(code)
        return loan and self.does(
            lambda: services.claim_returned(self.session, self.work(desk), loan_id=loan)
        )

    @rule(code=codes, desk=desks)
    def lose(self, code: str, desk: str) -> None:
        self.lost(code, desk)

    def lost(self, code: str, desk: str) -> None:
        if loan := self.open_loan(code):
            self.does(lambda: services.declare_lost(self.session, self.work(desk), loan_id=loan))

    @rule(way=st.sampled_from(LossState), desk=desks)
    def settle(self, way: LossState, desk: str) -> None:
        self.session.rollback()
        loss = self.session.scalars(select(Loss.id).where(Loss.state == LossState.OPEN)).first()
        if loss and way is not LossState.OPEN:
            self.does(
                lambda: services.settle(
                    self.session, self.work(desk), loss_id=loss, way=way, title="Sarob", method=Method.CASH, note="x"
                )
            )  # fmt: skip

    @rule(card=cards, amount=st.integers(1, 2_000))
    def pay(self, card: str, amount: int) -> None:
        work = self.work("lending")
        self.does(
            lambda: pay(self.session, work, patron_id=self.readers[card], amount=amount, method=Method.CARD)
        )

    @rule(days=st.integers(1, 12))
    def days_pass(self, days: int) -> None:
        self.days_go_by(days)

    def days_go_by(self, days: int) -> None:
        self.desk.later(days=days)
        self.desk.now = min(self.desk.now, NOON + timedelta(days=200))  # within the year of registration

    @rule()
    def the_night_passes(self) -> None:
        self.does(lambda: expire_holds(self.session, self.work("lending")))

    @rule(after=st.integers(0, 12), length=st.integers(1, 4))
    def close_late(self, after: int, length: int) -> None:
        first = self.desk.work.day + timedelta(days=after)
        done = self.does(
            lambda: redate(
                self.session,
                self.work("lending"),
                first=first,
                last=first + timedelta(days=length - 1),
                reason="taʼmir",
            )
        )
        if done:
            self.closures.append(done)

    @precondition(lambda self: self.closures)
    @rule()
    def open_again(self) -> None:
        redating_id = self.closures.pop()
        self.does(lambda: undo_redating(self.session, self.work("lending"), redating_id=redating_id))

    # What is asked of the tables

    def count(self, *where: Any) -> int:
        loans = select(func.count()).select_from(Loan).join(Item, Item.id == Loan.item_id)
        return self.session.scalars(loans.where(*where)).one()

    def open_loan(self, code: str) -> int | None:
        self.session.rollback()
        loans = select(Loan.id).join(Item, Item.id == Loan.item_id)
        return self.session.scalars(
            loans.where(Item.inventory_number == code, Loan.closed_at.is_(None))
        ).first()

    def somewhere_out(self, code: str) -> str:
        """Return this copy if it is on loan, else another one that is, the longest out first."""
        self.session.rollback()
        loans = (
            select(Item.inventory_number).join(Loan, Loan.item_id == Item.id).where(Loan.closed_at.is_(None))
        )
        out = self.session.scalars(loans.order_by(Loan.id)).all()
        return code if code in out or not out else str(out[0])

    def picture(self) -> dict[str, Any]:
        """Everything that an undo gives back; of a hold also its place in the queue."""
        self.session.rollback()
        run = self.session.execute
        loans = (Loan.id, Loan.item_id, Loan.patron_id, Loan.due_on, Loan.renewals, Loan.claimed_on)
        holds = (Hold.id, Hold.state, Hold.item_id, Hold.rank, Hold.shelf_until)
        cuts = (DailyTotal.kind, DailyTotal.day)
        day = self.desk.work.day
        readers = self.readers.values()
        sums = run(select(*cuts, func.sum(DailyTotal.amount)).group_by(*cuts))
        return {
            "loans": [
                tuple(row)
                for row in run(select(*loans, Loan.lost_on).where(Loan.closed_at.is_(None)).order_by(Loan.id))
            ],
            "copies": [
                tuple(row) for row in run(select(Item.id, Item.state, Item.transit_to).order_by(Item.id))
            ],
            "holds": [tuple(row) for row in run(select(*holds).order_by(Hold.id))],
            "owed": [owed(self.session, each) for each in readers],
            "barred": [
                (row.kind, row.until)
                for each in readers
                for row in open_restrictions(self.session, each, day)
            ],
            "visits": int(self.session.scalars(select(func.sum(Visit.persons))).one() or 0),
            "totals": {(kind, when): int(amount) for kind, when, amount in sums if amount},
        }

    @invariant()
    def no_copy_is_with_two_readers(self) -> None:
        self.session.rollback()
        pairs = self.session.scalars(select(Loan.item_id).where(Loan.closed_at.is_(None))).all()
        assert len(pairs) == len(set(pairs))

    @invariant()
    def nothing_is_due_on_a_closed_day(self) -> None:
        calendar = load_calendar(self.session)
        due = self.session.scalars(
            select(Loan.due_on).where(Loan.closed_at.is_(None), Loan.lost_on.is_(None))
        )
        assert all(calendar.is_open(day) for day in due)

    @invariant()
    def a_copy_set_aside_has_its_hold(self) -> None:
        ready = self.session.scalars(select(Hold.item_id).where(Hold.state == HoldState.READY)).all()
        held = self.session.scalars(select(Item.id).where(Item.state == ItemState.HELD)).all()
        assert set(held) <= set(ready)

    @invariant()
    def the_log_is_what_the_tables_say(self) -> None:
        assert self.desk.problems() == []


def test_any_sequence_of_acts_keeps_what_the_desk_promises(template: Path) -> None:
    Library.template = template
    run_state_machine_as_test(
        Library,
        settings=settings(
            max_examples=20, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )  # fmt: skip
