"""The sample's partners: agreements, parcels of a year with their acts, interlibrary requests, guests, a fair abroad."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.items.models import Item, ItemState
from catalog.items.queries import open_placement_of
from catalog.records.models import Record
from catalog.stock.services import approve
from foreign_fund.partners import services
from foreign_fund.partners.models import ShipmentLine
from foreign_fund.partners.rules.ledger import NewLine, ShipmentFacts
from foreign_fund.partners.rules.partners import PartnerFacts
from foreign_fund.partners.rules.requests import RequestFacts, Step
from ils.accounts.models import Staff
from ils.activity.work import Work
from ils.clock import at_hour
from ils.db import transaction
from ils.demo.shelves import COMMISSION
from ils.registers import services as registers
from ils.registers.models import RegisterEntry
from ils.registers.rules.checking import Facts

EUR, USD, KZT = 136_500_000, 126_800_000, 245_000  # soʻm for 10,000 units

PARTNERS = (
    PartnerFacts(
        "Goethe-Institut Taschkent", "centre", "DE", "Toshkent", "ger", "Toshkent, Shota Rustaveli koʻchasi",
        "Anna Schmidt, kutubxona mudiri", "bibliothek@example.de", "+998 71 000 00 01",
        "https://goethe.example/uz", "EUR",
    ),
    PartnerFacts(
        "Olmaota viloyati kutubxonasi", "library", "KZ", "Olmaota", "kaz rus", "", "Aigul Nurlanova, direktor",
        "kitaphana@example.kz", "", "https://kitaphana.example.kz", "KZT",
    ),
    PartnerFacts(
        "Seul milliy kutubxonasi", "library", "KR", "Seul", "kor eng", "", "Kim Min-jun, xalqaro aloqalar boʻlimi",
        "relations@example.kr", "", "https://nl.example.kr", "USD",
    ),
    PartnerFacts("British Council Uzbekistan", "programme", "GB", "Toshkent", "eng", currency="USD"),
    PartnerFacts(
        "Toshkent davlat jahon tillari universiteti ARM", "library", "UZ", "Toshkent", "eng ger fre",
        contact="Dilbar Saidova, ARM direktori", email="arm@example.uz",
    ),
    PartnerFacts(
        "Express Publishing", "publisher", "GB", "London", "eng", link="https://express.example.org", currency="USD",
        note="Oʻquv adabiyotlari narxnomasi har yanvarda yuboriladi",
    ),
    PartnerFacts(
        "Yaponiya elchixonasi, madaniyat boʻlimi", "embassy", "JP", "Toshkent", "jpn", active=False,
        note="Dastur tugagan",
    ),
)  # fmt: skip
GOETHE, OLMAOTA, SEUL, BRITISH, JAHON = range(5)

# Register, type, days ago, days until the end counted from today, title, number, persons, people, partner, country.
ENTRIES = (
    ("agreements", "", 340, 25, "Kitob almashinuvi va koʻrgazmalar", "GI-3", None, "G. Rahimova", GOETHE),
    ("agreements", "", 250, 480, "Ilmiy nashrlar almashinuvi", "NL-18", None, "G. Rahimova", SEUL),
    ("agreements", "", 30, 700, "Kutubxonalararo abonement", "ARM-2", None, "G. Rahimova", JAHON),
    (
        "delegations",
        "",
        20,
        None,
        "Nemis tili haftaligi ochilishi",
        "",
        5,
        "A. Schmidt va hamkasblari",
        GOETHE,
    ),
    (
        "abroad",
        "fair",
        150,
        None,
        "Frankfurt kitob yarmarkasi (onlayn qatnashish)",
        "",
        2,
        "M. Yusupova",
        GOETHE,
    ),
    ("abroad", "webinar", 24, None, "Osiyo kutubxonalari: raqamli almashinuv", "", 3, "M. Yusupova", SEUL),
)


@dataclass(frozen=True, slots=True)
class Parcel:
    """A parcel so many days before today; a line has a title or (empty) a record of the language, copies, price."""

    back: int
    partner: int
    direction: str
    document: str
    lines: tuple[tuple[str, int, int], ...]
    currency: str = "UZS"
    rate: int = 10_000
    language: str = ""
    act: bool = False
    posted: bool = True
    scanned: int = 0
    damaged: int = 0  # copies found damaged and corrected a week later


PARCELS = (
    Parcel(300, GOETHE, "received", "Xat 114", (("", 3, 12_50), ("", 2, 9_90), ("Plakat", 10, 0)),
           "EUR", EUR, "ger", True),
    Parcel(270, GOETHE, "sent", "Yuk xati 9", (("Arnasoy tumani tarixidan lavhalar", 4, 35_000_00),)),
    Parcel(220, SEUL, "received", "NL-EX 2201", (("", 2, 18_00), ("", 1, 24_00)), "USD", USD, "kor", True),
    Parcel(160, OLMAOTA, "sent", "Yuk xati 17", (("Oʻzbek xalq ertaklari", 6, 28_000_00),)),
    Parcel(120, OLMAOTA, "received", "№ 45", (("Қазақ әдебиеті антологиясы", 3, 4_200_00),), "KZT", KZT),
    Parcel(60, SEUL, "sent", "Yuk xati 3", (("Mirzachoʻl oʻzlashtirilishi", 2, 40_000_00),), scanned=1),
    Parcel(31, GOETHE, "received", "Xat 131", (("", 4, 11_00),), "EUR", EUR, "eng", damaged=1),
    Parcel(3, GOETHE, "received", "Xat 140", (("", 2, 15_00), ("Deutsch-Usbekisches Wörterbuch", 1, 32_00)),
           "EUR", EUR, "ger"),
    Parcel(1, BRITISH, "received", "List 7", (("IELTS Practice Tests", 5, 14_00),), "USD", USD, posted=False),
)  # fmt: skip

# Days ago, way, partner, author, title, form, for whom, steps: state, days ago, days it is lent for, note.
REQUESTS = (
    (210, "out", JAHON, "Lado R.", "Linguistics across Cultures", "book", "Ingliz tili kafedrasi",
     (("found", 207, 0, ""), ("sent", 203, 30, ""), ("returned", 175, 0, ""))),
    (120, "in", JAHON, "Qodiriy A.", "Oʻtkan kunlar", "book", "Adabiyot kafedrasi",
     (("found", 119, 0, ""), ("sent", 118, 30, ""), ("returned", 90, 0, ""))),
    (64, "out", SEUL, "Kim J.", "Modern Korean Grammar", "copy", "Koreys tili toʻgaragi",
     (("found", 60, 0, ""), ("sent", 52, 0, "48 bet"))),
    (55, "out", JAHON, "Brown H. D.", "Teaching by Principles", "book", "Ingliz tili kafedrasi",
     (("found", 53, 0, ""), ("sent", 50, 30, ""))),
    (40, "out", OLMAOTA, "Әуезов М.", "Абай жолы", "book", "Oʻlkashunoslik boʻlimi",
     (("refused", 34, 0, "Nodir nusxa, oʻqish zalidan chiqarilmaydi"),)),
    (12, "in", OLMAOTA, "", "Arnasoy tumani tarixidan lavhalar", "file", "Olmaota, oʻlkashunoslik",
     (("found", 11, 0, ""),)),
    (5, "out", BRITISH, "Hughes A.", "Testing for Language Teachers", "book", "Ingliz tili kafedrasi", ()),
    (2, "in", JAHON, "Choʻlpon", "Kecha va kunduz", "book", "Jahon tillari universiteti", ()),
)  # fmt: skip


def keep_partners(session: Session, today: date, *, staff: Mapping[str, Staff], days: int) -> None:
    """Enter partners and the year's work with them, as it came; nothing older than `days`."""
    person, director = staff["xorijiy"], staff["direktor"]
    first = today - timedelta(days=days - 1)
    with transaction(session):
        ids = [services.enter_partner(session, _work(person, first), facts=each).id for each in PARTNERS]
        _tie_known(session, _work(person, today), ids)
        for entry in ENTRIES:
            _enter(session, person, today, entry, ids, first)
    for parcel in (each for each in PARCELS if each.back < days):
        with transaction(session):
            _send(session, person, director, today, parcel, ids[parcel.partner])
    with transaction(session):
        for back, way, partner, author, title, form, whom, steps in REQUESTS:
            if back < days:
                day = today - timedelta(days=back)
                facts = RequestFacts(
                    way, ids[partner], title, day, "foreign", author=author, form=form, for_whom=whom
                )
                row = services.open_request(session, _work(person, day), facts=facts)
                _steps(session, person, today, row.id, steps)


