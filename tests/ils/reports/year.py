"""A small worked year at every desk: readers of all ages, loans of several languages, visits, events, questions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from catalog.items.models import Item
from catalog.records.models import Record
from circulation.loans.services import renew
from circulation.loans.services.renewing import AUTOMATIC
from circulation.patrons.services import register
from circulation.visits.models import Visit
from circulation.visits.services import card_visit, take_back, tally
from ils.activity.kinds import Channel, Source
from ils.activity.work import Work
from ils.clock import at_hour
from ils.db import transaction
from ils.registers.services import board
from tests.circulation.events.house import House
from tests.circulation.loans.desk import Desk
from tests.world import work_at

YEAR = 2026
READERS: tuple[dict[str, Any], ...] = (
    {"category": "pupil", "birth_date": date(2013, 2, 10), "sex": "f", "guardian_name": "Karimov Botir"},
    {"category": "student", "birth_date": date(2004, 6, 1), "sex": "m", "citizenship": "UZ"},
    {"category": "student", "birth_date": date(2001, 3, 18), "sex": "f", "citizenship": "KZ"},  # 25 in mid-March
    {"category": "teacher", "birth_date": date(1979, 9, 9), "sex": "m", "citizenship": "UZ"},
    {"category": "pensioner", "birth_date": date(1955, 1, 2), "sex": "f", "citizenship": "TJ"},
    {"category": "worker", "birth_date": None, "sex": "", "citizenship": "UZ"},
)  # fmt: skip
BOOKS = (
    ("uzb", "fiction", "book"), ("rus", "science", "book"), ("eng", "technology", "serial"), ("ger", "", "map"),
    ("uzb", "medicine", "electronic"), ("kaa", "fiction", "book"),
)  # fmt: skip
DAYS = (
    date(2026, 1, 5), date(2026, 1, 6), date(2026, 1, 31), date(2026, 2, 2), date(2026, 2, 27), date(2026, 3, 2),
    date(2026, 3, 17), date(2026, 3, 19), date(2026, 3, 31), date(2026, 12, 30),
)  # fmt: skip


class WorkedYear:
    """Works the days of `DAYS`; the same acts every time."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.desk = Desk(session, at_hour(date(2025, 11, 10), 9))

    def at(
        self, day: date, hour: float = 10, *, sector: str = "lending", channel: Channel = Channel.DESK
    ) -> Work:
        work = work_at(at_hour(day, hour), sector=sector)
        return Work(work.now, work.actor_id, work.department, sector, channel)

    def go(self) -> None:
        """Work the year: last year's readers first, then every day with its turn of readers, books and mistakes."""
        self._stock()
        for number, details in enumerate(READERS[:2]):
            self.desk.reader(card=f"R-{number}", **details)
        for place, day in enumerate(DAYS):
            self._readers(place, day)
            self._loans(place, day)
            self._visits(place, day)
            self._board(place, day)
        self._events()

    def _stock(self) -> None:
        for number, (language, branch, document_type) in enumerate(BOOKS):
            item_id = self.desk.copy(f"INV-{number}", title=f"Kitob {number}", language=language)
            with transaction(self.session) as session:
                record_id = session.scalars(select(Item.record_id).where(Item.id == item_id)).one()
                told = {"knowledge_branch": branch, "document_type": document_type}
                session.execute(update(Record).where(Record.id == record_id).values(**told))

    def _readers(self, place: int, day: date) -> None:
        """One reader a day, until all are on the register."""
        if place >= len(READERS):
            return
        self.desk.now = at_hour(day, 9)
        if place < 2:
            with transaction(self.session) as session:
                register(session, self.at(day, 9), patron_id=place + 1)
        else:
            self.desk.reader(card=f"R-{place}", **READERS[place])

    def _loans(self, place: int, day: date) -> None:
        """Lend two books, take one loan back as a mistake, renew some days later, bring back."""
        readers, lent = min(place + 1, len(READERS)), []
        for turn in range(2):
            card, code = f"R-{(place + turn) % readers}", f"INV-{(place * 2 + turn) % len(BOOKS)}"
            self.desk.now = at_hour(day, 11 + turn)
            made = self.desk.lend(card, code, self.desk.yes(card, code))
            if place % 3 == 2 and turn:
                self.desk.undo()
            else:
                lent.append((code, made.loan_id))
        self.desk.now = at_hour(day + timedelta(days=4), 12)
        if place == 9:  # asked for by telephone in the last minute of the year, in Tashkent
            self.desk.now = datetime.fromisoformat("2026-12-31T23:59:00+05:00")
        if place % 2:
            self._renew(lent)
        self.desk.later(minutes=20)
        for code, _loan_id in lent:
            self.desk.give_back(code)

    def _renew(self, lent: list[tuple[str, int]]) -> None:
        """Renew the first at the reader's wish, the second by itself: that one counts in no book."""
        self.desk.renew(loan_id=lent[0][1])
        if len(lent) > 1:
            with transaction(self.session) as session:
                own = replace(self.desk.work, channel=Channel.AUTOMATIC)
                renew(session, own, loan_id=lent[1][1], asked_by=AUTOMATIC)

    def _visits(self, place: int, day: date) -> None:
        with transaction(self.session) as session:
            card_visit(session, self.at(day, 15, sector="reading"), patron_id=1 + place % 2)
            tally(session, self.at(day, 16), sector="youth", persons=3 + place)
        if place % 4 == 1:
            with transaction(self.session) as session:
                tally(
                    session,
                    self.at(day, 16),
                    sector="local",
                    persons=20,
                    source=Source.GROUP,
                    title="5-maktab",
                )
        if place % 4 == 2:
            wrong = self.session.scalars(select(Visit.id).order_by(Visit.id.desc())).first() or 0
            self.session.rollback()
            with transaction(self.session) as session:
                take_back(session, self.at(day, 17), visit_id=wrong, reason="Xato")

    def _board(self, place: int, day: date) -> None:
        kinds = ("topic", "address", "fact", "clarify")
        channels = (Channel.DESK, Channel.TELEPHONE, Channel.TELEGRAM)
        with transaction(self.session) as session:
            asked = board.tap(
                session,
                self.at(day),
                kind="question",
                type=kinds[place % 4],
                channel=channels[place % 3],
                amount=2,
            )
        if place == 3:
            with transaction(self.session) as session:
                board.take_back(session, self.at(day, 18), tally_id=asked.id, reason="Xato")
        if place % 2:
            with transaction(self.session) as session:
                board.tap(session, self.at(day), kind="refusal", type="not_held", note="Shaytanat")

    def _events(self) -> None:
        house = House(self.session, at_hour(date(2026, 3, 20), 12))
        held = house.held(
            date(2026, 2, 14), headcount=25, title="Bobur kechasi", organiser="Nilufar Karimova"
        )
        house.attend(held, "R-1")
        house.held(date(2026, 3, 20), headcount=12, title="Navroʻz", topic="Bayram")
        taken = house.held(date(2026, 3, 19), headcount=7, title="Xato tadbir")
        house.unhold(taken)
