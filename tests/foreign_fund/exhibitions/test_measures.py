"""The checks find what was planted."""

from __future__ import annotations

from datetime import date

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from catalog.items.models import Placement
from foreign_fund.exhibitions import services
from foreign_fund.exhibitions.measures import CHECKS
from foreign_fund.exhibitions.models import (
    Exhibition,
    ExhibitionItem,
    ExhibitionPaper,
    ExhibitionRound,
    ExhibitionState,
)
from foreign_fund.exhibitions.rules.walking import Walk
from ils.db import transaction
from tests.conftest import NOON
from tests.foreign_fund.shelf import Shelf, at


def codes(session: Session) -> list[str]:
    return [problem.code for check in CHECKS for problem in check(session)]


def opened(session: Session, shelf: Shelf) -> int:
    shelf.copy("1")
    with transaction(session):
        made = services.create(
            session,
            at(),
            title="Deutsch",
            department="foreign",
            opens_on=NOON.date(),
            closes_on=date(2026, 5, 1),
        )
        services.add_copy(session, at(), exhibition_id=made.id, code="1")
        services.open_exhibition(session, at(), exhibition_id=made.id)
    return made.id


def test_a_healthy_exhibition_has_no_problems(session: Session, shelf: Shelf) -> None:
    opened(session, shelf)
    assert codes(session) == []


def test_a_lost_entry_is_found(session: Session, shelf: Shelf) -> None:
    opened(session, shelf)
    session.execute(delete(ExhibitionItem))
    assert codes(session) == ["log_differs", "placement_without_exhibition"]


def test_a_placement_ended_behind_our_back_is_found(session: Session, shelf: Shelf) -> None:
    opened(session, shelf)
    session.execute(update(Placement).values(ended_at=NOON))
    assert codes(session) == ["exhibition_copy_not_placed"]


def test_an_opening_that_nobody_did_is_found(session: Session, shelf: Shelf) -> None:
    made = opened(session, shelf)
    never = {"state": ExhibitionState.PREPARING, "opened_on": None}
    session.execute(update(Exhibition).where(Exhibition.id == made).values(**never))
    assert codes(session) == ["log_differs", "placement_without_exhibition"]


def test_a_desk_that_is_told_something_else_is_found(session: Session, shelf: Shelf) -> None:
    opened(session, shelf)
    session.execute(update(Placement).values(lendable=False))
    assert codes(session) == ["placement_says_otherwise"]


def test_an_act_that_returns_what_none_has_issued_is_found(session: Session, shelf: Shelf) -> None:
    made = opened(session, shelf)
    with transaction(session):
        services.write_issue(session, at(), exhibition_id=made, handed_by="Fond", received_by="Nilufar")
    assert codes(session) == []
    session.execute(update(ExhibitionPaper).values(kind="return"))
    assert codes(session) == ["exhibition_acts_differ"]


def test_a_check_that_names_a_copy_of_another_exhibition_is_found(session: Session, shelf: Shelf) -> None:
    made = opened(session, shelf)
    with transaction(session):
        walk = services.start_walk(session, at(), exhibition_id=made, walk=Walk.EVENING)
        services.walk_scan(session, at(), exhibition_id=made, round_id=walk.id, code="1")
        days = {"opens_on": NOON.date(), "closes_on": date(2026, 5, 1)}
        other = services.create(session, at(), title="Andere", department="foreign", **days).id
    session.execute(update(ExhibitionRound).values(exhibition_id=other))
    assert codes(session) == ["exhibition_copy_of_another"]
