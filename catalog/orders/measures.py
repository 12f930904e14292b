"""Proof that orders, documents and codes agree with the log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.orders.models import QrPlacement, RemoteDocument, RemoteRequest, ScanOrder, ScanWork
from catalog.orders.rules import Reason, ScanState, is_counted
from ils.activity.kinds import Kind
from ils.activity.measures import Check, Problem
from ils.activity.models import Activity
from ils.activity.work import Work

Key = tuple[int, str, date]


def pages_are_logged(session: Session) -> Iterator[Problem]:
    """Pages stand in the log on their day, by the reason of their order (32 or 35), scans made again not at all."""
    rows = session.execute(
        select(ScanWork.id, ScanOrder.reason, ScanWork.day, ScanWork.pages, ScanWork.again, ScanWork.corrects_id)
        .join(ScanOrder, ScanOrder.id == ScanWork.order_id)
    ).all()  # fmt: skip
    twins = {row.corrects_id for row in rows}
    own = {
        (row.id, row.reason, row.day): row.pages
        for row in rows
        if is_counted(pages=row.pages, again=row.again, corrected=row.id in twins)
    }
    yield from _differences(session, "scan_work", Kind.PAGES_SCAN, own)


def twins_are_equal(session: Session) -> Iterator[Problem]:
    """A negative twin has the pages, day and order of what it takes back."""
    rows = {row.id: row for row in session.scalars(select(ScanWork))}
    for row in rows.values():
        if row.corrects_id is None:
            continue
        first = rows[row.corrects_id]
        same = (first.order_id, first.day, first.again, -first.pages)
        if same != (row.order_id, row.day, row.again, row.pages):
            yield Problem("order_twin_differs", {"row": row.id, "corrects": first.id})


def rare_works_are_logged(session: Session) -> Iterator[Problem]:
    """A finished order of the rare fund stands once in the log, on the day on which it was finished."""
    rows = session.execute(
        select(ScanOrder.id, ScanOrder.ended_at).where(
            ScanOrder.reason == Reason.RARE, ScanOrder.state == ScanState.DONE
        )
    )
    own = {(number, "", Work(now=ended_at).day): 1 for number, ended_at in rows if ended_at}
    yield from _differences(session, "scan_order", Kind.RARE_DIGITISE, own)


def deliveries_are_logged(session: Session) -> Iterator[Problem]:
    """A delivered document stands once in the log, on its day, by who asked for it."""
    rows = session.execute(
        select(RemoteDocument.id, RemoteRequest.recipient_kind, RemoteDocument.delivered_on)
        .join(RemoteRequest, RemoteRequest.id == RemoteDocument.request_id)
        .where(RemoteDocument.delivered_on.is_not(None))
    )
    yield from _differences(session, "remote_document", Kind.REMOTE_DELIVER, {tuple(row): 1 for row in rows})


def codes_are_logged(session: Session) -> Iterator[Problem]:
    """A code put up stands once in the log, on its day, unless it was entered by mistake."""
    rows = session.execute(
        select(QrPlacement.id, QrPlacement.placed_on).where(QrPlacement.taken_back_at.is_(None))
    )
    own = {(number, "", day): 1 for number, day in rows}
    yield from _differences(session, "qr_placement", Kind.QR_PLACE, own)


def _differences(session: Session, what: str, kind: Kind, own: Mapping[Any, int]) -> Iterator[Problem]:
    key = (Activity.subject_id, Activity.source, Activity.day)
    sums = select(*key, func.sum(Activity.amount)).where(Activity.kind == str(kind)).group_by(*key)
    said: Counter[Key] = Counter()
    for number, source, day, amount in session.execute(sums):
        said[number, source, day] += int(amount)
    for number, source, day in sorted(own.keys() | said.keys()):
        rows, logged = own.get((number, source, day), 0), said[number, source, day]
        if rows != logged:
            facts = {"what": what, "number": number, "day": day, "rows": rows, "logged": logged}
            yield Problem("order_log_differs", facts)


CHECKS: tuple[Check, ...] = (
    pages_are_logged, twins_are_equal, rare_works_are_logged, deliveries_are_logged, codes_are_logged,
)  # fmt: skip
