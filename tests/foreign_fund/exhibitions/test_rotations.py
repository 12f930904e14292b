"""Rotations on the shelf: planned copies wait and count nowhere, go up and come down by scan, are missed in time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from catalog.items.queries import find_item
from foreign_fund.exhibitions import queries, services
from foreign_fund.exhibitions.errors import ExhibitionCode
from foreign_fund.exhibitions.measures import CHECKS, rotations_fit
from foreign_fund.exhibitions.models import ExhibitionPlan, ExhibitionRotation
from foreign_fund.exhibitions.rules.walking import Result, Walk
from ils.activity.kinds import Kind
from ils.activity.measures import net_amount
from ils.db import transaction
from ils.errors import LibraryError
from tests.conftest import NOON
from tests.foreign_fund.shelf import Shelf, at

TODAY = NOON.date()


def on(days: int) -> date:
    return TODAY + timedelta(days=days)


def do(session: Session, act: object, german: int, days: int = 0, /, **told: object) -> object:
    with transaction(session):
        return act(session, at(days), exhibition_id=german, **told)  # type: ignore[operator]


@pytest.fixture
def german(session: Session, shelf: Shelf) -> int:
    """An exhibition of thirty days with a case and two rotations of ten days; the copies 1 to 4 are on the shelf."""
    for code in "1234":
        shelf.copy(code)
    with transaction(session):
        days = {"opens_on": TODAY, "closes_on": on(29)}
        made = services.create(session, at(), title="Deutsch", department="foreign", **days).id
    do(session, services.add_cases, made, section="Zal", names=["A", "B"])
    do(session, services.add_rotation, made, name="Klassiklar", first_on=TODAY, last_on=on(9))
    do(session, services.add_rotation, made, name="", first_on=on(10), last_on=on(19))
    return made


def first(session: Session, german: int) -> int:
    return queries.rotations_of(session, german)[0].id


def second(session: Session, german: int) -> int:
    return queries.rotations_of(session, german)[1].id


def scan(session: Session, german: int, code: str, rotation: int | None = None, days: int = 0) -> object:
    return do(session, services.take_scan, german, days, code=code, rotation_id=rotation)


def refused(session: Session, act: object, german: int, days: int = 0, /, **told: object) -> str:
    with pytest.raises(LibraryError) as problem:
        do(session, act, german, days, **told)
    session.rollback()
    return str(problem.value.code)


@pytest.fixture
def filled(session: Session, german: int) -> int:
    """Copy 1 hangs the whole time, 2 in the first rotation, 3 waits for the second; the exhibition is open."""
    scan(session, german, "1")
    scan(session, german, "2", first(session, german))
    assert isinstance(scan(session, german, "3", second(session, german)), services.Planned)
    do(session, services.open_exhibition, german)
    return german


@pytest.fixture(autouse=True)
def proof(session: Session):  # type: ignore[no-untyped-def]
    """After every test nothing contradicts."""
    yield
    session.rollback()
    assert [problem for check in CHECKS for problem in check(session)] == []


def test_a_planned_copy_waits_on_its_shelf_and_counts_nowhere(
    session: Session, shelf: Shelf, filled: int
) -> None:
    assert net_amount(session, Kind.EXHIBITION_ITEM) == 2
    assert [copy.code for copy in queries.copies_on(session, filled)] == ["1", "2"]
    assert [copy.code for copy in queries.planned_on(session, filled)] == ["3"]
    facts = find_item(session, "3")
    assert facts is not None
    assert facts.placement is None
    shelf.lend("3")  # as any other copy
    shelf.take_back("3")
    assert len(queries.to_issue(session, filled)) == 2
    assert [(row.on_show, row.shown, row.planned) for row in queries.rotations_of(session, filled)] == [
        (1, 1, 0), (0, 0, 1),
    ]  # fmt: skip


def test_the_change_is_made_by_scanning_and_counts_once(session: Session, filled: int) -> None:
    change = services.change_scan
    assert refused(session, change, filled, 5, code="2") == ExhibitionCode.ROTATION_STAYS
    assert refused(session, change, filled, 5, code="3") == ExhibitionCode.PLANNED_LATER
    assert refused(session, change, filled, 10, code="1") == ExhibitionCode.ROTATION_STAYS
    assert refused(session, change, filled, 10, code="4") == ExhibitionCode.NOT_ON_LIST
    due = queries.changes_of(session, filled, on(10))
    assert ([copy.code for copy in due.down], [copy.code for copy in due.up]) == (["2"], ["3"])
    case = queries.cases_of(session, filled)[1].id
    down = do(session, change, filled, 10, code="2")
    up = do(session, change, filled, 10, code="3", case_id=case)
    assert (down.up, up.up, up.place) == (False, True, "Zal · B")  # type: ignore[attr-defined]
    assert net_amount(session, Kind.EXHIBITION_ITEM) == 3
    assert queries.changes_of(session, filled, on(10)).total == 0
    assert [copy.code for copy in queries.copies_taken_down(session, filled)] == ["2"]
    facts = find_item(session, "3")
    assert facts is not None
    assert facts.placement is not None
    assert facts.placement.section == "Zal · B"


def test_open_tasks_stand_from_the_day_until_the_copies_are_scanned(session: Session, filled: int) -> None:
    def due(days: int) -> list[tuple[bool, int]]:
        found = queries.turns(session, on(days), ahead=timedelta(0))
        return [(turn.up, turn.copies) for turn in found]

    assert due(8) == []
    assert due(9) == [(False, 1)]  # on the last evening
    assert due(10) == [(False, 1), (True, 1)]
    assert [turn.on for turn in queries.turns(session, on(4))] == [on(9), on(10)]  # a week before
    assert queries.count_changes(session, on(12)) == 2
    assert due(20) == [(False, 1)]  # what was never put up in its days is due no more
    do(session, services.change_scan, filled, 12, code="2")
    assert due(12) == [(True, 1)]
    do(session, services.close_exhibition, filled, 12)
    assert queries.turns(session, on(12)) == ()


def test_the_evening_check_expects_what_is_on_show_in_its_rotation(session: Session, filled: int) -> None:
    def missing(days: int) -> set[str]:
        walk = do(session, services.start_walk, filled, days, walk=Walk.EVENING)
        view = queries.walk_view(session, exhibition_id=filled, round_id=walk.id)  # type: ignore[attr-defined]
        found = {line.copy.code for line in view.lines if line.result is Result.MISSING}
        do(session, services.finish_walk, filled, days, round_id=walk.id)  # type: ignore[attr-defined]
        return found

    assert missing(3) == {"1", "2"}
    assert missing(12) == {"1"}  # 2 is to be taken down, 3 is not up yet
    do(session, services.change_scan, filled, 12, code="3")
    assert missing(12) == {"1", "3"}
    walk = do(session, services.start_walk, filled, 12, walk=Walk.EVENING)
    do(session, services.walk_scan, filled, 12, round_id=walk.id, code="EX1-1")  # type: ignore[attr-defined]
    seen = do(session, services.walk_scan, filled, 12, round_id=walk.id, code="2")  # type: ignore[attr-defined]
    assert seen.over == on(9)  # type: ignore[attr-defined]


def test_mounting_puts_up_what_waits_and_refuses_what_comes_later(session: Session, filled: int) -> None:
    walk = do(session, services.start_walk, filled, 5, walk=Walk.MOUNTING).id  # type: ignore[attr-defined]
    do(session, services.walk_scan, filled, 5, round_id=walk, code="EX1-2")
    assert (
        refused(session, services.walk_scan, filled, 5, round_id=walk, code="3")
        == "exhibition_copy_planned_later"
    )
    do(session, services.walk_scan, filled, 10, round_id=walk, code="3")
    (copy,) = [copy for copy in queries.copies_on(session, filled) if copy.code == "3"]
    assert (copy.section, copy.rotation_id) == ("Zal · B", second(session, filled))


def test_before_the_opening_a_copy_of_a_later_rotation_goes_back_to_wait(
    session: Session, german: int
) -> None:
    entry = scan(session, german, "1").entry_id  # type: ignore[attr-defined]
    rotate = services.rotate_copy
    assert do(session, rotate, german, entry_id=entry, rotation_id=first(session, german)) is True
    assert do(session, rotate, german, entry_id=entry, rotation_id=second(session, german)) is False
    assert net_amount(session, Kind.EXHIBITION_ITEM) == 0
    assert [copy.code for copy in queries.planned_on(session, german)] == ["1"]
    assert refused(session, services.add_copy, german, code="1") == ExhibitionCode.PLANNED_LATER
    twice = refused(session, services.plan_copy, german, code="1", rotation_id=second(session, german))
    assert twice == ExhibitionCode.PLANNED_THERE
    plan = queries.planned_on(session, german)[0].id
    do(
        session, services.arrange_planned, german, plan_id=plan, rotation_id=second(session, german),
        case_id=queries.cases_of(session, german)[0].id, access="look", annotation="Birinchi nashr",
    )  # fmt: skip
    scan(session, german, "2")
    do(session, services.open_exhibition, german)
    do(session, services.put_up, german, 11, plan_id=plan)
    (copy,) = [copy for copy in queries.copies_on(session, german) if copy.code == "1"]
    assert (copy.section, copy.access, copy.annotation) == ("Zal · A", "look", "Birinchi nashr")
    over = refused(session, rotate, german, 11, entry_id=copy.id, rotation_id=first(session, german))
    assert over == ExhibitionCode.ROTATION_OVER
    (other,) = [copy.id for copy in queries.copies_on(session, german) if copy.code == "2"]
    seen = refused(session, rotate, german, 5, entry_id=other, rotation_id=second(session, german))
    assert seen == ExhibitionCode.ROTATION_LATER  # readers see it already
    assert net_amount(session, Kind.EXHIBITION_ITEM) == 2


def test_the_desk_is_told_the_last_day_of_the_rotation(session: Session, filled: int) -> None:
    def until(code: str) -> date | None:
        facts = find_item(session, code)
        return facts.placement.until if facts and facts.placement else None

    assert (until("1"), until("2")) == (on(29), on(9))
    rotation = first(session, filled)
    do(
        session,
        services.change_rotation,
        filled,
        rotation_id=rotation,
        name="",
        first_on=TODAY,
        last_on=on(7),
    )
    assert until("2") == on(7)
    (entry,) = [copy.id for copy in queries.copies_on(session, filled) if copy.code == "2"]
    do(session, services.rotate_copy, filled, entry_id=entry, rotation_id=None)
    assert until("2") == on(29)


def test_a_copy_off_the_plan_never_counted(session: Session, german: int) -> None:
    scan(session, german, "3", second(session, german))
    plan = queries.planned_on(session, german)[0].id
    do(session, services.unplan, german, plan_id=plan)
    assert queries.planned_on(session, german) == ()
    assert refused(session, services.unplan, german, plan_id=plan) == ExhibitionCode.PLAN_UNKNOWN


def test_rotations_are_moved_and_removed_while_nothing_contradicts(session: Session, filled: int) -> None:
    one, two = first(session, filled), second(session, filled)
    change = services.change_rotation
    over = refused(session, change, filled, rotation_id=two, name="", first_on=on(9), last_on=on(19))
    assert over == ExhibitionCode.ROTATION_OVERLAPS
    begun = refused(session, change, filled, rotation_id=one, name="", first_on=on(2), last_on=on(9))
    assert begun == ExhibitionCode.ROTATION_BEGUN  # copy 2 hangs in it already
    do(session, change, filled, rotation_id=two, name="Darsliklar", first_on=on(12), last_on=on(29))
    assert queries.rotations_of(session, filled)[1].label == "2 · Darsliklar"
    for each in (one, two):
        used = refused(session, services.remove_rotation, filled, rotation_id=each)
        assert used == ExhibitionCode.ROTATION_IN_USE
    made = do(session, services.add_rotation, filled, name="", first_on=on(10), last_on=on(11))
    do(session, services.remove_rotation, filled, rotation_id=made.id)  # type: ignore[attr-defined]
    assert len(queries.rotations_of(session, filled)) == 2


def test_an_exhibition_that_is_put_off_takes_its_rotations_along(session: Session, german: int) -> None:
    passport = {"title": "Deutsch", "department": "foreign"}
    do(session, services.change, german, opens_on=on(7), closes_on=on(36), **passport)
    spans = [(row.span.first_on, row.span.last_on) for row in queries.rotations_of(session, german)]
    assert spans == [(on(7), on(16)), (on(17), on(26))]
    short = refused(session, services.change, german, opens_on=on(7), closes_on=on(20), **passport)
    assert short == ExhibitionCode.ROTATION_OUTSIDE


def test_a_rotation_of_another_exhibition_is_none_of_this(session: Session, german: int) -> None:
    with transaction(session):
        days = {"opens_on": TODAY, "closes_on": on(5)}
        other = services.create(session, at(), title="B", department="foreign", **days).id
    assert refused(
        session, services.take_scan, other, code="1", rotation_id=first(session, german)
    ) == ExhibitionCode.ROTATION_UNKNOWN  # fmt: skip


def test_what_the_check_finds_when_hands_other_than_ours_wrote(session: Session, filled: int) -> None:
    row = session.get_one(ExhibitionRotation, second(session, filled))
    row.first_on = on(5)
    copy = find_item(session, "1")
    assert copy is not None
    session.add(
        ExhibitionPlan(
            exhibition_id=filled, item_id=copy.id, rotation_id=row.id, planned_at=NOON, planned_by=None
        )
    )
    session.flush()
    assert {problem.code for problem in rotations_fit(session)} == {
        "exhibition_rotation_odd", "exhibition_planned_twice",
    }  # fmt: skip
    session.rollback()
