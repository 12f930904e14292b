"""A library with two books, and acts that take copies of them in."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import Session

from catalog.marc import Profile
from catalog.stock import services
from catalog.stock.models import AccessionSource
from catalog.stock.services import NewLine
from ils.activity.work import Work
from ils.app.tables import CHECKS
from ils.db import transaction
from tests.catalog.records.builders import add, marc21, unimarc
from tests.conftest import NOON
from tests.world import work_at

WORK = work_at(NOON, actor_id=None)

PURCHASE: dict[str, Any] = {
    "source": AccessionSource.PURCHASE,
    "day": NOON.date(),
    "department": "lending",
    "series": "main",
    "partner": "“Sharq” nashriyoti",
    "document": "Hisob-faktura 17",
    "document_day": NOON.date(),
    "contract": "Shartnoma 4/26",
    "currency": "UZS",
    "rate": 10_000,
    "commission": "Karimova N.\nAliyev B.",
    "note": "",
}


@pytest.fixture
def books(session: Session) -> tuple[int, int]:
    """«Oʻtkan kunlar» and a Russian novel."""
    with transaction(session):
        first = add(session, marc21("Oʻtkan kunlar : roman", "Qodiriy, Abdulla", isbn="978-0-306-40615-7"))
        second = add(session, unimarc("Мастер и Маргарита", "Булгаков"), profile=Profile.UNIMARC)
    return first, second


def begun(session: Session, work: Work = WORK, **facts: Any) -> int:
    """Begin a purchase, changed as asked."""
    with transaction(session):
        return services.begin_act(session, work, **(PURCHASE | facts))


def lines_added(session: Session, act_id: int, *lines: NewLine, work: Work = WORK) -> list[int]:
    """Write lines into a draft."""
    with transaction(session):
        return services.add_lines(session, work, act_id=act_id, lines=lines)


def approved(session: Session, act_id: int, work: Work = WORK) -> int:
    """Approve a draft; returns its number."""
    with transaction(session):
        return services.approve(session, work, act_id=act_id)


def accepted(session: Session, *lines: NewLine, work: Work = WORK, **facts: Any) -> int:
    """Take copies in by an approved act; returns its id."""
    act_id = begun(session, work, **facts)
    lines_added(session, act_id, *lines, work=work)
    approved(session, act_id, work)
    return act_id


def problems(session: Session) -> list[tuple[str, dict[str, object]]]:
    """Return what `ils check` would say."""
    session.rollback()
    return [(problem.code, problem.facts) for check in CHECKS for problem in check(session)]
