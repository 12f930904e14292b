"""With which arguments the pages of readers are visited, for whoever visits every page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from circulation.patrons.services import begin_import, read_table, restrict
from ils import clock
from ils.db import transaction
from tests.world import work_at

NOT_PAGES = {
    "patrons.photo", "patrons.cards_pdf", "patrons.card_pdf", "patrons.consent_pdf", "patrons.register_pdf",
    "patrons.register_xlsx", "patrons.import_part",
}  # fmt: skip
TABLE = "Familiya;Ism;Toifa;Guruh\nAzimov;Bobur;Talaba;XF-1\nKarimov;;Kosmonavt;\n;;;"


def write(session: Session) -> int:
    """Give the first reader a restriction, and keep a table of readers; returns the table's id."""
    work = work_at(clock.now())
    with transaction(session):
        restrict(session, work, patron_id=1, kind="manual", reason="Kitob yirtilgan")
        table = read_table(TABLE.encode(), "talabalar.csv")
        return begin_import(session, work, table=table, file_name="talabalar.csv")


def reader_pages(session: Session) -> dict[str, list[Mapping[str, Any]]]:
    """Return the arguments of every page of readers; `write` comes first."""
    table = write(session)
    one: list[Mapping[str, Any]] = [{"patron_id": 1}]
    names = ("card", "edit", "new_card", "restrict", "pin", "telegram", "take_photo", "show")
    return {
        **{f"patrons.{name}": one for name in names},
        "patrons.index": [{}, {"q": "ka"}, {"q": "zzzz"}, {"restricted": 1}],
        "patrons.new": [{}, {"kind": "organisation"}],
        "patrons.year_register": [{}, {"year": 2001}],
        "patrons.cards": [{}, {"q": "zzzz"}],
        "patrons.import_table": [{"import_id": table}, {"import_id": table, "state": "refused"}],
        "patrons.category": [{}, {"code": "pupil"}],
    }
