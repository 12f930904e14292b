"""Where somebody typed who it was for: orders, requests and receipts that no card stands behind, and free notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from catalog.orders.models import RemoteRequest, ScanOrder
from circulation.account.queries.keepers import keepers
from circulation.account.rules import Signs, signs
from circulation.events.models import Event
from circulation.paid.models import PaidReceipt
from circulation.patrons.models import Patron
from circulation.points.models import Trip
from ils.registers.models import RegisterEntry, Tally
from ils.surveys.models import SurveyAnswer
from ils.workplan.models import PlanTask

AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Asked:
    """A table whose rows are somebody's: the column of the name, of the contact (may be none), further words."""

    table: Any
    name: str
    contact: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """A row that somebody left by name or contact; `sure`: surely this reader's."""

    asked: Asked
    id: int
    sure: bool


# Rows of readers and of people from afar; a test holds that every column of words of these rooms is decided.
ASKED = (
    Asked(ScanOrder, "requester", "contact", ("note", "end_reason")),
    Asked(RemoteRequest, "recipient", "contact", ("note", "refuse_reason")),
    Asked(PaidReceipt, "payer", "", ("note",)),
)
# Notes in which a reader may be mentioned; the rest of the note stays.
NOTES: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (ScanOrder, ("note", "end_reason")),
    (RemoteRequest, ("note", "refuse_reason")),
    (PaidReceipt, ("note",)),
    (Event, ("note", "cancel_reason")),
    (Trip, ("note", "withdraw_reason")),
    (RegisterEntry, ("note", "withdraw_reason")),
    (Tally, ("note",)),
    (SurveyAnswer, ("words",)),
    (PlanTask, ("text", "done_note")),
)


def all_asked() -> tuple[Asked, ...]:
    """Return the rows that are somebody's by name, those of floors above among them."""
    return (*ASKED, *(Asked(*told) for keeper in keepers() for told in keeper.asked))


def all_notes() -> tuple[tuple[Any, tuple[str, ...]], ...]:
    """Return the notes in which a reader may be mentioned, those of floors above among them."""
    return (*NOTES, *(told for keeper in keepers() for told in keeper.notes))


def signs_of(session: Session, patron_id: int) -> Signs:
    """Return what a reader is known by in words; read it before the reader is erased."""
    row = session.get_one(Patron, patron_id, populate_existing=True)
    return signs(
        (row.surname, row.given_name),
        more=row.patronymic,
        phones=(row.phone, row.guardian_phone),
        papers=(row.email, row.document_number),
    )


def left_by(session: Session, known: Signs) -> Iterator[Left]:
    """Yield the rows in which somebody left the reader's name, telephone or address."""
    for asked in all_asked():
        told = [getattr(asked.table, each) for each in (asked.name, asked.contact) if each]
        rows = select(asked.table.id, *told).where(or_(*(column != "" for column in told)))
        for row_id, name, *contact in session.execute(rows.execution_options(yield_per=AT_ONCE)):
            left = " ".join(contact)
            if known.named(name) or known.reached(f"{name} {left}"):
                yield Left(asked, row_id, known.theirs(name, left))


def surely_left(session: Session, patron_id: int) -> dict[str, list[int]]:
    """Return the ids of rows that are surely a reader's, by table: to be handed out, so a namesake's are not."""
    found: dict[str, list[int]] = {asked.table.__tablename__: [] for asked in all_asked()}
    for row in left_by(session, signs_of(session, patron_id)):
        if row.sure:
            found[row.asked.table.__tablename__].append(row.id)
    return found
