"""Putting copies on an exhibition, opening, taking down, closing: what the desk sees and what counts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.items.errors import ItemCode
from catalog.items.models import ItemState
from catalog.items.queries import find_item
from catalog.items.services import set_state, withdraw
from circulation.loans.errors import LoanCode
from circulation.loans.services import assess_loan
from foreign_fund.exhibitions import services
from foreign_fund.exhibitions.errors import ExhibitionCode
from foreign_fund.exhibitions.measures import CHECKS
from foreign_fund.exhibitions.models import Exhibition, ExhibitionItem, ExhibitionState
from foreign_fund.exhibitions.queries import PLACED, exhibition_row, loans_during, shown_copy
from ils.accounts.models import AuditEntry
from ils.activity.kinds import Kind
from ils.activity.measures import net_amount
from ils.activity.models import Activity
from ils.db import transaction
from ils.errors import LibraryError
from tests.conftest import NOON
from tests.foreign_fund.shelf import Shelf, at

LAST_DAY = date(2026, 5, 15)


def exhibition(session: Session, title: str = "Deutsche Bücher", **facts: object) -> int:
    passport = {"title": title, "department": "foreign", "opens_on": date(2026, 4, 16), "closes_on": LAST_DAY}
    with transaction(session):
        return services.create(session, at(), **(passport | facts)).id  # type: ignore[arg-type]


def scan(
    session: Session, exhibition_id: int, code: str, *, days: int = 0, section: str = ""
) -> services.Added:
    with transaction(session):
        return services.add_copy(session, at(days), exhibition_id=exhibition_id, code=code, section=section)


def open_it(session: Session, exhibition_id: int, *, days: int = 0) -> None:
    with transaction(session):
        services.open_exhibition(session, at(days), exhibition_id=exhibition_id)


def refusal(session: Session, exhibition_id: int, code: str) -> LibraryError:
    before = rows(session)
    with pytest.raises(LibraryError) as refused:
        scan(session, exhibition_id, code)
    assert rows(session) == before
    return refused.value


def rows(session: Session) -> tuple[int, ...]:
    return tuple(
        session.scalars(select(func.count()).select_from(table)).one()
        for table in (ExhibitionItem, Activity, AuditEntry)
    )


def counted(session: Session) -> int:
    return net_amount(session, Kind.EXHIBITION_ITEM)


@pytest.fixture(autouse=True)
def proof(session: Session):  # type: ignore[no-untyped-def]
    """After every test the tables agree with the log and with what the desk is told."""
    yield
    session.rollback()
    assert [problem for check in CHECKS for problem in check(session)] == []


@pytest.fixture
def german(session: Session, shelf: Shelf) -> int:
    """An exhibition in preparation; the copies 1, 2 and 3 are on the shelf."""
    for code in ("1", "2", "3"):
        shelf.copy(code)
    return exhibition(session)


def test_a_scan_counts_at_once_with_what_the_copy_is(session: Session, german: int) -> None:
    added = scan(session, german, "1", section="Klassiker")
    act = session.scalars(select(Activity).where(Activity.kind == Kind.EXHIBITION_ITEM)).one()
    assert (added.counted, counted(session)) == (True, 1)
    assert (act.subject_type, act.subject_id) == ("exhibition_item", added.entry_id)
    assert (act.item_language, act.item_fund, act.department) == ("ger", "foreign", "foreign")


def test_the_desk_sees_nothing_before_the_opening(session: Session, german: int) -> None:
    scan(session, german, "1")
    facts = find_item(session, "1")
    assert facts is not None
    assert facts.placement is None


def test_from_the_opening_on_the_desk_sees_where_the_copy_hangs(session: Session, german: int) -> None:
    scan(session, german, "1", section="Klassiker")
    open_it(session, german)
    scan(session, german, "2", section="Lehrbücher")
    seen = [find_item(session, code) for code in ("1", "2", "3")]
    told = [
        (each.placement.label, each.placement.section) if each and each.placement else None for each in seen
    ]
    assert told == [("Deutsche Bücher", "Klassiker"), ("Deutsche Bücher", "Lehrbücher"), None]
    assert seen[0] is not None
    assert seen[0].placement is not None
    place = seen[0].placement
    assert (place.kind, place.ref_id, place.lendable, place.since, place.until) == (
        PLACED, german, True, NOON.date(), LAST_DAY,
    )  # fmt: skip
    assert net_amount(session, Kind.EXHIBITION_OPEN) == 1


@pytest.mark.parametrize(("lendable", "outcome"), [(True, "ask"), (False, "blocked")])
def test_the_desk_asks_or_refuses_to_lend_what_hangs(
    session: Session, shelf: Shelf, lendable: bool, outcome: str
) -> None:
    shelf.copy("1")
    shelf.copy("9")
    shelf.lend("9")
    german = exhibition(session, lendable=lendable)
    scan(session, german, "1")
    open_it(session, german)
    assessment = assess_loan(session, at(), card="R-1", code="1")
    assert assessment.outcome.value == outcome
    assert assessment.has(LoanCode.ON_EXHIBITION)


def test_unknown_numbers_are_refused_and_near_ones_offered(
    session: Session, shelf: Shelf, german: int
) -> None:
    shelf.copy("INV-1005")
    near = refusal(session, german, "INV-1004")
    assert (near.code, near.facts["nearest"]) == (ExhibitionCode.COPY_UNKNOWN_NEAR, ["INV-1005"])
    assert refusal(session, german, "nothing like it").code == ExhibitionCode.COPY_UNKNOWN
    assert refusal(session, german, "9" * 10_000).code == ExhibitionCode.COPY_UNKNOWN
    assert refusal(session, german, "<b>'; DROP TABLE item; --").code == ExhibitionCode.COPY_UNKNOWN
    assert refusal(session, german, "   ").code == ExhibitionCode.NOTHING_SCANNED


def test_a_withdrawn_copy_is_refused_with_its_act(session: Session, shelf: Shelf, german: int) -> None:
    gone = shelf.copy("8")
    with transaction(session):
        withdraw(session, at(), item_id=gone.id, act="7/2026", day=NOON.date())
    problem = refusal(session, german, "8")
    assert (problem.code, problem.facts["act"]) == (ExhibitionCode.COPY_WITHDRAWN, "7/2026")


@pytest.mark.parametrize("state", [ItemState.HELD, ItemState.IN_TRANSIT])
def test_a_copy_promised_to_a_reader_or_on_its_way_is_refused(
    session: Session, shelf: Shelf, german: int, state: ItemState
) -> None:
    promised = shelf.copy("8")
    aim = "foreign" if state is ItemState.IN_TRANSIT else ""
    with transaction(session):
        set_state(session, promised.id, was=ItemState.AVAILABLE, becomes=state, now=NOON, transit_to=aim)
    assert refusal(session, german, "8").code in {ItemCode.HELD, ItemCode.IN_TRANSIT}


def test_a_copy_on_loan_is_refused_with_its_due_date(session: Session, shelf: Shelf, german: int) -> None:
    shelf.lend("1")
    problem = refusal(session, german, "1")
    assert problem.code == ExhibitionCode.COPY_ON_LOAN
    assert isinstance(problem.facts["due"], date)


def test_the_same_copy_twice_is_refused(session: Session, german: int) -> None:
    scan(session, german, "1")
    assert refusal(session, german, "1").code == ExhibitionCode.ALREADY_HERE
    open_it(session, german)
    assert refusal(session, german, "1").code == ExhibitionCode.ALREADY_HERE


def test_a_copy_on_another_open_exhibition_is_refused_with_its_title(session: Session, german: int) -> None:
    scan(session, german, "1")
    open_it(session, german)
    problem = refusal(session, exhibition(session, "Exupéry"), "1")
    assert problem.code == ExhibitionCode.ON_ANOTHER
    assert problem.facts["exhibition"] == "Deutsche Bücher"


def test_the_same_copy_on_two_exhibitions_counts_twice(session: Session, german: int) -> None:
    scan(session, german, "1")
    scan(session, exhibition(session, "Exupéry"), "1")
    assert counted(session) == 2


def test_taken_down_from_an_open_exhibition_it_stays_counted_and_counts_once(
    session: Session, german: int
) -> None:
    entry = scan(session, german, "1").entry_id
    scan(session, german, "2")
    open_it(session, german)
    with transaction(session):
        assert services.remove_copy(session, at(3), exhibition_id=german, entry_id=entry)
    facts = find_item(session, "1")
    assert facts is not None
    assert facts.placement is None
    again = scan(session, german, "1", days=4)
    assert (again.entry_id, again.counted, counted(session)) == (entry, False, 2)
    row = exhibition_row(session, german)
    assert (row.copies, row.counted) == (2, 2)


def test_taken_off_before_the_opening_it_was_never_shown(session: Session, german: int) -> None:
    entry = scan(session, german, "1").entry_id
    with transaction(session):
        assert not services.remove_copy(session, at(5), exhibition_id=german, entry_id=entry)
    assert counted(session) == 0
    twin = session.scalars(select(Activity).where(Activity.undo_of.is_not(None))).one()
    assert (twin.amount, twin.day, twin.at) == (-1, NOON.date(), NOON + timedelta(days=5))
    assert scan(session, german, "1", days=6).counted
    assert counted(session) == 1


def test_a_mistaken_scan_is_taken_back_on_its_day(session: Session, german: int) -> None:
    scan(session, german, "1")
    open_it(session, german)
    entry = scan(session, german, "2").entry_id
    with transaction(session):
        services.undo_copy(session, at(hours=2), exhibition_id=german, entry_id=entry)
    assert counted(session) == 1
    assert scan(session, german, "2", days=1).counted
    with transaction(session):
        services.undo_copy(session, at(1), exhibition_id=german, entry_id=entry)
    assert counted(session) == 1


def test_a_scan_of_yesterday_cannot_be_undone(session: Session, german: int) -> None:
    entry = scan(session, german, "1").entry_id
    with pytest.raises(LibraryError) as refused, transaction(session):
        services.undo_copy(session, at(1), exhibition_id=german, entry_id=entry)
    assert refused.value.code == ExhibitionCode.UNDO_TOO_LATE
    assert counted(session) == 1


def test_a_copy_lent_since_its_scan_hangs_there_too_once_it_is_back(
    session: Session, shelf: Shelf, german: int
) -> None:
    scan(session, german, "1")
    shelf.lend("1")
    open_it(session, german)
    facts = find_item(session, "1")
    assert facts is not None
    assert facts.placement is not None


def test_copies_that_cannot_hang_hinder_the_opening_all_at_once(
    session: Session, shelf: Shelf, german: int
) -> None:
    other = exhibition(session, "Exupéry")
    for code in ("1", "2", "3"):
        scan(session, german, code)
    scan(session, other, "1")
    open_it(session, other)
    gone = find_item(session, "2")
    assert gone is not None
    with transaction(session):
        withdraw(session, at(), item_id=gone.id, act="7/2026", day=NOON.date())
    with pytest.raises(LibraryError) as refused:
        open_it(session, german)
    assert refused.value.code == ExhibitionCode.COPIES_HINDER
    assert refused.value.facts["copies"] == ["1", "2"]
    assert exhibition_row(session, german).state is ExhibitionState.PREPARING


def test_closing_takes_everything_down_and_ends_it(session: Session, german: int) -> None:
    scan(session, german, "1")
    open_it(session, german)
    with transaction(session):
        services.close_exhibition(session, at(20), exhibition_id=german)
    facts = find_item(session, "1")
    assert facts is not None
    assert facts.placement is None
    row = exhibition_row(session, german)
    assert (row.state, row.copies, row.counted) == (ExhibitionState.CLOSED, 1, 1)
    for act in (services.open_exhibition, services.close_exhibition):
        with pytest.raises(LibraryError) as refused, transaction(session):
            act(session, at(21), exhibition_id=german)
        assert refused.value.code == ExhibitionCode.NOT_IN_THIS_STATE
    assert refusal(session, german, "2").code == ExhibitionCode.NOT_IN_THIS_STATE


def test_loans_from_the_exhibition_are_those_lent_while_it_hung(
    session: Session, shelf: Shelf, german: int
) -> None:
    shelf.lend("1", now=NOON)
    shelf.take_back("1", now=NOON + timedelta(hours=1))
    scan(session, german, "1", section="Klassiker", days=1)
    open_it(session, german, days=1)
    loan = shelf.lend("1", now=NOON + timedelta(days=2))
    found = loans_during(session, german)
    assert ([row.id for row in found.rows], found.total) == ([loan], 1)
    assert (found.rows[0].section, exhibition_row(session, german).loans) == ("Klassiker", 1)


def test_the_desk_learns_of_a_changed_passport(session: Session, german: int) -> None:
    scan(session, german, "1")
    open_it(session, german)
    with transaction(session):
        services.change(
            session, at(), exhibition_id=german, title="Deutsch", department="foreign",
            opens_on=date(2026, 4, 16), closes_on=date(2026, 6, 1), lendable=False,
        )  # fmt: skip
    facts = find_item(session, "1")
    assert facts is not None
    assert facts.placement is not None
    told = (facts.placement.label, facts.placement.until, facts.placement.lendable)
    assert told == ("Deutsch", date(2026, 6, 1), False)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"title": " "}, "empty_value"),
        ({"title": "x" * 201}, "value_too_long"),
        ({"note": "a\x00b"}, "control_characters"),
        ({"department": "moon"}, "department_unknown"),
        ({"closes_on": date(2026, 4, 1)}, "exhibition_dates_reversed"),
    ],
)
def test_a_passport_that_cannot_be(session: Session, facts: dict[str, object], code: str) -> None:
    with pytest.raises(LibraryError) as refused:
        exhibition(session, **facts)  # type: ignore[arg-type]
    assert refused.value.code == code
    assert session.scalars(select(func.count()).select_from(Exhibition)).one() == 0


def test_an_unknown_exhibition_or_copy_is_not_found(session: Session, german: int) -> None:
    assert refusal(session, 999, "1").code == ExhibitionCode.UNKNOWN
    entry = scan(session, german, "1").entry_id
    other = exhibition(session, "Exupéry")
    for chosen in ({"exhibition_id": other, "entry_id": entry}, {"exhibition_id": german, "entry_id": 999}):
        with pytest.raises(LibraryError) as refused, transaction(session):
            services.remove_copy(session, at(), **chosen)
        assert refused.value.code == ExhibitionCode.COPY_NOT_HERE
    with pytest.raises(LibraryError):
        shown_copy(session, exhibition_id=other, entry_id=entry)
