"""All that is kept about a reader, handed out: nothing is left out, and no secret is in it."""

from __future__ import annotations

import base64
import json
from io import BytesIO

import pytest
from flask import Flask
from flask_babel import force_locale
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.account.queries.everything import HIDDEN, Kept, counts, everything, tables
from circulation.account.services.exporting import as_json, export
from circulation.account.views.care_files import as_xlsx
from circulation.account.views.care_words import COLUMNS_SHOWN, KEPT_SHOWN
from circulation.patrons.errors import PatronNotFound
from circulation.patrons.models import Patron
from ils.accounts.models import AuditEntry
from ils.db import Base, transaction
from tests.circulation.account.test_erasing import lived
from tests.circulation.loans.desk import Desk
from tests.conftest import NOON
from tests.world import work_at


@pytest.fixture
def desk(session: Session) -> Desk:
    return Desk(session, NOON)


def test_every_table_that_names_a_reader_is_in_the_export(app: Flask) -> None:
    """A new table with a reader's id must be added to the export (and to erasing)."""
    naming = {
        table.name
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.target_fullname == "patron.id"
    }
    assert naming <= set(tables())
    assert naming | {"message", "patron"} == set(tables())


def test_the_json_has_every_kind(desk: Desk) -> None:
    reader = lived(desk)
    found = everything(desk.session, reader)
    told = json.loads(as_json(found, library="AKM", at=NOON))
    assert told["reader"]["surname"] == "Qodirbekov"
    assert told["reader"]["guardian_name"] == "Momojon Salimova"
    assert base64.b64decode(told["photo_jpeg_base64"]).startswith(b"\xff\xd8")
    assert [row["title"] for row in told["loans"]] == ["Oʻtkan kunlar"]
    full = {"registrations", "loans", "holds", "visits", "charges", "receipts", "restrictions", "promises", "calls",
            "messages", "deliveries", "trail", "telegram_links"}  # fmt: skip
    assert {name for name in full if not told[name]} == set()
    assert set(told) == {each.value for each in Kept} - {"photo"} | {
        "library",
        "made_at",
        "photo_jpeg_base64",
    }


def test_no_secret_is_handed_out(desk: Desk) -> None:
    reader = lived(desk)
    patron = desk.session.get_one(Patron, reader)
    told = as_json(everything(desk.session, reader), library="AKM", at=NOON).decode()
    assert patron.pin_hash not in told
    assert "pin_hash" not in told
    assert "token" not in told
    assert {"pin_hash", "pin_failures"} <= HIDDEN


def test_another_readers_things_are_not_in_it(desk: Desk) -> None:
    reader = lived(desk)
    other = desk.reader("R-2", surname="Boshqayev").id
    desk.copy("INV-9", title="Boshqaning kitobi")
    desk.lend("R-2", "INV-9")
    told = as_json(everything(desk.session, reader), library="AKM", at=NOON).decode()
    assert "Boshqa" not in told
    assert everything(desk.session, other).rows[Kept.RECEIPTS] == ()


def test_the_spreadsheet_has_a_sheet_a_kind_in_words(app: Flask, desk: Desk) -> None:
    reader = lived(desk)
    found = everything(desk.session, reader)
    with app.test_request_context(), force_locale("en"):
        book = load_workbook(BytesIO(as_xlsx(found)))
    assert {"The reader", "Loans", "Holds", "Visits", "Debts", "Payments", "Messages", "Calls"} <= set(
        book.sheetnames
    )
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {"Qodirbekov", "Oʻtkan kunlar", "male", "Paid service", "Cash", "will bring it"} <= set(cells)
    assert not {each for each in cells if isinstance(each, str) and "<" in each}


def test_every_column_and_kind_has_a_word(desk: Desk) -> None:
    reader = lived(desk)
    found = everything(desk.session, reader)
    used = set(found.reader) | {key for rows in found.rows.values() for row in rows for key in row}
    assert used <= set(COLUMNS_SHOWN)
    assert set(KEPT_SHOWN) == set(Kept)


def test_handing_out_leaves_a_trace(desk: Desk) -> None:
    reader = desk.reader().id
    with transaction(desk.session) as session:
        export(session, work_at(NOON), patron_id=reader, file="json")
    entry = desk.session.scalars(select(AuditEntry).where(AuditEntry.action == "reader_exported")).one()
    assert (entry.subject_id, entry.details) == (reader, {"file": "json", "by": "reader"})


def test_an_unknown_reader_is_refused(session: Session) -> None:
    with pytest.raises(PatronNotFound):
        everything(session, 999)


def test_the_counts_are_those_of_the_export(desk: Desk) -> None:
    reader = lived(desk)
    found = everything(desk.session, reader)
    assert {each.kind: each.count for each in counts(desk.session, reader)} == {Kept.READER: 1} | {
        kind: len(rows) for kind, rows in found.rows.items() if rows
    }
    assert all(each.oldest for each in counts(desk.session, reader))
