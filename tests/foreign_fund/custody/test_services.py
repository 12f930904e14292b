"""Custodians and transfer acts: what one gives another receives, and an approved act is corrected only by another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from catalog.items.models import Item
from catalog.items.services import withdraw
from foreign_fund.custody import services
from foreign_fund.custody.errors import (
    CustodyCode,
    CustodyError,
    CustodyInputError,
    CustodyNotFoundError,
    CustodyRefused,
)
from foreign_fund.custody.measures import CHECKS
from foreign_fund.custody.queries.acts import act_lines, act_view, acts
from foreign_fund.custody.queries.holding import balances, held_rows
from ils.db import transaction
from tests.conftest import NOON
from tests.foreign_fund.shelf import Shelf, at

TODAY = NOON.date()


def person(session: Session, name: str, *, since: int = -100, posted: str = "") -> int:
    with transaction(session):
        day = TODAY + timedelta(days=since)
        made = services.add_custodian(
            session, at(), name=name, post="bosh kutubxonachi", department="foreign", since=day
        )
        if posted:
            services.post(session, at(), custodian_id=made.id, department=posted, since=day)
        return made.id


def begun(session: Session, giver: int | None, taker: int | None, *codes: str, **said: Any) -> int:
    head: dict[str, Any] = {
        "day": TODAY, "giver_id": giver, "taker_id": taker, "to_department": None, "grounds": "Buyruq № 7",
        "commission": "A. Rais", "note": "",
    }  # fmt: skip
    with transaction(session):
        act_id = services.begin_act(session, at(), **(head | said))
        if codes:
            services.put_codes(session, at(), act_id=act_id, codes=codes)
        return act_id


def approved(session: Session, giver: int | None, taker: int | None, *codes: str, **said: Any) -> int:
    act_id = begun(session, giver, taker, *codes, **said)
    with transaction(session):
        services.approve(session, at(), act_id=act_id)
    return act_id


def copies(session: Session, day: date = TODAY) -> dict[int | None, int]:
    return {key: each.copies for key, each in balances(session, day).items()}


def sound(session: Session) -> None:
    assert [problem for check in CHECKS for problem in check(session)] == []


def test_new_copies_come_into_the_balance_of_who_stands_at_the_department(
    session: Session, shelf: Shelf
) -> None:
    aziza = person(session, "Aziza", posted="foreign")
    shelf.copy("X-1")
    shelf.copy("L-1", department="lending")
    assert copies(session) == {aziza: 1, None: 1}
    assert copies(session, TODAY - timedelta(days=1)) == {}
    sound(session)


def test_what_one_gives_another_receives(session: Session, shelf: Shelf) -> None:
    aziza, botir = person(session, "Aziza", posted="foreign"), person(session, "Botir")
    for code in ("X-1", "X-2", "X-3"):
        shelf.copy(code)
    act_id = approved(session, aziza, botir, "X-1", "X-2")
    assert copies(session) == {aziza: 1, botir: 2}
    view = act_view(session, act_id)
    assert (view.number, view.year, view.name) == (1, 2026, "1/2026")
    assert [line.code for line in act_lines(session, view)] == ["X-1", "X-2"]
    assert [row.inventory_number for row in held_rows(session, TODAY, custodian_id=botir).rows] == [
        "X-1",
        "X-2",
    ]
    sound(session)


def test_an_act_of_a_past_day_moves_the_balances_of_that_day(session: Session, shelf: Shelf) -> None:
    aziza, botir = person(session, "Aziza", posted="foreign"), person(session, "Botir")
    with transaction(session):
        item = shelf.copy("X-1")
    with transaction(session):
        session.get_one(Item, item.id).acquired_on = TODAY - timedelta(days=20)
    approved(session, aziza, botir, "X-1", day=TODAY - timedelta(days=10))
    assert copies(session, TODAY - timedelta(days=21)) == {}
    assert copies(session, TODAY - timedelta(days=11)) == {aziza: 1}
    assert copies(session, TODAY - timedelta(days=10)) == {botir: 1}
    sound(session)


def test_a_transfer_to_another_department_moves_the_copy_there(session: Session, shelf: Shelf) -> None:
    item = shelf.copy("X-1")
    approved(session, None, None, "X-1", to_department="lending")
    session.expire_all()
    assert session.get_one(Item, item.id).department == "lending"
    assert balances(session, TODAY, department="lending")[None].copies == 1
    assert balances(session, TODAY - timedelta(days=1), department="lending") == {}
    sound(session)


def test_a_withdrawn_copy_leaves_the_balance_on_its_day(session: Session, shelf: Shelf) -> None:
    aziza = person(session, "Aziza", posted="foreign")
    item = shelf.copy("X-1")
    later = replace(at(days=3))
    with transaction(session):
        withdraw(session, later, item_id=item.id, act="№ 5", day=later.day)
    assert copies(session, later.day - timedelta(days=1)) == {aziza: 1}
    assert copies(session, later.day) == {}
    sound(session)


def test_a_correcting_act_gives_everything_back_to_where_it_was(session: Session, shelf: Shelf) -> None:
    aziza, botir = person(session, "Aziza", posted="foreign"), person(session, "Botir")
    item = shelf.copy("X-1")
    act_id = approved(session, aziza, botir, "X-1", to_department="lending")
    with transaction(session):
        again = services.begin_correction(session, at(hours=1), act_id=act_id)
    with pytest.raises(CustodyError) as refused, transaction(session):
        services.put_codes(session, at(), act_id=again, codes=["X-1"])
    assert refused.value.code is CustodyCode.LINE_TAKEN
    with transaction(session):
        services.approve(session, at(hours=1), act_id=again)
    session.expire_all()
    assert session.get_one(Item, item.id).department == "foreign"
    assert copies(session) == {aziza: 1}
    assert [row.act.number for row in acts(session).rows] == [2, 1]
    sound(session)


def test_an_approved_act_is_never_changed(session: Session, shelf: Shelf) -> None:
    botir = person(session, "Botir")
    shelf.copy("X-1")
    act_id = approved(session, None, botir, "X-1")
    for act in (services.approve, services.cancel_act):
        with pytest.raises(CustodyError) as refused, transaction(session):
            act(session, at(), act_id=act_id)
        assert refused.value.code is CustodyCode.NOT_DRAFT


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"grounds": ""}, CustodyCode.GROUNDS_MISSING),
        ({"commission": ""}, CustodyCode.COMMISSION_MISSING),
        ({"day": TODAY + timedelta(days=1)}, CustodyCode.DAY_AHEAD),
        ({"day": TODAY - timedelta(days=1)}, CustodyCode.BEFORE_LAST),
    ],
)
def test_what_an_act_lacks_is_told(
    session: Session, shelf: Shelf, said: dict[str, Any], code: CustodyCode
) -> None:
    botir = person(session, "Botir")
    shelf.copy("X-1")
    act_id = begun(session, None, botir, "X-1", **said)
    with pytest.raises(CustodyRefused) as refused, transaction(session):
        services.approve(session, at(), act_id=act_id)
    assert [reason.code for reason in refused.value.reasons] == [code]


def test_all_reasons_are_told_at_once(session: Session, shelf: Shelf) -> None:
    aziza, botir = person(session, "Aziza"), person(session, "Botir")
    gone = shelf.copy("X-1")
    with transaction(session):
        withdraw(session, at(), item_id=gone.id, act="№ 5", day=TODAY)
    act_id = begun(session, aziza, botir, "X-1", grounds="")
    with pytest.raises(CustodyRefused) as refused, transaction(session):
        services.approve(session, at(), act_id=act_id)
    found = [reason.code for reason in refused.value.reasons]
    assert found == [CustodyCode.GROUNDS_MISSING, CustodyCode.NOT_THERE, CustodyCode.NOT_HELD]


def test_a_copy_cannot_be_given_by_who_does_not_answer_for_it(session: Session, shelf: Shelf) -> None:
    aziza, botir = person(session, "Aziza", posted="foreign"), person(session, "Botir")
    shelf.copy("X-1")
    first, second = begun(session, aziza, botir, "X-1"), begun(session, aziza, botir, "X-1")
    with transaction(session):
        services.approve(session, at(), act_id=first)
    with pytest.raises(CustodyRefused) as refused, transaction(session):
        services.approve(session, at(), act_id=second)
    assert [reason.code for reason in refused.value.reasons] == [CustodyCode.NOT_HELD]


def test_an_act_that_moves_nothing_is_refused(session: Session) -> None:
    with pytest.raises(CustodyInputError) as refused:
        begun(session, None, None)
    assert refused.value.code is CustodyCode.MOVES_NOTHING


def test_all_that_the_giver_has_is_taken_but_what_is_missing(session: Session, shelf: Shelf) -> None:
    aziza, botir = person(session, "Aziza", posted="foreign"), person(session, "Botir")
    for code in ("X-1", "X-2"):
        shelf.copy(code)
    from catalog.items.models import ItemState
    from catalog.items.services import set_state

    with transaction(session):
        lost = held_rows(session, TODAY, custodian_id=aziza).rows[0].item_id
        set_state(session, lost, was=ItemState.AVAILABLE, becomes=ItemState.MISSING, now=NOON)
    act_id = begun(session, aziza, botir)
    with transaction(session):
        assert services.put_all(session, at(), act_id=act_id).added == 1
        line = act_lines(session, act_view(session, act_id))[0]
        services.remove_line(session, at(), act_id=act_id, line_id=line.id)
        assert services.put_codes(session, at(), act_id=act_id, codes=["X-2", "NO-SUCH"]).unknown == (
            "NO-SUCH",
        )
    with pytest.raises(CustodyNotFoundError):
        services.put_codes(session, at(), act_id=act_id, codes=["NO-SUCH"])


def test_a_custodian_leaves_with_an_empty_balance_only(session: Session, shelf: Shelf) -> None:
    aziza = person(session, "Aziza", posted="foreign")
    shelf.copy("X-1")

    def leave() -> None:
        with transaction(session):
            services.end_custodian(session, at(), custodian_id=aziza, until=TODAY)

    with pytest.raises(CustodyError) as refused:
        leave()
    assert (refused.value.code, refused.value.facts["copies"]) == (CustodyCode.STILL_HOLDS, 1)
    approved(session, aziza, None, "X-1")
    with pytest.raises(CustodyError) as refused:
        leave()
    assert refused.value.code is CustodyCode.STILL_POSTED
    with transaction(session):
        from foreign_fund.custody.queries.custodians import posts

        services.end_post(session, at(), post_id=posts(session)[0].id, until=TODAY)
    leave()
    with pytest.raises(CustodyError) as refused, transaction(session):
        services.post(session, at(), custodian_id=aziza, department="foreign", since=TODAY)
    assert refused.value.code is CustodyCode.CUSTODIAN_LEFT


def test_who_takes_a_department_over_ends_the_former(session: Session, shelf: Shelf) -> None:
    aziza, botir = person(session, "Aziza", posted="foreign"), person(session, "Botir")
    with transaction(session):
        services.post(session, at(), custodian_id=botir, department="foreign", since=TODAY)
    shelf.copy("X-1")
    assert copies(session) == {botir: 1}
    with pytest.raises(CustodyError) as refused, transaction(session):
        services.post(
            session, at(), custodian_id=aziza, department="foreign", since=TODAY - timedelta(days=2)
        )
    assert refused.value.code is CustodyCode.POST_OVERLAPS


def test_nobody_has_left_before_the_last_copy_was_given(session: Session, shelf: Shelf) -> None:
    aziza, item = person(session, "Aziza"), shelf.copy("X-1")
    with transaction(session):
        session.get_one(Item, item.id).acquired_on = TODAY - timedelta(days=20)
    approved(session, None, aziza, "X-1", day=TODAY - timedelta(days=10))
    approved(session, aziza, None, "X-1", day=TODAY - timedelta(days=2))
    for days, leaves in ((3, False), (2, True)):  # on the third day back the copy was hers
        until = TODAY - timedelta(days=days)
        if leaves:
            with transaction(session):
                assert services.end_custodian(session, at(), custodian_id=aziza, until=until).until == until
            continue
        with pytest.raises(CustodyError) as refused, transaction(session):
            services.end_custodian(session, at(), custodian_id=aziza, until=until)
        assert refused.value.code is CustodyCode.STILL_HOLDS
