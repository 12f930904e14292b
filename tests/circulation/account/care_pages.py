"""With which arguments the pages of the care of readers' data are visited, for whoever visits every page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from circulation.account.services.erasing import erase
from circulation.account.services.forgetting import forget_portion
from circulation.patrons.services import add_patron
from ils import clock
from ils.db import transaction
from tests.world import work_at


def care_pages(session: Session) -> dict[str, list[Mapping[str, Any]]]:
    """Return the arguments; one reader is erased first, and the oldest history lets go of its readers."""
    work = work_at(clock.now(), actor_id=1)
    with transaction(session):
        gone = add_patron(session, work, surname="Ketgan", category="student").id
        erase(session, work, patron_id=gone, reason="yozma soʻrov")
        forget_portion(session, work, before=work.day - timedelta(days=20), limit=20)
    session.rollback()
    return {"care.data": [{"patron_id": 1}, {"patron_id": gone}], "account.read": [{}, {"page": 2}]}
