"""The ladder as rows and as a page (OV-01): added, changed, switched off, deleted only while nothing was done by it."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from circulation.overdue.errors import OverdueCode, OverdueError, OverdueNotFound
from circulation.overdue.queries import load_level, load_levels
from circulation.overdue.services import delete_level, save_level
from ils.accounts.permissions import Role
from ils.db import transaction
from tests.circulation.overdue.conftest import DUE
from tests.circulation.overdue.night import Nights
from tests.conftest import NOON, SignIn
from tests.world import work_at

ROW: dict[str, Any] = {
    "name_uz": "Ikki hafta", "name_ru": "", "name_en": "Two weeks", "days": 14, "open_days": False,
    "channels": ["sms", "letter"], "template": "overdue_7", "restricts": False, "charge": 0, "marks_lost": False,
    "active": True,
}  # fmt: skip


def save(session: Session, level_id: int | None = None, **changes: Any) -> int:
    with transaction(session):
        return save_level(session, work_at(NOON), level_id=level_id, **{**ROW, **changes})


def test_OV_01_a_level_is_added_and_changed(session: Session) -> None:
    level_id = save(session)
    level = load_level(session, level_id)
    assert (level.days, level.channels, level.name_ru) == (14, ("sms", "letter"), "Ikki hafta")
    save(session, level_id, days=20, channels=["letter", "letter"], charge=3000, active=False)
    changed = load_level(session, level_id)
    assert (changed.days, changed.channels, changed.charge, changed.active) == (20, ("letter",), 3000, False)
    assert [each.days for each in load_levels(session)] == [-3, 0, 1, 7, 20, 30, 90]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"days": 7}, OverdueCode.LEVEL_TAKEN),
        ({"days": 4000}, OverdueCode.LEVEL_DAYS),
        ({"days": -61}, OverdueCode.LEVEL_DAYS),
        ({"days": None}, OverdueCode.LEVEL_DAYS),
        ({"charge": -1}, OverdueCode.LEVEL_CHARGE),
        ({"days": -5, "restricts": True}, OverdueCode.LEVEL_EARLY),
        ({"days": -5, "charge": 100}, OverdueCode.LEVEL_EARLY),
        ({"channels": ["pigeon"]}, OverdueCode.LEVEL_CHANNEL),
        ({"template": "nothing"}, OverdueCode.LEVEL_TEMPLATE),
    ],
    ids=lambda value: str(value) if isinstance(value, OverdueCode) else "",
)
def test_OV_01_what_no_level_can_be(session: Session, changes: dict[str, Any], code: OverdueCode) -> None:
    with pytest.raises(OverdueError) as problem:
        save(session, **changes)
    assert problem.value.code is code


def test_OV_01_the_same_days_may_be_open_ones(session: Session) -> None:
    save(session, days=7, open_days=True)
    assert len(load_levels(session)) == 7


def test_OV_01_a_level_that_was_reached_can_only_rest(nights: Nights, loan: int) -> None:
    nights.to(DUE + timedelta(days=1))
    nights.run()
    used = next(each for each in load_levels(nights.session) if each.days == 1)
    unused = next(each for each in load_levels(nights.session) if each.days == 90)
    with pytest.raises(OverdueError) as problem, transaction(nights.session) as session:
        delete_level(session, work_at(NOON), level_id=used.id)
    assert (problem.value.code, problem.value.facts["count"]) == (OverdueCode.LEVEL_USED, 1)
    with transaction(nights.session) as session:
        delete_level(session, work_at(NOON), level_id=unused.id)
    with pytest.raises(OverdueNotFound):
        load_level(nights.session, unused.id)
    with pytest.raises(OverdueNotFound), transaction(nights.session) as session:
        delete_level(session, work_at(NOON), level_id=unused.id)


@pytest.fixture
def director(signed_in: SignIn) -> FlaskClient:
    return signed_in(Role.DIRECTOR)


TYPED = {
    "name_uz": "Ikki hafta", "name_ru": "", "name_en": "Two weeks", "days": "14", "template": "overdue_7",
    "first": "letter", "second": "", "third": "", "fourth": "", "fifth": "", "charge": "2500", "restricts": "y",
    "active": "y",
}  # fmt: skip


def test_OV_01_the_settings_page(director: FlaskClient, session: Session) -> None:
    shown = unescape(director.get("/overdue/levels").text)
    for part in ("Due soon", "A month late", "+30", "restricted", "Held to be lost", "printed letter"):
        assert part in shown
    answer = director.post("/overdue/levels/new", data=TYPED)
    assert answer.status_code == 302
    added = next(each for each in load_levels(session) if each.days == 14)
    assert (added.channels, added.charge, added.restricts) == (("letter",), 2500, True)
    form = unescape(director.get(f"/overdue/levels/{added.id}").text)
    assert 'value="2500"' in form
    assert '<option selected value="letter">' in form
    director.post(f"/overdue/levels/{added.id}", data=TYPED | {"charge": "0", "first": ""})
    session.rollback()
    assert load_level(session, added.id).channels == ()
    assert director.post(f"/overdue/levels/{added.id}/delete").status_code == 302
    assert len(load_levels(session)) == 6


def test_OV_01_a_level_that_cannot_be_is_told_in_words(director: FlaskClient) -> None:
    answer = director.post("/overdue/levels/new", data=TYPED | {"days": "7"})
    assert answer.status_code == 422
    assert "There is already a level for these days: 7." in answer.text
    answer = director.post("/overdue/levels/new", data=TYPED | {"days": "soon"})
    assert "This is not a whole number." in answer.text


def test_the_ladder_is_the_director_s(signed_in: SignIn) -> None:
    desk = signed_in(Role.DESK)
    assert desk.get("/overdue/levels").status_code == 403
    assert "/overdue/levels" not in desk.get("/overdue/").text


def test_a_library_without_levels_says_what_to_do(director: FlaskClient, session: Session) -> None:
    for each in load_levels(session):
        director.post(f"/overdue/levels/{each.id}/delete")
    assert "Without levels nobody is reminded." in director.get("/overdue/levels").text
