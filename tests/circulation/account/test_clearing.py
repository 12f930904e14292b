"""Clearance sheets: only for whoever owes nothing, numbered without gaps, withdrawn, never deleted (practice.md §3)."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import event, select, update
from sqlalchemy.orm import Session

from circulation.account.errors import ClearCode, ClearError
from circulation.account.measures import sheets_have_no_gap
from circulation.account.models import Clearance
from circulation.account.queries.clearing import standing_of
from circulation.account.queries.sheets import (
    ClearanceFacts,
    Sheets,
    clearances_of,
    list_sheets,
    valid_sheets,
    years_of_sheets,
)
from circulation.account.services.clearing import MOST, Cleared, clear, clear_all, withdraw
from circulation.charges.models import ChargeKind, Method
from circulation.charges.services import charge, pay
from circulation.holds.queries import holds_of
from circulation.patrons.errors import PatronCode, PatronError
from circulation.patrons.models import Patron
from circulation.patrons.services import change_patron
from ils.accounts.models import AuditEntry
from ils.db import transaction
from ils.errors import InputError, LibraryError
from ils.web.session import db
from tests.circulation.loans.desk import Desk
from tests.conftest import NOON

DESKS = 4
TODAY = date(2026, 4, 15)


@pytest.fixture
def desk(session: Session) -> Desk:
    return Desk(session, NOON)


def give(desk: Desk, patron_id: int, reason: str = "Bitiruv", *, leaves: bool = False) -> ClearanceFacts:
    with transaction(desk.session) as session:
        return clear(session, desk.work, patron_id=patron_id, reason=reason, leaves=leaves)


def give_all(desk: Desk, ids: list[int], *, leaves: bool = False) -> Cleared:
    with transaction(desk.session) as session:
        return clear_all(session, desk.work, patron_ids=ids, reason="Semestr yakuni", leaves=leaves)


def take_back(desk: Desk, sheet_id: int, reason: str = "Adashib berilgan") -> ClearanceFacts:
    with transaction(desk.session) as session:
        return withdraw(session, desk.work, clearance_id=sheet_id, reason=reason)


def owe(desk: Desk, patron_id: int, amount: int = 5000) -> int:
    with transaction(desk.session) as session:
        return charge(session, desk.work, patron_id=patron_id, kind=ChargeKind.DAMAGE, amount=amount)


def refused(act: Callable[[], object]) -> LibraryError:
    with pytest.raises(LibraryError) as caught:
        act()
    return caught.value


def member_until(desk: Desk, patron_id: int) -> date | None:
    desk.session.rollback()
    return desk.session.scalars(select(Patron.member_until).where(Patron.id == patron_id)).one()


def test_a_reader_who_owes_nothing_gets_the_next_number_of_the_year(desk: Desk) -> None:
    anvar, nodira = desk.reader().id, desk.reader("R-2", given_name="Nodira", study_group="XF-1").id
    first, second = give(desk, anvar), give(desk, nodira)
    assert [first.label, second.label] == ["1/2026", "2/2026"]
    assert (second.day, second.reason, second.leaves, second.department) == (
        TODAY,
        "Bitiruv",
        False,
        "lending",
    )
    assert (second.patron, second.card_number, second.study_group) == (
        "Karimov Nodira Botir oʻgʻli",
        "R-2",
        "XF-1",
    )
    assert second.other_name == "Каримов Нодира Ботир ўғли"
    assert member_until(desk, nodira) is None
    desk.later(days=300)
    assert give(desk, anvar).label == "1/2027"
    desk.session.rollback()
    assert years_of_sheets(desk.session) == (2027, 2026)
    assert [each.label for each in clearances_of(desk.session, anvar)] == ["1/2027", "1/2026"]
    assert list_sheets(desk.session, Sheets(2026), limit=1, offset=1).rows == (second,)
    assert list_sheets(desk.session, Sheets(2026, 2, 9)).total == 1
    assert list(sheets_have_no_gap(desk.session)) == []


def test_loans_losses_and_debts_refuse_with_their_facts(desk: Desk) -> None:
    reader = desk.reader().id
    for number in (1, 2):
        desk.copy(f"INV-{number}", title=f"Kitob {number}", price=20_000)
    first = desk.lend(code="INV-1").loan_id
    desk.lend(code="INV-2")
    desk.lose(first)
    owe(desk, reader)
    problem = refused(lambda: give(desk, reader))
    assert problem.code is ClearCode.OWES
    assert problem.facts == {"loans": 1, "losses": 1, "amount": 5000}
    desk.session.rollback()
    standing = standing_of(desk.session, [reader])[reader]
    assert [(each.title, each.code, each.lost, each.price) for each in standing.copies] == [
        ("Kitob 2", "INV-2", False, 20_000),
        ("Kitob 1", "INV-1", True, 20_000),
    ]
    assert (standing.loans, standing.losses, standing.price, standing.owed) == (1, 1, 40_000, 5000)
    assert [each.open for each in standing.debts] == [5000]
    assert desk.session.scalars(select(Clearance.id)).all() == []


@pytest.mark.parametrize("what", ["loan", "loss", "debt"])
def test_each_of_them_alone_refuses(desk: Desk, what: str) -> None:
    reader = desk.reader().id
    desk.copy()
    if what == "debt":
        owe(desk, reader)
    else:
        loan_id = desk.lend().loan_id
        if what == "loss":
            desk.lose(loan_id)
    assert refused(lambda: give(desk, reader)).code is ClearCode.OWES


def test_what_is_settled_and_what_the_library_owes_refuse_nobody(desk: Desk) -> None:
    reader = desk.reader().id
    desk.copy()
    desk.lend()
    owe(desk, reader)
    desk.give_back()
    with transaction(desk.session) as session:
        pay(session, desk.work, patron_id=reader, amount=5000, method=Method.CASH)
    assert give(desk, reader).number == 1


def test_one_sheet_a_day_holds(desk: Desk) -> None:
    reader = desk.reader().id
    sheet = give(desk, reader)
    problem = refused(lambda: give(desk, reader))
    assert (problem.code, problem.facts) == (ClearCode.GIVEN, {"number": "1/2026"})
    take_back(desk, sheet.id)
    assert give(desk, reader).number == 2
    desk.later(days=1)
    assert give(desk, reader).number == 3
    desk.session.rollback()
    assert valid_sheets(desk.session, [reader])[reader].number == 3


def test_many_readers_at_once_and_what_stands_with_the_others(desk: Desk) -> None:
    ids = [desk.reader(f"R-{number}").id for number in range(4)]
    desk.copy()
    desk.lend("R-1")
    give(desk, ids[2])
    done = give_all(desk, [ids[3], *ids, ids[3]])
    assert [each.patron_id for each in done.sheets] == [ids[3], ids[0]]
    assert [each.number for each in done.sheets] == [2, 3]
    assert [(each.patron_id, each.loans) for each in done.standing] == [(ids[1], 1)]
    assert [each.number for each in done.before] == [1]
    assert give_all(desk, [ids[1]]).sheets == ()


def test_nobody_too_many_unknown_and_erased_readers_are_refused(desk: Desk) -> None:
    anvar = desk.reader().id
    assert refused(lambda: give_all(desk, [])).code is ClearCode.NOBODY
    many = refused(lambda: give_all(desk, list(range(1, MOST + 2))))
    assert (many.code, many.facts) == (ClearCode.TOO_MANY, {"count": MOST + 1, "most": MOST})
    assert isinstance(refused(lambda: give_all(desk, [anvar, 99])), PatronError)
    assert isinstance(refused(lambda: give(desk, anvar, "  ")), InputError)
    with transaction(desk.session) as session:
        session.execute(update(Patron).values(erased_at=NOON))
    assert refused(lambda: give(desk, anvar)).code is PatronCode.ERASED


def test_whoever_leaves_is_a_member_to_that_day_and_waits_for_nothing(desk: Desk) -> None:
    anvar, bobur = desk.reader().id, desk.reader("R-2").id
    desk.copy()
    desk.copy("INV-2", title="Focus 5")
    desk.lend("R-2")
    desk.hold(anvar)
    desk.give_back()  # set aside for Anvar
    desk.hold(bobur)  # who stands behind him
    assert give(desk, anvar, leaves=True).leaves
    assert member_until(desk, anvar) == TODAY
    assert holds_of(desk.session, anvar) == ()
    assert [each.state.value for each in holds_of(desk.session, bobur)] == ["ready"]
    assert desk.problems() == []
    entry = desk.session.scalars(select(AuditEntry).where(AuditEntry.action == "clearance_given")).one()
    assert entry.details == {
        "number": 1, "year": 2026, "patron": anvar, "reason": "Bitiruv", "member_until": "2026-04-15",
        "was_until": None,
    }  # fmt: skip


def test_whoever_stays_goes_on_waiting(desk: Desk) -> None:
    anvar = desk.reader().id
    desk.reader("R-2")
    desk.copy()
    desk.lend("R-2")
    desk.hold(anvar)
    give(desk, anvar)
    desk.session.rollback()
    assert len(holds_of(desk.session, anvar)) == 1
    assert standing_of(desk.session, [anvar])[anvar].holds == 1


@pytest.mark.parametrize("was", [None, date(2027, 6, 30)])
def test_a_withdrawn_sheet_stays_and_gives_the_membership_back(desk: Desk, was: date | None) -> None:
    anvar = desk.reader(member_until=was).id
    sheet = give(desk, anvar, leaves=True)
    gone = take_back(desk, sheet.id)
    assert (gone.number, gone.withdraw_reason, gone.withdrawn_at) == (1, "Adashib berilgan", NOON)
    assert member_until(desk, anvar) == was
    problem = refused(lambda: take_back(desk, sheet.id))
    assert (problem.code, problem.facts) == (ClearCode.WITHDRAWN, {"number": "1/2026"})
    assert refused(lambda: take_back(desk, 99)).code is ClearCode.UNKNOWN
    desk.session.rollback()
    assert valid_sheets(desk.session, [anvar]) == {}
    assert list(sheets_have_no_gap(desk.session)) == []


def test_a_membership_that_ended_before_or_was_changed_since_is_left_alone(desk: Desk) -> None:
    earlier = TODAY - timedelta(days=9)
    anvar = desk.reader(member_until=earlier).id
    sheet = give(desk, anvar, leaves=True)
    assert member_until(desk, anvar) == earlier
    take_back(desk, sheet.id)
    assert member_until(desk, anvar) == earlier
    later = date(2026, 12, 31)
    sheet = give(desk, anvar, leaves=True)
    with transaction(desk.session) as session:
        change_patron(session, desk.work, patron_id=anvar, member_until=later)
    take_back(desk, sheet.id)
    assert member_until(desk, anvar) == later


def test_a_gap_is_told(desk: Desk) -> None:
    sheet = give(desk, desk.reader().id)
    with transaction(desk.session) as session:
        session.execute(update(Clearance).where(Clearance.id == sheet.id).values(number=3))
    found = [(each.code, each.facts) for each in sheets_have_no_gap(desk.session)]
    assert found == [("clearance_gap", {"year": 2026, "sheets": 1, "last": 3})]


@pytest.fixture
def statements(session: Session) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    engine = session.get_bind().engine
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def test_what_stands_is_asked_in_as_many_questions_for_one_as_for_many(
    desk: Desk, statements: list[str]
) -> None:
    ids = [desk.reader(f"R-{number}").id for number in range(6)]
    for number in range(3):
        desk.copy(f"INV-{number}", title=f"Kitob {number}")
        desk.lend(f"R-{number}", f"INV-{number}")
        owe(desk, ids[number])

    def cost(asked: list[int]) -> int:
        desk.session.rollback()
        statements.clear()
        assert set(standing_of(desk.session, asked)) == set(asked)
        return sum(each.startswith("SELECT") for each in statements)

    assert cost(ids) == cost(ids[:1]) == 6


def at_once(app: Flask, *acts: Callable[[Session], object]) -> list[object]:
    """Run every act at a desk of its own, all begun together."""
    ready = Barrier(len(acts))

    def run(act: Callable[[Session], object]) -> object:
        with app.app_context():
            ready.wait()
            try:
                with transaction(db.session()) as session:
                    return act(session)
            except LibraryError as refusal:
                return refusal

    with ThreadPoolExecutor(len(acts)) as desks:
        return list(desks.map(run, acts))


def test_four_desks_never_give_the_same_number(app: Flask, desk: Desk) -> None:
    ids = [desk.reader(f"R-{number}").id for number in range(DESKS)]
    work = dataclasses.replace(desk.work)
    desk.session.rollback()

    def act(patron_id: int) -> Callable[[Session], object]:
        return lambda own: clear(own, work, patron_id=patron_id, reason="Bitiruv").number

    assert sorted(map(int, map(str, at_once(app, *map(act, ids))))) == [1, 2, 3, 4]
    assert list(sheets_have_no_gap(desk.session)) == []


def test_four_desks_give_one_reader_one_sheet(app: Flask, desk: Desk) -> None:
    anvar, work = desk.reader().id, desk.work
    desk.session.rollback()
    answers = at_once(
        app, *[lambda own: clear(own, work, patron_id=anvar, reason="Bitiruv", leaves=True)] * DESKS
    )
    problems = [each for each in answers if isinstance(each, ClearError)]
    assert [each.code for each in problems] == [ClearCode.GIVEN] * (DESKS - 1)
