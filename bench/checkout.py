"""CPU of a check-out through the service and of a whole desk request, for readers with 0 and with 400 loans."""

from __future__ import annotations

import time

from sqlalchemy import update
from sqlalchemy.orm import Session

from bench.library import library
from catalog.items.services import add_items
from catalog.marc import Profile, from_bytes
from catalog.records.models import Origin
from catalog.records.services import add_record
from circulation.loans.services import check_out
from circulation.patrons.services import add_patron
from circulation.policies.models import LoanPolicy
from ils.activity.work import Work
from ils.db import transaction

COPIES = 1200
MARC = b'{"leader":"00000nam a2200000 a 4500","fields":[{"245":{"ind1":"0","ind2":"0","subfields":[{"a":"Sinov"}]}}]}'


def main() -> None:
    """Print CPU milliseconds a check-out."""
    with library() as (_app, session, work):
        with transaction(session):
            session.execute(update(LoanPolicy).values(limit_total=9999))
            record = add_record(
                session, work, marc=from_bytes(MARC), profile=Profile.MARC21, origin=Origin.ORIGINAL
            )
            items = [
                item
                for _part in range(COPIES // 400)
                for item in add_items(session, work, record_id=record, department="lending", count=400)
            ]
            readers = [add_patron(session, work, surname=f"Reader {n}", category="student") for n in range(2)]
        codes = [item.barcode for item in items]
        fresh = _lend(session, work, readers[0].card_number, codes[:400])
        laden = _lend(session, work, readers[0].card_number, codes[400:800])
        other = _lend(session, work, readers[1].card_number, codes[800:])
        print(
            f"CPU ms a check-out: loans 1–400 {fresh:.2f} · loans 401–800 {laden:.2f} · another reader {other:.2f}"
        )


def _lend(session: Session, work: Work, card: str, codes: list[str | None]) -> float:
    begun = time.process_time()
    for code in codes:
        with transaction(session):
            check_out(session, work, card=card, code=code or "")
    return (time.process_time() - begun) / len(codes) * 1000
