"""Queries received, answered, refused, taken up again; each ended one stands once in the log."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from circulation.patrons.queries import patron_facts, patron_snapshot
from foreign_fund.service.errors import QueryCode, ServiceError, ServiceInputError, ServiceNotFoundError
from foreign_fund.service.models import QueryTitle, ReaderQuery
from foreign_fund.service.rules.asking import (
    MOST_OPEN,
    AskerKind,
    QueryFacts,
    QueryState,
    Way,
    check_choices,
    check_contact,
    check_day,
    check_reason,
    clean_lines,
    language_codes,
    require_ended,
    require_open,
)
from foreign_fund.service.services.answering import send_answer
from ils.accounts.audit import audit
from ils.activity.kinds import Channel, Kind
from ils.activity.models import Activity
from ils.activity.services import record, reverse
from ils.activity.work import NO_PATRON, Done, PatronSnapshot, Work
from ils.errors import clean_text
from ils.library.places import department as department_of
from ils.library.places import sectors
from ils.outbox.rules import LANGUAGES

SUBJECT = "reader_query"


def receive(session: Session, work: Work, *, facts: QueryFacts, own: bool = False) -> ReaderQuery:
    """Write down what somebody asks; `own`: asked on the public side, where nobody may have too many waiting."""
    known = _checked(session, work, facts)
    if own:
        _refuse_many(session, known)
    query = ReaderQuery(
        **known, state=QueryState.RECEIVED.value, channel=work.channel.value, received_at=work.now,
        received_by=work.actor_id,
    )  # fmt: skip
    session.add(query)
    session.flush()
    _note(session, work, "query_received", query, way=query.way)
    return query


def change_query(session: Session, work: Work, *, query_id: int, facts: QueryFacts) -> ReaderQuery:
    """Mend what was written down, while nobody has answered yet."""
    query = locked_query(session, query_id)
    require_open(query.state)
    for name, value in _checked(session, work, facts).items():
        setattr(query, name, value)
    _note(session, work, "query_changed", query)
    session.flush()
    return query


def answer(session: Session, work: Work, *, query_id: int, text: str = "", send: bool = False) -> ReaderQuery:
    """Answer a query by words, by titles on its list, or both; `send`: write to the asker through the outbox."""
    query = locked_query(session, query_id)
    require_open(query.state)
    said = clean_lines(text)
    titles = select(func.count()).where(QueryTitle.owner_id == query_id)
    if not said and not session.scalars(titles).one():
        raise ServiceInputError(QueryCode.ANSWER_EMPTY)
    query.answer = said
    _end(session, work, query, QueryState.ANSWERED)
    return _told(session, work, query, Kind.QUESTION_ANSWER, query.type, send=send)


def refuse(
    session: Session, work: Work, *, query_id: int, reason: str, text: str = "", send: bool = False
) -> ReaderQuery:
    """Refuse a query: a reason of the table, and words for the asker where there are any."""
    query = locked_query(session, query_id)
    require_open(query.state)
    query.refuse_reason, query.answer = check_reason(reason).value, clean_lines(text)
    _end(session, work, query, QueryState.REFUSED)
    return _told(session, work, query, Kind.REFUSAL_NOTE, query.refuse_reason, send=send)


def reopen(session: Session, work: Work, *, query_id: int, reason: str) -> ReaderQuery:
    """Take the end of a query back: its act in the log gets a negative twin, and it waits again."""
    query = locked_query(session, query_id)
    require_ended(query.state)
    text = clean_text(reason, field="reason", limit=300, required=True)
    act = _act_of(session, query_id)
    query.state, query.refuse_reason = QueryState.RECEIVED.value, ""
    query.ended_on = query.ended_at = query.ended_by = None
    _note(session, work, "query_reopened", query, reason=text)
    session.flush()
    reverse(session, work, activity=act, reason=text)
    return query


def locked_query(session: Session, query_id: int) -> ReaderQuery:
    """Return the query, held until the commit; refuse an unknown one."""
    asked = select(ReaderQuery).where(ReaderQuery.id == query_id).with_for_update()
    query = session.scalars(asked.execution_options(populate_existing=True)).one_or_none()
    if query is None:
        raise ServiceNotFoundError(QueryCode.UNKNOWN)
    return query


def _end(session: Session, work: Work, query: ReaderQuery, state: QueryState) -> None:
    query.state = state.value
    query.ended_on, query.ended_at, query.ended_by = work.day, work.now, work.actor_id
    session.flush()


def _told(
    session: Session, work: Work, query: ReaderQuery, kind: Kind, source: str, *, send: bool
) -> ReaderQuery:
    """Write to the asker, then the trail, and the log last: one act a query, on the day it ended."""
    if send:
        send_answer(session, work, query)
    _note(session, work, f"query_{query.state}", query, sent=send)
    there = replace(
        work, department=query.department, sector=query.sector, channel=Channel(query.channel)
    )  # the diary asks how it was asked
    snapshot = _snapshot(session, work, query)
    record(
        session, there,
        Done(kind=kind, subject_type=SUBJECT, subject_id=query.id, source=source, patron=snapshot, day=work.day),
    )  # fmt: skip
    return query


def _snapshot(session: Session, work: Work, query: ReaderQuery) -> PatronSnapshot:
    if query.patron_id is None:
        return NO_PATRON
    return patron_snapshot(patron_facts(session, query.patron_id), work.day)


def _act_of(session: Session, query_id: int) -> Activity:
    """Return the act that no twin has taken back yet."""
    own = (Activity.subject_type == SUBJECT, Activity.subject_id == query_id)
    twins = select(Activity.undo_of).where(*own, Activity.undo_of.is_not(None))
    return session.scalars(
        select(Activity).where(*own, Activity.undo_of.is_(None), Activity.id.not_in(twins))
    ).one()


def _refuse_many(session: Session, known: dict[str, Any]) -> None:
    whose = (
        ReaderQuery.patron_id == known["patron_id"]
        if known["patron_id"]
        else ReaderQuery.contact == known["contact"]
    )
    waiting = select(func.count()).where(whose, ReaderQuery.state == QueryState.RECEIVED.value)
    if session.scalars(waiting).one() >= MOST_OPEN:
        raise ServiceError(QueryCode.TOO_MANY_OPEN, most=MOST_OPEN)


def _checked(session: Session, work: Work, facts: QueryFacts) -> dict[str, Any]:
    """Return the columns of a query; refuse what none can have."""
    check_choices(facts)
    check_day(facts.day, work.day)
    asker = clean_text(facts.asker, field="asker", limit=200)
    contact = check_contact(clean_text(facts.contact, field="contact", limit=200))
    if facts.patron_id is None and not asker:
        raise ServiceInputError(QueryCode.NOBODY)
    if facts.patron_id is not None:
        patron_facts(session, facts.patron_id)  # an unknown reader is refused here
    if facts.patron_id is None and facts.way == Way.VIRTUAL and not contact:
        raise ServiceInputError(QueryCode.CONTACT_ODD, contact="")
    return {
        "day": facts.day,
        "way": facts.way,
        "asker_kind": _kind(facts),
        "type": facts.type,
        "patron_id": facts.patron_id,
        "asker": "" if facts.patron_id else asker,
        "contact": "" if facts.patron_id else contact,
        "language": facts.language if facts.language in LANGUAGES else LANGUAGES[0],
        "topic": clean_text(facts.topic, field="topic", limit=300, required=True),
        "wanted": clean_lines(facts.wanted),
        "languages": language_codes(facts.languages),
        **_place(session, facts),
    }


def _kind(facts: QueryFacts) -> str:
    """A guest with a card is a reader."""
    with_card = facts.patron_id is not None and facts.asker_kind == AskerKind.GUEST
    return AskerKind.READER.value if with_card else facts.asker_kind


def _place(session: Session, facts: QueryFacts) -> dict[str, str]:
    place = department_of(session, facts.department)
    known = {each.code for each in sectors(session)}
    return {
        "department": place.code,
        "sector": facts.sector if facts.sector in known else place.sector,
    }


def _note(session: Session, work: Work, action: str, query: ReaderQuery, **details: Any) -> None:
    audit(session, work, action, subject_type=SUBJECT, subject_id=query.id, **details)
