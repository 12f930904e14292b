"""A shelf of records in three profiles, and one that no ISO 2709 can hold."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from catalog.items.services import add_item
from catalog.marc import Profile
from ils.db import transaction
from tests.catalog.marc.citing.builders import irbis
from tests.catalog.records.builders import WORK, add, field, marc21, unimarc


@pytest.fixture
def shelf(session: Session) -> dict[str, int]:
    """A novel with two copies, a Russian book in UNIMARC, one of IRBIS, and a giant."""
    with transaction(session):
        novel = add(
            session,
            marc21(
                "Oʻtkan kunlar : roman", "Qodiriy, Abdulla", year=1974, isbn="978-0-306-40615-7", number="7"
            ),
        )
        russian = add(session, unimarc("Минувшие дни", "Кадыри"), profile=Profile.UNIMARC)
        native = add(
            session,
            irbis("10: ^A978-5-89118-682-8", "101: rus", "200: ^AВулканизм^FМ. Певзнер", "210: ^D2015", "2006: a"),
            profile=Profile.IRBIS,
        )  # fmt: skip
        giant = add(session, marc21("Ensiklopediya", extra=(field("500", ("a", "x" * 10_000)),)))
        add_item(
            session, WORK, record_id=novel, department="lending", inventory_number="A-1", barcode="B1",
            call_number="84(5Oʻ)6", price=45_000, acquired_on=date(2026, 4, 1),
        )  # fmt: skip
        add_item(session, WORK, record_id=novel, department="lending", inventory_number="A-2", barcode="B2")
    return {"novel": novel, "russian": russian, "native": native, "giant": giant}
