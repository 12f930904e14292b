"""Books and readers of these tests: «Der kleine Prinz», «Focus 5», «Oʻtkan kunlar»; Anvar borrows."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from catalog.items.models import Item
from catalog.items.services import add_item
from catalog.records.models import Origin, Record
from circulation.loans.rules import acknowledge
from circulation.loans.services import assess_loan, check_in, check_out
from foreign_fund.fund.models import ForeignTitle
from ils.activity.work import Work
from ils.db import transaction
from ils.text import sort_key
from tests.conftest import NOON
from tests.world import add_reader, work_at

TITLES = {"ger": "Der kleine Prinz", "eng": "Focus 5", "uzb": "Oʻtkan kunlar", "": "Bez yazyka"}


def at(days: int = 0, hours: int = 0) -> Work:
    """Return an act in the foreign department, so many days and hours after noon of the first day."""
    return work_at(NOON + timedelta(days=days, hours=hours), department="foreign", sector="other")


def said_of(record_id: int, span: tuple[str, str]) -> ForeignTitle:
    """What was read in a title, as far as its level."""
    return ForeignTitle(
        record_id=record_id, version=1, level=span[0], level_to=span[1], kind="", script="", original_language="",
        original_title="", translated_title="", romanised_title="", accompanying="", donor="",
    )  # fmt: skip


class Shelf:
    """Puts books on the shelf, lends them and takes them back."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.readers: set[str] = set()

    def record(self, language: str, title: str = "") -> int:
        """Write a record as it would stand after cataloguing."""
        title = title or TITLES[language]
        with transaction(self.session):
            row = Record(
                profile="marc21", origin=Origin.ORIGINAL, marc=b"{}", created_at=NOON, updated_at=NOON,
                control_number="", control_source="", document_type="book", title=title,
                title_sort=sort_key(title), year=2019, responsibility="", author="", author_sort="",
                language=language, languages=language, country="", publisher="", place="", extent="", series="",
                isbn="", class_mark="", knowledge_branch="8",
            )  # fmt: skip
            self.session.add(row)
        return row.id

    def copy(
        self, code: str, language: str = "ger", *, department: str = "foreign", record: int | None = None
    ) -> Item:
        """Put a copy with this inventory number on the shelf."""
        record_id = record or self.record(language)
        with transaction(self.session):
            return add_item(
                self.session, at(), record_id=record_id, department=department, inventory_number=code
            )

    def lend(self, code: str, card: str = "R-1", *, now: datetime = NOON) -> int:
        """Lend a copy to the reader of the card, saying yes to every question; returns the loan."""
        if card not in self.readers:
            self.readers.add(card)
            add_reader(self.session, NOON, card=card, phone="901234567", study_group="203-A")
        work = work_at(now, department="foreign", sector="other")
        yes = acknowledge(assess_loan(self.session, work, card=card, code=code), at=now)
        with transaction(self.session):
            return check_out(self.session, work, card=card, code=code, acknowledged=yes).loan_id

    def take_back(self, code: str, *, now: datetime = NOON) -> None:
        """Take a copy back."""
        with transaction(self.session):
            check_in(self.session, work_at(now, department="foreign", sector="other"), code=code)
