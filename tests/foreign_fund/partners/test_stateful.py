"""Any sequence of parcels, corrections and acts keeps the ledger equal to shipments, acts and copies."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select

from catalog.items.models import Item, ItemState
from catalog.stock.models import AcceptanceLine
from catalog.stock.queries.standing import standing
from catalog.stock.services import Correction, begin_correction, change_line
from catalog.stock.services import NewLine as ActLine
from foreign_fund.partners import services
from foreign_fund.partners.models import ExchangePosting
from foreign_fund.partners.queries.ledger import balances
from ils.web.session import db
from tests.conftest import NOON, POSTGRESQL, app_for
from tests.foreign_fund.partners.house import House
from tests.foreign_fund.shelf import Shelf

COPIES = 6  # of ours, that may be given away
PRICE = 100  # soʻm, of every copy

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        bool(POSTGRESQL), reason="each example needs a database of its own; SQLite copies a file"
    ),
]


@dataclass
class Parcel:
    """What the model remembers of a posted shipment: copies that stand on each line, and what its act holds."""

    partner: int
    sign: int
    lines: dict[int, int]
    records: dict[int, int | None]
    act: int | None = None
    accepted: Counter[int] = field(default_factory=Counter)
    approved: bool = False

    free: set[int] = field(default_factory=set)  # lines of our own copies, which have no price here

    @property
    def copies(self) -> int:
        return self.sign * sum(self.lines.values())

    @property
    def som(self) -> int:
        return self.sign * PRICE * sum(many for line, many in self.lines.items() if line not in self.free)

    def of_records(self) -> Counter[int]:
        """Copies of each record that the ledger has."""
        found: Counter[int] = Counter()
        for line, copies in self.lines.items():
            record = self.records[line]
            if record is not None and copies:
                found[record] += copies
        return found

    def differs(self) -> int:
        """Of how many records ledger and act say different numbers."""
        if not self.approved:
            return 0
        ledger = self.of_records()
        return sum(ledger[each] != self.accepted[each] for each in ledger.keys() | self.accepted.keys())


class Exchange(RuleBasedStateMachine):
    """Two partners, two titles, six copies of ours."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp())
        shutil.copy(self.template / "library.sqlite", self.home / "library.sqlite")
        self.app = app_for(self.home)
        self.context = self.app.app_context()
        self.context.push()
        self.house, self.parcels = House(db.session()), list[Parcel]()
        self.ids: list[int] = []
        self.gone: set[str] = set()

    def teardown(self) -> None:
        db.session.remove()
        db.engine.dispose()
        self.context.pop()
        shutil.rmtree(self.home)

    @initialize()
    def a_library_with_two_partners(self) -> None:
        shelf = Shelf(self.house.session)
        self.partners = [self.house.partner(), self.house.partner("British Council", country="GB")]
        for partner in self.partners:
            self.house.agreement(partner)
        self.records = [shelf.record("ger"), shelf.record("eng")]
        for number in range(COPIES):
            shelf.copy(f"N{number}", record=self.records[number % 2])

    @rule(who=st.integers(0, 1), copies=st.lists(st.integers(1, 4), min_size=1, max_size=3))
    def receive(self, who: int, copies: list[int]) -> None:
        shipment = self.house.begin(self.partners[who])
        parcel = Parcel(self.partners[who], -1, {}, {})
        for number, many in enumerate(copies):
            record = [*self.records, None][number]
            line = self.house.line(
                shipment, many, title="" if record else "Prospekt", record_id=record, for_fund=record is not None
            )  # fmt: skip
            parcel.lines[line], parcel.records[line] = many, record
        self._posted(shipment, parcel)

    @rule(who=st.integers(0, 1), first=st.integers(0, COPIES - 1), plain=st.integers(0, 3))
    def send(self, who: int, first: int, plain: int) -> None:
        codes = [code for code in (f"N{first}", f"N{(first + 1) % COPIES}") if code not in self.gone]
        if not codes and not plain:
            return
        shipment = self.house.begin(self.partners[who], "sent")
        parcel = Parcel(self.partners[who], 1, {}, {})
        for code in codes:
            line = self.house.scan(shipment, code)
            parcel.lines[line], parcel.records[line] = 1, None
            parcel.free.add(line)
        if plain:
            line = self.house.line(shipment, plain)
            parcel.lines[line], parcel.records[line] = plain, None
        self._posted(shipment, parcel)
        self.gone |= set(codes)

    @rule(which=st.integers(0, 99), copies=st.integers(0, 5))
    def correct(self, which: int, copies: int) -> None:
        if not self.parcels:
            return
        number = which % len(self.parcels)
        parcel = self.parcels[number]
        line = sorted(parcel.lines)[which % len(parcel.lines)]
        most = copies if parcel.sign < 0 else min(copies, parcel.lines[line])
        if most != parcel.lines[line]:
            self.house.correct(self.ids[number], {line: most})
            parcel.lines[line] = most

    @rule(which=st.integers(0, 99), fewer=st.booleans())
    def accept(self, which: int, fewer: bool) -> None:
        """Make the act, perhaps find a copy damaged, and approve it."""
        number = self._one(which, lambda each: each.sign < 0 and each.act is None and bool(each.of_records()))
        if number is None:
            return
        parcel = self.parcels[number]
        act = self.house.accept(self.ids[number])
        parcel.act, parcel.accepted = act, parcel.of_records()
        if fewer:
            line = db.session.scalars(select(AcceptanceLine).where(AcceptanceLine.act_id == act)).first()
            assert line is not None
            if line.copies > 1:
                told = ActLine(line.record_id, line.copies - 1, line.price)
                self.house.act(change_line, act_id=act, line_id=line.id, line=told)
                parcel.accepted[line.record_id] -= 1
        self.house.approve(act)
        parcel.approved = True

    @rule(which=st.integers(0, 99))
    def take_back_a_copy(self, which: int) -> None:
        """Another act takes a copy out of an approved one."""
        number = self._one(which, lambda each: each.approved and bool(standing(db.session(), each.act or 0)))
        if number is None:
            return
        parcel = self.parcels[number]
        copy = standing(db.session(), parcel.act or 0)[0]
        again = self.house.act(
            begin_correction, act_id=parcel.act, wanted=Correction(take_back=[copy.item_id]),
            day=self.house.work.day, document="", note="Yaroqsiz",
        )  # fmt: skip
        self.house.approve(again)
        parcel.accepted[copy.line.record_id] -= 1

    @rule(which=st.integers(0, 99))
    def settle(self, which: int) -> None:
        """Bring the ledger to what the act says, where they part."""
        number = self._one(which, lambda each: each.differs() > 0)
        if number is None:
            return
        parcel = self.parcels[number]
        self.house.act(services.settle_by_act, shipment_id=self.ids[number], reason="Dalolatnoma boʻyicha")
        for line, record in parcel.records.items():
            if record is not None:
                parcel.lines[line] = parcel.accepted[record]  # each record stands on one line of a parcel
        for record in self.records:
            assert parcel.of_records()[record] == parcel.accepted[record]

    @rule(days=st.integers(1, 9))
    def days_pass(self, days: int) -> None:
        self.house.now = min(self.house.now + timedelta(days=days), NOON + timedelta(days=200))

    @invariant()
    def the_ledger_is_what_parcels_acts_and_copies_say(self) -> None:
        if not hasattr(self, "partners"):
            return
        session, day = self.house.session, self.house.work.day
        session.rollback()
        kept = {row.partner_id: row for row in balances(session, day)}
        for partner in self.partners:
            own = [each for each in self.parcels if each.partner == partner]
            worth = (sum(each.copies for each in own), sum(each.som for each in own))
            if own:
                assert (kept[partner].rest.copies, kept[partner].rest.som) == worth
            else:
                assert partner not in kept
        sums = select(func.sum(ExchangePosting.copies), func.sum(ExchangePosting.som))
        assert tuple(session.execute(sums).one()) in {(0, 0), (None, None)}
        made = sum(sum(each.accepted.values()) for each in self.parcels if each.approved)
        alive = select(func.count(Item.id)).where(Item.state != ItemState.WITHDRAWN)
        assert session.scalars(alive).one() == COPIES - len(self.gone) + made
        wanted = ["exchange_act_differs"] * sum(each.differs() for each in self.parcels)
        assert [code for code, _facts in self.house.problems()] == wanted

    def _posted(self, shipment: int, parcel: Parcel) -> None:
        self.house.post(shipment)
        self.ids.append(shipment)
        self.parcels.append(parcel)

    def _one(self, which: int, fits: Callable[[Parcel], bool]) -> int | None:
        found = [number for number, each in enumerate(self.parcels) if fits(each)]
        return found[which % len(found)] if found else None


def test_any_sequence_keeps_the_ledger_equal_to_shipments_acts_and_copies(template: Path) -> None:
    Exchange.template = template
    run_state_machine_as_test(
        Exchange,
        settings=settings(
            max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