def _tie_known(session: Session, work: Work, ids: list[int]) -> None:
    """Tie what stands in the registers already to its partner by name."""
    names = {each.name: number for each, number in zip(PARTNERS, ids, strict=True)}
    wanted = RegisterEntry.register.in_(["agreements", "delegations"])
    for entry in session.scalars(select(RegisterEntry).where(wanted, RegisterEntry.withdrawn_at.is_(None))):
        if entry.partner in names:
            services.tie_entry(session, work, partner_id=names[entry.partner], entry_id=entry.id)


def _enter(
    session: Session,
    person: Staff,
    today: date,
    entry: tuple[str, str, int, int | None, str, str, int | None, str, int],
    ids: list[int],
    first: date,
) -> None:
    register, kind, back, until, title, number, persons, people, partner = entry
    day = max(today - timedelta(days=back), first)
    facts = Facts(
        day=day, title=title, type=kind, number=number, people=people, partner=PARTNERS[partner].name,
        country=PARTNERS[partner].country, persons=persons,
        until=None if until is None else today + timedelta(days=until),
        link="https://arnasoy-akm.uz/xalqaro/frankfurt" if kind == "fair" else "",
    )  # fmt: skip
    made = registers.enter(session, _work(person, day), register=register, facts=facts)
    services.tie_entry(session, _work(person, day), partner_id=ids[partner], entry_id=made.id)


