"""Lines 23, 25, 25.2, 32, 35 and 36 of the work plan, as orders feed them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from catalog.orders import services
from catalog.orders.errors import OrderError, OrderInputError
from catalog.orders.models import ScanOrder
from catalog.orders.rules import Form, Recipient, RequestFacts
from ils import clock
from ils.db import transaction
from ils.library.calendar import set_special_days
from tests.catalog.orders.room import Room
from tests.conftest import NOON

TODAY = NOON.date()
EVE = date(2025, 12, 31)
MIDNIGHT = [(23 + 59 / 60, 2025), (24 + 1 / 60, 2026)]
PARTS = {"local": "23.1", "foreign": "23.2", "library": "23.3"}
LINES = ("23", "23.1", "23.2", "23.3", "25", "25.2", "32", "35", "36")


def figures(room: Room, year: int = 2026) -> dict[str, int]:
    """The lines of this subject that are not nothing."""
    return room.facts(LINES, year)


def closed(room: Room, first: date, last: date) -> None:
    with transaction(room.session) as session:
        set_special_days(session, first=first, last=last, is_open=False, reason="Bayram")


@pytest.mark.line("32", "once")
def test_line_32_a_page_is_one_and_an_image_of_two_pages_two(room: Room) -> None:
    order = room.order()
    room.scan(order, 10)
    assert figures(room) == {"32": 10}
    room.scan(order, 10, spread=True)
    assert figures(room) == {"32": 30}
    assert room.problems() == []


@pytest.mark.line("32", "repeated")
def test_line_32_a_scan_made_again_counts_nothing(room: Room) -> None:
    order = room.order()
    room.scan(order, 10)
    again = room.scan(order, 10, again=True)
    assert figures(room) == {"32": 10}
    room.back(again)
    assert figures(room) == {"32": 10}
    assert room.rows(order) == [(10, False), (10, True), (-10, True)]
    assert room.problems() == []


@pytest.mark.line("32", "undone corrected")
def test_line_32_typed_wrong_is_taken_back_once_and_typed_anew(room: Room) -> None:
    order = room.order(day=TODAY - timedelta(days=5))
    wrong = room.scan(order, 100, day=TODAY - timedelta(days=3))
    room.back(wrong)
    assert figures(room) == {}
    with pytest.raises(OrderError, match="order_pages_corrected"):
        room.back(wrong)
    room.scan(order, 10, day=TODAY - timedelta(days=3))
    assert figures(room) == {"32": 10}
    assert room.rows(order) == [(100, False), (-100, False), (10, False)]
    assert room.problems() == []


@pytest.mark.line("32 35", "once repeated undone corrected")
def test_line_32_and_35_a_page_belongs_to_one_of_them_and_moves_with_its_reason(room: Room) -> None:
    order = room.order()
    room.scan(order, 10, spread=True)
    room.back(room.scan(order, 7))
    room.scan(order, 3, again=True)
    assert figures(room) == {"32": 20}
    room.change(order, "plan")
    assert figures(room) == {"35": 20}
    room.change(order, "rare")
    assert figures(room) == {}
    room.change(order, "order")
    assert figures(room) == {"32": 20}
    assert room.problems() == []


@pytest.mark.line("35", "once")
def test_line_35_pages_of_the_plan_stay_when_the_order_is_cancelled_or_opened_again(room: Room) -> None:
    order = room.order("plan", requester="")
    room.scan(order, 10)
    room.do(services.cancel_order, order_id=order, reason="Kitob topilmadi")
    with pytest.raises(OrderError, match="order_scan_not_open"):
        room.scan(order, 5)
    assert figures(room) == {"35": 10}
    room.do(services.reopen_order, order_id=order)
    room.scan(order, 5)
    room.do(services.finish_order, order_id=order)
    assert figures(room) == {"35": 15}
    assert room.problems() == []


@pytest.mark.line("32 35", "midnight closed")
@pytest.mark.parametrize(("reason", "line"), [("order", "32"), ("plan", "35")])
@pytest.mark.parametrize(("hour", "year"), MIDNIGHT)
def test_line_32_and_35_at_midnight_of_31_december_on_a_closed_day(
    room: Room, reason: str, line: str, hour: float, year: int
) -> None:
    closed(room, EVE, date(2026, 1, 1))
    room.now = clock.at_hour(EVE, 9)
    order = room.order(reason)
    room.now = clock.at_hour(EVE, hour)
    room.scan(order, 4, spread=True)
    assert {each: figures(room, each) for each in (2025, 2026)} == {2025: {}, 2026: {}} | {year: {line: 8}}
    assert room.problems() == []


def test_line_32_pages_of_december_typed_and_taken_back_in_january_count_in_december(room: Room) -> None:
    room.now = clock.at_hour(EVE, 9)
    order = room.order()
    room.now = clock.at_hour(date(2026, 1, 5), 9)
    pages = room.scan(order, 6, day=EVE)
    assert (room.fact("32", 2025), room.fact("32")) == (6, 0)
    room.back(pages)
    assert (room.fact("32", 2025), room.fact("32")) == (0, 0)
    for day, code in ((date(2026, 1, 6), "order_day_ahead"), (date(2025, 12, 30), "order_day_before_order")):
        with pytest.raises(OrderInputError, match=code):
            room.scan(order, 6, day=day)
    assert room.problems() == []


def rare(room: Room, name: str = "matn", title: str = "Devon") -> tuple[int, int]:
    """A rare work with its pages scanned; return the order and the object."""
    book = room.book(title)
    order = room.order("rare", record_id=book, title="", requester="")
    room.scan(order, 50, spread=True)
    return order, room.text(book, name)


@pytest.mark.line("25 25.2", "once repeated")
def test_line_25_2_a_rare_work_counts_once_when_it_is_finished_with_its_object(room: Room) -> None:
    order, text = rare(room)
    assert figures(room) == {}
    with pytest.raises(OrderInputError, match="order_object_needed"):
        room.do(services.finish_order, order_id=order)
    room.do(services.finish_order, order_id=order, object_id=text)
    assert figures(room) == {"25": 1, "25.2": 1}
    with pytest.raises(OrderError, match="order_scan_not_open"):
        room.do(services.finish_order, order_id=order, object_id=text)
    other, second = rare(room, "b", "Toshbosma")
    room.do(services.finish_order, order_id=other, object_id=second)
    assert figures(room) == {"25": 1, "25.2": 2}
    assert room.problems() == []


@pytest.mark.line("25 25.2", "undone")
def test_line_25_2_opened_again_counts_no_more_and_finished_again_once_more(room: Room) -> None:
    order, text = rare(room)
    room.do(services.finish_order, order_id=order, object_id=text)
    room.do(services.reopen_order, order_id=order)
    assert figures(room) == {}
    room.do(services.finish_order, order_id=order, object_id=text)
    assert figures(room) == {"25": 1, "25.2": 1}
    assert room.problems() == []


@pytest.mark.line("25.2", "repeated")
def test_line_25_2_an_object_comes_of_one_order_only(room: Room) -> None:
    order, text = rare(room)
    room.do(services.finish_order, order_id=order, object_id=text)
    record = room.session.get_one(ScanOrder, order).record_id
    again = room.order("rare", record_id=record, title="", requester="")
    room.scan(again, 1)
    with pytest.raises(OrderError, match="order_object_taken"):
        room.do(services.finish_order, order_id=again, object_id=text)
    assert figures(room) == {"25": 1, "25.2": 1}
    assert room.problems() == []


@pytest.mark.line("25 25.2", "corrected")
def test_line_25_2_a_reason_changed_after_the_end_takes_the_work_along(room: Room) -> None:
    order, text = rare(room)
    room.do(services.finish_order, order_id=order, object_id=text)
    record = room.session.get_one(ScanOrder, order).record_id
    room.change(order, "plan", record_id=record)
    assert figures(room) == {"35": 100}
    room.change(order, "rare", record_id=record)
    assert figures(room) == {"25": 1, "25.2": 1}
    assert room.problems() == []


@pytest.mark.line("25 25.2", "midnight closed")
@pytest.mark.parametrize(("hour", "year"), MIDNIGHT)
def test_line_25_2_at_midnight_of_31_december_on_a_closed_day(room: Room, hour: float, year: int) -> None:
    closed(room, EVE, date(2026, 1, 1))
    room.now = clock.at_hour(EVE, 9)
    order, text = rare(room)
    room.now = clock.at_hour(EVE, hour)
    room.do(services.finish_order, order_id=order, object_id=text)
    for each in (2025, 2026):
        assert figures(room, each) == ({"25": 1, "25.2": 1} if each == year else {})
    assert room.problems() == []


def test_line_25_2_finished_in_december_and_written_down_in_january(room: Room) -> None:
    room.now = clock.at_hour(EVE, 9)
    order, text = rare(room)
    room.now = clock.at_hour(date(2026, 1, 5), 9)
    room.do(services.finish_order, order_id=order, object_id=text, at=clock.at_hour(EVE, 12))
    assert (room.fact("25.2", 2025), room.fact("25.2")) == (1, 0)
    assert room.problems() == []


@pytest.mark.line("23 23.1", "once")
def test_line_23_a_request_of_three_documents_counts_three_when_they_are_delivered(room: Room) -> None:
    _request, papers = room.request("local", "A", "B", "C")
    assert figures(room) == {}
    for paper in papers:
        room.deliver(paper)
    assert figures(room) == {"23": 3, "23.1": 3}
    assert room.problems() == []


@pytest.mark.line("23 23.1 23.2 23.3", "once")
@pytest.mark.parametrize(("kind", "part"), PARTS.items())
@pytest.mark.parametrize("form", list(Form))
def test_line_23_and_its_parts_by_who_asked_however_it_was_sent(
    room: Room, kind: str, part: str, form: Form
) -> None:
    _request, (paper,) = room.request(kind)
    room.deliver(paper, form)
    assert figures(room) == {"23": 1, part: 1}
    assert room.problems() == []


@pytest.mark.line("23 23.1 23.2 23.3", "repeated undone")
@pytest.mark.parametrize(("kind", "part"), PARTS.items())
def test_line_23_delivered_once_taken_back_and_delivered_again(room: Room, kind: str, part: str) -> None:
    _request, (paper,) = room.request(kind)
    room.deliver(paper)
    with pytest.raises(OrderError, match="order_document_delivered"):
        room.deliver(paper)
    room.undeliver(paper)
    assert figures(room) == {}
    with pytest.raises(OrderError, match="order_document_not_delivered"):
        room.undeliver(paper)
    room.deliver(paper, Form.POST)
    assert figures(room) == {"23": 1, part: 1}
    assert room.problems() == []


@pytest.mark.line("23 23.1 23.2 23.3", "corrected")
def test_line_23_another_kind_of_reader_moves_what_was_delivered(room: Room) -> None:
    request, papers = room.request("local", "A", "B")
    room.deliver(papers[0])
    for kind, country in (("foreign", "KZ"), ("local", ""), ("library", "")):
        facts = RequestFacts(Recipient(kind), "Doʻstlik AKM", "foreign", TODAY, country=country)
        room.do(services.change_request, request_id=request, facts=facts)
        assert figures(room) == {"23": 1, PARTS[kind]: 1}
    room.deliver(papers[1])
    assert figures(room) == {"23": 2, "23.3": 2}
    assert room.problems() == []


def test_line_23_refused_counts_nothing_and_keeps_what_was_delivered(room: Room) -> None:
    request, papers = room.request("local", "A", "B")
    room.deliver(papers[0])
    room.do(services.refuse_request, request_id=request, reason="Mualliflik huquqi")
    with pytest.raises(OrderError, match="order_request_refused"):
        room.deliver(papers[1])
    assert figures(room) == {"23": 1, "23.1": 1}
    room.undeliver(papers[0])
    assert figures(room) == {}
    assert room.problems() == []


@pytest.mark.line("23 23.1 23.2 23.3", "midnight closed")
@pytest.mark.parametrize(("hour", "year"), MIDNIGHT)
def test_line_23_at_midnight_of_31_december_on_a_closed_day(room: Room, hour: float, year: int) -> None:
    closed(room, EVE, date(2026, 1, 1))
    room.now = clock.at_hour(EVE, 9)
    papers = [room.request(kind)[1][0] for kind in PARTS]
    room.now = clock.at_hour(EVE, hour)
    for paper in papers:
        room.deliver(paper)
    for each in (2025, 2026):
        assert figures(room, each) == ({"23": 3} | dict.fromkeys(PARTS.values(), 1) if each == year else {})
    room.now = clock.at_hour(date(2026, 2, 1), 9)
    for paper in papers:
        room.undeliver(paper)
    assert (figures(room, 2025), figures(room)) == ({}, {})
    assert room.problems() == []


@pytest.mark.line("36", "once repeated")
def test_line_36_a_resource_on_a_board_counts_once_while_it_hangs_there(room: Room) -> None:
    code = room.code()
    with pytest.raises(OrderError, match="order_code_there"):
        room.code(board="  Mehmonxona ")
    room.code(board="Bekat")
    room.code("https://akm.uz/k/2")
    assert figures(room) == {"36": 3}
    room.do(services.take_down, code_id=code)
    room.code()
    assert figures(room) == {"36": 4}
    with pytest.raises(OrderError, match="order_code_there"):
        room.do(services.hang_again, code_id=code)
    assert room.problems() == []


@pytest.mark.line("36", "undone corrected")
def test_line_36_entered_by_mistake_is_taken_back_once(room: Room) -> None:
    code = room.code()
    room.withdraw(code)
    assert figures(room) == {}
    with pytest.raises(OrderError, match="order_code_taken_back"):
        room.withdraw(code)
    room.code()
    assert figures(room) == {"36": 1}
    assert room.problems() == []


def test_line_36_a_record_needs_a_full_text_that_everybody_may_open(room: Room) -> None:
    book = room.book()
    with pytest.raises(OrderError, match="order_no_full_text"):
        room.code(record_id=book)
    room.text(book)
    room.code(record_id=book)
    with pytest.raises(OrderError, match="order_code_there"):
        room.code("https://akm.uz/boshqa", record_id=book)
    assert figures(room) == {"36": 1}
    assert room.problems() == []


@pytest.mark.line("36", "midnight closed")
@pytest.mark.parametrize(("hour", "year"), MIDNIGHT)
def test_line_36_at_midnight_of_31_december_on_a_closed_day(room: Room, hour: float, year: int) -> None:
    closed(room, EVE, date(2026, 1, 1))
    room.now = clock.at_hour(EVE, hour)
    code = room.code()
    for each in (2025, 2026):
        assert figures(room, each) == ({"36": 1} if each == year else {})
    room.now = clock.at_hour(date(2026, 3, 1), 9)
    room.do(services.take_down, code_id=code)
    assert figures(room, year) == {"36": 1}
    room.withdraw(code)
    assert (figures(room, 2025), figures(room)) == ({}, {})
    assert room.problems() == []


def test_line_36_put_up_in_december_and_written_down_in_january(room: Room) -> None:
    room.now = clock.at_hour(date(2026, 1, 5), 9)
    room.code(placed_on=EVE)
    assert (room.fact("36", 2025), room.fact("36")) == (1, 0)
    assert room.problems() == []
