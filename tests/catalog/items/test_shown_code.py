"""One number names a copy everywhere: in rules, and in questions to the database."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.items.models import Item
from catalog.items.queries import code_column, item_facts
from catalog.items.rules import shown_code
from catalog.items.services import add_item
from ils.db import transaction
from tests.conftest import NOON
from tests.world import work_at


@pytest.mark.parametrize(
    ("barcode", "inventory_number", "shown"),
    [("00000120", "000076", "00000120"), (None, "000076", "000076"), ("00000120", None, "00000120")],
)
def test_the_barcode_names_a_copy_and_the_inventory_number_where_there_is_none(
    barcode: str | None, inventory_number: str | None, shown: str
) -> None:
    assert shown_code(barcode, inventory_number) == shown


def test_the_column_says_what_the_rule_says(session: Session, book: int) -> None:
    with transaction(session):
        item_id = add_item(
            session,
            work_at(NOON),
            record_id=book,
            department="lending",
            barcode="INV-045",
            inventory_number="Инв-9",
        ).id
    item = item_facts(session, item_id)
    asked = select(code_column()).where(Item.id == item_id)
    assert session.scalars(asked).one() == item.code == shown_code(item.barcode, item.inventory_number)
