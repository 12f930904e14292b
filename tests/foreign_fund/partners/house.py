"""A department that exchanges books with one library abroad, on its own shelf."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from catalog.stock.services import approve
from foreign_fund.partners import services
from foreign_fund.partners.measures import CHECKS
from foreign_fund.partners.queries.ledger import balance_of
from foreign_fund.partners.rules.ledger import NewLine, ShipmentFacts, Worth
from foreign_fund.partners.rules.partners import PartnerFacts
from foreign_fund.partners.rules.requests import RequestFacts, Step
from ils.activity.work import Work
from ils.db import transaction
from ils.registers import services as registers
from ils.registers.rules.checking import Facts
from tests.conftest import NOON
from tests.world import work_at


class House:
    """Does what the department does, each act a transaction of its own, all at one moment."""

    def __init__(self, session: Session, now: datetime = NOON) -> None:
        self.session, self.now = session, now

    @property
    def work(self) -> Work:
        """An act of the foreign department."""
        return work_at(self.now, department="foreign", sector="other")

    def act(self, what: Any, **facts: Any) -> Any:
        """Do one act."""
        with transaction(self.session):
            return what(self.session, self.work, **facts)

    def partner(self, name: str = "Goethe-Institut Taschkent", **said: Any) -> int:
        """Enter a partner."""
        facts = {"kind": "centre", "country": "DE", "currency": "EUR"} | said
        return int(self.act(services.enter_partner, facts=PartnerFacts(name=name, **facts)).id)

    def entry(self, register: str, **facts: Any) -> int:
        """Enter something in a register."""
        told = Facts(**({"day": self.work.day, "title": "Kitob almashinuvi"} | facts))
        return int(self.act(registers.enter, register=register, facts=told).id)

    def agreement(self, partner: int, **facts: Any) -> int:
        """Sign an agreement and tie it to the partner."""
        entry = self.entry("agreements", **({"partner": "Goethe", "country": "DE", "number": "7"} | facts))
        self.act(services.tie_entry, partner_id=partner, entry_id=entry)
        return entry

    def begin(self, partner: int, direction: str = "received", **said: Any) -> int:
        """Begin a shipment of today in soʻm."""
        facts = {"day": self.work.day, "document": "Xat 12", "department": "foreign"} | said
        told = ShipmentFacts(partner_id=partner, direction=direction, **facts)
        return int(self.act(services.begin_shipment, facts=told).id)

    def line(self, shipment: int, copies: int = 1, **said: Any) -> int:
        """Add a line at 100 soʻm a copy."""
        facts = {"title": "Broschüre", "price": 100_00} | said
        return int(self.act(services.add_line, shipment_id=shipment, line=NewLine(copies=copies, **facts)).id)

    def scan(self, shipment: int, code: str) -> int:
        """Scan a copy of ours into what is sent."""
        return int(self.act(services.add_copy, shipment_id=shipment, code=code).id)

    def post(self, shipment: int) -> None:
        """Post a draft."""
        self.act(services.post, shipment_id=shipment)

    def correct(self, shipment: int, wanted: Mapping[int, int], day: date | None = None) -> int:
        """Correct a shipment."""
        return int(
            self.act(
                services.correct, shipment_id=shipment, wanted=wanted, day=day or self.work.day, reason="Xato"
            ).id
        )

    def accept(self, shipment: int) -> int:
        """Make the act of a shipment; returns it."""
        return int(self.act(services.make_act, shipment_id=shipment, series="foreign", department="foreign"))

    def approve(self, act_id: int) -> None:
        """Approve an act."""
        self.act(approve, act_id=act_id)

    def ask(self, partner: int, way: str = "out", **said: Any) -> int:
        """Write an interlibrary request down."""
        facts = {"title": "Faust", "asked_on": self.work.day, "department": "foreign"} | said
        return int(
            self.act(services.open_request, facts=RequestFacts(direction=way, partner_id=partner, **facts)).id
        )

    def step(self, request: int, state: str, day: date | None = None, **said: Any) -> None:
        """Lead a request on."""
        self.act(services.take_step, request_id=request, step=Step(state, day or self.work.day, **said))

    def rest(self, partner: int, day: date | None = None) -> Worth:
        """What the partner owes."""
        self.session.rollback()
        return balance_of(self.session, partner, day or self.work.day)

    def problems(self) -> list[tuple[str, dict[str, object]]]:
        """What `ils check` says of the exchange."""
        self.session.rollback()
        return [(problem.code, dict(problem.facts)) for check in CHECKS for problem in check(self.session)]
