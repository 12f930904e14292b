"""What registers ask of upper floors: entries that the catalogue proposes, targets of the plan, visitors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.digital.models import DigitalObject, Rights
from catalog.items.models import Item, ItemState
from catalog.records.models import Record, RecordCard
from circulation.visits import services as visits
from circulation.visits.models import Visit
from ils.activity.kinds import Source
from ils.activity.work import Work
from ils.clock import local_day
from ils.registers.rules.kinds import Doc, Register
from ils.registers.rules.proposals import Proposal
from ils.registers.views import VisitCounter
from ils.web.frame import place_name_of
from ils.workplan.models import PlanLine

RARE = "rare"
"""The item type of rare copies (line 24)."""

MOST = 1000


def rare_list(session: Session, day: date) -> Iterator[Proposal]:
    """Propose the list of rare copies of the year (line 24), where there are any."""
    found = session.execute(
        select(Record.author, Record.title, Record.year, Item.inventory_number, Item.barcode, Item.department)
        .join(Item, Item.record_id == Record.id)
        .where(Item.item_type == RARE, Item.state != ItemState.WITHDRAWN)
        .order_by(Item.id)
        .limit(MOST)
    )
    rows = tuple(
        (
            ". ".join(part for part in (author, title) if part),
            str(year or ""),
            number or barcode or "",
            place_name_of(at),
        )
        for author, title, year, number, barcode, at in found
    )
    if rows:
        yield Proposal(
            register=Register.DOCUMENTS.value, type=Doc.RARE_LIST.value, day=day, rows=rows,
            title=_("List of rare and especially valuable copies, %(year)s", year=day.year),
            about_type="rare_copies", about_id=day.year,
        )  # fmt: skip


def local_history(session: Session, day: date) -> Iterator[Proposal]:
    """Propose the full texts of the card index of local history (line 30)."""
    for record_id, title, author, on, link in _open_texts(session, Source.LOCAL_HISTORY):
        yield Proposal(
            register=Register.AIDS.value, type=Source.LOCAL_HISTORY.value, title=title, people=author, day=min(on, day),
            link=link, about_type="record", about_id=record_id,
        )  # fmt: skip


def own_publications(session: Session, day: date) -> Iterator[Proposal]:
    """Propose the full texts of the library's own publications (line 31)."""
    for record_id, title, author, on, link in _open_texts(session, Source.OWN_PUBLICATIONS):
        yield Proposal(
            register=Register.OWN_PUBLICATIONS.value, type="", title=title, people=author, day=min(on, day), link=link,
            about_type="record", about_id=record_id,
        )  # fmt: skip


def _open_texts(session: Session, index: str) -> Iterable[tuple[int, str, str, date, str]]:
    """Return records of a card index that everybody can read in full: id, title, author, since when, where."""
    first = (
        select(func.min(DigitalObject.id).label("id"))
        .join(RecordCard, RecordCard.record_id == DigitalObject.record_id)
        .where(
            RecordCard.card_index == str(index),
            DigitalObject.full_text.is_(True),
            DigitalObject.rights == Rights.OPEN,
            DigitalObject.removed_at.is_(None),
        )
        .group_by(DigitalObject.record_id)
        .subquery()
    )
    rows = session.execute(
        select(
            Record.id,
            Record.title,
            Record.author,
            DigitalObject.created_at,
            DigitalObject.url,
            DigitalObject.id,
        )
        .join(DigitalObject, DigitalObject.record_id == Record.id)
        .where(DigitalObject.id.in_(select(first.c.id)))
        .order_by(DigitalObject.id)
        .limit(MOST)
    )
    for record_id, title, author, at, url, object_id in rows:
        link = url or url_for("digital.open", object_id=object_id, _external=True)
        yield record_id, title or url, author or "", local_day(at), link


PROPOSALS = (rare_list, local_history, own_publications)


def plan_targets(session: Session, year: int) -> Mapping[str, int | None]:
    """Return the targets of a year's plan by line."""
    rows = session.execute(select(PlanLine.number, PlanLine.plan).where(PlanLine.year == year))
    return {row.number: row.plan for row in rows}


def _visited(session: Session, day: date, sector: str) -> int:
    persons = select(func.coalesce(func.sum(Visit.persons), 0)).where(
        Visit.day == day, Visit.sector == sector, Visit.source == Source.TALLY.value
    )
    return int(session.scalars(persons).one())


def _visit(session: Session, work: Work, persons: int, day: date | None) -> object:
    return visits.tally(session, work, sector=work.sector, persons=persons, day=day)


VISIT_COUNTER = VisitCounter(_visited, _visit, "visits.index")
