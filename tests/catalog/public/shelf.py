"""A small library with copies, for the tests of the public pages."""

from __future__ import annotations

from sqlalchemy.orm import Session

from catalog.items.models import ItemState
from catalog.items.services import add_item, set_state
from ils.db import transaction
from tests.catalog.records.builders import WORK, add, field, marc21
from tests.conftest import NOON


def fill(session: Session) -> dict[str, int]:
    """Take in three works: one with two copies of which one is lent, one with a copy elsewhere, one without."""
    with transaction(session):
        novel = add(
            session,
            marc21("Oʻtkan kunlar : roman", "Qodiriy, Abdulla", year=1974, isbn="978-0-306-40615-7", number="7",
                   subject="Oʻzbek adabiyoti", extra=(field("080", ("a", "821.512.133-31")),)),
        )  # fmt: skip
        prince = add(
            session,
            marc21("Der kleine Prinz", "Saint-Exupéry, Antoine de", language="ger", year=1950, skip=4),
        )
        arabic = add(session, marc21("كتاب الأغاني", language="ara", year=None))
        first = add_item(session, WORK, record_id=novel, department="lending", inventory_number="A-1")
        add_item(
            session,
            WORK,
            record_id=novel,
            department="lending",
            inventory_number="A-2",
            call_number="84(5Oʻ)6",
        )
        add_item(session, WORK, record_id=prince, department="foreign", inventory_number="F-1")
        set_state(session, first.id, was=ItemState.AVAILABLE, becomes=ItemState.ON_LOAN, now=NOON)
    return {"novel": novel, "prince": prince, "arabic": arabic, "copy": first.id}