def _send(
    session: Session, person: Staff, director: Staff, today: date, parcel: Parcel, partner: int
) -> None:
    day = today - timedelta(days=parcel.back)
    work = _work(person, day)
    facts = ShipmentFacts(
        partner, parcel.direction, day, parcel.document, "foreign", parcel.currency, parcel.rate
    )
    row = services.begin_shipment(session, work, facts=facts)
    records = iter(_records(session, parcel.language))
    for title, copies, price in parcel.lines:
        record = None if title else next(records, None)
        line = NewLine(title or "Lehrbuch", copies, price, record, for_fund=record is not None or price > 0)
        services.add_line(session, work, shipment_id=row.id, line=line)
    for code in _spare(session, parcel.scanned):
        services.add_copy(session, work, shipment_id=row.id, code=code)
    if not parcel.posted:
        return
    services.post(session, work, shipment_id=row.id)
    if parcel.act:
        _accept(session, person, director, day, row.id)
    if parcel.damaged:
        later = _work(person, day + timedelta(days=7))
        line_id = session.scalars(
            select(ShipmentLine.id).where(ShipmentLine.shipment_id == row.id).order_by(ShipmentLine.id)
        ).first()
        copies = parcel.lines[0][1] - parcel.damaged
        services.correct(
            session, later, shipment_id=row.id, wanted={line_id or 0: copies}, day=later.day,
            reason="Bir nusxa yoʻlda shikastlangan",
        )  # fmt: skip
        _accept(session, person, director, later.day, row.id)


def _accept(session: Session, person: Staff, director: Staff, day: date, shipment: int) -> None:
    act_id = services.make_act(
        session, _work(person, day), shipment_id=shipment, series="foreign", department="foreign",
        commission=COMMISSION,
    )  # fmt: skip
    approve(session, _work(director, day), act_id=act_id)


def _records(session: Session, language: str) -> list[int]:
    """Return records of a language, or of any where the sample has none of it."""
    query = select(Record.id).where(Record.merged_into.is_(None)).order_by(Record.id).limit(6)
    own = session.scalars(query.where(Record.language == language)).all()
    return list(own or session.scalars(query).all())


def _spare(session: Session, many: int) -> list[str]:
    """Return codes of copies of the department that stand on the shelf."""
    query = select(Item).where(Item.department == "foreign", Item.state == ItemState.AVAILABLE)
    rows = session.scalars(query.order_by(Item.id.desc()).limit(60)).all() if many else []
    free = [each for each in rows if open_placement_of(session, each.id) is None]
    return [each.inventory_number or each.barcode or "" for each in free[:many]]


def _steps(
    session: Session, person: Staff, today: date, request: int, steps: tuple[tuple[str, int, int, str], ...]
) -> None:
    for state, back, term, note in steps:
        day = today - timedelta(days=back)
        due = day + timedelta(days=term) if term else None
        services.take_step(session, _work(person, day), request_id=request, step=Step(state, day, due, note))


def _work(person: Staff, day: date) -> Work:
    sector = "other" if person.department == "foreign" else "lending"
    return Work(now=at_hour(day, 14), actor_id=person.id, department=person.department, sector=sector)
