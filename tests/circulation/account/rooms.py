"""A reader who was everywhere beside the desk: events, a club, a trip, the till, orders, a survey, the board of taps."""

from __future__ import annotations

from datetime import date

from catalog.orders.rules import Reason, Recipient, RequestFacts, ScanFacts, Wish
from catalog.orders.services import open_order, open_request, refuse_request
from circulation.events import services as events
from circulation.paid import services as paid
from circulation.paid.rules import Wanted
from circulation.points import services as points
from ils.db import transaction
from ils.registers.rules.checking import Facts
from ils.registers.services import enter, tap
from ils.workplan.services import load_year
from ils.workplan.services.tasks import add_task
from tests.circulation.loans.desk import Desk
from tests.ils.surveys.house import House

WHO, PHONE, EMAIL = "Qodirbekov Anvarjon", "+998 90 123-45-67", "Qodirbekov@Example.uz"
LEFT = ("qodirbekov", "anvarjon", "123-45-67", "onajoni")  # what was typed of the reader in these rooms


def visit_rooms(desk: Desk, card: str = "R-9") -> None:
    """Let the reader of a card be everywhere, on the desk's day; what is typed names the reader of `WHO`."""
    _at_events(desk, card)
    _at_the_till(desk, card)
    _on_a_trip(desk, card)
    _from_afar(desk)
    _in_answers(desk)


def _at_events(desk: Desk, card: str) -> None:
    with transaction(desk.session) as session:
        work = desk.work
        club = events.add_club(
            session, work, name="Kitobxon", department="lending", founded_on=date(2020, 1, 1)
        ).id
        events.join(session, work, club_id=club, code=card, on=date(2026, 1, 10))
        for title in ("Navroʻz kechasi", "Oʻtgan kecha"):
            (event,) = events.plan(
                session, work, type="event", title=title, day=work.day, sector="youth", department="lending",
                place="Katta zal", note=f"Gʻolib: {WHO} ({PHONE})",
            )  # fmt: skip
            events.attend(session, work, event_id=event.id, code=card)
            if title == "Navroʻz kechasi":
                events.hold(session, work, event_id=event.id, headcount=7)


def _at_the_till(desk: Desk, card: str) -> None:
    with transaction(desk.session) as session:
        work = desk.work
        paid.set_price(
            session, work, code="copying", names={"uz": "Nusxa olish", "ru": "Копирование"}, units={"uz": "bet"},
            price=500, since=date(2025, 1, 1),
        )  # fmt: skip
        wanted = [Wanted("copying", 4)]
        paid.take(session, work, wanted=wanted, method="cash", card=card, payer=WHO, note="Anvarjon uchun")
        named = paid.take(session, work, wanted=wanted, method="card", payer=WHO, note="onajoni toʻladi")
        paid.refund(session, work, receipt_id=named.id, reason="Anvarjon qaytardi")


def _on_a_trip(desk: Desk, card: str) -> None:
    desk.copy("INV-T", title="Yoʻldagi kitob")
    yes = desk.yes(card, "INV-T")
    with transaction(desk.session) as session:
        work = desk.work
        point = points.add_point(
            session, work, name="12-maktab", department="lending", sector="other", opened_on=date(2020, 1, 1)
        )
        trip = points.open_trip(session, work, point_id=point.id).id
        points.greet(session, work, trip_id=trip, card=card)
        points.lend(session, work, trip_id=trip, card=card, code="INV-T", acknowledged=yes)
        points.take_back(session, work, trip_id=trip, code="INV-T")
        points.close_trip(session, work, trip_id=trip, visitors=3, remark=f"{WHO} kutib oldi")


def _from_afar(desk: Desk) -> None:
    with transaction(desk.session) as session:
        work = desk.work
        open_order(
            session, work, facts=ScanFacts(
                Reason.ORDER, "lending", work.day, title="Ona tili", requester=WHO, contact=PHONE,
                note="onajoni olib ketadi",
            ),
        )  # fmt: skip
        facts = RequestFacts(
            Recipient.LOCAL, "Anvarjon Qodirbekov", "lending", work.day, contact=EMAIL, note="onajoni soʻradi"
        )
        open_request(session, work, facts=facts, wishes=[Wish("Ufq romani")])
        refused = open_request(
            session, work, facts=RequestFacts(Recipient.LOCAL, "Akasi", "lending", work.day, contact=EMAIL),
            wishes=[Wish("Yoʻq kitob")],
        )  # fmt: skip
        refuse_request(session, work, request_id=refused.id, reason="Fondda yoʻq")


def _in_answers(desk: Desk) -> None:
    house = House(desk.session, desk.work)
    survey = house.opened()
    house.browser(survey, "a" * 64, ["0"], ["0"], ["5"], ["3"], [f"Javob kutaman, {WHO}, {PHONE}"])
    with transaction(desk.session) as session:
        work = desk.work
        load_year(session, work, year=2026)
        tap(session, work, kind="refusal", type="not_held", note=f"Ufq; {WHO}, {EMAIL}")
        facts = Facts(day=work.day, title="Maktabga yordam", note=f"Aytdi: {WHO}", persons=1)
        enter(session, work, register="other", facts=facts)
        add_task(session, work, year=2026, number="5", text=f"{WHO} bilan gaplashing", service="abon")
