"""Lists of titles, selections with their coverage and wishes, reviews that are events, merging of records."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.items.services import add_item
from circulation.events.measures import head_counts_are_visits, held_events_are_logged
from foreign_fund.service import services
from foreign_fund.service.errors import ListCode
from foreign_fund.service.models import ReviewTitle
from foreign_fund.service.queries import chosen, reviews
from foreign_fund.service.queries.titles import REVIEW, SELECTION, listed
from foreign_fund.service.rules.covering import Cover
from foreign_fund.service.services.choosing import Course
from foreign_fund.service.services.following import FOLLOWERS
from ils.activity.models import Activity
from ils.clock import local_day
from ils.db import transaction
from ils.errors import LibraryError
from tests.conftest import NOON
from tests.foreign_fund.service.house import House, at

DAY = local_day(NOON)


def do(house: House, act: Any, **told: Any) -> Any:
    with transaction(house.session) as session:
        return act(session, at(), **told)


def refused(house: House, wanted: ListCode, act: Any, **told: Any) -> None:
    with pytest.raises(LibraryError) as caught:
        do(house, act, **told)
    assert caught.value.code is wanted


def test_titles_come_by_scanner_and_stand_once(house: House) -> None:
    course, record = house.course(), house.record("ger")
    house.shelf.copy("INV-7", record=record)
    do(house, services.add_by_code, what="selection", owner_id=course, code="inv-7")
    refused(
        house, ListCode.TITLE_TWICE, services.add_title, what="selection", owner_id=course, record_id=record
    )
    refused(
        house, ListCode.TITLE_UNKNOWN, services.add_by_code, what="selection", owner_id=course, code="NONE"
    )
    refused(
        house, ListCode.TITLE_UNKNOWN, services.add_title, what="selection", owner_id=course, record_id=999
    )
    assert [row.copies for row in listed(house.session, SELECTION, course)] == [1]


def test_titles_move_and_go(house: House) -> None:
    course = house.course()
    rows = [house.put("selection", course, house.record("ger", name)) for name in ("A", "B", "C")]
    where = {"what": "selection", "owner_id": course}
    do(house, services.move_title, **where, title_id=rows[2], up=True)
    do(house, services.move_title, **where, title_id=rows[0], up=True)  # the first goes no further
    do(house, services.remove_title, **where, title_id=rows[1])
    do(house, services.note_title, **where, title_id=rows[2], note="Kap. 1", additional=True)
    found = listed(house.session, SELECTION, course)
    assert [(row.record.title, row.note, row.additional) for row in found if row.record] == [
        ("A", "", False), ("C", "Kap. 1", True)
    ]  # fmt: skip
    refused(house, ListCode.TITLE_NOT_THERE, services.remove_title, **where, title_id=rows[1])


def test_coverage_is_reckoned_from_copies_students_and_the_norm(house: House, session: Session) -> None:
    course = house.course(students=6)
    book, further = house.arrive(copies=2), house.arrive("eng")
    house.put("selection", course, book)
    extra = house.put("selection", course, further)
    do(
        house,
        services.note_title,
        what="selection",
        owner_id=course,
        title_id=extra,
        note="",
        additional=True,
    )
    do(house, services.add_words, owner_id=course, described="Duden, 2024", copies=3)
    rows = chosen.covered(session, chosen.selection_row(session, course))
    assert [each.coverage.cover for each in rows] == [Cover.BELOW, Cover.NOT_ASKED, Cover.NONE]
    assert [(each.coverage.percent, each.coverage.missing) for each in rows[:1]] == [(33, 1)]
    assert chosen.below(rows) == 2
    do(house, services.set_norm, norm=33)
    assert chosen.below(chosen.covered(session, chosen.selection_row(session, course))) == 1
    assert [
        many for row, many in chosen.with_below(session, chosen.selections(session)) if row.id == course
    ] == [1]
    refused(house, ListCode.NORM_INVALID, services.set_norm, norm=0)


def test_withdrawn_copies_cover_nobody(house: House, session: Session) -> None:
    course, record = house.course(students=2), house.record("ger")
    house.put("selection", course, record)
    assert listed(session, SELECTION, course)[0].copies == 0
    do(house, add_item, record_id=record, department="foreign", inventory_number="INV-1")
    assert listed(session, SELECTION, course)[0].copies == 1


def test_wishes_gather_over_courses_that_run(house: House, session: Session) -> None:
    course = house.course()
    title = house.put("selection", course, house.record("ger"))
    do(house, services.wish, selection_id=course, title_id=title, copies=4)
    do(house, services.add_words, owner_id=course, described="Duden, 2024", copies=3)
    assert [(row.copies, row.described) for row in chosen.wishes(session)] == [(4, ""), (3, "Duden, 2024")]
    do(house, services.wish, selection_id=course, title_id=title, copies=0)
    assert len(chosen.wishes(session)) == 1
    do(house, services.close_selection, selection_id=course)
    assert chosen.wishes(session) == ()
    refused(house, ListCode.COPIES_INVALID, services.wish, selection_id=course, title_id=title, copies=-1)


def test_a_course_goes_on_in_another_term(house: House, session: Session) -> None:
    course = house.course(term="Spring")
    record = house.record("ger")
    title = house.put("selection", course, record)
    do(house, services.wish, selection_id=course, title_id=title, copies=4)
    do(house, services.close_selection, selection_id=course)
    new = do(house, services.copy_selection, selection_id=course).id
    row = chosen.selection_row(session, new)
    assert (row.term, row.titles, row.closed_on) == ("", 1, None)
    assert [each.wish_copies for each in listed(session, SELECTION, new)] == [0]
    do(house, services.reopen_selection, selection_id=course)
    assert chosen.other_courses(session, [record], course) == {record: 20}
    do(house, services.change_selection, selection_id=new, course=Course("Deutsch", "foreign", 7))
    assert chosen.other_courses(session, [record], course) == {record: 7}


def test_a_review_is_an_event_and_counts_once(house: House, session: Session) -> None:
    told = {"type": "event", "title": "Kafka", "day": DAY, "sector": "other", "department": "foreign"}
    review = do(house, services.plan_review, minutes=40, **told).id
    house.put("review", review, house.record("ger"))
    do(house, services.change_review, review_id=review, minutes=45, **(told | {"title": "Kafka und Hesse"}))
    assert [row.id for row in reviews.coming(session)] == [review]
    do(house, services.hold_review, review_id=review, listeners=12, minutes=50)
    row = reviews.review_row(session, review)
    assert (row.event.title, row.event.came, row.minutes, row.titles) == ("Kafka und Hesse", 12, 50, 1)
    held = select(func.sum(Activity.amount)).where(Activity.kind == "circulation:event:hold")
    assert session.scalars(held).one() == 1
    assert [*held_events_are_logged(session), *head_counts_are_visits(session)] == []
    assert [each.id for each in reviews.reviews(session, since=DAY, until=DAY, state="held")] == [review]
    refused(house, ListCode.REVIEW_UNKNOWN, services.hold_review, review_id=99, listeners=1, minutes=None)


def test_lists_follow_a_merge_and_come_back(house: House, session: Session) -> None:
    kept, gone = house.record("ger", "Kept"), house.record("ger", "Gone")
    told = {"type": "event", "title": "Kafka", "day": DAY, "sector": "other", "department": "foreign"}
    one, both = (do(house, services.plan_review, **told).id for _turn in range(2))
    house.put("review", one, gone)
    for record in (kept, gone):
        house.put("review", both, record)
    follower = next(each for each in FOLLOWERS if each.name == "review_titles")
    assert follower.count(session, gone) == 2
    with transaction(session):
        moved = follower.move(session, at(), gone, kept)
    assert moved == [one]
    assert set(session.scalars(select(ReviewTitle.record_id).where(ReviewTitle.owner_id == one))) == {kept}
    with transaction(session):
        follower.back(session, at(), gone, kept, moved)
    assert set(session.scalars(select(ReviewTitle.record_id).where(ReviewTitle.owner_id == one))) == {gone}
    assert {row.record.title for row in listed(session, REVIEW, both) if row.record} == {"Kept", "Gone"}
