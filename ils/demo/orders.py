"""Orders of the sample year: works being scanned, documents sent from afar, QR codes on boards of the district."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.digital.services import add_link
from catalog.orders import services
from catalog.orders.queries import documents_of, open_text
from catalog.orders.rules import Form, Reason, Recipient, RequestFacts, ScanFacts, Wish
from catalog.records.models import Record
from ils.accounts.models import Staff
from ils.activity.work import Work
from ils.clock import at_hour
from ils.db import transaction

SITE = "https://katalog.arnasoy-akm.uz"
TEXTS = {"w001": f"{SITE}/matn/otkan-kunlar", "w002": f"{SITE}/matn/mehrobdan-chayon"}
"""Records whose full text stands on the library's own pages; the second is the rare work digitised."""


@dataclass(frozen=True, slots=True)
class Scan:
    """An order so many days before today: pages wanted, days until it is due, images by days before today."""

    back: int
    reason: Reason
    title: str
    pages: int
    due: int
    days: tuple[tuple[int, int], ...]  # (days before today, images of two pages)
    requester: str = ""
    end: str = ""  # done | cancelled
    record: str = ""


SCANS = (
    Scan(
        290,
        Reason.PLAN,
        "Arnasoy tumani tarixidan lavhalar",
        240,
        60,
        ((280, 60), (279, 60)),
        end="done",
    ),
    Scan(241, Reason.ORDER, "Ona tili: 9-sinf", 176, 30, ((236, 88),), "Karimov Anvar", end="done"),
    Scan(205, Reason.PLAN, "Mirzachoʻl oʻzlashtirilishi", 312, 60, ((200, 78), (198, 78)), end="done"),
    Scan(170, Reason.RARE, "", 220, 90, ((160, 55), (159, 55)), end="done", record="w002"),
    Scan(132, Reason.ORDER, "Jizzax viloyati xoʻjaligi", 96, 20, ((125, 48),), "12-maktab", end="done"),
    Scan(96, Reason.ORDER, "Paxtachilik asoslari", 204, 30, ((92, 40),), "Fermer xoʻjaligi", end="cancelled"),
    Scan(61, Reason.PLAN, "Tuman gazetasi, 1975-yil taxlami", 420, 120, ((50, 60), (34, 45), (9, 30))),
    Scan(34, Reason.ORDER, "Xalq dostonlari", 288, 20, ((29, 52),), "Qurbonova Nodira"),
    Scan(12, Reason.ORDER, "Fizikadan masalalar toʻplami", 192, 21, ((5, 30), (2, 24)), "Aliyev Bobur"),
    Scan(4, Reason.RARE, "Toshbosma devon", 260, 60, ()),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request so many days before today, what of it was sent how many days before today."""

    back: int
    kind: Recipient
    who: str
    contact: str
    titles: tuple[str, ...]
    sent: tuple[int, ...] = ()
    form: Form = Form.EMAIL
    country: str = ""
    refused: str = ""


REQUESTS = (
    Asked(
        310,
        Recipient.FOREIGN,
        "Saodat Turdieva",
        "saodat@example.tj",
        ("Xalq dostonlari",),
        (308,),
        country="TJ",
    ),
    Asked(
        283, Recipient.LIBRARY, "Zafarobod tuman AKM", "akm-zafarobod@example.uz", ("Tuman tarixi",), (282,)
    ),
    Asked(
        250,
        Recipient.LOCAL,
        "Rasulova Dilnoza",
        "dilnoza@example.uz",
        ("Oʻtkan kunlar, 1-bob", "Mehrobdan chayon"),
        (249, 249),
    ),
    Asked(
        198,
        Recipient.LIBRARY,
        "Doʻstlik tuman AKM",
        "@dostlik_akm",
        ("Arnasoy tumani tarixidan lavhalar",),
        (196,),
        Form.TELEGRAM,
    ),
    Asked(
        160,
        Recipient.FOREIGN,
        "Aigerim Sadykova",
        "aigerim@example.kz",
        ("Mirzachoʻl oʻzlashtirilishi", "Xalq dostonlari"),
        (158, 157),
        country="KZ",
    ),
    Asked(121, Recipient.LOCAL, "Toshmatov Jasur", "@jasur_t", ("Paxtachilik asoslari",), (120,), Form.LINK),
    Asked(
        77,
        Recipient.LOCAL,
        "Normatova Gulnora",
        "Zarbdor tumani",
        ("Hikoyalar toʻplami",),
        refused="Mualliflik huquqi ruxsat bermaydi",
    ),
    Asked(
        40,
        Recipient.LIBRARY,
        "Jizzax viloyati AKM",
        "akm@example.uz",
        ("Tuman gazetasi, 1975-yil", "Xalq dostonlari"),
        (38, 33),
    ),
    Asked(
        8,
        Recipient.LOCAL,
        "Yusupov Sardor",
        "sardor@example.uz",
        ("Fizikadan masalalar toʻplami", "Algebra: 10-sinf"),
        (6,),
    ),
    Asked(
        20,
        Recipient.FOREIGN,
        "Timur Bekov",
        "t.bekov@example.kz",
        ("Mirzachoʻl tarixi",),
        (19,),
        country="KZ",
    ),
    Asked(
        2,
        Recipient.FOREIGN,
        "Jonas Weber",
        "weber@example.de",
        ("Markaziy Osiyo maqollari",),
        country="DE",
    ),
)

HOTEL, STATION = "“Zomin” mehmonxonasi, kirish zali", "Avtobus bekati, kutish zali"
# Days before today, record or address with its title, board, days before today on which it was taken down.
CODES = (
    (150, "w001", "", "", HOTEL, None),
    (150, "w002", "", "", HOTEL, None),
    (149, "", f"{SITE}/maqollar", "Xalq maqollari", HOTEL, None),
    (75, "w001", "", "", STATION, None),
    (75, "", f"{SITE}/ertaklar", "Ertaklar toʻplami", STATION, None),
    (75, "", f"{SITE}/tuman-tarixi", "Arnasoy tumani tarixi", STATION, 20),
    (18, "", f"{SITE}/shoirlar", "Arnasoy shoirlari", HOTEL, None),
)


def take_orders(session: Session, today: date, *, staff: Mapping[str, Staff], days: int) -> None:
    """Write the year's orders down as they came, each with its work; nothing older than `days`."""
    person = staff["katalog"]
    with transaction(session):
        services.set_catalogue_address(session, _work(person, today), address=SITE)
        books = {number: _book(session, number) for number in TEXTS}
        for number, record_id in books.items():
            if record_id is not None and days > SCANS[3].back:
                work = _work(person, today - timedelta(days=155))
                add_link(session, work, record_id=record_id, url=TEXTS[number], title="Toʻliq matn")
        for scan in (each for each in SCANS if each.back < days):
            _scan(session, person, today, scan, books)
        for asked in (each for each in REQUESTS if each.back < days):
            _request(session, person, today, asked)
        for back, number, url, title, board, down in CODES:
            if back < days and (not number or books[number]) and days > SCANS[3].back:
                _code(session, person, today, back, books.get(number), url, title, board, down)


def _book(session: Session, number: str) -> int | None:
    return session.scalars(select(Record.id).where(Record.control_number == number)).one_or_none()


def _scan(session: Session, person: Staff, today: date, scan: Scan, books: Mapping[str, int | None]) -> None:
    record_id = books.get(scan.record)
    if scan.record and record_id is None:
        return
    given = today - timedelta(days=scan.back)
    facts = ScanFacts(
        reason=scan.reason, department="lending", ordered_on=given, record_id=record_id, title=scan.title,
        requester=scan.requester, pages=scan.pages, due_on=given + timedelta(days=scan.due),
    )  # fmt: skip
    order = services.open_order(session, _work(person, given), facts=facts)
    last = given
    for back, images in scan.days:
        last = today - timedelta(days=back)
        services.add_pages(session, _work(person, last), order_id=order.id, images=images, spread=True)
    if scan.end == "done":
        text = open_text(session, record_id) if record_id else None
        services.finish_order(session, _work(person, last), order_id=order.id, object_id=text)
    elif scan.end == "cancelled":
        services.cancel_order(session, _work(person, last), order_id=order.id, reason="Kitob qaytarib olindi")


def _request(session: Session, person: Staff, today: date, asked: Asked) -> None:
    day = today - timedelta(days=asked.back)
    facts = RequestFacts(
        recipient_kind=asked.kind, recipient=asked.who, department="lending", asked_on=day, contact=asked.contact,
        country=asked.country,
    )  # fmt: skip
    wishes = [Wish(title) for title in asked.titles]
    request = services.open_request(session, _work(person, day), facts=facts, wishes=wishes)
    for document, back in zip(documents_of(session, request.id), asked.sent, strict=False):
        sent = today - timedelta(days=back)
        services.deliver(session, _work(person, sent), document_id=document.id, form=asked.form)
    if asked.refused:
        services.refuse_request(session, _work(person, day), request_id=request.id, reason=asked.refused)


def _code(
    session: Session, person: Staff, today: date, back: int, record_id: int | None, url: str, title: str, board: str,
    down: int | None,
) -> None:  # fmt: skip
    address = f"{SITE}/records/{record_id}" if record_id else url
    work = _work(person, today - timedelta(days=back))
    row = services.place(session, work, url=address, board=board, title=title, record_id=record_id)
    if down is not None:
        services.take_down(session, _work(person, today - timedelta(days=down)), code_id=row.id)


def _work(person: Staff, day: date) -> Work:
    return Work(now=at_hour(day, 16), actor_id=person.id, department=person.department, sector="lending")
