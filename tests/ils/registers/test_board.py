"""The tally board: a tap counts, its twin takes it back, in the log as in the table."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ils.accounts.permissions import Role
from ils.activity.kinds import Channel, Kind
from ils.activity.measures import net_amount
from ils.activity.models import Activity
from ils.activity.work import Work
from ils.db import transaction
from ils.errors import InputError
from ils.library.places import sectors
from ils.registers.errors import BoardCode, RegisterError, RegisterInputError
from ils.registers.models import Tally
from ils.registers.queries.board import counts, last_tap, taps
from ils.registers.services import take_back, tap, undo_last
from tests.conftest import NOON, SignIn
from tests.ils.registers.lines import at, holds
from tests.world import add_nilufar, work_at

WORK = work_at(NOON)
DAY = date(2026, 4, 15)

TAPS = [
    ("question", "address", Kind.QUESTION_ANSWER), ("question", "fact", Kind.QUESTION_ANSWER),
    ("question", "topic", Kind.QUESTION_ANSWER), ("question", "clarify", Kind.QUESTION_ANSWER),
    ("help", "", Kind.HELP_GIVE), ("copy", "", Kind.COPY_MAKE), ("call", "", Kind.CALL_TAKE),
    ("refusal", "not_held", Kind.REFUSAL_NOTE), ("refusal", "on_loan", Kind.REFUSAL_NOTE),
]  # fmt: skip


def press(session: Session, work: Work = WORK, **told: Any) -> Tally:
    with transaction(session):
        return tap(session, work, **{"note": "Oʻtkan kunlar", **told})


@pytest.mark.parametrize(("kind", "type_", "logged"), TAPS)
def test_a_tap_counts_and_is_undone(session: Session, kind: str, type_: str, logged: Kind) -> None:
    press(session, kind=kind, type=type_, amount=3)
    assert net_amount(session, logged) == 3
    assert counts(session, since=DAY, until=DAY) == {(kind, type_): 3}
    with transaction(session):
        undo_last(session, WORK)
    assert net_amount(session, logged) == 0
    assert counts(session, since=DAY, until=DAY) == {(kind, type_): 0}
    assert [row.amount for row in taps(session, since=DAY, until=DAY).rows] == [-3, 3]
    holds(session)


def test_a_tap_is_taken_back_once(session: Session) -> None:
    made = press(session, kind="help", note="")
    with transaction(session):
        take_back(session, WORK, tally_id=made.id, reason="adashib bosilgan")
    with pytest.raises(RegisterError) as refused, transaction(session):
        take_back(session, WORK, tally_id=made.id, reason="yana")
    assert refused.value.code == BoardCode.TAKEN_BACK
    assert net_amount(session, Kind.HELP_GIVE) == 0
    holds(session)


def test_undo_takes_back_one_s_own_last_tap_of_today_only(session: Session) -> None:
    people = [add_nilufar(session, NOON, login=login).id for login in ("anvar", "nodira")]
    mine, hers = (replace(WORK, actor_id=each) for each in people)
    press(session, mine, kind="help")
    press(session, hers, kind="call")
    with transaction(session):
        undo_last(session, mine)
    assert (net_amount(session, Kind.HELP_GIVE), net_amount(session, Kind.CALL_TAKE)) == (0, 1)
    assert last_tap(session, staff_id=people[0], day=DAY) is None
    with pytest.raises(RegisterError) as refused, transaction(session):
        undo_last(session, mine)
    assert refused.value.code == BoardCode.NOTHING_TO_UNDO


def test_a_second_click_on_undo_leaves_the_tap_before_it(session: Session) -> None:
    press(session, kind="help")
    last = press(session, kind="help")
    with transaction(session):
        undo_last(session, WORK, tally_id=last.id)
    with pytest.raises(RegisterError) as refused, transaction(session):
        undo_last(session, WORK, tally_id=last.id)
    assert refused.value.code == BoardCode.NOT_THE_LAST
    assert net_amount(session, Kind.HELP_GIVE) == 1
    holds(session)


def test_a_refusal_says_what_was_asked_for(session: Session) -> None:
    with pytest.raises(InputError):
        press(session, kind="refusal", type="not_held", note=" ")
    press(session, kind="refusal", type="not_held", note="Ikki eshik orasi")
    (row,) = session.scalars(select(Activity).where(Activity.kind == Kind.REFUSAL_NOTE))
    assert (row.source, row.note) == (
        "not_held",
        "",
    )  # what was typed may name somebody: the log keeps it for ever
    assert session.scalars(select(Tally.note)).one() == "Ikki eshik orasi"


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"kind": "sneeze"}, BoardCode.TAP_UNKNOWN),
        ({"kind": "question"}, BoardCode.TAP_UNKNOWN),
        ({"kind": "help", "type": "fact"}, BoardCode.TAP_UNKNOWN),
        ({"kind": "help", "amount": 0}, BoardCode.AMOUNT_INVALID),
        ({"kind": "help", "amount": 1000}, BoardCode.AMOUNT_INVALID),
        ({"kind": "help", "sector": "attic"}, BoardCode.SECTOR_UNKNOWN),
        ({"kind": "help", "channel": "automatic"}, BoardCode.CHANNEL_UNKNOWN),
    ],
)
def test_what_the_board_refuses(session: Session, told: dict[str, Any], code: BoardCode) -> None:
    with pytest.raises(RegisterInputError) as refused:
        press(session, **told)
    assert refused.value.code == code
    assert session.scalars(select(Tally.id)).all() == []


def test_a_tap_has_its_sector_and_channel_and_a_call_comes_by_telephone(session: Session) -> None:
    other = next(place.code for place in sectors(session) if place.code != WORK.sector)
    press(session, kind="help", channel="telegram", sector=other)
    press(session, kind="call")
    rows = session.scalars(select(Activity).order_by(Activity.id)).all()
    assert [(row.sector, row.channel) for row in rows] == [
        (other, Channel.TELEGRAM),
        ("lending", Channel.TELEPHONE),
    ]


@pytest.mark.parametrize(
    ("instant", "day"), [("2025-12-31T23:59", "2025-12-31"), ("2026-01-01T00:01", "2026-01-01")]
)
def test_a_tap_counts_on_the_day_of_tashkent(session: Session, instant: str, day: str) -> None:
    press(session, work_at(at(instant)), kind="help")
    assert session.scalars(select(Activity.day)).all() == [date.fromisoformat(day)]


def test_what_was_kept_on_paper_counts_on_its_day(session: Session) -> None:
    made = press(session, kind="help", amount=7, day=date(2026, 3, 21))
    assert counts(session, since=date(2026, 3, 21), until=date(2026, 3, 21)) == {("help", ""): 7}
    with transaction(session):
        take_back(session, WORK, tally_id=made.id, reason="ikki marta yozilgan")
    assert session.scalars(select(Activity.day)).all() == [date(2026, 3, 21)] * 2
    holds(session)


@pytest.mark.usefixtures("at_noon")
def test_the_board_on_the_screen(session: Session, signed_in: SignIn) -> None:
    browser = signed_in(Role.DESK)
    assert "Tally board" in browser.get("/registers/board").text
    told = {"tap": "question:fact", "amount": "2", "channel": "telephone", "sector": "lending"}
    answer = browser.post("/registers/board", data=told)
    assert answer.location == "/registers/board?channel=telephone&sector=lending"
    assert browser.post("/registers/board", data=told | {"amount": "many"}).status_code == 422
    refused = browser.post("/registers/board", data=told | {"tap": "refusal:not_held"})
    assert (refused.status_code, "What was asked for" in refused.text) == (422, True)
    assert browser.post("/registers/board", data={"tap": "visit", "sector": "lending"}).status_code == 302
    session.rollback()
    assert (net_amount(session, Kind.QUESTION_ANSWER), net_amount(session, Kind.VISIT)) == (2, 1)
    assert browser.post("/registers/board/undo").status_code == 302
    session.rollback()
    assert net_amount(session, Kind.QUESTION_ANSWER) == 0
    assert "taken back" in browser.get("/registers/board/taps").text
    assert browser.get("/registers/board/taps.xlsx").data[:2] == b"PK"
    holds(session)
