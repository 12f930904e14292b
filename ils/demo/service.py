"""The foreign department's year with teachers and readers: queries, selections, reviews, profiles, bulletins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.records.models import Record
from circulation.patrons.models import Patron
from circulation.patrons.services.keeping import change_patron
from foreign_fund.service import services
from foreign_fund.service.jobs import AT_HOUR, OUTBOX, make_and_send
from foreign_fund.service.models import SelectionTitle
from foreign_fund.service.rules.asking import QueryFacts
from foreign_fund.service.rules.matching import Interests
from foreign_fund.service.services.choosing import Course
from ils.accounts.models import Staff
from ils.activity.kinds import Channel
from ils.activity.work import Work
from ils.clock import at_hour
from ils.db import transaction
from ils.demo.overdue import silent
from ils.outbox.queries import message, waiting
from ils.outbox.sending import read_house
from ils.outbox.sending.running import Sender

DEPARTMENT, SECTOR = "foreign", "other"
PROFILES_FROM = 200  # days before today: since then readers say what interests them
SOURCES = {source.kind: source for source in OUTBOX}


@dataclass(frozen=True, slots=True)
class Asked:
    """A query so many days before today; `who`: a category of readers with its number, or a guest's name."""

    back: int
    who: tuple[str, int] | str
    way: str
    topic: str
    languages: str
    titles: tuple[str, ...] = ()
    answer: str = ""
    refused: str = ""
    wanted: str = ""
    type: str = "topic"


GUEST_MAIL = "mehmon@example.uz"
QUERIES = (
    Asked(231, ("docent", 1), "oral", "Nemis klassik dramaturgiyasi", "ger", ("w319", "w322", "w324", "w325")),
    Asked(214, ("student", 2), "oral", "Ingliz tilida oson oʻqiladigan asarlar", "eng", ("w282", "w267", "w279")),
    Asked(197, ("docent", 2), "written", "Ingliz tilini oʻqitish metodikasi", "eng", ("w297", "w292"),
          "Ikkala kitob boʻlim javonida. Harmerning soʻnggi nashri buyurtma qilindi."),
    Asked(180, "Jasur Olimov", "virtual", "Goethe-Institut imtihonlariga tayyorlov qoʻllanmalari", "ger", (), "",
          "not_held", "B1 imtihoniga tayyorgarlik uchun yangi qoʻllanmalar bormi?"),
    Asked(162, ("student", 4), "oral", "Fransuz tili grammatikasi", "fre", ("w362", "w361"), type="clarify"),
    Asked(140, ("professor", 0), "written", "Markaziy Osiyo tarixi xorijiy tadqiqotlarda", "eng fre",
          ("w314", "w360", "w309"), "Uch nom topildi; “Steppes” kitobi faqat oʻquv zalida beriladi."),
    Asked(121, ("student", 1), "oral", "Antoine de Saint-Exupéry asli", "fre", ("w345",), type="address"),
    Asked(104, "Malika Ergasheva", "virtual", "Koreys hikoyalari", "kor", ("w379", "w377"),
          "Ikki kitob bor, ikkalasi ham abonementda beriladi.", "", "Topik 3 darajasidagi oʻquvchi uchun."),
    Asked(90, ("docent", 3), "oral", "Tibbiyot fiziologiyasi darsligi", "eng", ("w312",), type="address"),
    Asked(73, ("student", 6), "oral", "Dasturlash: Python boshlovchilarga", "eng", ("w303", "w304"), "",
          "on_loan"),
    Asked(58, ("docent", 0), "virtual", "Iqtisodiyotda xulq-atvor tadqiqotlari", "eng", ("w310",),
          "Kahneman kitobi bor. Maqolalar roʻyxatini pochtangizga alohida yuboramiz.", "",
          "Magistrlar seminari uchun kerak."),
    Asked(41, ("student", 3), "oral", "Kafka nemis tilida", "ger", ("w331",), type="address"),
    Asked(33, ("docent", 2), "written", "Ingliz romantizmi: asarlar va tadqiqotlar", "eng",
          ("w270", "w271", "w272", "w274"), "Asarlar bor, tadqiqotlar buyurtma roʻyxatiga qoʻshildi."),
    Asked(21, ("student", 5), "oral", "Murphy grammatikasining yangi nashri", "eng", (), "", "not_held"),
    Asked(12, ("student", 0), "virtual", "Ingliz tilida detektiv hikoyalar", "eng", ("w276", "w275"),
          "Detektivlar yoʻq, lekin shu ikki asar sizga yoqishi mumkin.", "", "B1 daraja uchun, uncha qalin boʻlmasin."),
    Asked(6, ("docent", 1), "oral", "Nemis tilidan soʻzlashuv darsligi, A2", "ger", ("w341", "w340"),
          "Bir nusxadan ikki darslik."),
    Asked(5, "Otabek Qurbonov", "virtual", "IELTS uchun yangi qoʻllanmalar", "eng", (), "", "",
          "2024-yildan keyin chiqqanlari kerak edi."),
    Asked(2, ("docent", 4), "written", "Algoritmlar kursi uchun inglizcha darsliklar", "eng", ("w299", "w298")),
    Asked(1, ("student", 0), "virtual", "Harry Potter asl tilida", "eng", ("w268",), "", "",
          "Keyingi qismlari ham kerak."),
)  # fmt: skip
WAITING_FROM = 5  # the queries of the last days wait for their answers

