"""`ils check`: every problem it can find about holds is found, and has its words."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import delete, text, update

from catalog.items.models import Item, ItemState
from circulation.holds.measures import CHECKS
from circulation.holds.messages import CHECK_WORDS
from circulation.holds.models import Hold, HoldState
from ils.activity.kinds import Kind
from ils.activity.models import Activity
from ils.db import is_postgresql, transaction
from tests.circulation.holds.shelves import Shelves


def problems(shelves: Shelves) -> dict[str, dict[str, object]]:
    shelves.session.rollback()
    return {problem.code: problem.facts for check in CHECKS for problem in check(shelves.session)}


def test_copies_that_are_held_for_nobody_or_are_not_there_are_found(app: Flask, shelves: Shelves) -> None:
    (anvar,) = shelves.readers(1)
    title = shelves.title()
    item, other = shelves.copy(title), shelves.copy(title, "INV-2", state=ItemState.HELD)
    hold = shelves.place(anvar, title)
    assert problems(shelves) == {"held_item_without_hold": {"item": other, "holds": 0}}
    shelves.give_back(item)
    with transaction(shelves.session) as session:
        session.execute(update(Item).values(state=ItemState.AVAILABLE))
    found = problems(shelves)
    assert found == {"ready_hold_without_copy": {"hold": hold, "item": item, "state": "available"}}
    with app.test_request_context():
        assert all(str(CHECK_WORDS[code] % facts) for code, facts in found.items())


def test_a_copy_on_its_way_to_nowhere_is_found(shelves: Shelves) -> None:
    item = shelves.copy(shelves.title())
    with transaction(shelves.session) as session:
        session.execute(
            update(Item).where(Item.id == item).values(state=ItemState.IN_TRANSIT, transit_to="moon")
        )
    assert problems(shelves) == {"transit_without_aim": {"item": item, "to": "moon"}}


def test_holds_that_the_log_does_not_know_are_found(shelves: Shelves) -> None:
    (anvar,) = shelves.readers(1)
    title = shelves.title()
    item = shelves.copy(title)
    hold = shelves.place(anvar, title)
    shelves.give_back(item)
    unguarded(shelves)
    found = problems(shelves)
    assert found["hold_set_aside_unlogged"] == {"hold": hold}
    assert (found["log_differs"]["rows"], found["log_differs"]["logged"]) == (1, 0)


def unguarded(shelves: Shelves) -> None:
    """Take the rows out of the log as only somebody with the database in hands can."""
    with transaction(shelves.session) as session:
        if is_postgresql(session):
            session.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            for (name,) in session.execute(
                text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'activity'")
            ).all():
                session.execute(text(f'DROP TRIGGER "{name}"'))
        session.execute(delete(Activity).where(Activity.kind.in_((Kind.HOLD_PLACE, Kind.HOLD_SHELF))))


def test_whoever_waits_twice_is_found(shelves: Shelves) -> None:
    (anvar,) = shelves.readers(1)
    title, other = shelves.title(), shelves.title("Boshqa")
    shelves.copy(title)
    shelves.copy(other, "INV-2")
    shelves.place(anvar, title)
    second = shelves.place(anvar, other)
    with transaction(shelves.session) as session:
        session.execute(text("DROP INDEX uq_hold_active_patron_record"))
        session.execute(
            update(Hold).where(Hold.id == second).values(record_id=title, state=HoldState.WAITING)
        )
    assert problems(shelves)["waits_twice"] == {"patron": anvar.id, "record": title, "holds": 2}


def test_a_hold_left_on_a_record_that_went_into_another_is_found(shelves: Shelves) -> None:
    (anvar,) = shelves.readers(1)
    title, other = shelves.title(), shelves.title("Boshqa")
    shelves.copy(title)
    hold = shelves.place(anvar, title)
    with transaction(shelves.session) as session:
        session.execute(
            text("UPDATE record SET merged_into = :other WHERE id = :title"), {"other": other, "title": title}
        )
    assert problems(shelves)["hold_of_merged_record"] == {"hold": hold, "record": title}
