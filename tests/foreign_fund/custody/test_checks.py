"""Checking the fund with the scanner: what each scan says, what is left, and the act that closes it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.items.models import Item, ItemState
from catalog.items.services import withdraw
from circulation.loans.errors import LoanCode
from circulation.loans.models import Loss, LossState
from circulation.loans.services import declare_lost
from foreign_fund.custody import services
from foreign_fund.custody.errors import CheckingCode, CustodyError, CustodyNotFoundError
from foreign_fund.custody.measures import CHECKS
from foreign_fund.custody.queries.checks import (
    became_of,
    check_row,
    checks,
    copies_of_check,
    outcomes,
    previous_check,
    verdicts,
)
from foreign_fund.custody.rules.checking import Outcome, Verdict
from foreign_fund.custody.services.checking import Answer
from ils.activity.kinds import Kind
from ils.activity.models import Activity
from ils.db import transaction
from ils.registers.models import RegisterEntry
from tests.conftest import NOON
from tests.foreign_fund.shelf import Shelf, at

TODAY = NOON.date()


def begin(session: Session, **said: object) -> int:
    asked = {"title": "Yillik tekshirish", "reason": "reja boʻyicha", "commission": "A. Rais\nB. Aʼzo"} | said
    with transaction(session):
        return services.begin_check(session, at(), **asked).id  # type: ignore[arg-type]


def scan(session: Session, check_id: int, code: str, shelf: str = "") -> Answer:
    with transaction(session):
        return services.scan(session, at(hours=1), check_id=check_id, code=code, shelf=shelf)


def became(session: Session, check_id: int) -> dict[str, str]:
    found = copies_of_check(session, check_row(session, check_id))
    return {copy.code: copy.outcome.value for copy in found}


@pytest.fixture
def fund(session: Session, shelf: Shelf) -> Shelf:
    """Four copies of the fund and one of the lending department in a language that is not of the fund."""
    for number in range(1, 5):
        shelf.copy(f"X-{number}", "ger")
    shelf.copy("L-1", "uzb", department="lending")
    return shelf


def test_a_check_of_the_fund(session: Session, fund: Shelf) -> None:
    check_id = begin(session)
    assert scan(session, check_id, "X-1", "1-javon").verdict is Verdict.FOUND
    again = scan(session, check_id, "X-1", "2-javon")
    assert (again.verdict, again.first_on) == (Verdict.TWICE, "1-javon")
    assert scan(session, check_id, "L-1").verdict is Verdict.STRANGER
    assert scan(session, check_id, "NO-SUCH").verdict is Verdict.UNKNOWN
    assert became(session, check_id) == {"X-1": "found", "X-2": "missing", "X-3": "missing", "X-4": "missing"}
    assert verdicts(session, check_id)[Verdict.TWICE] == 1


def test_a_scanned_shelf_changes_the_shelf_and_finds_what_stands_wrong(session: Session, fund: Shelf) -> None:
    with transaction(session):
        services.save_shelf(
            session, at(), code="j-ing", name="Ingliz tili", department="foreign", begins="Ingl"
        )
        session.get_one(
            Item, session.scalars(select(Item.id).where(Item.inventory_number == "X-1")).one()
        ).call_number = "Ingl 811"
    check_id = begin(session)
    answer = scan(session, check_id, "J-ING")
    assert (answer.shelf, answer.verdict) == ("Ingliz tili", None)
    assert scan(session, check_id, "X-1", answer.shelf).verdict is Verdict.FOUND
    assert scan(session, check_id, "X-2", "ingliz tili").verdict is Verdict.MISPLACED
    assert became(session, check_id)["X-2"] == "misplaced"


def test_what_the_desk_has_in_hand_meanwhile_counts_as_seen(session: Session, fund: Shelf) -> None:
    fund.lend("X-1")
    check_id = begin(session)
    assert became(session, check_id)["X-1"] == "on_loan"
    fund.take_back("X-1", now=NOON + timedelta(hours=2))
    assert became(session, check_id)["X-1"] == "seen_at_desk"
    fund.lend("X-2", now=NOON + timedelta(hours=2))
    assert became(session, check_id)["X-2"] == "seen_at_desk"


def test_a_lent_copy_on_the_shelf_is_told(session: Session, fund: Shelf) -> None:
    fund.lend("X-1")
    check_id = begin(session)
    assert scan(session, check_id, "X-1").verdict is Verdict.ON_LOAN
    assert became(session, check_id)["X-1"] == "found"


def test_a_withdrawn_copy_on_the_shelf_is_surplus(session: Session, fund: Shelf) -> None:
    with transaction(session):
        item = session.scalars(select(Item.id).where(Item.inventory_number == "X-4")).one()
        withdraw(session, at(), item_id=item, act="№ 1", day=TODAY)
    check_id = begin(session)
    assert scan(session, check_id, "X-4").verdict is Verdict.WITHDRAWN
    assert "X-4" not in became(session, check_id)


def test_a_scan_taken_back_did_not_happen(session: Session, fund: Shelf) -> None:
    check_id = begin(session)
    first = scan(session, check_id, "X-1")
    assert first.scan_id
    with transaction(session):
        services.undo_scan(session, at(), check_id=check_id, scan_id=first.scan_id)
    assert became(session, check_id)["X-1"] == "missing"
    assert scan(session, check_id, "X-1").verdict is Verdict.FOUND
    with pytest.raises(CustodyNotFoundError) as refused, transaction(session):
        services.undo_scan(session, at(), check_id=check_id, scan_id=first.scan_id)
    assert refused.value.code is CheckingCode.SCAN_UNKNOWN


def test_a_copy_scanned_twice_is_found_though_the_first_scan_is_taken_back(
    session: Session, fund: Shelf
) -> None:
    check_id = begin(session)
    first = scan(session, check_id, "X-1", "1-javon")
    assert scan(session, check_id, "X-1", "2-javon").verdict is Verdict.TWICE
    assert first.scan_id
    with transaction(session):
        services.undo_scan(session, at(), check_id=check_id, scan_id=first.scan_id)
    row = check_row(session, check_id)
    copies = {copy.code: copy for copy in copies_of_check(session, row)}
    assert (copies["X-1"].outcome, copies["X-1"].shelf) == (Outcome.FOUND, "2-javon")
    assert became_of(session, row) == outcomes(tuple(copies.values()))
    assert scan(session, check_id, "X-1").verdict is Verdict.TWICE


def close(session: Session, check_id: int) -> None:
    with transaction(session):
        services.close_check(
            session, at(hours=3), check_id=check_id, day=TODAY, minutes="", conclusions="", place="Xorijiy fond"
        )  # fmt: skip


def test_what_turned_up_after_the_act_is_not_marked_missing(session: Session, fund: Shelf) -> None:
    check_id = begin(session)
    close(session, check_id)
    fund.lend("X-1", now=NOON + timedelta(hours=4))
    fund.take_back("X-1", now=NOON + timedelta(hours=5))  # free again, and surely not missing
    another = begin(session)
    with transaction(session):
        services.scan(session, at(hours=5), check_id=another, code="X-2", shelf="")
    row = check_row(session, check_id)
    assert became_of(session, row) == {Outcome.MISSING: 4}
    left = services.markable(session, row, copies_of_check(session, row))
    assert {copy.code for copy in left} == {"X-3", "X-4"}
    with transaction(session):
        assert services.mark_missing(session, at(hours=6), check_id=check_id) == 2


def test_a_check_of_one_custodian_expects_their_copies(session: Session, fund: Shelf) -> None:
    with transaction(session):
        person = services.add_custodian(
            session, at(), name="Aziza", post="", department="foreign", since=TODAY
        )
        head = {"giver_id": None, "to_department": None, "grounds": "Buyruq", "commission": "A", "note": ""}
        act_id = services.begin_act(session, at(), day=TODAY, taker_id=person.id, **head)  # type: ignore[typeddict-item]
        services.put_codes(session, at(), act_id=act_id, codes=["X-2"])
        services.approve(session, at(), act_id=act_id)
        custodian = person.id
    assert set(became(session, begin(session, custodian_id=custodian))) == {"X-2"}
    with pytest.raises(CustodyError) as refused:
        begin(session, language="fre")
    assert refused.value.code is CheckingCode.NOTHING_EXPECTED


def test_the_act_of_a_check_counts_once_and_freezes_what_was_found(session: Session, fund: Shelf) -> None:
    check_id = begin(session)
    scan(session, check_id, "X-1")
    with transaction(session):
        number = services.close_check(
            session, at(hours=3), check_id=check_id, day=TODAY, minutes="3", conclusions="Fond saqlanmoqda.",
            place="Xorijiy fond",
        )  # fmt: skip
    assert number == 1
    entry = session.scalars(select(RegisterEntry)).one()
    assert (entry.register, entry.number, entry.place, entry.people) == (
        "stocktakes", "Xorijiy fond 1/2026", "Xorijiy fond", "A. Rais, B. Aʼzo",
    )  # fmt: skip
    acts = session.scalars(select(Activity).where(Activity.kind == str(Kind.STOCKTAKE_CLOSE))).all()
    assert [act.amount for act in acts] == [1]
    fund.lend("X-2", now=NOON + timedelta(hours=4))
    assert became(session, check_id) == {"X-1": "found", "X-2": "missing", "X-3": "missing", "X-4": "missing"}
    assert [problem for check in CHECKS for problem in check(session)] == []
    with pytest.raises(CustodyError) as refused:
        scan(session, check_id, "X-3")
    assert refused.value.code is CheckingCode.NOT_OPEN
    with transaction(session):
        assert services.mark_missing(session, at(hours=5), check_id=check_id) == 2
    session.expire_all()
    states = dict(session.execute(select(Item.inventory_number, Item.state)).all())
    assert (states["X-2"], states["X-3"], states["X-4"]) == (
        ItemState.ON_LOAN,
        ItemState.MISSING,
        ItemState.MISSING,
    )
    with pytest.raises(CustodyError) as refused, transaction(session):
        services.mark_missing(session, at(hours=5), check_id=check_id)
    assert refused.value.code is CheckingCode.NOTHING_MISSING


def test_the_next_act_names_the_one_before(session: Session, fund: Shelf) -> None:
    for _each in range(2):
        check_id = begin(session)
        with transaction(session):
            services.close_check(
                session, at(hours=3), check_id=check_id, day=TODAY, minutes="", conclusions="", place="Xorijiy fond"
            )  # fmt: skip
    last, first = checks(session)
    assert (first.name, last.name) == ("1/2026", "2/2026")
    before = previous_check(session, last)
    assert before is not None
    assert before.id == first.id
    assert sum(outcomes(copies_of_check(session, last)).values()) == 4


def test_a_check_given_up_counts_nowhere(session: Session, fund: Shelf) -> None:
    check_id = begin(session)
    with transaction(session):
        services.cancel_check(session, at(), check_id=check_id)
    assert checks(session) == ()
    assert session.scalars(select(RegisterEntry)).all() == []


def test_shelves_have_each_their_own_code(session: Session) -> None:
    with transaction(session):
        shelf = services.save_shelf(session, at(), code="j-1", name="Bir", department="foreign", begins="a,b")
        assert (shelf.code, shelf.begins) == ("J-1", "a, b")
        made = shelf.id
    with pytest.raises(CustodyError) as refused, transaction(session):
        services.save_shelf(session, at(), code="J-1", name="Ikki", department="foreign", begins="")
    assert refused.value.code is CheckingCode.SHELF_TAKEN
    with transaction(session):
        services.remove_shelf(session, at(), shelf_id=made)
    with pytest.raises(CustodyNotFoundError), transaction(session):
        services.remove_shelf(session, at(), shelf_id=made)
    assert Outcome.MISSING.value == "missing"


def state(session: Session, code: str) -> ItemState:
    session.rollback()
    return session.scalars(select(Item.state).where(Item.inventory_number == code)).one()


def marked_missing(session: Session, code: str) -> None:
    with transaction(session):
        row = session.scalars(select(Item).where(Item.inventory_number == code)).one()
        row.state, row.state_since = ItemState.MISSING, NOON - timedelta(days=30)


def undo(session: Session, check_id: int, scan_id: int | None) -> None:
    with transaction(session):
        services.undo_scan(session, at(hours=2), check_id=check_id, scan_id=scan_id or 0)


def test_a_missing_copy_that_is_scanned_is_found(session: Session, fund: Shelf) -> None:
    marked_missing(session, "X-1")
    check_id = begin(session)
    said = scan(session, check_id, "X-1", "1-javon")
    assert said.verdict is Verdict.FOUND
    assert [each.code for each in said.found] == [LoanCode.FOUND_AGAIN]
    assert state(session, "X-1") is ItemState.AVAILABLE
    assert became(session, check_id)["X-1"] == "found"
    assert scan(session, check_id, "X-1").found == ()
    assert scan(session, check_id, "X-2").found == ()


def test_a_missing_copy_is_found_wherever_it_stands_and_whatever_is_checked(
    session: Session, fund: Shelf
) -> None:
    marked_missing(session, "L-1")
    check_id = begin(session)
    said = scan(session, check_id, "L-1")
    assert said.verdict is Verdict.STRANGER
    assert said.found
    assert state(session, "L-1") is ItemState.AVAILABLE


def test_a_mistaken_scan_leaves_the_copy_as_missing_as_it_was(session: Session, fund: Shelf) -> None:
    marked_missing(session, "X-1")
    check_id = begin(session)
    undo(session, check_id, scan(session, check_id, "X-1").scan_id)
    assert state(session, "X-1") is ItemState.MISSING
    first, second = (scan(session, check_id, "X-1").scan_id for _time in range(2))
    undo(session, check_id, first)
    assert state(session, "X-1") is ItemState.AVAILABLE, "the second scan saw it too"
    undo(session, check_id, second)
    assert state(session, "X-1") is ItemState.MISSING


def test_a_copy_that_a_reader_had_lost_is_found_with_its_loss(session: Session, fund: Shelf) -> None:
    loan = fund.lend("X-1")
    with transaction(session):
        declare_lost(session, at(), loan_id=loan)
    check_id = begin(session)
    said = scan(session, check_id, "X-1")
    assert said.verdict is Verdict.FOUND
    assert LoanCode.FOUND_AGAIN in {each.code for each in said.found}
    assert state(session, "X-1") is ItemState.AVAILABLE
    assert session.scalars(select(Loss.state)).one() is LossState.FOUND
    undo(session, check_id, said.scan_id)
    assert state(session, "X-1") is ItemState.LOST
    assert session.scalars(select(Loss.state)).one() is LossState.OPEN


def test_a_copy_found_by_a_check_is_not_marked_missing_by_another(session: Session, fund: Shelf) -> None:
    first = begin(session)
    scan(session, first, "X-1")
    with transaction(session):
        services.close_check(
            session, at(hours=2), check_id=first, day=TODAY, minutes="", conclusions="", place="Fond"
        )
        assert services.mark_missing(session, at(hours=3), check_id=first) == 3
    second = begin(session, title="Yana")
    with transaction(session):
        assert services.scan(session, at(hours=4), check_id=second, code="X-2", shelf="").found
    with pytest.raises(CustodyError) as nothing, transaction(session):
        services.mark_missing(session, at(hours=5), check_id=first)
    assert nothing.value.code is CheckingCode.NOTHING_MISSING
    assert state(session, "X-2") is ItemState.AVAILABLE
