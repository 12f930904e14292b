"""What is changed of a copy by hand: type, place of use, parts, what is missing, the state of a copy that rests."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from catalog.items import services
from catalog.items.errors import ItemCode
from catalog.items.models import Item, ItemState, Use
from catalog.items.queries import item_facts, item_types
from ils.accounts.models import AuditEntry
from ils.db import transaction
from ils.errors import LibraryError
from tests.conftest import NOON
from tests.world import work_at

WORK = work_at(NOON)
PLAIN = {"item_type": "", "use": "", "call_number": "", "parts": "", "incomplete": "", "note": ""}


@pytest.fixture
def copy(session: Session, book: int) -> int:
    with transaction(session):
        return services.add_item(session, WORK, record_id=book, department="lending", note="eski").id


def change(session: Session, copy: int, **values: Any) -> None:
    with transaction(session):
        services.change_item(session, WORK, item_id=copy, **(PLAIN | values))


def refused(session: Session, copy: int, **values: Any) -> str:
    with pytest.raises(LibraryError) as no:
        change(session, copy, **values)
    return str(no.value.code)


def trail(session: Session) -> list[dict[str, Any]]:
    entries = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "item_changed").order_by(AuditEntry.id)
    )
    return [entry.details for entry in entries]


def test_a_copy_gets_its_type_use_and_parts_and_the_trail_says_what_changed(
    session: Session, copy: int
) -> None:
    code = item_types(session)[0].code
    change(session, copy, item_type=code, use="overnight", parts="CD", note="eski", state=ItemState.AVAILABLE)
    facts = item_facts(session, copy)
    assert (facts.item_type, facts.use, facts.parts, facts.policy_type) == (code, Use.OVERNIGHT, "CD", code)
    change(session, copy, item_type=code, use="", parts="CD", note="eski", incomplete="CD yoʻq")
    facts = item_facts(session, copy)
    assert (facts.use, facts.place_of_use, facts.incomplete) == (None, Use.HOME, "CD yoʻq")
    change(session, copy, item_type=code, parts="CD", note="eski", incomplete="CD yoʻq")
    assert trail(session) == [
        {"item_type": code, "use": "overnight", "parts": "CD"}, {"use": "", "incomplete": "CD yoʻq"},
    ]  # fmt: skip


def test_new_copies_are_added_with_type_use_and_parts(session: Session, book: int) -> None:
    code = item_types(session)[0].code
    with transaction(session):
        item = services.add_item(
            session, WORK, record_id=book, department="lending", item_type=code, use="room", parts="xarita"
        )
    facts = item_facts(session, item.id)
    assert (facts.item_type, facts.use, facts.parts) == (code, Use.ROOM, "xarita")
    for wrong, why in (
        ({"item_type": "stone"}, ItemCode.TYPE_UNKNOWN),
        ({"use": "moon"}, ItemCode.USE_UNKNOWN),
    ):
        with pytest.raises(LibraryError) as no, transaction(session):
            services.add_item(session, WORK, record_id=book, department="lending", **wrong)
        assert no.value.code is why


def test_what_no_copy_can_be_is_refused(session: Session, copy: int) -> None:
    assert refused(session, copy, item_type="stone") == ItemCode.TYPE_UNKNOWN
    assert refused(session, copy, use="moon") == ItemCode.USE_UNKNOWN
    assert refused(session, copy, parts="x" * 201) == "value_too_long"
    assert refused(session, 10**12) == ItemCode.UNKNOWN
    assert trail(session) == []


def test_a_type_that_the_library_has_given_up_stays_with_its_copies(session: Session, copy: int) -> None:
    with transaction(session):
        session.execute(update(Item).where(Item.id == copy).values(item_type="old_type"))
    change(session, copy, item_type="old_type", parts="CD")
    assert item_facts(session, copy).item_type == "old_type"


@pytest.mark.parametrize("state", sorted(services.RESTING, key=lambda each: each.value))
def test_a_copy_that_rests_changes_its_state_by_hand(session: Session, copy: int, state: ItemState) -> None:
    change(session, copy, state=state)
    assert item_facts(session, copy).state is state


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (ItemState.ON_LOAN, ItemState.AVAILABLE),
        (ItemState.HELD, ItemState.AVAILABLE),
        (ItemState.AVAILABLE, ItemState.ON_LOAN),
        (ItemState.AVAILABLE, ItemState.HELD),
        (ItemState.LOST, ItemState.AVAILABLE),
    ],
)
def test_other_states_have_acts_of_their_own(
    session: Session, copy: int, was: ItemState, becomes: ItemState
) -> None:
    with transaction(session):
        session.execute(update(Item).where(Item.id == copy).values(state=was))
    assert refused(session, copy, state=becomes) == ItemCode.STATE_FIXED
    assert item_facts(session, copy).state is was


@pytest.mark.parametrize("state", [ItemState.HELD, ItemState.IN_TRANSIT])
def test_a_copy_promised_to_somebody_is_not_written_off(
    session: Session, copy: int, state: ItemState
) -> None:
    aim = "foreign" if state is ItemState.IN_TRANSIT else ""
    with transaction(session):
        session.execute(update(Item).where(Item.id == copy).values(state=state, transit_to=aim))
    with pytest.raises(LibraryError) as no, transaction(session):
        services.withdraw(session, WORK, item_id=copy, act="7", day=WORK.day)
    assert no.value.code in {ItemCode.HELD, ItemCode.IN_TRANSIT}


def test_the_way_of_a_copy_ends_with_its_state(session: Session, copy: int) -> None:
    with transaction(session):
        assert services.set_state(
            session,
            copy,
            was=ItemState.AVAILABLE,
            becomes=ItemState.IN_TRANSIT,
            now=NOON,
            transit_to="foreign",
        )
    assert item_facts(session, copy).transit_to == "foreign"
    with transaction(session):
        was = {ItemState.IN_TRANSIT, ItemState.AVAILABLE}
        assert services.set_state(session, copy, was=was, becomes=ItemState.ON_LOAN, now=NOON)
    assert item_facts(session, copy).transit_to == ""


def test_the_page_changes_a_copy_and_shows_it(cataloguer: FlaskClient, session: Session, copy: int) -> None:
    code = item_types(session)[0].code
    page = cataloguer.get(f"/items/{copy}/edit").text
    assert 'value="eski"' in page
    answer = cataloguer.post(
        f"/items/{copy}/edit",
        data=PLAIN | {"item_type": code, "use": "room", "parts": "CD-ROM", "state": "in_repair"},
    )
    assert answer.status_code == 302
    shown = cataloguer.get(f"/items/{copy}").text
    assert "CD-ROM" in shown
    assert "in the reading room only" in shown
    assert "in repair" in shown
    wrong = cataloguer.post(f"/items/{copy}/edit", data=PLAIN | {"item_type": "stone", "state": "in_repair"})
    assert wrong.status_code == 400
    assert cataloguer.get("/items/999999/edit").status_code == 404


def test_a_copy_on_loan_shows_no_state_to_choose(
    cataloguer: FlaskClient, session: Session, copy: int
) -> None:
    with transaction(session):
        session.execute(update(Item).where(Item.id == copy).values(state=ItemState.ON_LOAN))
    assert 'name="state"' not in cataloguer.get(f"/items/{copy}/edit").text
    assert cataloguer.post(f"/items/{copy}/edit", data=PLAIN | {"note": "yangi"}).status_code == 302
    assert item_facts(session, copy).note == "yangi"