# Discipline, teacher, faculty, course, group, students, titles, further reading, what the library lacks.
COURSES = (
    ("Ingliz tili grammatikasi", 1, "Xorijiy filologiya", "1", "ING-101, ING-102", 48, ("w287", "w289", "w290"),
     ("w291",), "Swan M. Practical English Usage. 5th ed. – Oxford, 2024"),
    ("Ingliz adabiyoti tarixi", 2, "Xorijiy filologiya", "3", "ING-301", 12,
     ("w270", "w273", "w276", "w266"), ("w277", "w280"), ""),
    ("Nemis adabiyoti: Klassik va Romantik", 1, "Xorijiy filologiya", "3", "NEM-301", 9,
     ("w319", "w320", "w324", "w328"), ("w333",), "Kleist H. von. Das Erdbeben in Chili. – Reclam, 2019"),
    ("Algoritmlar va dasturlash", 5, "Axborot texnologiyalari", "2", "AT-201, AT-202, AT-203", 74,
     ("w299", "w298", "w300"), ("w303",), ""),
)  # fmt: skip

# Days before today (fewer than none: to come), name, for whom, hour, minutes, listeners, titles.
REVIEWS = (
    (243, "Yangi kelgan ingliz darsliklari", "Oʻqituvchilar", 15, 40, 14, ("w287", "w290", "w292", "w295")),
    (176, "Nemis adabiyoti durdonalari", "Talabalar, 2-kurs", 14, 45, 22, ("w319", "w324", "w331", "w335")),
    (109, "Fransuz romani: Balzakdan Sagangacha", "Talabalar", 14, 50, 18, ("w348", "w349", "w350", "w358")),
    (47, "Ilmiy-ommabop kitoblar ingliz tilida", "Magistrantlar", 15, 35, 11, ("w306", "w307", "w308", "w310")),
    (8, "Koreys nasri oʻzbek kitobxoniga", "Barcha xohlovchilar", 16, 40, 16, ("w375", "w376", "w377", "w379")),
    (-4, "Lugʻatlar va grammatikalar sharhi", "Oʻqituvchilar", 15, 30, 0, ("w294", "w361", "w339")),
)  # fmt: skip

# Category with number, mail, what is of interest.
INTERESTS = (
    ("student", 0, "talaba0", Interests(languages=("eng",))),
    ("student", 1, "talaba1", Interests(languages=("eng", "fre"), branches=("fiction", "literature"))),
    ("docent", 1, "docent1", Interests(languages=("ger",))),
    ("docent", 2, "docent2", Interests(languages=("eng", "ger"), authors=("Swan", "Goethe"), marks=("811.111",))),
    ("docent", 5, "docent5", Interests(branches=("technology", "science"), languages=("eng",))),
    ("professor", 0, "professor0", Interests(languages=("eng", "fre", "ger"), branches=("social", "geography"))),
)  # fmt: skip
STOPPED = 4


