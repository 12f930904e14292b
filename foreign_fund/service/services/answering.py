"""The answer written to the asker through the outbox, and what it says when it is sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from catalog.orders.queries import catalogue_address
from circulation.patrons.queries import patron_facts, recipient_of
from foreign_fund.service.models import ReaderQuery
from foreign_fund.service.queries.asked import QueryRow, query_row
from foreign_fund.service.queries.titles import QUERY, descriptions, listed
from foreign_fund.service.rules.asking import QueryState
from ils.activity.work import Work
from ils.outbox.queries import MessageView
from ils.outbox.rules import Fresh, Recipient
from ils.outbox.services import queue_message

KIND = "query_answer"
SUBJECT = "reader_query"
MOST_TITLES = 40  # in a message; all of them stand on the reader's page


def send_answer(session: Session, work: Work, query: ReaderQuery) -> int | None:
    """Queue the answer; each end of a query is told once, however often it is ended anew."""
    query.sends += 1
    session.flush()
    row = query_row(session, query.id)
    return queue_message(
        session, work, kind=KIND, recipient=_recipient(session, row, work), facts=_facts(session, row),
        subjects=((SUBJECT, row.id),), dedupe=f"query:{row.id}:{row.sends}",
    )  # fmt: skip


def _recipient(session: Session, row: QueryRow, work: Work) -> Recipient:
    if row.patron_id is not None:
        return recipient_of(patron_facts(session, row.patron_id), work.day)
    return Recipient(SUBJECT, row.id, row.asker, row.language, {"email": row.contact} if row.contact else {})


def _facts(session: Session, row: QueryRow) -> dict[str, Any]:
    titles = listed(session, QUERY, row.id)[:MOST_TITLES]
    told = descriptions(session, [each.record.id for each in titles if each.record])
    address = catalogue_address(session)
    return {
        "template": "query_refused" if row.state == QueryState.REFUSED else KIND,
        "topic": row.topic,
        "answer": [{"line": line} for line in row.answer.split("\n") if line],
        "titles": [
            {
                "title": told[each.record.id],
                "link": f"{address}/records/{each.record.id}" if address else "",
            }
            for each in titles
            if each.record and each.record.id in told
        ],
    }


def refresh(session: Session, view: MessageView, now: datetime) -> Fresh | None:
    """Read the answer again when it is sent (OV-03); a query taken up again in the meantime says nothing."""
    ids = [number for name, number in view.subjects if name == SUBJECT]
    query = session.get(ReaderQuery, ids[0], populate_existing=True) if ids else None
    if (
        query is None
        or query.state == QueryState.RECEIVED
        or view.dedupe != f"query:{query.id}:{query.sends}"
    ):
        return None
    row = query_row(session, query.id)
    if row.patron_id is None and not row.contact:
        return None
    return Fresh(_facts(session, row), _recipient(session, row, Work(now=now)))
