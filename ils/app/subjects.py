"""How the things that acts were done to are shown behind a figure: one line, and the page it leads to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.digital.queries import titles_of
from catalog.importing.models import ImportBatch
from catalog.items.queries import items_by_id
from catalog.orders.queries import describe_codes, describe_documents, describe_pages, describe_scans
from catalog.records.queries import brief
from catalog.stock.queries.showing import line_names
from circulation.charges.models import Receipt
from circulation.events.queries import describe as describe_events
from circulation.holds.models import Hold
from circulation.loans.models import Loan, Loss
from circulation.paid.queries import describe as describe_paid
from circulation.patrons.messages import FORGOTTEN
from circulation.patrons.models import PatronImport, Registration
from circulation.patrons.queries import patrons_by_id
from circulation.points.queries import describe as describe_points
from circulation.points.queries import describe_trips
from circulation.visits.models import Visit
from circulation.visits.queries import ONE_BY_ONE
from foreign_fund.databases.queries import describe as describe_databases
from foreign_fund.exhibitions.models import ExhibitionItem
from foreign_fund.exhibitions.queries import describe, describe_copies
from foreign_fund.partners.queries.partners import describe as describe_partners
from foreign_fund.partners.queries.requests import describe as describe_requests
from foreign_fund.partners.queries.shipments import describe as describe_shipments
from foreign_fund.service.queries.asked import describe as describe_queries
from ils.accounts.permissions import Permission
from ils.registers.queries.board import tap_lines
from ils.registers.queries.entries import lines_about
from ils.surveys.queries import describe as describe_surveys
from ils.web.figures import Subject
from ils.workplan.queries.closing import closings_by_id

Lines = Mapping[int, tuple[str, int | None]]  # None: there is no page that shows it


def _records(session: Session, ids: Iterable[int]) -> Lines:
    return {key: (told.title, key) for key, told in brief(session, set(ids)).items()}


def _items(session: Session, ids: Iterable[int]) -> Lines:
    return {key: (f"{copy.title} · {copy.code}", key) for key, copy in items_by_id(session, set(ids)).items()}


def _patrons(session: Session, ids: Iterable[int]) -> Lines:
    return {key: (reader.full_name, key) for key, reader in patrons_by_id(session, set(ids)).items()}


def _names(session: Session, rows: Iterable[Any]) -> dict[int | None, str]:
    """Return the names of the readers of rows; whoever was forgotten has words instead."""
    known = patrons_by_id(session, {row.patron_id for row in rows if row.patron_id})
    return {None: str(FORGOTTEN), **{key: reader.full_name for key, reader in known.items()}}


def _patron_imports(session: Session, ids: Iterable[int]) -> Lines:
    rows = session.execute(
        select(PatronImport.id, PatronImport.file_name).where(PatronImport.id.in_(set(ids)))
    ).all()
    return {row.id: (row.file_name, row.id) for row in rows}


def _registrations(session: Session, ids: Iterable[int]) -> Lines:
    rows = session.execute(
        select(Registration.id, Registration.patron_id, Registration.year, Registration.running_number).where(
            Registration.id.in_(set(ids))
        )
    ).all()
    readers = patrons_by_id(session, {row.patron_id for row in rows})
    return {
        row.id: (f"{readers[row.patron_id].full_name} · {row.year} № {row.running_number}", row.patron_id)
        for row in rows
    }


def _visits(session: Session, ids: Iterable[int]) -> Lines:
    rows = session.execute(
        select(Visit.id, Visit.patron_id).where(Visit.id.in_(set(ids)), Visit.source.in_(ONE_BY_ONE))
    ).all()
    names = _names(session, rows)
    return {row.id: (names[row.patron_id], row.patron_id) for row in rows}


def _loans(session: Session, ids: Iterable[int]) -> Lines:
    rows = session.execute(select(Loan.id, Loan.item_id, Loan.patron_id).where(Loan.id.in_(set(ids)))).all()
    copies = items_by_id(session, {row.item_id for row in rows})
    names = _names(session, rows)
    return {row.id: (f"{copies[row.item_id].title} · {names[row.patron_id]}", row.id) for row in rows}


def _holds(session: Session, ids: Iterable[int]) -> Lines:
    rows = session.execute(select(Hold.id, Hold.record_id, Hold.patron_id).where(Hold.id.in_(set(ids)))).all()
    titles = brief(session, {row.record_id for row in rows})
    names = _names(session, rows)
    return {
        row.id: (f"{titles[row.record_id].title} · {names[row.patron_id]}", row.record_id) for row in rows
    }


def _receipts(session: Session, ids: Iterable[int]) -> Lines:
    rows = session.execute(
        select(Receipt.id, Receipt.number, Receipt.year, Receipt.patron_id).where(Receipt.id.in_(set(ids)))
    ).all()
    readers = patrons_by_id(session, {row.patron_id for row in rows})
    return {
        row.id: (f"№ {row.number}/{row.year} · {readers[row.patron_id].full_name}", row.id) for row in rows
    }


def _paid(session: Session, ids: Iterable[int]) -> Lines:
    return {key: (text, key) for key, text in describe_paid(session, ids).items()}


def _surveys(session: Session, ids: Iterable[int]) -> Lines:
    return {key: (text, key) for key, text in describe_surveys(session, ids).items()}


def _losses(session: Session, ids: Iterable[int]) -> Lines:
    rows = session.execute(select(Loss.id, Loss.item_id, Loss.patron_id).where(Loss.id.in_(set(ids)))).all()
    copies = items_by_id(session, {row.item_id for row in rows})
    readers = patrons_by_id(session, {row.patron_id for row in rows})
    return {
        row.id: (f"{copies[row.item_id].title} · {readers[row.patron_id].full_name}", row.id) for row in rows
    }


def _batches(session: Session, ids: Iterable[int]) -> Lines:
    rows = session.execute(
        select(ImportBatch.id, ImportBatch.file_name).where(ImportBatch.id.in_(set(ids)))
    ).all()
    return {row.id: (row.file_name, row.id) for row in rows}


def _exhibitions(session: Session, ids: Iterable[int]) -> Lines:
    return {key: (text, key) for key, text in describe(session, ids).items()}


def _events(session: Session, ids: Iterable[int]) -> Lines:
    return {key: (text, key) for key, text in describe_events(session, ids).items()}


def _points(session: Session, ids: Iterable[int]) -> Lines:
    return {key: (text, key) for key, text in describe_points(session, ids).items()}


def _trips(session: Session, ids: Iterable[int]) -> Lines:
    return {key: (text, key) for key, text in describe_trips(session, ids).items()}


def _exhibited(session: Session, ids: Iterable[int]) -> Lines:
    wanted = set(ids)
    rows = session.execute(
        select(ExhibitionItem.id, ExhibitionItem.exhibition_id).where(ExhibitionItem.id.in_(wanted))
    ).all()
    texts = describe_copies(session, wanted)
    return {row.id: (texts.get(row.id, ""), row.exhibition_id) for row in rows}


def _accepted(session: Session, ids: Iterable[int]) -> Lines:
    return line_names(session, set(ids))


def _digital(session: Session, ids: Iterable[int]) -> Lines:
    return titles_of(session, ids)


def _closings(session: Session, ids: Iterable[int]) -> Lines:
    return {key: (f"{facts.part} {facts.year}", key) for key, facts in closings_by_id(session, ids).items()}


def _queries(session: Session, ids: Iterable[int]) -> Lines:
    return dict(describe_queries(session, ids))


SUBJECTS: Mapping[str, Subject] = {
    "plan_closure": Subject("workplan.closing", "closing_id", _closings, Permission.SEE_PLAN),
    "acceptance_line": Subject("stock.act", "act_id", _accepted, Permission.CATALOGUE),
    "record": Subject("public.record", "record_id", _records),
    "item": Subject("items.show", "item_id", _items, Permission.CATALOGUE),
    "digital": Subject("public.record", "record_id", _digital),
    "scan_order": Subject("orders.scan", "order_id", describe_scans, Permission.SEE_PLAN),
    "scan_work": Subject("orders.scan", "order_id", describe_pages, Permission.SEE_PLAN),
    "remote_document": Subject("orders.request_page", "request_id", describe_documents, Permission.SEE_PLAN),
    "qr_placement": Subject("orders.code", "code_id", describe_codes, Permission.SEE_PLAN),
    "patron": Subject("patrons.show", "patron_id", _patrons, Permission.CIRCULATE),
    "patron_import": Subject("patrons.import_table", "import_id", _patron_imports, Permission.CIRCULATE),
    "registration": Subject("patrons.show", "patron_id", _registrations, Permission.CIRCULATE),
    "visit": Subject("patrons.show", "patron_id", _visits, Permission.CIRCULATE),
    "hold": Subject("holds.queue", "record_id", _holds, Permission.CIRCULATE),
    "loan": Subject("loans.show", "loan_id", _loans, Permission.CIRCULATE),
    "receipt": Subject("charges.receipt", "receipt_id", _receipts, Permission.CIRCULATE),
    "paid_receipt": Subject("paid.show", "receipt_id", _paid, Permission.CIRCULATE),
    "survey": Subject("surveys.show", "survey_id", _surveys, Permission.SEE_PLAN),
    "loss": Subject("loans.loss", "loss_id", _losses, Permission.CIRCULATE),
    "batch": Subject("importing.show", "batch_id", _batches, Permission.CATALOGUE),
    "event": Subject("events.show", "event_id", _events, Permission.CIRCULATE),
    "mobile_point": Subject("points.show", "point_id", _points, Permission.CIRCULATE),
    "mobile_trip": Subject("points.trip", "trip_id", _trips, Permission.CIRCULATE),
    "register_entry": Subject("registers.show", "entry_id", lines_about, Permission.SEE_PLAN),
    "tally": Subject("registers.tap_page", "tally_id", tap_lines, Permission.SEE_PLAN),
    "partner": Subject("partners.show", "partner_id", describe_partners, Permission.SEE_FOREIGN_FUND),
    "exchange_shipment": Subject(
        "partners.shipment", "shipment_id", describe_shipments, Permission.SEE_FOREIGN_FUND
    ),
    "interlibrary_request": Subject(
        "partners.request_page", "request_id", describe_requests, Permission.SEE_FOREIGN_FUND
    ),
    "online_database": Subject(
        "databases.show", "database_id", describe_databases, Permission.SEE_FOREIGN_FUND
    ),
    "reader_query": Subject("service.query", "query_id", _queries, Permission.SEE_FOREIGN_FUND),
    "exhibition": Subject("exhibitions.show", "exhibition_id", _exhibitions, Permission.SEE_FOREIGN_FUND),
    "exhibition_item": Subject("exhibitions.show", "exhibition_id", _exhibited, Permission.SEE_FOREIGN_FUND),
}
