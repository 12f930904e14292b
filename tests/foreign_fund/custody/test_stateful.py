"""Any sequence of accession, transfer, correction, withdrawal keeps the balances equal to acts and copies, every day."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
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

from catalog.items.services import add_item, withdraw
from foreign_fund.custody import services
from foreign_fund.custody.errors import CustodyError, CustodyRefused
from foreign_fund.custody.measures import CHECKS
from foreign_fund.custody.queries.histories import all_moves
from foreign_fund.custody.queries.holding import balances
from foreign_fund.custody.rules.ledger import balance
from ils.db import transaction
from ils.web.session import db
from tests.conftest import NOON, POSTGRESQL, app_for
from tests.foreign_fund.shelf import Shelf, at

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        bool(POSTGRESQL), reason="each example needs a database of its own; SQLite copies a file"
    ),
]

FIRST = NOON.date()
DEPARTMENTS = ("foreign", "lending")
WHO = st.sampled_from((None, 0, 1, 2))
COPY = st.integers(0, 7)
DONE: Counter[str] = Counter()


@dataclass
class ModelCopy:
    """A copy as one remembers it without any table: who had it from which day on, and until when it was there."""

    item_id: int
    code: str
    price: int
    department: str
    held: list[tuple[date, int | None]]
    gone: date | None = None
    acts: list[tuple[int, date, str]] = field(default_factory=list)  # act, day, where it stood before

    def holder(self, day: date) -> int | str | None:
        if day < self.held[0][0] or (self.gone is not None and day >= self.gone):
            return "not in the stock"
        return [who for since, who in self.held if since <= day][-1]


class Custody(RuleBasedStateMachine):
    """The acts of the program beside a model that remembers every copy day by day."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp())
        shutil.copy(self.template / "library.sqlite", self.home / "library.sqlite")
        self.app = app_for(self.home)
        self.context = self.app.app_context()
        self.context.push()
        self.session = db.session()
        self.shelf = Shelf(self.session)
        self.record = self.shelf.record("ger")
        self.day, self.copies, self.posted = 0, list[ModelCopy](), dict[str, int]()
        self.moved: dict[int, list[ModelCopy]] = {}
        with transaction(self.session):
            self.people = [
                services.add_custodian(
                    self.session, at(), name=f"Xodim {number}", post="", department="foreign", since=FIRST
                ).id
                for number in range(3)
            ]  # fmt: skip

        for number in range(4):
            self.a_copy_comes(DEPARTMENTS[number % 2], 1000 * number)

    def teardown(self) -> None:
        db.session.remove()
        db.engine.dispose()
        self.context.pop()
        shutil.rmtree(self.home)

    @property
    def today(self) -> date:
        return FIRST + timedelta(days=self.day)

    def who(self, number: int | None) -> int | None:
        return None if number is None else self.people[number]

    @rule()
    def a_day_passes(self) -> None:
        self.day += 1

    @rule(department=st.sampled_from(DEPARTMENTS), price=st.integers(0, 90_000))
    def one_more_copy_comes(self, department: str, price: int) -> None:
        self.a_copy_comes(department, price)

    def a_copy_comes(self, department: str, price: int) -> None:
        code = f"X-{len(self.copies) + 1}"
        with transaction(self.session):
            item = add_item(
                self.session, at(self.day), record_id=self.record, department=department, inventory_number=code,
                price=price,
            )  # fmt: skip
            holder = self.posted.get(department)
            self.copies.append(ModelCopy(item.id, code, price, department, [(self.today, holder)]))

    @rule(department=st.sampled_from(DEPARTMENTS), number=st.integers(0, 2))
    def somebody_is_set_over_a_department(self, department: str, number: int) -> None:
        # From tomorrow on: what came today is in the balance of whoever stood there in the morning.
        self.day += 1
        try:
            with transaction(self.session):
                services.post(
                    self.session, at(self.day), custodian_id=self.people[number], department=department, since=self.today
                )  # fmt: skip
        except CustodyError:
            assert self.posted.get(department) == self.people[number]
        else:
            self.posted[department] = self.people[number]

    @rule(
        right=st.sampled_from((True, True, True, False)), giver=WHO, taker=WHO,
        some=st.lists(COPY, min_size=1, max_size=5), to=st.sampled_from((None, *DEPARTMENTS)),
        back=st.sampled_from((0, 0, 0, 1, 3)),
    )  # fmt: skip
    def an_act_is_approved(
        self, right: bool, giver: int | None, taker: int | None, some: list[int], to: str | None, back: int
    ) -> None:
        """Mostly given by who answers for the first copy, with what of the others is theirs; else by anybody."""
        chosen = [self.copies[number % len(self.copies)] for number in some]
        chosen = list({copy.code: copy for copy in chosen}.values())
        who, day = (self.who(giver), self.who(taker)), self.today - timedelta(days=back)
        if right:
            who = (chosen[0].held[-1][1], who[1])
            chosen = [copy for copy in chosen if copy.held[-1][1] == who[0] and copy.gone is None]
        if not chosen or (who[0] == who[1] and to is None):
            return
        head: dict[str, Any] = {
            "day": day, "giver_id": who[0], "taker_id": who[1], "to_department": to, "grounds": "Buyruq",
            "commission": "A. Rais", "note": "",
        }  # fmt: skip
        allowed = all(
            copy.gone is None and copy.held[-1][1] == who[0] and day >= copy.held[-1][0] for copy in chosen
        )
        try:
            with transaction(self.session):
                act_id = services.begin_act(self.session, at(self.day), **head)
                services.put_codes(
                    self.session, at(self.day), act_id=act_id, codes=[copy.code for copy in chosen]
                )
                services.approve(self.session, at(self.day), act_id=act_id)
        except CustodyRefused:
            assert not allowed
            DONE["refused"] += 1
            return
        assert allowed
        self._moved(act_id, chosen, day, who[1], {copy.code: to or copy.department for copy in chosen})

    def _moved(
        self, act_id: int, chosen: list[ModelCopy], day: date, taker: int | None, places: dict[str, str]
    ) -> None:
        for copy in chosen:
            copy.acts.append((act_id, day, copy.department))
            copy.held.append((day, taker))
            copy.department = places[copy.code]
        self.moved[act_id] = chosen
        DONE["approved"] += 1

    @precondition(lambda self: self.moved)
    @rule(number=st.integers(0, 9))
    def an_act_is_corrected(self, number: int) -> None:
        act_id = list(self.moved)[-1 - number % len(self.moved)]
        chosen = self.moved[act_id]
        allowed = all(copy.gone is None and copy.acts[-1][0] == act_id for copy in chosen)
        givers = {copy.held[-2][1] for copy in chosen}
        again = 0
        try:
            with transaction(self.session):
                again = services.begin_correction(self.session, at(self.day), act_id=act_id)
                services.approve(self.session, at(self.day), act_id=again)
        except CustodyRefused:
            assert not allowed
            DONE["correction refused"] += 1
            return
        DONE["corrected"] += 1
        if not allowed:  # by another way all of it came back into the hands that the act gave it to
            before = {
                copy.code: next(place for act, _day, place in copy.acts if act == act_id) for copy in chosen
            }
            taker = next(
                copy.held[index][1]
                for copy in chosen
                for index, each in enumerate(copy.acts)
                if each[0] == act_id
            )
            self._moved(again, chosen, self.today, taker, before)
            return
        self._moved(again, chosen, self.today, givers.pop(), {copy.code: copy.acts[-1][2] for copy in chosen})

    @rule(number=COPY, back=st.integers(0, 3))
    def a_copy_is_withdrawn(self, number: int, back: int) -> None:
        if number >= len(self.copies) or self.copies[number].gone is not None:
            return
        copy, day = self.copies[number], self.today - timedelta(days=back)
        with transaction(self.session):
            withdraw(self.session, at(self.day), item_id=copy.item_id, act="№ 1", day=day)
        copy.gone = max(day, copy.held[-1][0])
        DONE["withdrawn"] += 1

    @invariant()
    def balances_agree_on_every_day(self) -> None:
        moves = all_moves(self.session)
        assert sum(move.sign for move in moves) == sum(copy.gone is None for copy in self.copies)
        for ago in range(self.day + 1):
            day = self.today - timedelta(days=ago)
            copies: Counter[int | None] = Counter()
            som: Counter[int | None] = Counter()
            for copy in self.copies:
                holder = copy.holder(day)
                if not isinstance(holder, str):
                    copies[holder] += 1
                    som[holder] += copy.price
            kept = balances(self.session, day)
            assert {key: each.copies for key, each in kept.items()} == copies
            assert {key: each.som for key, each in kept.items() if each.som} == {
                k: v for k, v in som.items() if v
            }
            assert {key: each.copies for key, each in balance(moves, day).items() if each.copies} == copies

    @invariant()
    def the_program_finds_nothing_wrong(self) -> None:
        assert [problem for check in CHECKS for problem in check(self.session)] == []


def test_any_sequence_of_acts_keeps_the_balances(template: Path) -> None:
    Custody.template = template
    DONE.clear()
    run_state_machine_as_test(
        Custody,
        settings=settings(
            max_examples=12, stateful_step_count=30, deadline=None, derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    assert min(DONE[each] for each in ("approved", "refused", "corrected", "withdrawn")) > 0, DONE
