"""Acts that count visits. VS-01: what counts once is the library's rule, and the database is the last guard."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.patrons.queries import PatronFacts, patron_facts, patron_snapshot
from circulation.patrons.services.base import refuse_erased
from circulation.visits.errors import VisitCode, VisitError, VisitInputError, VisitNotFound
from circulation.visits.models import Visit
from circulation.visits.queries import RULE, load_rule, was_here
from circulation.visits.rules import (
    VisitRule,
    check_tally,
    slot_after_correction,
    slot_of,
    slot_of_correction,
)
from ils.accounts.audit import audit
from ils.activity.kinds import Kind, Source
from ils.activity.models import Activity
from ils.activity.services import record, reverse
from ils.activity.work import Done, Work
from ils.db import is_postgresql, upsert
from ils.errors import clean_text
from ils.library.models import Setting
from ils.library.places import departments, sectors

NAMED = frozenset({Source.GROUP, Source.EVENT})  # a head-count of these says who or what it was


def count_visit(
    session: Session, work: Work, *, patron: PatronFacts, source: Source, day: date | None = None
) -> Done | None:
    """Count a reader's visit of the work's sector and day; None when it is counted already (VS-01).

    A back-dated return counts on its own `day` (CI-11). Part of a greater act: the caller hands the returned
    `Done` to `record` at the act's end.
    """
    day = day or work.day
    if not work.sector:
        raise VisitError(VisitCode.SECTOR_MISSING)
    rule = load_rule(session)
    if (
        rule is VisitRule.EVERY_SCAN
        and source is Source.LOAN
        and was_here(session, patron.id, sector=work.sector, day=day)
    ):
        return None  # every scan of the card counts; the loans that follow it are no scans of the card
    statement = upsert(Visit, postgresql=is_postgresql(session)).values(
        patron_id=patron.id,
        sector=work.sector,
        department=work.department,
        day=day,
        at=work.now,
        source=source.value,
        persons=1,
        slot=slot_of(rule, sector=work.sector, at=work.now),
    )
    # Two desks may scan the same card at once: the constraint decides, and we look at who inserted.
    once = statement.on_conflict_do_nothing(index_elements=("patron_id", "slot", "day"))
    visit_id: int | None = session.execute(once.returning(Visit.id)).scalar_one_or_none()
    if visit_id is None:
        return None
    return Done(
        kind=Kind.VISIT,
        subject_type="visit",
        subject_id=visit_id,
        patron=patron_snapshot(patron, day),
        source=source.value,
        day=day,
    )


def card_visit(session: Session, work: Work, *, patron_id: int, source: Source = Source.CARD) -> bool:
    """Count a visit by a scanned card, at a desk or at the kiosk; False when it was counted before (VS-02)."""
    patron = patron_facts(session, patron_id)
    refuse_erased(patron)
    if patron.card_lost_on is not None:
        raise VisitError(VisitCode.CARD_LOST, card=patron.card_number, day=patron.card_lost_on)
    done = count_visit(session, work, patron=patron, source=source)
    if done is None:
        return False
    audit(
        session,
        work,
        "visit_counted",
        subject_type="visit",
        subject_id=done.subject_id,
        sector=work.sector,
    )
    record(session, work, done)
    return True


def tally(
    session: Session,
    work: Work,
    *,
    sector: str,
    persons: int,
    note: str = "",
    day: date | None = None,
    source: Source = Source.TALLY,
    title: str = "",
) -> Visit:
    """Enter a head-count: nameless visitors, a group, or who came to an event; today or on a day gone by (VS-02)."""
    day = day or work.day
    check_tally(persons, day, work.day)
    text = clean_text(note, field="note", limit=500)
    named = clean_text(title, field="title", limit=200, required=source in NAMED)
    place = _in_sector(session, work, sector)
    visit = Visit(
        patron_id=None,
        sector=sector,
        department=place.department,
        day=day,
        at=work.now,
        source=source.value,
        persons=persons,
        title=named,
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
        source=source.value,
        note=" · ".join(part for part in (named, text) if part),
        day=day,
    )
    record(session, place, done)
    return visit


def take_back(session: Session, work: Work, *, visit_id: int, reason: str) -> None:
    """Undo a wrong visit or head-count: its negative twin with a reason; nothing is deleted (VS-02)."""
    text = clean_text(reason, field="reason", limit=500, required=True)
    reverse(
        session, work, activity=take_visit_back(session, work, visit_id=visit_id, reason=text), reason=text
    )


def take_visit_back(session: Session, work: Work, *, visit_id: int, reason: str) -> Activity:
    """Enter the negative twin as a part of a greater act, which reverses the returned row of the log at its own end."""
    entered = session.scalars(
        select(Visit).where(Visit.id == visit_id, Visit.persons > 0).with_for_update()
    ).one_or_none()
    if entered is None:
        raise VisitNotFound(VisitCode.UNKNOWN, id=visit_id)
    if session.scalars(select(Visit.id).where(Visit.corrects_id == visit_id)).first():
        raise VisitError(VisitCode.TAKEN_BACK)
    entered.slot = slot_after_correction(visit_id) if entered.patron_id else ""
    session.add(
        Visit(
            patron_id=entered.patron_id,
            sector=entered.sector,
            department=entered.department,
            day=entered.day,
            at=work.now,
            source=entered.source,
            persons=-entered.persons,
            title=entered.title,
            slot=slot_of_correction(visit_id) if entered.patron_id else "",
            corrects_id=visit_id,
        )
    )
    audit(session, work, "visit_taken_back", subject_type="visit", subject_id=visit_id, reason=reason)
    return _act_of(session, visit_id)


def _act_of(session: Session, visit_id: int) -> Activity:
    """Return the row of the log that the visit left."""
    return session.scalars(
        select(Activity).where(
            Activity.subject_type == "visit",
            Activity.subject_id == visit_id,
            Activity.kind == str(Kind.VISIT),
            Activity.undo_of.is_(None),
        )
    ).one()


def set_rule(session: Session, work: Work, *, rule: str) -> None:
    """Choose what counts once from now on (VS-01); what was counted before stays as it was counted."""
    if rule not in set(VisitRule):
        raise VisitInputError(VisitCode.RULE_UNKNOWN, rule=rule[:40])
    session.merge(Setting(name=RULE, value=rule))
    audit(session, work, "visit_rule_set", subject_type="setting", subject_id=None, rule=rule)


def _in_sector(session: Session, work: Work, sector: str) -> Work:
    """Place the act in a sector; its department stays only where it belongs to that sector."""
    if sector not in {place.code for place in sectors(session)}:
        raise VisitInputError(VisitCode.SECTOR_UNKNOWN, sector=sector[:40])
    inside = {place.code for place in departments(session) if place.sector == sector}
    return replace(work, sector=sector, department=work.department if work.department in inside else "")
