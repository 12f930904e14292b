"""With which arguments the pages of registers are visited."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ils.registers.models import OtherLibrary, RegisterEntry
from ils.registers.rules.kinds import KINDS

NOT_PAGES = {
    "registers.directory_pdf", "registers.directory_xlsx", "registers.file", "registers.personnel_pdf",
    "registers.proposed_list", "registers.sheet", "registers.tap_page", "registers.tap_sheet",
}  # fmt: skip
Asked = Mapping[str, Any]


def register_pages(session: Session) -> dict[str, list[Asked]]:
    """Return the arguments of every page of registers; the sample library has something of most of them."""

    def first(column: Any) -> int:
        return int(session.scalars(select(column).order_by(column)).first() or 0)

    entry = {"entry_id": first(RegisterEntry.id)}
    return {
        "registers.board": [{}, {"channel": "telephone"}],
        "registers.edit": [entry],
        "registers.edit_library": [{"library_id": first(OtherLibrary.id)}],
        "registers.entries": [
            *({"register": register} for register in KINDS),
            {"register": "posts", "state": "withdrawn"},
        ],
        "registers.library_list": [{}, {"closed": 1}],
        "registers.new": [{"register": register} for register in KINDS],
        "registers.profile": [{"staff_id": 1}],
        "registers.show": [entry],
        "registers.taps": [{}, {"since": "2001-01-01", "until": "2001-01-02"}],
    }
