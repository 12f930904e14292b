"""With which arguments the pages of the service to teachers and readers are visited; the sample has written them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.patrons.models import Patron
from circulation.patrons.services import change_patron
from foreign_fund.service.jobs import make_and_send
from foreign_fund.service.models import BiblioReview, Bulletin, InterestProfile, ReaderQuery, Selection
from foreign_fund.service.rules.matching import Interests
from foreign_fund.service.rules.stopping import signature
from foreign_fund.service.services import save_profile
from ils.activity.work import Work
from ils.db import transaction

NOT_PAGES = {
    "arrivals.bulletin_paper", "arrivals.feed", "service.query_list", "service.reading_list", "service.review_list",
    "service.wishes_sheet",
}  # fmt: skip
Asked = Mapping[str, Any]


def write(session: Session, work: Work) -> None:
    """Let a reader say what is of interest, and make the bulletin that is due: a short sample has none."""
    with transaction(session):
        patron_id = session.scalars(select(Patron.id)).first()
        assert patron_id is not None
        change_patron(session, work, patron_id=patron_id, consent_on=work.day)
        save_profile(session, work, patron_id=patron_id, wanted=Interests(languages=("eng",)))
    make_and_send(session, work)


def service_pages(session: Session) -> dict[str, list[Asked]]:
    """Return the arguments of every page: every query, a selection, reviews, a profile and its link, the bulletins."""
    queries: list[Asked] = [{"query_id": each} for each in session.scalars(select(ReaderQuery.id))]
    waiting = session.scalars(select(ReaderQuery.id).where(ReaderQuery.ended_at.is_(None))).all()
    selections = [{"selection_id": each} for each in session.scalars(select(Selection.id))]
    reviews = [{"review_id": each} for each in session.scalars(select(BiblioReview.id))]
    bulletins: list[Asked] = [{"bulletin_id": each} for each in session.scalars(select(Bulletin.id))]
    profile = session.scalars(select(InterestProfile)).first()
    assert profile is not None
    assert all((queries, waiting, selections, reviews, bulletins))
    return {
        "service.query": queries,
        "service.edit_query": [{"query_id": each} for each in waiting[:1]],
        "service.selection": selections[:2],
        "service.edit_selection": selections[:1],
        "service.review": reviews,
        "service.edit_review": reviews[-1:],
        "service.profile": [{"patron_id": profile.patron_id}],
        "service.bulletin": bulletins,
        "arrivals.issue": bulletins,
        "arrivals.stop": [{"profile_id": profile.id, "signature": signature(profile.key, profile.id)}],
    }
