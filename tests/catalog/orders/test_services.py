"""Acts on orders, requests and codes that the lines of the plan do not tell of: refusals, merging, proofs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from catalog.digital.services.following import FOLLOWER
from catalog.items.services.merging import merge_records, undo_merge
from catalog.orders import measures, queries, services
from catalog.orders.errors import OrderError, OrderInputError, OrderNotFoundError
from catalog.orders.models import QrPlacement, RemoteDocument, ScanOrder, ScanWork
from catalog.orders.queries import WantedCodes, WantedRequests, WantedScans
from catalog.orders.rules import Recipient, RequestFacts, Wish
from catalog.orders.services.following import FOLLOWERS
from catalog.records.models import Record
from ils.db import transaction
from ils.errors import LibraryError
from tests.catalog.orders.room import Room
from tests.conftest import NOON

TODAY = NOON.date()


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"requester": " "}, "order_requester_missing"),
        ({"pages": 0}, "order_pages_invalid"),
        ({"due_on": TODAY - timedelta(days=1)}, "order_due_before_order"),
        ({"due_on": date(9999, 1, 1)}, "order_due_before_order"),
        ({"day": TODAY + timedelta(days=1)}, "order_day_ahead"),
        ({"day": date(1999, 12, 31)}, "order_day_odd"),
        ({"title": ""}, "empty_value"),
        ({"record_id": 99}, "order_record_unknown"),
        ({"department": "nowhere"}, "department_unknown"),
    ],
)
def test_orders_that_cannot_be_are_refused(room: Room, told: dict[str, Any], code: str) -> None:
    with pytest.raises(LibraryError, match=code):
        room.order(**told)
    assert room.problems() == []


@pytest.mark.parametrize("images", [0, -1, 5001])
def test_a_number_of_images_that_no_scanner_makes_is_refused(room: Room, images: int) -> None:
    order = room.order()
    with pytest.raises(OrderInputError, match="order_images_invalid"):
        room.scan(order, images)


def test_an_order_is_not_moved_behind_its_work(room: Room) -> None:
    order = room.order(day=TODAY - timedelta(days=5))
    room.scan(order, 1, day=TODAY - timedelta(days=3))
    with pytest.raises(OrderInputError, match="order_work_before_order"):
        room.change(order, day=TODAY - timedelta(days=2))
    room.change(order, day=TODAY - timedelta(days=3))
    request, (paper,) = room.request("local", day=TODAY - timedelta(days=5))
    room.deliver(paper, day=TODAY - timedelta(days=3))
    facts = RequestFacts(Recipient.LOCAL, "Dilnoza", "lending", TODAY)
    with pytest.raises(OrderInputError, match="order_work_before_order"):
        room.do(services.change_request, request_id=request, facts=facts)
    assert room.problems() == []


def test_an_order_without_pages_is_not_finished_and_a_finished_one_keeps_some(room: Room) -> None:
    order = room.order()
    with pytest.raises(OrderError, match="order_nothing_scanned"):
        room.do(services.finish_order, order_id=order)
    pages = room.scan(order)
    room.do(services.finish_order, order_id=order)
    with pytest.raises(OrderError, match="order_nothing_scanned"):
        room.back(pages)
    room.do(services.reopen_order, order_id=order)
    room.back(pages)
    with pytest.raises(OrderError, match="order_scan_not_ended"):
        room.do(services.reopen_order, order_id=order)
    assert room.problems() == []


def test_a_file_of_another_record_does_not_come_of_the_order(room: Room) -> None:
    order = room.order(record_id=room.book(), title="")
    room.scan(order)
    other = room.text(room.book("Mehrobdan chayon"))
    with pytest.raises(OrderInputError, match="order_object_foreign"):
        room.do(services.finish_order, order_id=order, object_id=other)


def test_what_is_not_there_is_not_found(room: Room) -> None:
    for number in (0, 99, 2**40):
        for act, name in (
            (services.cancel_order, "order_id"), (services.take_back_pages, "work_id"),
            (services.refuse_request, "request_id"), (services.take_delivery_back, "document_id"),
            (services.withdraw_code, "code_id"),
        ):  # fmt: skip
            told = {name: number} | ({"reason": "x"} if name not in {"work_id", "document_id"} else {})
            with pytest.raises(OrderNotFoundError):
                room.do(act, **told)


@pytest.mark.parametrize(
    ("kind", "country", "code"),
    [
        ("foreign", "", "order_country_missing"),
        ("foreign", "uz", "order_country_invalid"),
        ("local", "12", "order_country_invalid"),
    ],
)
def test_countries(room: Room, kind: str, country: str, code: str) -> None:
    with pytest.raises(OrderInputError, match=code):
        room.request(kind, country=country)


def test_documents_are_added_and_struck_off_until_they_have_counted(room: Room) -> None:
    request, (first,) = room.request("local")
    with pytest.raises(OrderInputError, match="order_documents_missing"):
        room.do(services.drop_document, document_id=first)
    room.deliver(first)
    assert queries.request_row(room.session, request).state == "done"
    second = room.do(services.add_document, request_id=request, wish=Wish("Yana biri"))
    assert queries.request_row(room.session, request).state == "asked"
    room.undeliver(first)
    with pytest.raises(OrderError, match="order_document_counted"):
        room.do(services.drop_document, document_id=first)
    room.deliver(first)
    room.do(services.drop_document, document_id=second)
    assert queries.request_row(room.session, request).state == "done"
    with pytest.raises(OrderError, match="order_request_not_asked"):
        room.do(services.refuse_request, request_id=request, reason="x")
    with pytest.raises(OrderError, match="order_request_not_refused"):
        room.do(services.reopen_request, request_id=request)
    assert room.problems() == []


def test_lists_show_what_is_overdue_and_what_waits_first(room: Room) -> None:
    week = TODAY - timedelta(days=7)
    done = room.order(day=week, title="A")
    room.scan(done)
    room.do(services.finish_order, order_id=done)
    later = room.order(day=week, title="B", due_on=TODAY)
    late = room.order(day=week, title="C", due_on=TODAY - timedelta(days=1))
    page = queries.scans(room.session, WantedScans(), today=TODAY)
    assert [row.id for row in page.rows] == [late, later, done]
    assert (page.total, page.done, queries.count_late(room.session, TODAY)) == (3, 10, 1)
    only = queries.scans(room.session, WantedScans(late=True), today=TODAY)
    assert [row.id for row in only.rows] == [late]
    answered, (paper,) = room.request("local", day=week)
    room.deliver(paper)
    newer, _papers = room.request("local", recipient="Yangi")
    older, _papers = room.request("local", day=week)
    found = queries.requests(room.session, WantedRequests())
    assert [row.id for row in found.rows] == [older, newer, answered]
    assert queries.requests(room.session, WantedRequests(text="Yangi")).total == 1


def test_a_code_taken_down_hangs_again_and_its_days_make_sense(room: Room) -> None:
    code = room.code(placed_on=TODAY - timedelta(days=2))
    with pytest.raises(OrderInputError, match="order_removed_before_placed"):
        room.do(services.take_down, code_id=code, day=TODAY - timedelta(days=3))
    room.do(services.take_down, code_id=code, day=TODAY - timedelta(days=1))
    with pytest.raises(OrderError, match="order_code_removed"):
        room.do(services.take_down, code_id=code)
    room.do(services.hang_again, code_id=code)
    with pytest.raises(OrderError, match="order_code_not_removed"):
        room.do(services.hang_again, code_id=code)
    assert queries.boards(room.session) == {"Mehmonxona": 1}
    assert queries.codes(room.session, WantedCodes(state="up")).total == 1
    assert room.problems() == []


def test_orders_documents_and_codes_follow_merged_records_and_come_back(room: Room) -> None:
    kept, gone = room.book(), room.book("Oʻtgan kunlar")
    room.text(gone)
    order = room.order(record_id=gone, title="")
    room.scan(order)
    _request, _papers = room.request("local")
    room.do(services.add_document, request_id=_request, wish=Wish(record_id=gone))
    room.code(record_id=gone)
    places = [
        select(func.count()).where(table.record_id == gone)
        for table in (ScanOrder, RemoteDocument, QrPlacement)
    ]
    with transaction(room.session) as session:
        followers = (FOLLOWER, *FOLLOWERS)
        assert [each.count(session, gone) for each in FOLLOWERS] == [1, 1, 1]
        merge = merge_records(session, room.work, kept=kept, gone=gone, followers=followers)
    assert [room.session.scalar(each) for each in places] == [0, 0, 0]
    assert room.session.get_one(Record, gone).merged_into == kept
    with pytest.raises(OrderError, match="order_record_merged"):
        room.order(record_id=gone)
    with transaction(room.session) as session:
        undo_merge(session, room.work, merge_id=merge, followers=followers)
    assert [room.session.scalar(each) for each in places] == [1, 1, 1]
    assert room.problems() == []


def test_the_proofs_find_what_was_changed_behind_the_log(room: Room) -> None:
    order = room.order()
    pages = room.scan(order)
    room.back(pages)
    counted = room.scan(order, 4)
    _request, (paper,) = room.request("local")
    room.deliver(paper)
    code = room.code()
    yesterday = TODAY - timedelta(days=1)
    changes = (
        (measures.pages_are_logged, update(ScanWork).where(ScanWork.id == counted).values(pages=5)),
        (measures.twins_are_equal, update(ScanWork).where(ScanWork.corrects_id == pages).values(pages=-9)),
        (measures.deliveries_are_logged, update(RemoteDocument).values(delivered_on=yesterday)),
        (
            measures.codes_are_logged,
            update(QrPlacement).where(QrPlacement.id == code).values(placed_on=yesterday),
        ),
    )
    for check, change in changes:
        assert list(check(room.session)) == []
        room.session.execute(change)
        assert list(check(room.session)) != []
        room.session.rollback()


def test_the_proof_of_rare_works_finds_one_that_was_never_counted(room: Room) -> None:
    order = room.order("plan")
    room.scan(order)
    room.do(services.finish_order, order_id=order)
    room.session.execute(update(ScanOrder).values(reason="rare"))
    assert [each.facts["number"] for each in measures.rare_works_are_logged(room.session)] == [order]
    room.session.rollback()
