"""The sample's desks: who comes on a day, what they borrow, renew and bring back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy.orm import Session

from circulation.loans.errors import LoanRefused
from circulation.loans.services import check_in, check_out, renew
from circulation.patrons.queries import find_patron
from circulation.patrons.services import add_patron, register
from circulation.visits.services import card_visit, tally
from ils.activity.kinds import Channel
from ils.activity.work import Work
from ils.clock import at_hour
from ils.demo.people import Person, details_of, load_people
from ils.errors import LibraryError
from ils.library.places import departments

# Where a reader goes on a day, by weight: department codes.
PLACES = (
    ("lending",) * 9
    + ("foreign",) * 3
    + ("reading_room",) * 3
    + ("children",) * 2
    + ("electronic", "local", "legal")
)
FIRST_READERS = 58  # came before the year began, so that they are re-registered in it
NAMED_CARDS = 3  # K-000001 … K-000003
LATE = 0.09  # share of loans that a forgetful reader keeps


@dataclass(slots=True)
class Held:
    """A copy in a reader's hands, and the day on which it will come back."""

    card: str
    barcode: str
    department: str
    lent: date
    back: date
    due: date
    renewed: bool = False


@dataclass(slots=True)
class Desk:
    """The readers, the shelves and what is out, as the sample remembers them between days."""

    random: Random
    staff: int
    waiting: list[Person] = field(default_factory=lambda: list(load_people()))
    cards: dict[str, int] = field(default_factory=dict)  # card → year of the last registration
    ids: dict[str, int] = field(default_factory=dict)
    free: dict[str, list[str]] = field(default_factory=dict)
    out: list[Held] = field(default_factory=list)
    sectors: dict[str, str] = field(default_factory=dict)
    served_first: bool = False

    def shelve(self, copies: list[tuple[str, str]]) -> None:
        """Take new copies onto the shelves."""
        for barcode, department in copies:
            self.free.setdefault(department, []).append(barcode)

    def enrol(self, session: Session, day: date) -> None:
        """Write down the first readers, on a day before the year: in it they are registered anew."""
        self.sectors = {place.code: place.sector for place in departments(session)}
        for _person in range(FIRST_READERS):
            self._join(session, day, 8.5)

    def day(self, session: Session, day: date, *, until: datetime | None) -> None:
        """Do one open day; today ends at `until`."""
        hours = sorted(self.random.uniform(9, 17) for _visit in range(self.random.randint(3, 7)))
        if self.waiting and self.random.random() < 0.13:
            self._join(session, day, 8.6)
        for hour in hours:
            if until is None or at_hour(day, hour) < until:
                self._come(session, day, hour)
        self._bring_back(session, day, until)
        if self.random.random() < 0.04:
            tally(
                session,
                self.work(day, 16.9, "reading_room"),
                sector="reading",
                persons=12,
                note="Sinf kelgan",
            )

    def work(self, day: date, hour: float, department: str) -> Work:
        """The circumstances of an act at the desk of a department."""
        return Work(
            now=at_hour(day, hour),
            actor_id=self.staff,
            department=department,
            sector=self.sectors[department],
            channel=Channel.DESK,
        )

    def _join(self, session: Session, day: date, hour: float) -> None:
        person = self.waiting.pop(0)
        patron = add_patron(session, self.work(day, hour, "lending"), **details_of(person, day))
        self.cards[patron.card_number] = day.year
        self.ids[patron.card_number] = patron.id

    def _come(self, session: Session, day: date, hour: float) -> None:
        """One reader comes, is registered for the year if need be, and mostly borrows something."""
        card = self.random.choice(list(self.cards))
        department = self.random.choice(PLACES)
        work = self.work(day, hour, department)
        if self.cards[card] != day.year:
            register(session, work, patron_id=self.ids[card])
            self.cards[card] = day.year
        if department in {"electronic", "local", "legal"} or self.random.random() < 0.25:
            self._visit(session, work, card)
            return
        for _book in range(self.random.choice((1, 1, 1, 2))):
            self._borrow(session, work, card, department)

    def serve_first(self, session: Session, day: date) -> None:
        """Let the readers whose cards the documents name borrow something that is still with them at the end."""
        for at, card in enumerate(list(self.cards)[:NAMED_CARDS]):
            work = self.work(day, 8.7 + at / 10, "lending")
            if self.cards[card] != day.year:
                register(session, work, patron_id=self.ids[card])
                self.cards[card] = day.year
            self._borrow(session, work, card, "lending", keep=True)
        self.served_first = True

    def _visit(self, session: Session, work: Work, card: str) -> None:
        if find_patron(session, card):
            card_visit(session, work, patron_id=self.ids[card])

    def _borrow(
        self, session: Session, work: Work, card: str, department: str, *, keep: bool = False
    ) -> None:
        shelf = self.free.get(department)
        if not shelf:
            return
        barcode = shelf.pop(self.random.randrange(len(shelf)))
        try:
            lent = check_out(session, work, card=card, code=barcode)
        except (
            LoanRefused
        ):  # at the limit, late with another, on an exhibition: the copy goes back to its shelf
            shelf.append(barcode)
            return
        keeps = self.random.randint(-8, 0) if self.random.random() > LATE else self.random.randint(5, 120)
        back = lent.due_on if keep else max(work.day, lent.due_on + timedelta(days=keeps))
        self.out.append(Held(card, barcode, department, work.day, back, lent.due_on))

    def _bring_back(self, session: Session, day: date, until: datetime | None) -> None:
        for held in list(self.out):
            # What was lent today comes back at closing time, after everybody has come.
            hour = 17.5 if held.lent == day else self.random.uniform(9, 17)
            if until is not None and at_hour(day, hour) >= until:
                continue
            if held.back <= day:
                self._return(session, day, hour, held)
            elif held.due - day == timedelta(days=1) and not held.renewed and self.random.random() < 0.3:
                self._renew(session, day, hour, held)

    def _return(self, session: Session, day: date, hour: float, held: Held) -> None:
        check_in(session, self.work(day, hour, held.department), code=held.barcode)
        self.out.remove(held)
        self.free.setdefault(held.department, []).append(held.barcode)

    def _renew(self, session: Session, day: date, hour: float, held: Held) -> None:
        held.renewed = True
        try:
            renewed = renew(session, self.work(day, hour, held.department), code=held.barcode)
        except LibraryError:  # the limit of renewals: it will come back on its day
            return
        held.back += renewed.due_on - held.due
        held.due = renewed.due_on
