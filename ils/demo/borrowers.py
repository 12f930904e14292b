"""Who borrows otherwise than by a reader's card: organisations by contract, the library's own staff, subscribers.

They come every ten weeks; on the same days the copies left on the tables of the reading room are counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from circulation.loans.services import check_in, check_out
from circulation.patrons.models import Patron
from circulation.patrons.services import add_patron, register
from ils.demo.desk import Desk
from ils.errors import LibraryError

EVERY, FIRST = 70, 10  # days
# name, contract, contact person, telephone
ORGANISATIONS = (
    ("Arnasoy tumani 15-sonli umumiy oʻrta taʼlim maktabi", "7/2026", "Ergasheva Manzura Qodirovna",
     "+998900000201"),
    ("Arnasoy tuman tibbiyot birlashmasi", "9/2026", "Nazarov Shuhrat Ilhomovich", "+998900000202"),
)  # fmt: skip
PEOPLE: tuple[Mapping[str, Any], ...] = (
    {"surname": "Yusupova", "given_name": "Madina", "category": "staff", "sex": "f", "birth_date": date(1988, 3, 2)},
    {"surname": "Ergashev", "given_name": "Dilshod", "category": "staff", "sex": "m", "birth_date": date(1979, 11, 20)},
    {"surname": "Xoliqov", "given_name": "Davron", "category": "subscriber", "sex": "m", "birth_date": date(1991, 6, 7)},
)  # fmt: skip
# Copies a turn; the second organisation and the subscriber come from a later turn on.
LENT = {"organisation": 3, "staff": 1, "subscriber": 1}
COME_FROM = (0, 1, 0, 0, 2)
ON_TABLES = 2


@dataclass(slots=True)
class Reader:
    """One of them: the card, what it may take, its first turn, and the year of the last registration."""

    id: int
    card: str
    copies: int
    since: int
    year: int


@dataclass(slots=True)
class Borrowers:
    """They, and what they have."""

    desk: Desk
    readers: list[Reader] = field(default_factory=list)
    out: list[str] = field(default_factory=list)
    waiting: bool = False

    def join(self, session: Session, day: date) -> None:
        """Write them down."""
        work = self.desk.work(day, 9, "lending")
        until = date(day.year + 1, 12, 31)
        for name, contract, contact, phone in ORGANISATIONS:
            patron = add_patron(
                session, work, surname=name, category="organisation", kind="organisation", contract_number=contract,
                contact_name=contact, phone=phone, member_until=until,
            )  # fmt: skip
            self._add(patron, day)
        for person in PEOPLE:
            self._add(add_patron(session, work, citizenship="UZ", consent_on=day, **person), day)

    def _add(self, patron: Patron, day: date) -> None:
        since = COME_FROM[len(self.readers)]
        self.readers.append(Reader(patron.id, patron.card_number, LENT[patron.category], since, day.year))

    def day(self, session: Session, day: date, number: int, *, is_open: bool) -> None:
        """Come on the first open day after each tenth week; `number`: of the day, from 0."""
        self.waiting |= number % EVERY == FIRST
        if not (self.waiting and is_open):
            return
        self.waiting = False
        for code in self.out:
            check_in(session, self.desk.work(day, 8.2, "lending"), code=code)
        self.desk.free.setdefault("lending", []).extend(self.out)
        coming = (each for each in self.readers if each.since <= number // EVERY)
        self.out = [code for reader in coming for code in self._take(session, day, reader)]
        for code in self.desk.free.get("reading_room", [])[:ON_TABLES]:
            check_in(session, self.desk.work(day, 8.6, "reading_room"), code=code, room_use=True)

    def _take(self, session: Session, day: date, reader: Reader) -> list[str]:
        work, shelf, lent = self.desk.work(day, 8.4, "lending"), self.desk.free.get("lending", []), []
        if reader.year != day.year:
            register(session, work, patron_id=reader.id)
            reader.year = day.year
        for code in shelf[-reader.copies :]:
            try:
                check_out(session, work, card=reader.card, code=code)
            except LibraryError:  # late with another, on an exhibition: not today
                continue
            shelf.remove(code)
            lent.append(code)
        return lent
