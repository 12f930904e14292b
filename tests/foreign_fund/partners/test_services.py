"""Partners, shipments, the act, requests: what each act does and refuses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from catalog.items.models import Item, ItemState
from catalog.items.queries import find_item
from catalog.stock.models import AcceptanceAct
from catalog.stock.queries.standing import standing
from catalog.stock.services import Correction, begin_correction, cancel_act
from foreign_fund.partners import services
from foreign_fund.partners.errors import PartnerCode, RequestCode, ShipmentCode
from foreign_fund.partners.models import ExchangePosting, Shipment
from foreign_fund.partners.queries.ledger import balances, ledger
from foreign_fund.partners.queries.partners import agreement_on, entries_of, partner_row, untied_entries
from foreign_fund.partners.queries.requests import (
    WantedRequests,
    count_late,
    request_row,
    requests,
    steps_of,
)
from foreign_fund.partners.queries.shipments import parted, shipment_row, standing_lines
from foreign_fund.partners.rules.ledger import NewLine, ShipmentFacts, Worth
from foreign_fund.partners.rules.partners import PartnerFacts
from foreign_fund.partners.rules.requests import RequestFacts
from ils.db import transaction
from ils.errors import LibraryError
from ils.registers.rules.kinds import Register
from tests.foreign_fund.partners.house import House
from tests.foreign_fund.shelf import Shelf
from tests.plan_lines import fact, load_plans

DAY = timedelta(days=1)


def refused(code: Any, act: Callable[[], object]) -> None:
    with pytest.raises(LibraryError) as problem:
        act()
    assert problem.value.code is code


def test_a_partner_stands_once_and_is_a_real_one(house: House) -> None:
    number = house.partner(languages="GER, eng", link="https://goethe.example", city=" Toshkent ")
    row = partner_row(house.session, number)
    assert (row.languages, row.city, row.country) == ("ger eng", "Toshkent", "DE")
    refused(PartnerCode.NAME_TAKEN, lambda: house.partner("GOETHE-institut taschkent"))
    house.partner("Гёте институти")
    for name in ("Гёте институти", "гёте ИНСТИТУТИ"):  # SQLite makes only Latin letters small
        refused(PartnerCode.NAME_TAKEN, lambda name=name: house.partner(name))
    refused(PartnerCode.KIND_UNKNOWN, lambda: house.partner("A", kind="friend"))
    refused(PartnerCode.COUNTRY_INVALID, lambda: house.partner("A", country="Deutschland"))
    refused(PartnerCode.LINK_INVALID, lambda: house.partner("A", link="javascript:1"))
    refused(PartnerCode.UNKNOWN, lambda: house.begin(99))
    off = PartnerFacts("Goethe", "centre", "DE", currency="EUR", active=False)
    house.act(services.change_partner, partner_id=number, facts=off)
    refused(PartnerCode.INACTIVE, lambda: house.begin(number))
    refused(PartnerCode.INACTIVE, lambda: house.ask(number))


def test_entries_of_registers_are_tied_to_one_partner(house: House) -> None:
    partner, other = house.partner(), house.partner("British Council", country="GB")
    agreement = house.agreement(partner, until=house.work.day + 10 * DAY)
    guests = house.entry("delegations", country="DE", persons=3)
    abroad = house.entry("abroad", type="fair", country="DE", people="N. Karimova")
    paper = house.entry("documents", type="other")
    assert [each.id for each in untied_entries(house.session)] == [abroad, guests]
    house.act(services.tie_entry, partner_id=partner, entry_id=guests)
    assert [each.id for each in entries_of(house.session, partner, Register.DELEGATIONS)] == [guests]
    held = agreement_on(house.session, partner, house.work.day)
    assert held is not None
    assert held.id == agreement
    assert agreement_on(house.session, partner, house.work.day + 11 * DAY) is None
    tie = services.tie_entry
    refused(PartnerCode.ENTRY_TAKEN, lambda: house.act(tie, partner_id=other, entry_id=guests))
    refused(PartnerCode.ENTRY_NOT_OURS, lambda: house.act(tie, partner_id=other, entry_id=paper))
    off = services.untie_entry
    refused(PartnerCode.ENTRY_NOT_TIED, lambda: house.act(off, partner_id=other, entry_id=guests))
    house.act(off, partner_id=partner, entry_id=guests)
    assert entries_of(house.session, partner, Register.DELEGATIONS) == ()


def test_a_shipment_in_a_currency_is_two_sides_in_copies_money_and_som(house: House) -> None:
    partner = house.partner()
    sent = house.begin(partner, "sent", currency="EUR", rate=130_505_000)
    house.line(sent, 3, price=12_50)
    assert house.rest(partner) == Worth()
    house.post(sent)
    assert house.rest(partner) == Worth(3, 37_50, 3 * 163_131)
    house.now += DAY
    got = house.begin(partner, "received")
    house.line(got, 5, price=20_000_00)
    house.post(got)
    assert house.rest(partner) == Worth(-2, 37_50 - 100_000_00, 489_393 - 100_000)
    assert house.rest(partner, house.work.day - DAY).copies == 3
    (row,) = balances(house.session, house.work.day)
    assert row.currencies == (("EUR", 37_50), ("UZS", -100_000_00))
    opening, rows = ledger(house.session, partner, since=house.work.day, until=house.work.day)
    assert (opening.copies, [each.after.copies for each in rows]) == (3, [-2])
    assert house.problems() == []


def test_what_is_posted_is_never_changed(house: House) -> None:
    partner = house.partner()
    shipment = house.begin(partner)
    refused(ShipmentCode.NO_LINES, lambda: house.post(shipment))
    line = house.line(shipment, 2)
    house.post(shipment)
    facts = ShipmentFacts(partner, "received", house.work.day, "Xat 13", "foreign")
    for act, given in (
        (services.change_shipment, {"facts": facts}),
        (services.add_line, {"line": NewLine("A")}),
        (services.remove_line, {"line_id": line}),
        (services.cancel_shipment, {}),
        (services.post, {}),
    ):
        refused(ShipmentCode.NOT_DRAFT, lambda a=act, g=given: house.act(a, shipment_id=shipment, **g))  # type: ignore[misc]
    for verb in ("UPDATE exchange_posting SET copies = 9", "DELETE FROM exchange_posting"):
        with pytest.raises(DatabaseError, match="append-only"), transaction(house.session):
            house.session.execute(text(verb))
    draft = house.begin(partner)
    house.line(draft)
    house.act(services.cancel_shipment, shipment_id=draft)
    refused(ShipmentCode.NOT_DRAFT, lambda: house.post(draft))
    assert house.rest(partner).copies == -2


def test_what_a_draft_cannot_say(house: House) -> None:
    partner = house.partner()
    refused(ShipmentCode.DAY_AHEAD, lambda: house.begin(partner, day=house.work.day + DAY))
    refused(ShipmentCode.DAY_ODD, lambda: house.begin(partner, day=date(1999, 1, 1)))
    shipment = house.begin(partner, document="")
    refused(ShipmentCode.COPIES_INVALID, lambda: house.line(shipment, 0))
    refused(ShipmentCode.COPIES_INVALID, lambda: house.line(shipment, 5_001))
    refused(ShipmentCode.TITLE_MISSING, lambda: house.line(shipment, title=" "))
    refused(ShipmentCode.RECORD_UNKNOWN, lambda: house.line(shipment, record_id=99))
    refused(ShipmentCode.COPY_OF_SENT_ONLY, lambda: house.scan(shipment, "1"))
    house.line(shipment)
    refused(ShipmentCode.NO_DOCUMENT, lambda: house.post(shipment))
    refused(ShipmentCode.NOT_POSTED, lambda: house.accept(shipment))
    refused(ShipmentCode.UNKNOWN, lambda: house.post(99))


def test_another_rate_gives_the_lines_of_a_draft_other_prices(house: House) -> None:
    partner = house.partner()
    shipment = house.begin(partner, "sent", currency="EUR", rate=100_000_000)
    house.line(shipment, 2, price=1_00)
    facts = ShipmentFacts(partner, "received", house.work.day, "Xat", "foreign", "EUR", 120_000_000)
    house.act(services.change_shipment, shipment_id=shipment, facts=facts)
    row = shipment_row(house.session, shipment)
    assert (row.som, row.direction) == (24_000, "sent")


def test_a_copy_of_ours_that_is_sent_is_written_off_by_the_document(house: House, shelf: Shelf) -> None:
    shelf.copy("1")
    shelf.copy("2", "eng")
    partner = house.partner()
    shipment, other = house.begin(partner, "sent"), house.begin(partner, "sent")
    line = house.scan(shipment, "1")
    refused(ShipmentCode.COPY_HERE, lambda: house.scan(shipment, "1"))
    refused(ShipmentCode.COPY_HERE, lambda: house.scan(other, "1"))
    refused(ShipmentCode.COPY_UNKNOWN, lambda: house.scan(other, "404"))
    house.scan(shipment, "2")
    shelf.lend("2")
    with pytest.raises(LibraryError):  # somebody has it at home: the whole shipment waits
        house.post(shipment)
    assert house.rest(partner).copies == 0
    shelf.take_back("2")
    house.post(shipment)
    for code in ("1", "2"):
        copy = find_item(house.session, code)
        assert copy is not None
        assert copy.state is ItemState.WITHDRAWN
        assert copy.withdrawn_act == "Xat 12, 15.04.2026 → Goethe-Institut Taschkent"
    refused(ShipmentCode.COPY_WITHDRAWN, lambda: house.scan(other, "1"))
    house.correct(shipment, {line: 0})
    assert house.rest(partner).copies == 1
    refused(ShipmentCode.COPY_HERE, lambda: house.correct(shipment, {line: 1}))
    assert house.problems() == []


def test_another_entry_corrects_and_the_first_stays(house: House) -> None:
    partner = house.partner()
    shipment = house.begin(partner)
    line, second = house.line(shipment, 5), house.line(shipment, 1, title="Heft")
    house.post(shipment)
    house.now += 2 * DAY
    entry = house.correct(shipment, {line: 3, second: 1})
    assert shipment_row(house.session, shipment).copies == 6
    assert [each.standing for each in standing_lines(house.session, shipment)] == [3, 1]
    assert (house.rest(partner).copies, house.rest(partner, house.work.day - DAY).copies) == (-4, -6)
    refused(ShipmentCode.CORRECTS, lambda: house.correct(entry, {line: 1}))
    refused(ShipmentCode.NOTHING_TO_CORRECT, lambda: house.correct(shipment, {line: 3}))
    refused(ShipmentCode.LINE_UNKNOWN, lambda: house.correct(shipment, {999: 3}))
    refused(ShipmentCode.COPIES_INVALID, lambda: house.correct(shipment, {line: -1}))
    early = house.work.day - 9 * DAY
    refused(ShipmentCode.DAY_BEFORE, lambda: house.correct(shipment, {line: 1}, early))
    house.correct(shipment, {line: 7})
    assert house.rest(partner).copies == -8
    assert house.problems() == []


def test_received_books_come_in_by_an_act_of_exchange_that_names_the_agreement(
    house: House, shelf: Shelf
) -> None:
    load_plans(house.session)
    partner, record = house.partner(), shelf.record("ger")
    house.agreement(partner)
    shipment = house.begin(partner, currency="EUR", rate=130_000_000)
    house.line(shipment, 2, record_id=record, price=10_00, title="")
    house.line(shipment, 1, record_id=record, price=10_00, title="")
    bare = house.line(shipment, 1, title="Atlas")
    house.line(shipment, 9, title="Prospekt", for_fund=False)
    house.post(shipment)
    refused(ShipmentCode.RECORDS_MISSING, lambda: house.accept(shipment))
    describe = services.describe_line
    house.act(describe, shipment_id=shipment, line_id=bare, record_id=shelf.record("eng"))
    refused(
        ShipmentCode.DESCRIBED,
        lambda: house.act(describe, shipment_id=shipment, line_id=bare, record_id=record),
    )
    act_id = house.accept(shipment)
    act = house.session.get_one(AcceptanceAct, act_id)
    assert (act.partner, act.document, act.contract) == (
        "Goethe-Institut Taschkent", "Xat 12", "№ 7, 15.04.2026",
    )  # fmt: skip
    refused(ShipmentCode.ACT_THERE, lambda: house.accept(shipment))
    refused(
        ShipmentCode.ACT_NOT_APPROVED,
        lambda: house.act(services.settle_by_act, shipment_id=shipment, reason="x"),
    )
    house.approve(act_id)
    assert len(standing(house.session, act_id)) == 4
    assert fact(house.session, "10.3") == 4
    refused(
        ShipmentCode.ACT_AGREES, lambda: house.act(services.settle_by_act, shipment_id=shipment, reason="x")
    )
    assert house.rest(partner).copies == -13
    assert house.problems() == []


def test_an_act_given_up_makes_room_for_another(house: House, shelf: Shelf) -> None:
    partner = house.partner()
    shipment = house.begin(partner)
    house.line(shipment, 1, record_id=shelf.record("ger"))
    house.post(shipment)
    house.act(cancel_act, act_id=house.accept(shipment))
    assert house.accept(shipment)
    sent = house.begin(partner, "sent")
    house.line(sent)
    house.post(sent)
    refused(ShipmentCode.NOT_RECEIVED, lambda: house.accept(sent))
    papers = house.begin(partner)
    house.line(papers, for_fund=False)
    house.post(papers)
    refused(ShipmentCode.NOTHING_FOR_ACT, lambda: house.accept(papers))


def test_the_ledger_follows_an_act_that_was_corrected(house: House, shelf: Shelf) -> None:
    partner, record = house.partner(), shelf.record("ger")
    house.agreement(partner)
    shipment = house.begin(partner)
    house.line(shipment, 3, record_id=record)
    house.post(shipment)
    act_id = house.accept(shipment)
    house.approve(act_id)
    gone = standing(house.session, act_id)[0].item_id
    again = house.act(
        begin_correction, act_id=act_id, wanted=Correction(take_back=[gone]), day=house.work.day, document="", note="n"
    )  # fmt: skip
    house.approve(again)
    told = {"shipment": shipment, "record": record, "ledger": 3, "act": 2}
    assert house.problems() == [("exchange_act_differs", told)]
    assert len(parted(house.session, shipment_row(house.session, shipment))) == 1
    house.act(services.settle_by_act, shipment_id=shipment, reason="Dalolatnoma tuzatildi")
    assert house.rest(partner).copies == -2
    assert house.problems() == []


def test_the_checks_find_what_was_planted(house: House, session: Session) -> None:
    partner = house.partner()
    shipment = house.begin(partner)
    house.line(shipment)
    house.post(shipment)
    with transaction(session):
        session.execute(update(Shipment).values(day=house.work.day - DAY))
    assert [code for code, _facts in house.problems()] == ["exchange_sides_differ"]
    with transaction(session):
        session.execute(update(Shipment).values(day=house.work.day))
        session.add(
            ExchangePosting(
                shipment_id=shipment, account="sent", partner_id=partner, day=house.work.day, copies=1,
                currency="UZS", amount=1, som=1,
            )
        )  # fmt: skip
    assert [code for code, _facts in house.problems()] == ["exchange_sides_differ", "exchange_unbalanced"]


def test_a_request_goes_from_asked_to_returned_and_is_late_meanwhile(house: House) -> None:
    partner = house.partner()
    request = house.ask(partner, author="Goethe", for_whom="Nemis tili kafedrasi")
    second = house.ask(partner)
    given = house.ask(partner, "in")
    rows = {row.id: row.name for row in requests(house.session, WantedRequests(), today=house.work.day).rows}
    assert rows == {request: "1/2026", second: "2/2026", given: "3/2026"}
    house.now += DAY
    house.step(request, "found")
    house.step(request, "sent", due_on=house.work.day + 30 * DAY)
    house.now += 31 * DAY
    assert count_late(house.session, house.work.day) == 1
    wanted = WantedRequests(state="late")
    assert [row.id for row in requests(house.session, wanted, today=house.work.day).rows] == [request]
    house.step(request, "returned")
    assert count_late(house.session, house.work.day) == 0
    refused(RequestCode.STEP_INVALID, lambda: house.step(request, "sent"))
    house.act(services.take_step_back, request_id=request)
    assert request_row(house.session, request).late(house.work.day)
    assert [each.state for each in steps_of(house.session, request)] == ["asked", "found", "sent", "returned"]
    house.step(second, "refused", note="Yoʻq")
    refused(
        RequestCode.ENDED,
        lambda: house.act(services.change_request, request_id=second, facts=_facts(partner, house.work.day)),
    )
    refused(RequestCode.NOTHING_TO_UNDO, lambda: house.act(services.take_step_back, request_id=given))
    refused(RequestCode.UNKNOWN, lambda: house.step(99, "found"))


def _facts(partner: int, day: date, **said: Any) -> Any:
    return RequestFacts("out", partner, "Werther", day, "foreign", **said)


def test_a_request_of_a_record_takes_its_title(house: House, shelf: Shelf) -> None:
    partner, record = house.partner(), shelf.record("ger")
    request = house.ask(partner, "in", title="", record_id=record, form="file")
    assert request_row(house.session, request).title == "Der kleine Prinz"
    house.step(request, "sent")
    assert not request_row(house.session, request).open
    other = house.ask(partner)
    house.act(services.change_request, request_id=other, facts=_facts(partner, house.work.day, form="copy"))
    assert request_row(house.session, other).form == "copy"
    refused(RequestCode.FORM_UNKNOWN, lambda: house.ask(partner, form="film"))
    refused(RequestCode.DAY_AHEAD, lambda: house.ask(partner, asked_on=house.work.day + DAY))
    refused(ShipmentCode.RECORD_UNKNOWN, lambda: house.ask(partner, record_id=99))
    refused(ShipmentCode.DAY_ODD, lambda: house.ask(partner, asked_on=date(1990, 1, 1)))


def test_another_currency_leaves_a_copy_of_ours_its_price(house: House, shelf: Shelf) -> None:
    item = shelf.copy("X-1")
    with transaction(house.session):
        house.session.get_one(Item, item.id).price = 52_000
    partner = house.partner()
    number = house.begin(partner, "sent")
    house.scan(number, "X-1")
    house.line(number, price=13_00)
    facts = ShipmentFacts(
        partner, "sent", house.work.day, "Xat 12", "foreign", currency="EUR", rate=130_000_000
    )
    house.act(services.change_shipment, shipment_id=number, facts=facts)
    own, typed = standing_lines(house.session, number)
    assert (own.price, own.price_som) == (4_00, 52_000)  # not 52,000 euros
    assert (typed.price, typed.price_som) == (13_00, 169_000)
