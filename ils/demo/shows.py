"""Four exhibitions of the sample, the last one open today, and a virtual one that is being prepared."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.items.models import Item, ItemState
from catalog.records.models import Record
from circulation.events.models import Event
from foreign_fund.exhibitions import queries, services
from foreign_fund.exhibitions.rules import Passport
from foreign_fund.exhibitions.rules.walking import Walk
from foreign_fund.service.services import hold_review
from ils.activity.work import Work
from ils.db import transaction

CASE = 6  # copies in a glass case
ROTATED = 3  # copies of each rotation
CLOSING = timedelta(hours=8)
EVENING = timedelta(hours=8, minutes=30)
CURATOR, KEEPER = "Dilnoza Saidova", "Zuhra Karimova"


@dataclass(frozen=True, slots=True)
class Show:
    """An exhibition that opens so many days before the end of the year, and how many copies hang on it."""

    left: int
    title: str
    languages: tuple[str, ...]
    lendable: bool
    days: int
    copies: int
    occasion: str
    epigraph: str
    text: str
    annotations: tuple[str, ...]
    rotated: bool = False


SHOWS = (
    Show(
        305, "Sharq sheʼriyati javonlari", ("ara", "kor"), True, 15, 4, "Navroʻz bayrami",
        "Kitob – tafakkur qanoti", "Arab va koreys tillaridagi kitoblar bir javonda.", ("Ikki tilli nashr",),
    ),
    Show(
        200, "Nemis adabiyoti haftaligi", ("ger",), True, 20, 14, "Gyote tavalludiga bagʻishlanadi",
        "Wer Bücher liest, schaut in die Welt\nund nicht nur bis zum Zaun.",
        "Nemis tilidagi badiiy va oʻquv kitoblari: klassiklardan bugungi darsliklargacha.",
        ("Birinchi marta koʻrsatilmoqda", "Til oʻrganuvchilar uchun moslashtirilgan"),
    ),
    Show(
        95, "Fransuz kitobi", ("fre",), True, 14, 4, "Frankofoniya kunlari", "Lire, cʼest voyager",
        "Fransuz tilidagi kitoblar va lugʻatlar.", ("Tarjimasi ham fondda bor",),
    ),
    Show(
        12, "Ingliz tili kuni", ("eng", "fre"), False, 25, 18, "Xorijiy tillar haftaligi",
        "A reader lives a thousand lives.",
        "Ingliz va fransuz tillaridagi kitoblar: badiiy asarlar, darsliklar, lugʻatlar.\n"
        "Koʻrgazma har kuni soat 9 dan 18 gacha ochiq. Kitoblarni joyida varaqlab koʻrish mumkin.",
        ("Talabalar eng koʻp soʻraydigan kitob", "Yangi kelgan nashr", "Til imtihoniga tayyorlanish uchun"),
        rotated=True,
    ),
)  # fmt: skip
VIRTUAL = "Bir kitob bir dunyo: onlayn javon"


def show_what_is_due(session: Session, work: Work, left: int, shown: dict[int, int]) -> None:
    """Open what opens, check what hangs and close what closes `left` days before the end of the year.

    `shown`: which exhibition → its id.
    """
    for which, show in enumerate(SHOWS):
        if left == show.left:
            shown[which] = open_show(session, work, which=which)
        if which in shown and left == show.left - min(show.days, 10):
            _work_on(session, replace(work, now=work.now + EVENING), shown[which])
        if left == show.left - show.days and which in shown:
            close_show(session, replace(work, now=work.now + CLOSING), shown[which])
    if left == 1:
        _prepare_virtual(session, work)


def open_show(session: Session, work: Work, *, which: int) -> int:
    """Prepare an exhibition, scan copies of its languages into its cases, issue them by an act, open it."""
    told = SHOWS[which]
    with transaction(session):
        show = services.create(session, work, **_passport(told, work.day + timedelta(days=1)))
        moved = _passport(told, work.day)
        moved["shift_reason"] = "Zal band edi"
        services.change(session, work, exhibition_id=show.id, **moved)
        codes = _free_copies(session, told.languages, told.copies)
        cases = _cases(session, work, show.id, (len(codes) + CASE - 1) // CASE)
        for number, code in enumerate(codes):
            case_id = cases[number // CASE]
            added = services.add_copy(session, work, exhibition_id=show.id, code=code, case_id=case_id)
            if number % 4 == 0:
                _annotate(
                    session,
                    work,
                    show.id,
                    added.entry_id,
                    case_id,
                    told.annotations[number // 4 % len(told.annotations)],
                )
        for role, name in (("selection", KEEPER), ("design", "Aziza Toʻrayeva"), ("guide", CURATOR)):
            services.add_person(session, work, exhibition_id=show.id, role=role, name=name)
        if codes:
            services.write_issue(session, work, exhibition_id=show.id, handed_by=KEEPER, received_by=CURATOR)
        services.open_exhibition(session, work, exhibition_id=show.id)
        if told.rotated:
            _rotate(session, work, show.id, told, cases)
    return show.id


def _rotate(session: Session, work: Work, show: int, told: Show, cases: Sequence[int]) -> None:
    """Two rotations: the first copies are changed today, others wait for the second one."""
    opens_on, half = work.day, told.left - 1
    days = {"first_on": opens_on, "last_on": opens_on + timedelta(days=half - 1)}
    first = services.add_rotation(session, work, exhibition_id=show, name="Badiiy adabiyot", **days)
    days = {"first_on": opens_on + timedelta(days=half), "last_on": opens_on + timedelta(days=told.days)}
    second = services.add_rotation(session, work, exhibition_id=show, name="Darslik va lugʻatlar", **days)
    for copy in queries.copies_on(session, show)[:ROTATED]:
        services.rotate_copy(session, work, exhibition_id=show, entry_id=copy.id, rotation_id=first.id)
    here = {copy.barcode for copy in queries.copies_on(session, show)}
    free = _free_copies(session, told.languages, told.copies + ROTATED)
    chosen = {"exhibition_id": show, "rotation_id": second.id, "case_id": cases[0] if cases else None}
    for code in [code for code in free if code not in here][:ROTATED]:
        services.plan_copy(session, work, code=code, **chosen)  # type: ignore[arg-type]


def _passport(told: Show, opens_on: date) -> Passport:
    return {
        "title": told.title,
        "department": "foreign",
        "place": "Xorijiy adabiyotlar zali",
        "opens_on": opens_on,
        "closes_on": opens_on + timedelta(days=told.days),
        "lendable": told.lendable,
        "form": "thematic",
        "plan_line": "18",
        "cycle": "Xorijiy kitob bilan tanishuv",
        "occasion": told.occasion,
        "purpose": "Xorijiy tillardagi fondni oʻquvchilarga tanishtirish",
        "audience": "Talabalar, oʻqituvchilar, til oʻrganuvchilar",
        "epigraph": told.epigraph,
        "curator": CURATOR,
        "partners": "Xorijiy tillar kafedrasi",
        "approved_by": "Direktor",
        "public": True,
        "public_text": told.text,
    }


def _cases(session: Session, work: Work, show: int, count: int) -> list[int]:
    names = [f"{number}-vitrina" for number in range(1, count + 1)]
    if not names:
        return []
    made = services.add_cases(session, work, exhibition_id=show, section="Asosiy boʻlim", names=names)
    return [case.id for case in made]


def _annotate(session: Session, work: Work, show: int, entry: int, case_id: int, text: str) -> None:
    services.arrange(session, work, exhibition_id=show, entry_id=entry, case_id=case_id, annotation=text)


def _work_on(session: Session, work: Work, show: int) -> None:
    """An evening in the middle: visitors, a review, what a reader wrote, a check that misses one copy."""
    with transaction(session):
        for kind, persons, who in (
            ("visitors", 37, ""), ("group", 24, "7-maktab, 9-sinf"), ("tour", 15, "1-kurs talabalari"),
            ("views", 52, ""), ("questions", 9, ""),
        ):  # fmt: skip
            services.count_visitors(session, work, exhibition_id=show, kind=kind, persons=persons, who=who)
        lines: tuple[dict[str, object], ...] = (
            {"kind": "press", "text": "Tuman gazetasida maqola", "who": "“Bogʻdod tongi”"},
            {
                "kind": "words",
                "text": "Juda foydali koʻrgazma, yana shunday koʻrgazmalar boʻlsin!",
                "who": "2-kurs talabasi",
            },
        )
        for line in lines:
            services.tell(session, work, exhibition_id=show, day=work.day, **line)  # type: ignore[arg-type]
        _review(session, work, show)
    _check(session, work, show)


def _review(session: Session, work: Work, show: int) -> None:
    """The curator tells of the books on show: a review with their titles, held and counted once as an event."""
    row = queries.exhibition_row(session, show)
    review = services.plan_review(
        session, work, exhibition_id=show, minutes=40, type="event", title=f"{row.title}: kitoblar sharhi",
        day=work.day, sector="other", department="foreign", place=row.place, organiser=CURATOR,
        audience="Talabalar", expected=18,
    )  # fmt: skip
    hold_review(session, work, review_id=review, listeners=18, minutes=40)


def _check(session: Session, work: Work, show: int) -> None:
    """The evening check: the last copy is not there, the one before it stands in the first case."""
    copies = [copy for copy in queries.copies_on(session, show) if copy.due_on is None]
    codes = {case.id: case.code for case in queries.cases_of(session, show)}
    if len(copies) < 4:
        return
    with transaction(session):
        walk = services.start_walk(session, work, exhibition_id=show, walk=Walk.EVENING).id
        for copy in copies[:-2]:
            _scan(session, work, show, walk, codes[copy.case_id or 0], copy.code)
        _scan(session, work, show, walk, next(iter(codes.values())), copies[-2].code)
        services.finish_walk(session, work, exhibition_id=show, round_id=walk)


def _scan(session: Session, work: Work, show: int, walk: int, *codes: str) -> None:
    for code in codes:
        services.walk_scan(session, work, exhibition_id=show, round_id=walk, code=code)


def _prepare_virtual(session: Session, work: Work) -> None:
    """A virtual exhibition that opens in a week: titles of the catalogue, no copy leaves its shelf."""
    if session.scalars(select(Record.id).limit(1)).first() is None:
        return
    with transaction(session):
        show = services.create(
            session, work, title=VIRTUAL, department="foreign", form="virtual", curator=CURATOR, public=True,
            opens_on=work.day + timedelta(days=7), closes_on=work.day + timedelta(days=60), plan_line="18",
            public_text="Uydan chiqmay koʻrish mumkin boʻlgan javon: har oyda yangi kitob.",
            epigraph="Kitobsiz uy – derazasiz uy", place="Kutubxona sayti",
        )  # fmt: skip
        for record_id in _titles(session):
            services.add_title(session, work, exhibition_id=show.id, record_id=record_id)


def _titles(session: Session) -> Sequence[int]:
    foreign = select(Record.id).where(
        Record.language.in_(("eng", "ger", "fre")), Record.merged_into.is_(None)
    )
    return session.scalars(foreign.order_by(Record.id).limit(8)).all()


def _free_copies(session: Session, languages: tuple[str, ...], copies: int) -> list[str]:
    rows = session.scalars(
        select(Item.barcode)
        .join(Record, Record.id == Item.record_id)
        .where(Record.language.in_(languages), Item.state == ItemState.AVAILABLE)
        .order_by(Item.id)
        .limit(copies)
    )
    return [code for code in rows if code]


def close_show(session: Session, work: Work, exhibition_id: int) -> None:
    """Close it; its copies go back to their shelves by scanner and by an act, what readers have follows later."""
    with transaction(session):
        services.close_exhibition(session, work, exhibition_id=exhibition_id)
        walk = services.start_walk(session, work, exhibition_id=exhibition_id, walk=Walk.RETURN).id
        for copy in queries.copies_on(session, exhibition_id):
            if copy.due_on is None:
                _scan(session, work, exhibition_id, walk, copy.code)
        services.finish_walk(session, work, exhibition_id=exhibition_id, round_id=walk)
        if queries.to_return(session, exhibition_id):
            services.write_return(
                session, work, exhibition_id=exhibition_id, handed_by=CURATOR, received_by=KEEPER
            )
        conclusion = (
            "Koʻrgazma maqsadiga erishdi: fond bilan tanishganlar koʻpaydi.\n"
            "Kelgusi yil darsliklar boʻlimi kengaytirilsin."
        )
        services.set_result(session, work, exhibition_id=exhibition_id, result=conclusion)


def link_events(session: Session, work: Work, shown: Collection[int]) -> None:
    """Put the foreign department's events under the exhibition in whose days they fall."""
    for show in sorted(shown):
        row = queries.exhibition_row(session, show)
        within = select(Event.id).where(Event.department == "foreign", Event.day.between(row.first, row.last))
        with transaction(session):
            linked = {event.id for event in queries.events_of(session, show)}
            for event_id in session.scalars(within.where(Event.id.not_in(linked)).order_by(Event.id)).all():
                services.link_event(session, work, exhibition_id=show, event_id=event_id)
