"""Finding a copy by what was scanned."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from catalog.items import services
from catalog.items.queries import find_item, item_facts, items_by_id, items_of_record, nearest_codes, snapshot
from ils.activity.work import ItemSnapshot
from ils.db import transaction
from tests.catalog.items.conftest import add_row
from tests.conftest import NOON
from tests.world import work_at

WORK = work_at(NOON)


@contextmanager
def statements(session: Session) -> Iterator[list[str]]:
    """Gather the SQL that runs inside."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def copy(session: Session, book: int) -> int:
    with transaction(session):
        return services.add_item(
            session, WORK, record_id=book, department="lending", barcode="INV-045", inventory_number="Инв-9"
        ).id


@pytest.mark.parametrize(
    "scanned", ["INV-045", "inv-045", " inv-045 ", "ШТМ-045", "штм-045", "ИНВ-9", "инв-9"]
)
def test_a_copy_is_found_by_either_number(session: Session, copy: int, scanned: str) -> None:
    found = find_item(session, scanned)
    assert found is not None
    assert (found.id, found.title, found.language) == (copy, "Oʻtkan kunlar", "uzb")
    assert find_item(session, scanned, lock=True) == found


@pytest.mark.parametrize(
    "scanned", ["", "  ", "INV-046", "9" * 10_000, "A\x00B", "' OR 1=1 --", "<b>", "ИНВ"]
)
def test_what_no_copy_has_finds_none(session: Session, copy: int, scanned: str) -> None:
    assert find_item(session, scanned) is None


def test_barcode_comes_before_inventory_number(session: Session, book: int) -> None:
    with transaction(session):
        services.add_item(
            session, WORK, record_id=book, department="lending", barcode="A", inventory_number="B"
        )
        second = services.add_item(session, WORK, record_id=book, department="lending", barcode="B").id
    assert find_item(session, "b").id == second


def test_finding_is_one_query(session: Session, copy: int) -> None:
    with statements(session) as seen:
        assert find_item(session, "INV-045")
    assert len([each for each in seen if each.startswith("SELECT")]) == 1


def test_near_codes_are_offered(session: Session, copy: int) -> None:
    assert nearest_codes(session, "INV-054") == ("INV-045",)
    assert nearest_codes(session, "INV045") == ("INV-045",)
    assert nearest_codes(session, "инв-") == ("ИНВ-9",)
    assert nearest_codes(session, "quite else") == ()
    assert nearest_codes(session, "9" * 10_000) == ()


def test_copies_of_a_record(session: Session, book: int, copy: int) -> None:
    other = add_row(session, "Focus 5", "eng")
    assert [item.id for item in items_of_record(session, book)] == [copy]
    assert items_of_record(session, other) == ()
    assert set(items_by_id(session, [copy, 4711])) == {copy}
    assert items_by_id(session, []) == {}


def test_snapshot_names_the_fund(session: Session) -> None:
    english = add_row(session, "Focus 5", "eng")
    with transaction(session):
        item = services.add_item(session, WORK, record_id=english, department="lending")
    assert snapshot(session, item_facts(session, item.id)) == ItemSnapshot("eng", "8", "book", "foreign")
