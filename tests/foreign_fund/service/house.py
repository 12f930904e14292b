"""The department at work: readers with consent, books that acts bring, queries, courses, profiles."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.stock.models import AccessionSource
from catalog.stock.services import NewLine, accept_at_once
from circulation.patrons.models import Patron
from foreign_fund.service import services
from foreign_fund.service.models import BulletinCopy
from foreign_fund.service.rules.asking import QueryFacts
from foreign_fund.service.rules.matching import Interests
from foreign_fund.service.services.choosing import Course
from ils.activity.models import Activity
from ils.activity.work import Work
from ils.clock import local_day
from ils.db import transaction
from ils.outbox.models import Message
from tests.catalog.records.builders import add, marc21
from tests.conftest import NOON
from tests.foreign_fund.shelf import TITLES, Shelf
from tests.world import add_reader, work_at

GERMAN = Interests(languages=("ger",))


def at(days: float = 0) -> Work:
    """Return an act in the foreign department so many days after noon of the first day."""
    return work_at(NOON + timedelta(days=days), department="foreign", sector="other")


class House:
    """Does what the department does, each act in a transaction of its own."""

    def __init__(self, session: Session) -> None:
        self.session, self.shelf = session, Shelf(session)

    def reader(self, card: str = "R-1", **details: Any) -> int:
        """Write a reader down, who has agreed to the keeping of data unless the test says otherwise."""
        told = {"consent_on": date(2026, 1, 10), "email": f"{card.lower()}@example.uz"} | details
        return add_reader(self.session, NOON, card=card, **told).id

    def record(self, language: str = "ger", title: str = "") -> int:
        """Describe a title."""
        with transaction(self.session) as session:
            return add(session, marc21(title or TITLES[language], language=language))

    def arrive(self, language: str = "ger", *, days: float = -7, title: str = "", copies: int = 1) -> int:
        """Let an act bring a new title to the fund, so many days after noon of the first day; returns the record."""
        record = self.record(language, title)
        with transaction(self.session) as session:
            accept_at_once(
                session, at(days), source=AccessionSource.PURCHASE, department="foreign", partner="Kitob olami",
                lines=[NewLine(record, copies, 100_00, "")], series="main", commission="Karimova N.\nSalimova M.",
                document="12", document_day=at(days).day, contract="Sh-1",
            )  # fmt: skip
        return record

    def ask(self, **told: Any) -> int:
        """Write down what Anvar's teacher asks by word of mouth, unless the test says otherwise."""
        facts = {
            "day": local_day(NOON), "way": "oral", "asker_kind": "guest", "topic": "Deutsche Grammatik",
            "asker": "Salimova Momojon", "department": "foreign", "sector": "other",
        }  # fmt: skip
        work = told.pop("work", at())
        with transaction(self.session) as session:
            return services.receive(session, work, facts=QueryFacts(**(facts | told))).id

    def answer(self, query_id: int, **told: Any) -> None:
        """Answer a query."""
        work = told.pop("work", at())
        with transaction(self.session) as session:
            services.answer(session, work, query_id=query_id, **({"text": "Bor"} | told))

    def course(self, **told: Any) -> int:
        """Begin a selection for twenty students."""
        facts = {
            "discipline": "Nemis tili",
            "department": "foreign",
            "students": 20,
            "teacher": "Salimova M.",
        }
        with transaction(self.session) as session:
            return services.make_selection(session, at(), course=Course(**(facts | told))).id

    def put(self, what: str, owner_id: int, record_id: int) -> int:
        """Put a record on a list."""
        with transaction(self.session) as session:
            row = services.add_title(session, at(), what=what, owner_id=owner_id, record_id=record_id)
            number: int = row.id
            return number

    def profile(self, patron_id: int, wanted: Interests = GERMAN, *, days: float = 0) -> int:
        """Say what interests a reader."""
        with transaction(self.session) as session:
            return services.save_profile(session, at(days), patron_id=patron_id, wanted=wanted).id

    def acts(self, query_id: int) -> list[tuple[str, str, int]]:
        """Return what the log says of a query: kind, source, amount."""
        rows = select(Activity.kind, Activity.source, Activity.amount).where(
            Activity.subject_type == "reader_query", Activity.subject_id == query_id
        )
        return [
            (kind, source, amount)
            for kind, source, amount in self.session.execute(rows.order_by(Activity.id))
        ]

    def messages(self, kind: str = "new_arrivals") -> list[Message]:
        """Return the messages of a kind."""
        asked = select(Message).where(Message.kind == kind).order_by(Message.id)
        return list(self.session.scalars(asked.execution_options(populate_existing=True)))

    def copies(self) -> list[tuple[int, int | None]]:
        """Return who was written to about which issue."""
        rows = select(BulletinCopy.bulletin_id, BulletinCopy.patron_id).order_by(BulletinCopy.id)
        return [(issue, patron) for issue, patron in self.session.execute(rows)]


def leave(session: Session, patron_id: int, on: date) -> None:
    """Let a membership end."""
    with transaction(session):
        session.get_one(Patron, patron_id).member_until = on


def night(days: int) -> datetime:
    """Return the hour of the job, so many days after the first."""
    return NOON.replace(hour=0) + timedelta(days=days)
