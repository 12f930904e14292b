"""Events of the sample year: what was held, planned and cancelled; a club that meets every month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.events import services
from circulation.patrons.models import Patron
from ils.accounts.models import Staff
from ils.activity.work import Work
from ils.clock import at_hour
from ils.db import transaction

CLUB, MEMBERS = "Kitobxonlar", 8
YOUTH, LENDING, FOREIGN = ("youth", "children"), ("lending", "lending"), ("other", "foreign")


@dataclass(frozen=True, slots=True)
class Held:
    """An event so many days before today (fewer than none: still to come), and who came."""

    back: int
    type: str
    title: str
    where: tuple[str, str]  # sector, department
    hour: int
    heads: int
    cards: int = 0
    place: str = ""
    audience: str = ""


EVENTS = (
    Held(-11, "event", "Xorijiy tillar haftaligi", FOREIGN, 14, 0, audience="Talabalar"),
    Held(-6, "event", "Yosh kitobxon tanlovi, tuman bosqichi", YOUTH, 10, 0, audience="Oʻquvchilar"),
    Held(-2, "excursion", "Birinchi sinf oʻquvchilari kutubxonada", YOUTH, 11, 0, audience="1-sinf"),
    Held(2, "training", "Elektron katalogdan qidirish darsi", LENDING, 15, 9, 4, audience="Talabalar"),
    Held(9, "event", "“Bir kitob – bir suhbat” davra suhbati", LENDING, 15, 14, 5),
    Held(16, "excursion", "Kutubxona bilan tanishuv", YOUTH, 11, 23, audience="5-sinf"),
    Held(20, "field", "Mahallada kitob bayrami", YOUTH, 10, 60, 0, "Bogʻdod mahallasi", "Aholi"),
    Held(27, "event", "Abdulla Qodiriy xotirasi kechasi", LENDING, 16, 31, 6),
    Held(38, "event", "Ingliz tilida ertaklar soati", FOREIGN, 11, 12, 5, audience="Oʻquvchilar"),
    Held(52, "training", "Manbalarga havola berish darsi", LENDING, 15, 11, 3, audience="Magistrantlar"),
    Held(66, "event", "Xotira va qadrlash: kitob taqdimoti", LENDING, 14, 26, 3),
    Held(80, "excursion", "Kollej talabalari uchun ekskursiya", LENDING, 12, 19, audience="Talabalar"),
    Held(95, "field", "Maktabda “Kitob sayyohi” kuni", YOUTH, 10, 74, 0, "12-maktab", "Oʻquvchilar"),
    Held(117, "event", "Yozgi oʻqish marafoni ochilishi", YOUTH, 10, 38, 4, audience="Oʻquvchilar"),
    Held(148, "event", "Nemis adabiyoti kechasi", FOREIGN, 16, 15, 4),
    Held(171, "event", "Mustaqillik: ona yurt haqida sheʼrlar", YOUTH, 11, 42, 2),
    Held(188, "field", "Fermer xoʻjaligida kitobxonlik kuni", LENDING, 9, 33, 0, "Navbahor fermer xoʻjaligi"),
    Held(
        205, "training", "Onlayn kataloglar: xorijiy manbalar", FOREIGN, 15, 13, 3, audience="Oʻqituvchilar"
    ),
    Held(236, "event", "Yangi kitoblar kuni", LENDING, 14, 21, 4),
    Held(262, "excursion", "Bogʻcha bolalari kutubxonada", YOUTH, 10, 18),
    Held(290, "field", "Koʻchma kitob yarmarkasi", LENDING, 10, 85, 0, "Markaziy maydon", "Aholi"),
    Held(318, "event", "Alisher Navoiy gʻazallari kechasi", LENDING, 16, 47, 5),
)
CANCELLED = (60, "Muallif bilan uchrashuv", "Muallif kasal boʻlib qoldi")
MEETINGS = tuple(range(5, 340, 30))


def hold_events(session: Session, today: date, *, staff: Mapping[str, Staff], days: int) -> None:
    """Plan and hold the events of the last `days`, each entered on its own day, and plan those to come."""
    person = staff["peshtaxta"]
    cards = list(session.scalars(select(Patron.card_number).order_by(Patron.id).limit(40)))
    with transaction(session):
        club = _found_club(session, _on(person, today - timedelta(days=days - 1)), cards[:MEMBERS])
        for number, event in enumerate(_year(days)):
            _hold(session, person, today, event, cards[number % 20 :], None)
        for meeting in (each for each in MEETINGS if each < days):
            told = Held(meeting, "club", f"“{CLUB}” klubi yigʻilishi", LENDING, 15, 3, 6)
            _hold(session, person, today, told, cards[:MEMBERS], club)
        if CANCELLED[0] < days:
            _cancel(session, person, today)


def _year(days: int) -> Iterator[Held]:
    return (each for each in EVENTS if each.back < days)


def _found_club(session: Session, work: Work, cards: list[str]) -> int:
    club = services.add_club(
        session, work, name=f"“{CLUB}” klubi", department="lending", founded_on=date(2019, 9, 2),
        topic="Yangi kitoblar muhokamasi", leader="Nilufar Karimova", meets="Har oyda bir marta, oʻquv zalida",
    )  # fmt: skip
    for card in cards:
        services.join(session, work, club_id=club.id, code=card)
    return club.id


def _hold(
    session: Session, person: Staff, today: date, event: Held, cards: list[str], club: int | None
) -> None:
    day = today - timedelta(days=event.back)
    made = _plan(session, _on(person, min(day, today)), day, event, club)
    if event.back < 0:
        return
    work = _on(person, day, event.hour)
    for card in cards[: event.cards]:
        services.attend(session, work, event_id=made, code=card)
    services.hold(session, work, event_id=made, headcount=event.heads)


def _plan(session: Session, work: Work, day: date, event: Held, club: int | None = None) -> int:
    sector, department = event.where
    (made,) = services.plan(
        session, work, type=event.type, title=event.title, day=day, sector=sector, department=department,
        starts=event.hour * 60, ends=event.hour * 60 + 90, place=event.place or "Oʻquv zali", club_id=club,
        organiser="Nilufar Karimova", audience=event.audience, expected=event.heads or 30,
    )  # fmt: skip
    return made.id


def _cancel(session: Session, person: Staff, today: date) -> None:
    back, title, reason = CANCELLED
    day = today - timedelta(days=back)
    made = _plan(session, _on(person, day), day, Held(back, "event", title, LENDING, 15, 0))
    services.cancel(session, _on(person, day), event_id=made, reason=reason)


def _on(person: Staff, day: date, hour: float = 9) -> Work:
    return Work(now=at_hour(day, hour), actor_id=person.id, department="lending", sector="lending")
