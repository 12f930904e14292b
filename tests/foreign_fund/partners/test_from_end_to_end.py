"""What partners and databases do, from the beginning to the line of the plan: exchange, method, abroad, databases."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from catalog.items.queries import items_of_record
from catalog.orders import services as orders
from catalog.orders.queries import documents_of
from catalog.orders.rules import Form, Recipient, RequestFacts, Wish
from catalog.stock.measures import CHECKS as STOCK_CHECKS
from foreign_fund.databases import services as databases
from foreign_fund.databases.queries import deadlines, shown_to_readers, uses_by_day
from foreign_fund.databases.rules import DatabaseFacts
from foreign_fund.partners.queries.abroad import in_registers
from foreign_fund.partners.queries.requests import request_row
from foreign_fund.partners.rules.ledger import Worth
from ils.accounts.permissions import Role
from ils.app import CHECKS
from ils.db import transaction
from ils.registers import services as registers
from tests.conftest import NOON, SignIn
from tests.foreign_fund.partners.house import House
from tests.foreign_fund.shelf import Shelf
from tests.plan_lines import fact, load_plans
from tests.world import add_reader, add_school

pytestmark = pytest.mark.usefixtures("at_noon")

TODAY = NOON.date()


@pytest.fixture
def house(session: Session) -> House:
    """A department with this year's plan."""
    load_plans(session)
    return House(session)


@pytest.fixture
def browser(signed_in: SignIn) -> FlaskClient:
    """A browser of the department."""
    return signed_in(Role.FOREIGN)


def problems(session: Session) -> list[Any]:
    session.rollback()
    return [each for check in CHECKS for each in check(session)]


def test_exchange_and_shared_use_of_resources_with_other_libraries(
    house: House, browser: FlaskClient
) -> None:
    """A partner and an agreement, a parcel out and one in, an act, a book asked for and brought back."""
    shelf = Shelf(house.session)
    partner, record = house.partner("Almaty", kind="library", country="KZ"), shelf.record("ger")
    house.agreement(partner, country="KZ")
    shelf.copy("77", "eng")
    sent = house.begin(partner, "sent")
    house.scan(sent, "77")
    house.line(sent, 2, title="Tuman tarixi", price=0)
    house.post(sent)
    got = house.begin(partner)
    house.line(got, 2, record_id=record, title="")
    house.post(got)
    house.approve(house.accept(got))
    assert house.rest(partner) == Worth(1, -200_00, -200)
    assert fact(house.session, "10.3") == 2
    assert len(items_of_record(house.session, record)) == 2
    asked = house.ask(partner)
    house.step(asked, "found")
    house.step(asked, "sent", due_on=TODAY + timedelta(days=30))
    house.step(asked, "returned")
    assert not request_row(house.session, asked).open
    assert "Almaty" in browser.get("/partners/ledger").text
    assert house.problems() == []
    assert [each for check in STOCK_CHECKS for each in check(house.session)] == []


def test_methodical_documents_consultations_and_projects(house: House, browser: FlaskClient) -> None:
    """Lines 1, 5 and 7: entered once in the registers of all, seen by the department as its own."""
    school = add_school(house.session, NOON)
    house.entry("documents", type="manual", number="1", people="M. Yusupova", link="https://arm.example.uz/1")
    house.entry("method_help", type="oral", library_id=school.id, people="M. Yusupova", title="Katalog")
    house.entry("projects", type="project", title="Ikki til", link="https://arm.example.uz/2")
    assert [fact(house.session, line) for line in ("1", "5", "7")] == [1, 1, 1]
    span = {"since": TODAY.replace(month=1, day=1), "until": TODAY}
    own = {each.register: each.counted for each in in_registers(house.session, ["foreign"], **span)}
    assert (own["documents"], own["method_help"], own["projects"]) == (1, 1, 1)
    page = browser.get("/partners/abroad").text
    assert "/registers/documents/?department=foreign" in page
    shown = browser.get("/registers/documents/?department=foreign").text
    assert "Kitob almashinuvi" in shown
    assert problems(house.session) == []


def test_foreign_experience_agreements_guests_and_events_abroad(house: House, browser: FlaskClient) -> None:
    """Lines 39 and 40; an event abroad with its report; the agreement that ends is spoken of in time."""
    partner = house.partner()
    house.agreement(partner, until=TODAY + timedelta(days=30))
    house.entry("delegations", country="DE", persons=4)
    house.entry("abroad", type="conference", country="DE", people="M. Yusupova", title="Bibliothekartag")
    add_reader(house.session, NOON, card="R-9", citizenship="KZ")
    assert [fact(house.session, line) for line in ("39", "40")] == [1, 5]
    house.act(databases.remind)
    (deadline,) = deadlines(house.session)
    assert deadline.ends_on == TODAY + timedelta(days=30)
    page = browser.get("/partners/abroad").text
    assert "Bibliothekartag" in page
    assert "<b>5</b>" in page
    assert problems(house.session) == []


def test_electronic_resources_are_attracted_gathered_and_delivered(house: House, client: FlaskClient) -> None:
    """A database is tried, opened by readers, subscribed to in time; a file is delivered from afar (line 23)."""
    facts = DatabaseFacts(
        "EBSCO", "https://ebsco.example", "ip", "foreign", trial_until=TODAY + timedelta(days=9)
    )
    number = house.act(databases.enter_database, facts=facts).id
    house.act(databases.remind)
    assert len(deadlines(house.session)) == 1
    assert client.get(f"/databases/{number}/open").location == "https://ebsco.example"
    house.session.rollback()
    assert uses_by_day(house.session, number) == ((TODAY, 1),)
    longer = DatabaseFacts(
        "EBSCO", "https://ebsco.example", "ip", "foreign", subscribed_from=TODAY,
        subscribed_until=TODAY + timedelta(days=365),
    )  # fmt: skip
    house.act(databases.change_database, database_id=number, facts=longer)
    house.act(databases.remind)
    assert deadlines(house.session) == ()
    assert [each.id for each in shown_to_readers(house.session, TODAY)] == [number]
    with transaction(house.session):
        told = RequestFacts(Recipient.FOREIGN, "J. Weber", "foreign", TODAY, country="DE")
        asked = orders.open_request(house.session, house.work, facts=told, wishes=[Wish("Maqollar")])
        (document,) = documents_of(house.session, asked.id)
        orders.deliver(house.session, house.work, document_id=document.id, form=Form.EMAIL)
    assert fact(house.session, "23") == 1
    assert problems(house.session) == []


def test_an_entry_withdrawn_closes_what_was_said_of_it(house: House) -> None:
    """The plan and the reminder follow the register, which alone keeps agreements."""
    entry = house.agreement(house.partner(), until=TODAY + timedelta(days=30))
    house.act(databases.remind)
    house.act(registers.withdraw, entry_id=entry, reason="Xato")
    house.act(databases.remind)
    assert (fact(house.session, "39"), deadlines(house.session)) == (0, ())
