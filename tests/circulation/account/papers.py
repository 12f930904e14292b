"""With which arguments the pages of readers' papers are visited, for whoever visits every page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.account.queries.clearing import standing_of
from circulation.account.services.clearing import clear_all
from circulation.patrons.models import Patron
from ils import clock
from ils.db import transaction
from tests.world import work_at

NOT_PAGES = {
    "papers.formulyar_pdf", "papers.formulyars_pdf", "papers.sheets_pdf", "papers.certificate", "papers.register_pdf",
    "papers.register_xlsx",
}  # fmt: skip


def paper_pages(session: Session) -> dict[str, list[Mapping[str, Any]]]:
    """Return the arguments of every page of papers; a reader who owes nothing gets a sheet first."""
    ids = list(session.scalars(select(Patron.id).order_by(Patron.id)))
    standing = standing_of(session, ids)
    free = [each for each in ids if standing[each].is_clear]
    owing = [each for each in ids if not standing[each].is_clear]
    with transaction(session):
        done = clear_all(session, work_at(clock.now()), patron_ids=free[-1:], reason="Bitiruv", leaves=True)
    sheet = (*done.sheets, *done.before)[0]
    return {
        "papers.clearing": [{}, {"category": "student"}, {"id": [*owing[:2], *free[:2]]}, {"q": "zzzz"}],
        "papers.reader_clearance": [{"patron_id": each} for each in (free[0], sheet.patron_id, *owing[:1])],
        "papers.formulyar": [{"patron_id": free[0]}],
        "papers.sheets": [
            {},
            {"year": sheet.year, "first": sheet.number, "last": sheet.number},
            {"year": 2001},
        ],
        "papers.withdraw": [{"clearance_id": sheet.id}],
    }