def serve_teachers(session: Session, today: date, *, staff: Mapping[str, Staff], days: int) -> None:
    """Do the department's work with teachers and readers of the last `days`, each thing on its own day."""
    person = staff["xorijiy"]
    with transaction(session):
        services.set_every(session, _on(person, today - timedelta(days=days - 1)), every="month")
        for asked in (each for each in QUERIES if each.back < days):
            _ask(session, person, today, asked)
        for course in COURSES:
            _select(session, person, today - timedelta(days=min(days - 1, 70)), course)
        for review in (each for each in REVIEWS if each[0] < days):
            _review(session, person, today, review)
    _bulletins(session, person, today, days)


def _ask(session: Session, person: Staff, today: date, asked: Asked) -> None:
    day = today - timedelta(days=asked.back)
    work = replace(_on(person, day), channel=Channel.WEB if asked.way == "virtual" else Channel.DESK)
    reader = asked.who if isinstance(asked.who, str) else ""
    patron = None if isinstance(asked.who, str) else _reader(session, *asked.who)
    if patron is None and not reader:
        return
    teacher = not isinstance(asked.who, str) and asked.who[0] != "student"
    facts = QueryFacts(
        day=day, way=asked.way, asker_kind="teacher" if teacher else "reader" if patron else "guest",
        topic=asked.topic, type=asked.type, patron_id=patron, asker=reader, contact=GUEST_MAIL if reader else "",
        wanted=asked.wanted, languages=asked.languages, department=DEPARTMENT, sector=SECTOR,
    )  # fmt: skip
    query = services.receive(session, work, facts=facts)
    if asked.back <= WAITING_FROM:
        return
    done = _on(person, day, 16)
    for record_id in _records(session, asked.titles):
        services.add_title(session, done, what="query", owner_id=query.id, record_id=record_id)
    send = asked.way == "virtual"
    if asked.refused:
        services.refuse(session, done, query_id=query.id, reason=asked.refused, text=asked.answer, send=send)
    else:
        answer = asked.answer or "Kitoblar boʻlim javonida."
        services.answer(session, done, query_id=query.id, text=answer, send=send)


def _select(session: Session, person: Staff, day: date, told: tuple[object, ...]) -> None:
    discipline, teacher, faculty, course, group, students, main, further, lacking = told
    work = _on(person, day)
    patron = _reader(session, "docent", int(str(teacher)))
    facts = Course(
        discipline=str(discipline), department=DEPARTMENT, students=int(str(students)), patron_id=patron,
        teacher="" if patron else "Oʻqituvchi", faculty=str(faculty), course=str(course), study_group=str(group),
        term=f"{day.year}-yil, bahorgi semestr" if day.month < 7 else f"{day.year}-yil, kuzgi semestr",
    )  # fmt: skip
    row = services.make_selection(session, work, course=facts)
    for number, titles in enumerate((main, further)):
        for record_id in _records(session, titles if isinstance(titles, tuple) else ()):
            title = services.add_title(session, work, what="selection", owner_id=row.id, record_id=record_id)
            if number:
                services.note_title(
                    session, work, what="selection", owner_id=row.id, title_id=title.id, note="", additional=True
                )  # fmt: skip
    if lacking:
        services.add_words(session, work, owner_id=row.id, described=str(lacking), copies=5)
    _wish(session, work, row.id)


def _wish(session: Session, work: Work, selection_id: int) -> None:
    first = select(SelectionTitle.id).where(
        SelectionTitle.owner_id == selection_id, SelectionTitle.record_id.is_not(None)
    )
    title_id = session.scalars(first.order_by(SelectionTitle.position).limit(1)).one_or_none()
    if title_id is not None:
        services.wish(session, work, selection_id=selection_id, title_id=title_id, copies=10)


