"""Acts that count visits. VS-01: one reader, one sector, one day, and the database is the last guard."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.patrons.queries import PatronFacts, patron_facts, patron_snapshot
from circulation.visits.errors import VisitCode, VisitError, VisitInputError, VisitNotFound
from circulation.visits.models import Visit
from circulation.visits.rules import check_tally
from ils.accounts.audit import audit
from ils.activity.kinds import Kind, Source
from ils.activity.models import Activity
from ils.activity.services import record, reverse
from ils.activity.work import Done, Work
from ils.db import is_postgresql, upsert
from ils.errors import clean_text
from ils.library.places import departments, sectors


def count_visit(session: Session, work: Work, *, patron: PatronFacts, source: Source) -> Done | None:
    """Count a reader's visit of the work's sector and day; None when it is counted already (VS-01).

    Part of a greater act: the caller hands the returned `Done` to `record` at the act's end.
    """
    if not work.sector:
        raise VisitError(VisitCode.SECTOR_MISSING)
    statement = upsert(Visit, postgresql=is_postgresql(session)).values(
        patron_id=patron.id,
        sector=work.sector,
        department=work.department,
        day=work.day,
        at=work.now,
        source=source.value,
        persons=1,
    )
    # Two desks may scan the same card at once: the constraint decides, and we look at who inserted.
    once = statement.on_conflict_do_nothing(index_elements=("patron_id", "sector", "day"))
    visit_id: int | None = session.execute(once.returning(Visit.id)).scalar_one_or_none()
    if visit_id is None:
        return None
    return Done(
        kind=Kind.VISIT,
        subject_type="visit",
        subject_id=visit_id,
        patron=patron_snapshot(patron, work.day),
        source=source.value,
    )


def card_visit(session: Session, work: Work, *, patron_id: int) -> bool:
    """Count a visit by a scanned card; False when the reader was counted in this sector today (VS-02)."""
    patron = patron_facts(session, patron_id)
    if patron.card_lost_on is not None:
        raise VisitError(VisitCode.CARD_LOST, card=patron.card_number, day=patron.card_lost_on)
    done = count_visit(session, work, patron=patron, source=Source.CARD)
    if done is None:
        return False
    audit(
        session,
        work,
        "visit_counted",
        subject_type="visit",
        subject_id=done.subject_id,
        card=patron.card_number,
        sector=work.sector,
    )
    record(session, work, done)
    return True


def tally(
    session: Session, work: Work, *, sector: str, persons: int, note: str = "", day: date | None = None
) -> Visit:
    """Enter a head-count of visitors without cards, today or on a day gone by (VS-02)."""
    day = day or work.day
    check_tally(persons, day, work.day)
    text = clean_text(note, field="note", limit=500)
    place = _in_sector(session, work, sector)
    visit = Visit(
        patron_id=None,
        sector=sector,
        department=place.department,
        day=day,
        at=work.now,
        source=Source.TALLY.value,
        persons=persons,
    )
    session.add(visit)
    session.flush()
    audit(
        session,
        work,
        "visits_tallied",
        subject_type="visit",
        subject_id=visit.id,
        sector=sector,
        persons=persons,
        day=day.isoformat(),
    )
    done = Done(
        kind=Kind.VISIT,
        subject_type="visit",
        subject_id=visit.id,
        amount=persons,
        source=Source.TALLY.value,
        note=text,
        day=day,
    )
    record(session, place, done)
    return visit


def take_tally_back(session: Session, work: Work, *, visit_id: int, reason: str) -> None:
    """Undo a wrong head-count: its negative twin with a reason; nothing is deleted (VS-02)."""
    text = clean_text(reason, field="reason", limit=500, required=True)
    entered = session.scalars(
        select(Visit)
        .where(Visit.id == visit_id, Visit.source == Source.TALLY.value, Visit.persons > 0)
        .with_for_update()
    ).one_or_none()
    if entered is None:
        raise VisitNotFound(VisitCode.TALLY_UNKNOWN, id=visit_id)
    act = _act_of(session, entered)
    session.add(
        Visit(
            patron_id=None,
            sector=entered.sector,
            department=entered.department,
            day=entered.day,
            at=work.now,
            source=entered.source,
            persons=-entered.persons,
        )
    )
    audit(session, work, "tally_taken_back", subject_type="visit", subject_id=visit_id, reason=text)
    reverse(session, work, activity=act, reason=text)


def _act_of(session: Session, visit: Visit) -> Activity:
    """Return the row of the log that a head-count left; refuse when it has its twin already."""
    acts = session.scalars(
        select(Activity)
        .where(Activity.subject_type == "visit", Activity.subject_id == visit.id)
        .order_by(Activity.id)
    ).all()
    if any(act.undo_of for act in acts):
        raise VisitError(VisitCode.TALLY_TAKEN_BACK)
    return acts[0]


def _in_sector(session: Session, work: Work, sector: str) -> Work:
    """Place the act in a sector; its department stays only where it belongs to that sector."""
    if sector not in {place.code for place in sectors(session)}:
        raise VisitInputError(VisitCode.SECTOR_UNKNOWN, sector=sector[:40])
    inside = {place.code for place in departments(session) if place.sector == sector}
    return replace(work, sector=sector, department=work.department if work.department in inside else "")
