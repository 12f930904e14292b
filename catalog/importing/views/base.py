"""What the screens of importing share: the blueprint, words, and which records of a file an address asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Blueprint, current_app, request
from werkzeug.wrappers import Response

from catalog.importing import messages
from catalog.importing.models import BatchState, StagedState
from catalog.importing.queries import RowCut
from catalog.records.queries import LARGEST_ID
from ils.config import Settings
from ils.library.places import departments
from ils.web.session import current_session

blueprint = Blueprint("importing", "catalog.importing", template_folder="templates", url_prefix="/import")

Page = str | Response | tuple[str, int]

CLEAN, REPAIRED, SIMILAR, REFUSED = "clean", "repaired", "similar", "refused"
OPEN_STATES = (BatchState.STAGED, BatchState.ACCEPTING)
HIGHEST_SCORE = 1000
_CODE = re.compile("[a-z_]{1,60}")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which records of a file an address asks for; `shown` names the tab."""

    shown: str = ""
    finding: str = ""
    below: int | None = None

    @property
    def cut(self) -> RowCut:
        """The same as queries understand it."""
        states = {each.value for each in StagedState}
        return RowCut(
            state=StagedState(self.shown) if self.shown in states else None,
            clean=self.shown == CLEAN, repaired=self.shown == REPAIRED, similar=self.shown == SIMILAR,
            refused=self.shown == REFUSED, finding=self.finding, below=self.below,
        )  # fmt: skip

    @property
    def arguments(self) -> dict[str, Any]:
        """The same as an address says it; what is not asked is left out."""
        return {"state": self.shown or None, "finding": self.finding or None, "below": self.below}


def asked() -> Asked:
    """Read from the address, or from a form sent from such a page, which records of a file are meant."""
    given = request.values
    finding, below = given.get("finding", ""), given.get("below", "")
    return Asked(
        shown=given.get("state", "") if _CODE.fullmatch(given.get("state", "")) else "",
        finding=finding if _CODE.fullmatch(finding) else "",
        below=int(below) if below.isdecimal() and 0 < int(below[:9]) <= HIGHEST_SCORE else None,
    )


def after_position() -> int:
    """Read behind which position of the file the page begins."""
    return min(max(request.args.get("after", default=0, type=int), 0), LARGEST_ID)


def home_folder() -> Path:
    """Return the folder of all data."""
    settings: Settings = current_app.config["ILS_SETTINGS"]
    return settings.home


def words() -> dict[str, object]:
    """Return what every template of importing names."""
    return {
        "batch_states": messages.BATCH_STATES,
        "batch_tags": messages.BATCH_TAGS,
        "row_states": messages.ROW_STATES,
        "row_tags": messages.ROW_TAGS,
        "decisions": messages.DECISIONS,
        "places_by_code": {place.code: place for place in departments(current_session())},
    }
