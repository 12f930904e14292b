"""Cases, walks with the scanner, acts: what is in its place, elsewhere, gone, with a reader; who answers for what."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from catalog.items.queries import find_item
from foreign_fund.exhibitions import queries, services
from foreign_fund.exhibitions.errors import ExhibitionCode
from foreign_fund.exhibitions.measures import CHECKS
from foreign_fund.exhibitions.rules.walking import Result, Walk
from ils.db import transaction
from ils.errors import LibraryError
from tests.foreign_fund.shelf import Shelf, at

LAST_DAY = date(2026, 5, 15)


@pytest.fixture
def german(session: Session, shelf: Shelf) -> int:
    """An exhibition in preparation with two cases, EX1-1 and EX1-2; the copies 1 to 4 are on the shelf."""
    for code in "1234":
        shelf.copy(code)
    days = {"opens_on": date(2026, 4, 16), "closes_on": LAST_DAY}
    with transaction(session):
        made = services.create(session, at(), title="Deutsch", department="foreign", **days).id
        names = ["1-vitrina", "2-vitrina"]
        services.add_cases(session, at(), exhibition_id=made, section="Klassiklar", names=names)
    return made


def cases(session: Session, german: int) -> list[queries.CaseRow]:
    return list(queries.cases_of(session, german))


def put(session: Session, german: int, code: str, case: int | None = None, work: object = None) -> int:
    case_id = cases(session, german)[case].id if case is not None else None
    with transaction(session):
        return services.add_copy(session, at(), exhibition_id=german, code=code, case_id=case_id).entry_id


def start(session: Session, german: int, walk: Walk, days: int = 0) -> int:
    with transaction(session):
        return services.start_walk(session, at(days), exhibition_id=german, walk=walk).id


def scan(session: Session, german: int, walk: int, *codes: str) -> services.Seen:
    for code in codes:
        with transaction(session):
            said = services.walk_scan(session, at(), exhibition_id=german, round_id=walk, code=code)
    return said


def finish(session: Session, german: int, walk: int) -> bool:
    with transaction(session):
        return services.finish_walk(session, at(), exhibition_id=german, round_id=walk)


def open_it(session: Session, german: int) -> None:
    with transaction(session):
        services.open_exhibition(session, at(), exhibition_id=german)


def close_it(session: Session, german: int, days: int = 20) -> None:
    with transaction(session):
        services.close_exhibition(session, at(days), exhibition_id=german)


def found(session: Session, german: int, walk: int) -> dict[str, Result]:
    view = queries.walk_view(session, exhibition_id=german, round_id=walk)
    return {line.copy.code: line.result for line in view.lines}


@pytest.fixture(autouse=True)
def proof(session: Session):  # type: ignore[no-untyped-def]
    """After every test the desk is told the truth and the acts balance."""
    yield
    session.rollback()
    assert [problem for check in CHECKS for problem in check(session)] == []


def test_a_copy_scanned_at_a_case_stands_there_and_the_desk_says_so(session: Session, german: int) -> None:
    put(session, german, "1", case=1)
    open_it(session, german)
    facts = find_item(session, "1")
    assert facts is not None
    assert facts.placement is not None
    assert facts.placement.section == "Klassiklar · 2-vitrina"
    assert [row.copies for row in cases(session, german)] == [0, 1]


def test_the_code_of_a_case_is_read_on_any_keyboard_layout(session: Session, german: int) -> None:
    for scanned in ("EX1-2", " ex1-2 ", "УЧ1-2", "уч1ғ2".replace("ғ", "-")):
        case = services.find_case(session, exhibition_id=german, scanned=scanned)
        assert case is not None, scanned
        assert case.name == "2-vitrina"
    assert services.find_case(session, exhibition_id=german, scanned="INV-1") is None


def test_the_evening_check_says_missing_misplaced_and_does_not_miss_what_is_lent(
    session: Session, shelf: Shelf, german: int
) -> None:
    put(session, german, "1", case=0)
    put(session, german, "2", case=0)
    put(session, german, "3", case=1)
    put(session, german, "4", case=1)
    open_it(session, german)
    shelf.lend("4")
    walk = start(session, german, Walk.EVENING)
    with pytest.raises(LibraryError) as refused:
        scan(session, german, walk, "1")
    assert refused.value.code == ExhibitionCode.CASE_FIRST
    assert scan(session, german, walk, "EX1-1", "1").result is Result.RIGHT
    wrong = scan(session, german, walk, "EX1-2", "2")
    assert (wrong.result, wrong.belongs) == (Result.MISPLACED, "Klassiklar · 1-vitrina")
    now = {"1": Result.RIGHT, "2": Result.MISPLACED, "3": Result.MISSING, "4": Result.ON_LOAN}
    assert found(session, german, walk) == now
    assert finish(session, german, walk)
    assert found(session, german, walk) == now
    row = queries.walks_of(session, german)[0]
    assert dict(row.counts) == {
        Result.RIGHT: 1, Result.MISPLACED: 1, Result.MISSING: 1, Result.ON_LOAN: 1,
    }  # fmt: skip


def test_a_copy_put_right_is_right_and_one_the_desk_has_lent_is_told(
    session: Session, shelf: Shelf, german: int
) -> None:
    put(session, german, "1", case=0)
    open_it(session, german)
    walk = start(session, german, Walk.EVENING)
    scan(session, german, walk, "EX1-2", "1")
    again = scan(session, german, walk, "EX1-1", "1")
    assert (again.result, again.again) == (Result.RIGHT, True)
    shelf.lend("1")
    assert scan(session, german, walk, "1").lent


def test_a_finished_check_keeps_what_it_found_whatever_comes_after(
    session: Session, shelf: Shelf, german: int
) -> None:
    put(session, german, "1", case=0)
    entry = put(session, german, "2", case=0)
    open_it(session, german)
    walk = start(session, german, Walk.EVENING)
    scan(session, german, walk, "EX1-1", "1")
    finish(session, german, walk)
    with transaction(session):
        services.remove_copy(session, at(1), exhibition_id=german, entry_id=entry)
    assert found(session, german, walk) == {"1": Result.RIGHT, "2": Result.MISSING}
    with pytest.raises(LibraryError) as refused:
        scan(session, german, walk, "1")
    assert refused.value.code == ExhibitionCode.WALK_OVER


def test_mounting_puts_copies_chosen_before_into_the_case_they_are_scanned_at(
    session: Session, german: int
) -> None:
    put(session, german, "1")
    put(session, german, "2", case=0)
    walk = start(session, german, Walk.MOUNTING)
    assert scan(session, german, walk, "EX1-2", "1").result is Result.RIGHT
    assert scan(session, german, walk, "2").result is Result.MISPLACED
    copies = {copy.code: copy.section for copy in queries.copies_on(session, german)}
    assert copies == {"1": "Klassiklar · 2-vitrina", "2": "Klassiklar · 1-vitrina"}


def test_what_is_not_on_the_list_is_refused_and_an_empty_check_was_none(
    session: Session, german: int
) -> None:
    put(session, german, "1", case=0)
    open_it(session, german)
    walk = start(session, german, Walk.EVENING)
    assert start(session, german, Walk.EVENING) == walk
    for code, said in (("3", ExhibitionCode.NOT_ON_LIST), ("77", ExhibitionCode.COPY_UNKNOWN_NEAR)):
        with pytest.raises(LibraryError) as refused:
            scan(session, german, walk, "EX1-1", code)
        assert refused.value.code in {said, ExhibitionCode.COPY_UNKNOWN}
    with pytest.raises(LibraryError) as other:
        start(session, german, Walk.MOUNTING)
    assert other.value.code == ExhibitionCode.WALK_GOING
    assert not finish(session, german, walk)
    assert queries.walks_of(session, german) == ()


@pytest.mark.parametrize(
    ("state", "walk", "may"),
    [
        ("preparing", Walk.MOUNTING, True), ("preparing", Walk.EVENING, False), ("preparing", Walk.RETURN, False),
        ("open", Walk.MOUNTING, True), ("open", Walk.EVENING, True), ("open", Walk.RETURN, False),
        ("closed", Walk.MOUNTING, False), ("closed", Walk.EVENING, False), ("closed", Walk.RETURN, True),
    ],
)  # fmt: skip
def test_each_walk_has_its_time(session: Session, german: int, state: str, walk: Walk, may: bool) -> None:
    put(session, german, "1")
    if state != "preparing":
        open_it(session, german)
    if state == "closed":
        close_it(session, german)
    if may:
        assert start(session, german, walk)
        return
    with pytest.raises(LibraryError) as refused:
        start(session, german, walk)
    assert refused.value.code == ExhibitionCode.WALK_WRONG_STATE


def test_the_close_ends_a_check_that_is_going(session: Session, german: int) -> None:
    put(session, german, "1", case=0)
    put(session, german, "2", case=0)
    open_it(session, german)
    walk = start(session, german, Walk.EVENING)
    scan(session, german, walk, "EX1-1", "1")
    close_it(session, german)
    row = queries.walks_of(session, german)[0]
    assert (row.id, row.finished_at is not None, row.counts[Result.MISSING]) == (walk, True, 1)


def issue(session: Session, german: int, days: int = 0) -> str:
    with transaction(session):
        names = {"handed_by": "Karimova D.", "received_by": "Saidova N."}
        row = services.write_issue(session, at(days), exhibition_id=german, **names)
    return f"{row.number}/{row.year}"


def give_back(session: Session, german: int, days: int = 20) -> int:
    with transaction(session):
        names = {"handed_by": "Saidova N.", "received_by": "Karimova D."}
        row = services.write_return(session, at(days), exhibition_id=german, **names)
    return row.id


def test_issue_and_return_by_acts_with_a_copy_late_from_its_reader(
    session: Session, shelf: Shelf, german: int
) -> None:
    for code in ("1", "2", "3"):
        put(session, german, code, case=0)
    assert issue(session, german) == "1/2026"
    with pytest.raises(LibraryError) as refused:
        issue(session, german)
    assert refused.value.code == ExhibitionCode.NOTHING_TO_ISSUE
    put(session, german, "4", case=1)
    assert issue(session, german) == "2/2026"
    open_it(session, german)
    shelf.lend("3")
    with pytest.raises(LibraryError) as refused:
        give_back(session, german, 1)
    assert refused.value.code == ExhibitionCode.NOTHING_TO_RETURN
    close_it(session, german)
    walk = start(session, german, Walk.RETURN, 20)
    scan(session, german, walk, "1", "2")
    finish(session, german, walk)
    assert found(session, german, walk) == {
        "1": Result.RIGHT, "2": Result.RIGHT, "3": Result.ON_LOAN, "4": Result.MISSING,
    }  # fmt: skip
    paper = queries.paper_row(session, exhibition_id=german, paper_id=give_back(session, german))
    assert (paper.kind, paper.name, paper.copies) == ("return", "1/2026", 2)
    assert len(queries.issued(session, german)) == 2
    shelf.take_back("3")
    late = start(session, german, Walk.RETURN, 21)
    scan(session, german, late, "3", "4")
    finish(session, german, late)
    give_back(session, german, 21)
    assert queries.issued(session, german) == ()


def test_a_copy_taken_down_goes_back_by_an_act_and_may_be_issued_again(session: Session, german: int) -> None:
    entry = put(session, german, "1")
    put(session, german, "2")
    issue(session, german)
    open_it(session, german)
    with transaction(session):
        services.remove_copy(session, at(1), exhibition_id=german, entry_id=entry)
    give_back(session, german, 1)
    put(session, german, "1")
    assert issue(session, german, 2) == "2/2026"


def test_an_exhibition_closed_by_mistake_goes_on_and_nothing_counts_again(
    session: Session, german: int
) -> None:
    put(session, german, "1")
    open_it(session, german)
    close_it(session, german, 3)
    with transaction(session):
        services.reopen_exhibition(session, at(3), exhibition_id=german)
    facts = find_item(session, "1")
    assert facts is not None
    assert facts.placement is not None
    row = queries.exhibition_row(session, german)
    assert (row.state.value, row.closed_on, row.opened_on) == ("open", None, at().day)


def test_what_went_back_by_an_act_is_history(session: Session, german: int) -> None:
    put(session, german, "1")
    issue(session, german)
    open_it(session, german)
    close_it(session, german, 3)
    walk = start(session, german, Walk.RETURN, 3)
    scan(session, german, walk, "1")
    finish(session, german, walk)
    give_back(session, german, 3)
    with pytest.raises(LibraryError) as refused, transaction(session):
        services.reopen_exhibition(session, at(3), exhibition_id=german)
    assert refused.value.code == ExhibitionCode.WENT_BACK


def test_after_the_last_day_it_is_not_opened_again(session: Session, german: int) -> None:
    put(session, german, "1")
    open_it(session, german)
    close_it(session, german, 40)
    with pytest.raises(LibraryError) as refused, transaction(session):
        services.reopen_exhibition(session, at(40), exhibition_id=german)
    assert refused.value.code == ExhibitionCode.ALREADY_OVER


@pytest.mark.parametrize(("access", "lendable"), [("lend", True), ("room", False), ("look", False)])
def test_the_desk_is_told_of_each_copy_whether_it_may_leave(
    session: Session, german: int, access: str, lendable: bool
) -> None:
    entry = put(session, german, "1", case=0)
    put(session, german, "2", case=0)
    open_it(session, german)
    case_id = cases(session, german)[1].id
    with transaction(session):
        services.arrange(
            session, at(), exhibition_id=german, entry_id=entry, case_id=case_id, access=access,
            annotation="Birinchi nashr",
        )  # fmt: skip
    told = [find_item(session, code) for code in ("1", "2")]
    seen = [(each.placement.lendable, each.placement.section) for each in told if each and each.placement]
    assert seen == [(lendable, "Klassiklar · 2-vitrina"), (True, "Klassiklar · 1-vitrina")]


def test_a_case_renamed_is_told_to_the_desk_and_one_in_use_stays(session: Session, german: int) -> None:
    put(session, german, "1", case=0)
    open_it(session, german)
    first, second = cases(session, german)
    with transaction(session):
        services.rename_case(session, at(), exhibition_id=german, case_id=first.id, section="Zal", name="A")
        services.remove_case(session, at(), exhibition_id=german, case_id=second.id)
    facts = find_item(session, "1")
    assert facts is not None
    assert facts.placement is not None
    assert facts.placement.section == "Zal · A"
    with pytest.raises(LibraryError) as refused, transaction(session):
        services.remove_case(session, at(), exhibition_id=german, case_id=first.id)
    assert refused.value.code == ExhibitionCode.CASE_IN_USE
    with pytest.raises(LibraryError) as twin, transaction(session):
        services.add_cases(session, at(), exhibition_id=german, section="Zal", names=["A"])
    assert twin.value.code == ExhibitionCode.CASE_THERE


def test_a_case_of_another_exhibition_is_refused(session: Session, german: int) -> None:
    days = {"opens_on": date(2026, 4, 16), "closes_on": LAST_DAY}
    with transaction(session):
        other = services.create(session, at(), title="Exupéry", department="foreign", **days).id
    with pytest.raises(LibraryError) as refused:
        services.find_case(session, exhibition_id=other, scanned="EX1-1")
    assert refused.value.code == ExhibitionCode.CASE_ELSEWHERE
    case_id = cases(session, german)[0].id
    with pytest.raises(LibraryError) as unknown, transaction(session):
        services.add_copy(session, at(), exhibition_id=other, code="1", case_id=case_id)
    assert unknown.value.code == ExhibitionCode.CASE_UNKNOWN