def _review(
    session: Session, person: Staff, today: date,
    told: tuple[int, str, str, int, int, int, tuple[str, ...]],
) -> None:  # fmt: skip
    back, title, audience, hour, minutes, listeners, books = told
    day = today - timedelta(days=back)
    work = _on(person, min(day, today))
    row = services.plan_review(
        session, work, minutes=minutes, type="event", title=title, day=day, sector=SECTOR, department=DEPARTMENT,
        starts=hour * 60, ends=hour * 60 + minutes, place="Xorijiy adabiyotlar zali", audience=audience,
        organiser=person.name, expected=listeners or 20,
    )  # fmt: skip
    for record_id in _records(session, books):
        services.add_title(session, work, what="review", owner_id=row.id, record_id=record_id)
    if back >= 0:
        held = _on(person, day, hour + 1)
        services.hold_review(session, held, review_id=row.id, listeners=listeners, minutes=minutes)


def _bulletins(session: Session, person: Staff, today: date, days: int) -> None:
    """Make the bulletin of every month that is over; readers of the last months are written to."""
    first = today - timedelta(days=days - 1)
    begin = today - timedelta(days=min(PROFILES_FROM, days - 1))
    has_profiles = False
    for month in _month_starts(first + timedelta(days=31), today):
        if month >= begin and not has_profiles:
            with transaction(session):
                _profiles(session, person, month - timedelta(days=5))
            has_profiles = True
        work = Work(now=at_hour(month, AT_HOUR), channel=Channel.AUTOMATIC)
        make_and_send(session, work)
        _deliver(session, replace(work, now=at_hour(month, 9)))
    _deliver(session, Work(now=at_hour(today, 0)))
    if has_profiles:
        with transaction(session):
            category, number, *_more = INTERESTS[STOPPED]
            patron = _reader(session, category, number)
            if patron is not None:
                stop = Work(now=at_hour(today - timedelta(days=3), 20), channel=Channel.WEB)
                services.stop_profile(session, stop, patron_id=patron)


def _profiles(session: Session, person: Staff, day: date) -> None:
    for category, number, mail, wanted in INTERESTS:
        patron = _reader(session, category, number)
        if patron is None:
            continue
        row = session.get_one(Patron, patron)
        if row.consent_on is None:
            change_patron(session, _on(person, day), patron_id=patron, consent_on=day)
        change_patron(session, _on(person, day), patron_id=patron, email=f"{mail}@example.uz")
        services.save_profile(session, _on(person, day, 11), patron_id=patron, wanted=wanted)


def _deliver(session: Session, work: Work) -> None:
    ids = [each for each in waiting(session, now=work.now) if message(session, each).kind in SOURCES]
    if not ids:
        return
    sender = Sender(session, SOURCES, lambda: work.now, silent(read_house(session)))
    for message_id in ids:
        sender.send(message_id)
    sender.close()


def _month_starts(since: date, until: date) -> list[date]:
    found, day = [], since.replace(day=1)
    while day <= until:
        if day >= since:
            found.append(day)
        day = (day + timedelta(days=32)).replace(day=1)
    return found


def _records(session: Session, numbers: Iterable[str]) -> list[int]:
    """Return the records of these numbers in their order, those that this sample has."""
    wanted = list(numbers)
    rows = session.execute(select(Record.control_number, Record.id).where(Record.control_number.in_(wanted)))
    known = {number: record_id for number, record_id in rows}  # noqa: C416 - rows are no pairs to a type checker
    return [known[number] for number in wanted if number in known]


def _reader(session: Session, category: str, number: int) -> int | None:
    rows = select(Patron.id).where(Patron.category == category).order_by(Patron.id)
    found = list(session.scalars(rows))
    return found[number % len(found)] if found else None


def _on(person: Staff, day: date, hour: float = 10) -> Work:
    return Work(now=at_hour(day, hour), actor_id=person.id, department=DEPARTMENT, sector=SECTOR)
