"""With which arguments the pages of exhibitions are visited; the sample year has written them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from foreign_fund.exhibitions import services
from foreign_fund.exhibitions.models import Exhibition, ExhibitionItem, ExhibitionPlan, ExhibitionRound
from foreign_fund.exhibitions.rules.walking import Walk
from ils import clock
from ils.db import transaction
from tests.world import work_at

NOT_PAGES = {
    "exhibitions.act_paper", "exhibitions.book_list", "exhibitions.case_labels", "exhibitions.checklist",
    "exhibitions.leaflet", "exhibitions.passport_paper", "exhibitions.report", "exhibitions.year_file",
    "showcase.photo",
}  # fmt: skip
ONE = ("around", "cases", "checks", "edit", "effect", "loans", "papers", "passport", "show", "visitors")
Asked = Mapping[str, Any]


def exhibition_pages(session: Session) -> dict[str, list[Asked]]:
    """Return the arguments of every page of exhibitions: one that is open, one that is virtual, a check that goes on."""
    shown, virtual = session.scalars(select(Exhibition.id).order_by(Exhibition.id)).all()[-2:]
    finished = session.scalars(select(ExhibitionRound.id)).all()
    with transaction(session) as writing:
        going = services.start_walk(writing, work_at(clock.now()), exhibition_id=shown, walk=Walk.EVENING).id
    entry = session.scalars(select(ExhibitionItem.id).where(ExhibitionItem.exhibition_id == shown)).first()
    plan = session.scalars(select(ExhibitionPlan.id).where(ExhibitionPlan.exhibition_id == shown)).first()
    open_one = {"exhibition_id": shown}
    both: list[Asked] = [open_one, {"exhibition_id": virtual}]
    return {
        **{f"exhibitions.{name}": both for name in ONE},
        "exhibitions.index": [{}, {"state": "preparing"}, {"state": "closed"}],
        "exhibitions.check": [{**open_one, "row_id": each} for each in (*finished, going)],
        "exhibitions.copy": [{**open_one, "entry_id": entry}],
        "exhibitions.find": [
            open_one, {**open_one, "q": "english"}, {**open_one, "q": "zzzzqqq"}, {"exhibition_id": virtual, "q": "a"},
        ],
        "exhibitions.rotations": [{}],
        "exhibitions.change": both,
        "exhibitions.planned": [{**open_one, "row_id": plan}],
        "exhibitions.new_gathering": [{**each, "what": what} for each in both for what in ("review", "event")],
        "exhibitions.year_table": [{"year": clock.today().year}, {"year": 2001}],
        "showcase.show": both,
        "showcase.follow": [open_one],
    }  # fmt: skip
