"""A copy whose barcode looks like a reader's card."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Boolean, Date, Enum, Integer, insert, select
from sqlalchemy.orm import Session

from catalog.items.models import Item
from catalog.records.models import Record
from ils.db import Base, PackedBytes, UtcDateTime, transaction
from tests.conftest import NOON


def filled(model: type[Base], **given: object) -> dict[str, object]:
    """Return a row whose required columns hold something plain: the copy itself does not matter here."""
    row: dict[str, object] = {}
    for column in model.__table__.columns:
        if not (column.nullable or column.primary_key):
            row[column.name] = plain(column.type)
    return row | given


def plain(kind: Any) -> object:
    """Return the plainest value of a column's type."""
    if isinstance(kind, Enum):
        return next(iter(kind.enum_class or ()))
    known = {UtcDateTime: NOON, PackedBytes: b"", Boolean: False, Integer: 0, Date: NOON.date()}
    return next((value for type_, value in known.items() if isinstance(kind, type_)), "")


@pytest.fixture
def copy_k2(session: Session) -> Item:
    """A copy that bears K-000002."""
    with transaction(session):
        session.execute(insert(Record).values(filled(Record, profile="marc21")))
        record_id = session.scalars(select(Record.id)).one()
        session.execute(
            insert(Item).values(filled(Item, record_id=record_id, department="lending", barcode="K-000002"))
        )
    return session.scalars(select(Item)).one()
